package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"sync"

	"flowbench/app/face"
	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// faces are how nodes look, for pictures.
var faces = sync.OnceValue(func() *face.Faces {
	c := catalog.Builtin()
	var all []spec.Kind
	for _, k := range kinds.All(c) {
		all = append(all, k.Kind)
	}
	return face.New(all, c)
})

// job makes a job of an order. It is the one place where kinds, catalogue and network
// come together, in the command and in the worker alike. The client is to be closed.
func job(o worker.Order, in *flow.Integration) (engine.Job, *transport.Client, error) {
	c := catalog.Builtin()
	hosts := o.Hosts
	if o.Env.Sandbox {
		hosts = over(served(c, o.Sandbox), o.Hosts)
	}
	client, err := transport.New(transport.Options{Mappings: hosts, Sandbox: o.Env.Sandbox})
	if err != nil {
		return engine.Job{}, nil, err
	}
	j := engine.Job{
		Integration: in, Flow: o.Flow, Kinds: kinds.All(c),
		Caller: &engine.Network{Catalog: c, Client: client, Sandbox: o.Env.Sandbox},
		Env:    engine.Environment{Name: o.Env.Name, Sandbox: o.Env.Sandbox},
		Start:  engine.Start{Run: o.Run, Trigger: o.Trigger, At: o.At},
	}
	if j.Env.Config, err = object(o.Env.Config); err != nil {
		return j, client, fmt.Errorf("the config variables: %w", err)
	}
	if j.Start.Inputs, err = object(o.Inputs); err != nil {
		return j, client, fmt.Errorf("the inputs: %w", err)
	}
	return j, client, nil
}

func object(raw flow.Value) (map[string]any, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	m, ok := flow.Decode(raw).(map[string]any)
	if !ok {
		return nil, fmt.Errorf("an object belongs here, not %.40s", raw)
	}
	return m, nil
}

// served maps each host of the catalogue to the sandbox server.
func served(c *catalog.Catalog, address string) map[string]string {
	m := map[string]string{}
	if address == "" {
		return m
	}
	for _, p := range c.Providers {
		for _, origin := range p.Hosts {
			if u, err := url.Parse(origin); err == nil {
				m[u.Hostname()] = address
			}
		}
	}
	return m
}

// settings is an --env-file: what an environment is, without secrets.
type settings struct {
	Config map[string]any    `json:"config"`
	Hosts  map[string]string `json:"hosts"`
}

func readSettings(name string) (settings, error) {
	var s settings
	b, err := readFile(name)
	if err != nil {
		return s, err
	}
	m := flow.Members(b)
	for _, set := range m {
		switch set.Name {
		case "config":
			if s.Config, err = object(set.Value); err != nil {
				return s, fmt.Errorf("%s: config: %w", name, err)
			}
		case "hosts":
			if err := json.Unmarshal(set.Value, &s.Hosts); err != nil {
				return s, fmt.Errorf("%s: hosts: an object of host and URL belongs here", name)
			}
		default:
			return s, fmt.Errorf("%s: %q is unknown: an environment file has config and hosts", name, set.Name)
		}
	}
	if m == nil {
		return s, fmt.Errorf("%s: an object with config and hosts belongs there", name)
	}
	return s, nil
}

// over returns a with the entries of b, which win.
func over[M ~map[string]V, V any](a, b M) M {
	out := maps.Clone(a)
	if out == nil {
		out = M{}
	}
	maps.Copy(out, b)
	return out
}
