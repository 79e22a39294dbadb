package check

import (
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// A Binding is what account a connection has in an environment.
type Binding int

// The bindings.
const (
	Unbound  Binding = iota // none was chosen
	Missing                 // one that is not stored here
	Disabled                // one that is not to be used
	Untested                // one that was never tested
	Bound
)

// account judges the connection of an Integration node: outside the sandbox it needs one.
func (r *review) account(n *flow.Node, v spec.Values) {
	p := r.env.Catalog.Provider(spec.ToText(v["provider"]))
	action := r.env.Catalog.Action(spec.ToText(v["provider"]), spec.ToText(v["action"]))
	if p == nil || r.env.Sandbox || len(p.Auth) == 0 || action != nil && action.NoAuth {
		return
	}
	name := spec.ToText(v["connection"])
	fix := chooseConnection(p.ID)
	switch declared := r.declared(name); {
	case name == "":
		r.add(spec.Error, n.Name, "connection", p.Title+" needs a connection in "+r.env.Environment+". Choose one, or run in Sandbox.", fix)
	case declared == nil:
		r.add(spec.Error, n.Name, "connection", "There is no connection “"+name+"”. Choose another.", fix)
	case declared.Provider != p.ID:
		r.add(spec.Error, n.Name, "connection", "The connection “"+name+"” is not of "+p.Title+". Choose another.", fix)
	default:
		r.bound(n, name, fix)
	}
}

// connection judges the connection of an API node, which may have none.
func (r *review) connection(n *flow.Node, v spec.Values) {
	name := spec.ToText(v["connection"])
	if name == "" {
		return
	}
	declared := r.declared(name)
	if declared == nil {
		r.add(spec.Error, n.Name, "connection", "There is no connection “"+name+"”. Choose another.", chooseConnection(""))
		return
	}
	host, err := transport.Host(spec.ToText(v["url"]))
	p := r.env.Catalog.Provider(declared.Provider)
	switch {
	case declared.Provider != "" && p == nil:
		r.add(spec.Error, n.Name, "connection", "The connection “"+name+"” is of “"+declared.Provider+"”, which the catalogue does not have. Choose another.", chooseConnection(""))
		return
	case err != nil: // said of the URL
	case p != nil && !covers(p.Hosts, host):
		r.add(spec.Error, n.Name, "connection", "The connection “"+name+"” goes to "+p.Title+" only, not to "+host+". Choose another.", chooseConnection(""))
	case p == nil && !covers(declared.Hosts, host):
		r.add(spec.Error, n.Name, "connection", "The connection “"+name+"” may not be sent to "+host+". Add the host to it, or choose another.",
			&spec.Fix{Label: "Add the host", Edit: declare(r.in, name, "", "https://"+host)})
	}
	switch {
	case !r.env.Sandbox:
		r.bound(n, name, chooseConnection(declared.Provider))
	case p == nil && r.env.Bound != nil && r.env.Bound(name) <= Missing:
		r.add(spec.Warning, n.Name, "connection", "The connection “"+name+"” has no account in "+r.env.Environment+", so nothing of it is added to the request. Give it one.", chooseConnection(""))
	}
}

// bound judges the account that a connection has in the environment.
func (r *review) bound(n *flow.Node, name string, fix *spec.Fix) {
	b := Unbound
	if r.env.Bound != nil {
		b = r.env.Bound(name)
	}
	where := r.env.Environment
	switch b {
	case Unbound:
		r.add(spec.Error, n.Name, "connection", "The connection “"+name+"” has no account in "+where+". Give it one, or run in Sandbox.", fix)
	case Missing:
		r.add(spec.Error, n.Name, "connection", "The account that “"+name+"” has in "+where+" is not stored here. Give it another, or run in Sandbox.", fix)
	case Disabled:
		r.add(spec.Error, n.Name, "connection", "The account that “"+name+"” has in "+where+" is disabled. Enable it, or give it another.", openConnection(name, "Open it…"))
	case Untested:
		r.add(spec.Warning, n.Name, "connection", "The account of “"+name+"” was never tested. Test it before a flow relies on it.", openConnection(name, "Test it…"))
	}
}

func chooseConnection(provider string) *spec.Fix {
	return &spec.Fix{Label: "Choose a connection…", Ask: "connection", Value: provider}
}

// openConnection leads to the stored connection behind a name.
func openConnection(name, label string) *spec.Fix {
	return &spec.Fix{Label: label, Ask: "open-connection", Value: name}
}

func (r *review) declared(name string) *flow.Connection { return declared(r.in, name) }

func declared(in *flow.Integration, name string) *flow.Connection {
	i := slices.IndexFunc(in.Connections, func(c flow.Connection) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &in.Connections[i]
}

// covers reports whether a host, given with its port unless that is 443, is one of the origins.
func covers(origins []string, host string) bool {
	return (&auth.Connection{Hosts: origins}).Allows("https://" + strings.ToLower(host))
}

// declare is the edit by which the document has the connection, and it the host; nil where
// that is so.
func declare(in *flow.Integration, name, provider, origin string) flow.Edit {
	all := slices.Clone(in.Connections)
	i := slices.IndexFunc(all, func(c flow.Connection) bool { return c.Name == name })
	if i < 0 {
		all = append(all, flow.Connection{Name: name, Provider: provider})
		i = len(all) - 1
	} else if all[i].Provider != "" || origin == "" || covers(all[i].Hosts, strings.TrimPrefix(origin, "https://")) {
		return nil
	}
	if all[i].Provider == "" && origin != "" {
		all[i].Hosts = append(slices.Clone(all[i].Hosts), origin)
	}
	return flow.SetConnections{Connections: all}
}
