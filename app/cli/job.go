package cli

import (
	"fmt"
	"maps"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// job makes a job of an order. It is the one place where kinds, catalogue and network
// come together, in the command and in the worker alike. Its Caller is to be closed.
func job(o worker.Order, in *flow.Integration) (engine.Job, error) {
	c := catalog.Builtin()
	hosts := o.Hosts
	if o.Env.Sandbox && o.Sandbox != "" {
		hosts = over(c.Mappings(o.Sandbox), o.Hosts)
	}
	j := engine.Job{
		Integration: in, Flow: o.Flow, Kinds: kinds.All(c),
		Env:   engine.Environment{Name: o.Env.Name, Sandbox: o.Env.Sandbox},
		Start: engine.Start{Run: o.Run, Trigger: o.Trigger, At: o.At},
	}
	var err error
	if j.Env.Config, err = members(o.Env.Config); err != nil {
		return j, fmt.Errorf("the config variables: %w", err)
	}
	if j.Start.Inputs, err = members(o.Inputs); err != nil {
		return j, fmt.Errorf("the inputs: %w", err)
	}
	client, err := transport.New(transport.Options{Mappings: hosts, Sandbox: o.Env.Sandbox})
	if err != nil {
		return j, err
	}
	j.Caller = &engine.Network{Catalog: c, Client: client, Sandbox: o.Env.Sandbox}
	return j, nil
}

// members decodes an object; nil is an empty one.
func members(raw flow.Value) (map[string]any, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	m, ok := flow.Decode(raw).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("an object belongs here, not %.40s", raw)
	}
	return m, nil
}

// over returns a with the entries of b, which win.
func over[V any](a, b map[string]V) map[string]V {
	out := maps.Clone(a)
	if out == nil {
		out = map[string]V{}
	}
	maps.Copy(out, b)
	return out
}
