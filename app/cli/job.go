package cli

import (
	"context"
	"fmt"
	"maps"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
)

// job makes a job of an order. It is the one place where kinds, catalogue and network
// come together, in the command and in the worker alike. Its Caller is to be closed.
func job(o worker.Order, in *flow.Integration, tokens auth.Tokens) (engine.Job, error) {
	c := catalog.Builtin()
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
	n, err := network(o.Env, o.Hosts, o.Sandbox, tokens, o.Connections)
	if err != nil {
		return j, err
	}
	n.Accounts.Declared = in.Connections
	j.Caller, j.Redactor = n, n.Client.Redactor()
	for _, text := range o.Hide {
		j.Redactor.Add(auth.Hide(text))
	}
	return j, nil
}

// network is the way out of an environment, with the connections bound in it. What is
// secret in them is hidden in all that is told.
func network(env worker.Environment, hosts map[string]string, sandbox string, tokens auth.Tokens, connections map[string]worker.Account) (*engine.Network, error) {
	c := catalog.Builtin()
	if env.Sandbox && sandbox != "" {
		hosts = over(c.Mappings(sandbox), hosts)
	}
	hide := &auth.Redactor{}
	records := make(map[string]auth.Record, len(connections))
	for name, a := range connections {
		r, err := a.Record()
		if err != nil {
			return nil, fmt.Errorf("the connection %q: %w", name, err)
		}
		hide.Add(r.Secrets()...)
		records[name] = r
	}
	client, err := transport.New(transport.Options{Mappings: hosts, Sandbox: env.Sandbox, Redactor: hide})
	if err != nil {
		return nil, err
	}
	return &engine.Network{Catalog: c, Client: client, Sandbox: env.Sandbox, Accounts: engine.Accounts{Records: records, Tokens: tokens}}, nil
}

// try makes the call of a trial.
func try(ctx context.Context, t worker.Trial, tokens auth.Tokens) worker.Verdict {
	refuse := func(err error) worker.Verdict {
		return worker.Verdict{Verdict: engine.Verdict{Said: err.Error()}}
	}
	r, err := t.Account.Record()
	if err != nil {
		return refuse(err)
	}
	n, err := network(t.Env, t.Hosts, t.Sandbox, tokens, map[string]worker.Account{r.Name: t.Account})
	if err != nil {
		return refuse(err)
	}
	defer n.Close()
	if t.What == worker.Preview {
		var reply *auth.Reply
		if t.Reply != nil {
			reply = &auth.Reply{Status: t.Reply.Status, Header: t.Reply.Header, Body: t.Reply.Body}
		}
		return worker.Verdict{Verdict: engine.Verdict{OK: true}, Placed: n.Preview(ctx, r, reply)}
	}
	verdict, reply := n.Try(ctx, engine.Trial{What: t.What, Record: r, URL: t.URL})
	v := worker.Verdict{Verdict: verdict}
	if reply != nil {
		v.Reply = &worker.Retrieved{Status: reply.Status, Header: reply.Header, Body: reply.Body}
	}
	return v
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
