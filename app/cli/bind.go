package cli

import (
	"fmt"
	"slices"
	"strings"

	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
)

// usedBy are the connections that the nodes of a flow name, in the integration's order.
func usedBy(in *flow.Integration, fl *flow.Flow) []flow.Connection {
	set := kinds.NewSet(kinds.All(catalog.Builtin()))
	named := map[string]bool{}
	for n := range fl.All {
		k, known := set.Lookup(n.Kind)
		if !known || n.Disabled {
			continue
		}
		values := spec.Values(n.Config.Map())
		for _, f := range k.Fields(spec.Around{Name: n.Name, Values: values}) {
			if f.Type == spec.Account {
				named[spec.ToText(values[f.Name])] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(in.Connections), func(c flow.Connection) bool { return !named[c.Name] })
}

// bound is what the connections of a flow came to.
type bound struct {
	records map[string]auth.Record   // by the name that the flow uses
	states  map[string]check.Binding // of the others too
	why     []string                 // what is missing, and what to do
}

// state is how the account of a name stands, for who judges the flow.
func (b bound) state(name string) check.Binding { return b.states[name] }

// lacks notes that a name has no account that can be used, and why.
func (b *bound) lacks(name string, state check.Binding, why string) {
	b.states[name] = state
	b.why = append(b.why, why)
}

// takes gives a name its account.
func (b *bound) takes(name string, r auth.Record, state check.Binding) {
	b.records[name], b.states[name] = r, state
}

func newBound() bound {
	return bound{records: map[string]auth.Record{}, states: map[string]check.Binding{}}
}

// forWorker are the accounts as an order holds them.
func (b bound) forWorker() (map[string]worker.Account, error) {
	out := map[string]worker.Account{}
	for name, r := range b.records {
		a, err := worker.AccountOf(r)
		if err != nil {
			return nil, err
		}
		out[name] = a
	}
	return out, nil
}

// A binding is what a flow's connection is to stand for.
type binding struct {
	to string // the stored connection's name or id
	by string // who says so: "--bind"
}

// bind finds the stored connection for each that the flow names: the one that it was
// bound to, else the one of its name and provider. Broken ones are those that do not open.
func bind(used []flow.Connection, to map[string]binding, stored []auth.Record, broken []vault.Broken) bound {
	b := newBound()
	for _, c := range used {
		to := to[c.Name]
		r, ok := pickStored(c, to, stored)
		switch {
		case !ok && to.to != "":
			b.lacks(c.Name, check.Missing, missing(c, to, to.to, stored, broken))
		case !ok:
			b.lacks(c.Name, check.Unbound, missing(c, to, c.Name, stored, broken))
		case r.Disabled:
			b.lacks(c.Name, check.Disabled, fmt.Sprintf("the connection %q is disabled. Enable it: flowbench connection enable %s. Or use another, with --bind %s=NAME", r.Name, shellWord(r.Name), shellWord(c.Name)))
		case r.Tested.At.IsZero():
			b.takes(c.Name, r, check.Untested)
		default:
			b.takes(c.Name, r, check.Bound)
		}
	}
	return b
}

func pickStored(c flow.Connection, to binding, stored []auth.Record) (auth.Record, bool) {
	i := slices.IndexFunc(stored, func(r auth.Record) bool {
		return r.Provider == c.Provider && (to.to == "" && r.Name == c.Name || to.to != "" && (r.Name == to.to || r.ID == to.to))
	})
	if i < 0 {
		return auth.Record{}, false
	}
	return stored[i], true
}

// missing says why a connection of a flow has no account.
func missing(c flow.Connection, to binding, name string, stored []auth.Record, broken []vault.Broken) string {
	of := titleOf(c.Provider)
	for _, x := range broken {
		if x.Provider == c.Provider && (x.Name == name || to.to != "" && x.ID == name) {
			return fmt.Sprintf("the connection %q cannot be read and needs to be entered again: %v", x.Name, x.Why)
		}
	}
	if to.to != "" {
		for _, r := range stored {
			if r.Name == to.to || r.ID == to.to {
				return fmt.Sprintf("%s binds %q to %q, which is of %s, and the flow wants one of %s", to.by, c.Name, r.Name, titleOf(r.Provider), of)
			}
		}
		return fmt.Sprintf("%s binds %q to a connection of %s that is not here: %s. Look at: flowbench connection list", to.by, c.Name, of, to.to)
	}
	var others []string
	for _, r := range stored {
		if r.Provider == c.Provider && !r.Disabled {
			others = append(others, r.Name)
		}
	}
	if len(others) > 0 {
		return fmt.Sprintf("there is no connection %q of %s here. Bind one that there is (%s), as in --bind %s=%s", c.Name, of, strings.Join(others, ", "), shellWord(c.Name), shellWord(others[0]))
	}
	return fmt.Sprintf("there is no connection %q of %s here. Add it: %s", c.Name, of, addHint(c, c.Name))
}

// addHint is the command that adds a connection.
func addHint(c flow.Connection, name string) string {
	if c.Provider != "" {
		return fmt.Sprintf("flowbench connection add --provider %s --name %s", shellWord(c.Provider), shellWord(name))
	}
	host := "https://api.example.com"
	if len(c.Hosts) > 0 {
		host = c.Hosts[0]
	}
	return fmt.Sprintf("flowbench connection add --host %s --name %s --scheme api-key", shellWord(host), shellWord(name))
}

// titleOf is what a provider is called.
func titleOf(provider string) string {
	if p := catalog.Builtin().Provider(provider); p != nil {
		return p.Title
	}
	if provider == "" {
		return "hosts of its own"
	}
	return provider
}

// bindFile binds the connections of a flow to those of a --connections file.
func bindFile(used []flow.Connection, path string, records map[string]auth.Record) bound {
	b := newBound()
	for _, c := range used {
		r, ok := records[c.Name]
		switch {
		case !ok:
			b.lacks(c.Name, check.Unbound, fmt.Sprintf("%s has no connection %q: add it to the file", path, c.Name))
		case r.Provider != c.Provider:
			b.lacks(c.Name, check.Unbound, fmt.Sprintf("%s: the connection %q is of %s, and the flow wants one of %s", path, c.Name, titleOf(r.Provider), titleOf(c.Provider)))
		default:
			b.takes(c.Name, r, check.Bound)
		}
	}
	return b
}
