package cli

import (
	"fmt"
	"slices"
	"strings"

	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
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
	records map[string]auth.Record // by the name that the flow uses
	why     []string               // what is missing, and what to do
}

func (b bound) has(name string) bool { _, ok := b.records[name]; return ok }

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
	b := bound{records: map[string]auth.Record{}}
	for _, c := range used {
		r, why := pickStored(c, to[c.Name], stored, broken)
		if why != "" {
			b.why = append(b.why, why)
			continue
		}
		b.records[c.Name] = r
	}
	return b
}

func pickStored(c flow.Connection, to binding, stored []auth.Record, broken []vault.Broken) (r auth.Record, why string) {
	name := to.to
	if name == "" {
		name = c.Name
	}
	i := slices.IndexFunc(stored, func(r auth.Record) bool {
		return r.Provider == c.Provider && (r.Name == name || to.to != "" && r.ID == name)
	})
	if i < 0 {
		return r, missing(c, to, name, stored, broken)
	}
	if r = stored[i]; r.Disabled {
		return r, fmt.Sprintf("the connection %q is disabled: enable it under Settings > Integrations, or use another with --bind %s=NAME", r.Name, shellWord(c.Name))
	}
	return r, ""
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
	b := bound{records: map[string]auth.Record{}}
	for _, c := range used {
		r, ok := records[c.Name]
		switch {
		case !ok:
			b.why = append(b.why, fmt.Sprintf("%s has no connection %q: add it to the file", path, c.Name))
		case r.Provider != c.Provider:
			b.why = append(b.why, fmt.Sprintf("%s: the connection %q is of %s, and the flow wants one of %s", path, c.Name, titleOf(r.Provider), titleOf(c.Provider)))
		default:
			b.records[c.Name] = r
		}
	}
	return b
}
