package window

import (
	"errors"
	"strings"

	"flowbench/app/connect"
	"flowbench/app/dialogs"
	"flowbench/app/panel"
	"flowbench/app/session"
	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/store"
)

// What the panel's choices are called that are no name of the integration's: a stored
// connection that it does not use yet, and the way to see them.
const (
	storedPrefix = "\x00stored:"
	unlockChoice = "\x00unlock"
)

// Connections implements [panel.Host].
func (h *host) Connections(n *flow.Node) ([]panel.Choice, string) {
	w := h.w()
	e, in := w.bindIn(n.Config.Text("provider"))[0], w.s.Integration()
	now := n.Config.Text("connection")
	hint := "None"
	if n.Kind == "integration" && w.env().Name == session.Sandbox {
		hint = "None: not needed in Sandbox"
	}
	var out []panel.Choice
	offered := false
	for _, r := range w.stored() {
		if r.Disabled || !mayUse(n, r) {
			continue
		}
		c := panel.Choice{ID: storedPrefix + r.ID, Title: r.Name, Doc: strings.Join(r.Hosts, ", ")}
		for _, d := range in.Connections {
			if e.Bindings[d.Name] == r.ID && (c.ID[0] == 0 || d.Name == now) {
				c.ID = d.Name
				if c.Title = r.Name; d.Name != r.Name { // what files and other windows call it
					c.Title += " (here: " + d.Name + ")"
				}
			}
		}
		offered = offered || c.ID == now
		out = append(out, c)
	}
	if now != "" && !offered {
		c := panel.Choice{ID: now, Title: now}
		switch r, ok := w.storedByID(e.Bindings[now]); {
		case w.locked():
		case ok && r.Disabled:
			c.Title += " (disabled)"
		case ok:
			c.Title += " (for other hosts)"
		default:
			c.Title += " (no account in " + e.Name + ")"
		}
		out = append([]panel.Choice{c}, out...)
	}
	if w.locked() {
		out = append(out, panel.Choice{ID: unlockChoice, Title: "Unlock to see all…", Doc: "The stored connections are locked"})
	}
	return out, hint
}

// Connect implements [panel.Host].
func (h *host) Connect(n *flow.Node, id string) {
	w := h.w()
	flowName, name := w.flow, n.Name
	stored, isStored := strings.CutPrefix(id, storedPrefix)
	switch {
	case id == unlockChoice:
		w.panel.Renew() // the choice is no value
		w.withVault(func() { w.panel.Renew() })
	case isStored:
		w.connectTo(flowName, name, stored)
	case id == "":
		w.Do(flow.SetField{Flow: flowName, Node: name, Field: "connection", Title: "Connection Name"})
	default:
		w.Do(flow.SetField{Flow: flowName, Node: name, Field: "connection", Value: flow.Of(id), Title: "Connection Name"})
	}
}

// AddConnection implements [panel.Host]: Integrations opens with the service chosen, and
// the node has the new connection when that was saved.
func (h *host) AddConnection(n *flow.Node) {
	w := h.w()
	flowName, name := w.flow, n.Name
	o := connect.Options{Add: true, Provider: n.Config.Text("provider"), Then: func(id string) {
		w.accountsChanged()
		w.connectTo(flowName, name, id)
		w.panel.Renew()
	}}
	if n.Kind != "integration" {
		o.Own, o.Provider = true, ""
		if p := w.catalog.ForHost(strings.TrimPrefix(hostOf(n), "https://")); p != nil && !p.Hidden {
			o.Own, o.Provider = false, p.ID
		} else if host := hostOf(n); host != "" {
			o.Draft = &connect.Draft{Hosts: []string{host}}
		}
	}
	w.integrations(o)
}

// OpenConnection implements [panel.Host].
func (h *host) OpenConnection(n *flow.Node) { h.w().openConnection(n.Config.Text("connection")) }

// openConnection opens the stored connection that a name stands for where one is chosen by
// hand, or all of them.
func (w *Window) openConnection(name string) {
	w.withVault(func() {
		var o connect.Options
		if c := declaredAs(w.s.Integration(), name); c != nil {
			o.Provider, o.Own = c.Provider, c.Provider == ""
			if r, ok := w.storedByID(w.bindIn(c.Provider)[0].Bindings[name]); ok {
				o.Edit = r.ID
			}
		}
		w.integrations(o)
	})
}

// integrations opens Settings > Integrations.
func (w *Window) integrations(o connect.Options) {
	closed := o.Closed
	o.Closed = func() {
		w.accountsChanged()
		if closed != nil {
			closed()
		}
	}
	connect.Open(w.win.Canvas(), &connectHost{w}, o)
	if errors.Is(w.accounts.err, store.ErrTampered) {
		w.askAccept()
	}
}

// askAccept lets a person go on with connections that something else has changed: until
// then none can be saved.
func (w *Window) askAccept() {
	dialogs.Confirm(w.win.Canvas(), "Something else has changed the connections",
		spec.Sentence(w.accounts.err.Error())+"\n\nThose that are shown open as they should. Look through them, or restore a backup: flowbench store restore. To go on with them as they are, accept them.",
		"Accept", true, func() {
			if err := w.accounts.keeper.Vault().Accept(); err != nil {
				w.fail("The connections were not accepted", err)
			}
			w.accountsChanged()
		})
}

// Connections implements [dialogs.EnvironmentHost].
func (h *envHost) Connections(provider string, hosts []string) []dialogs.Choice {
	w := h.w()
	var out []dialogs.Choice
	for _, r := range w.stored() {
		if r.Disabled || r.Provider != provider || provider == "" && !covers(r, hosts) {
			continue
		}
		out = append(out, dialogs.Choice{ID: r.ID, Title: r.Name, Doc: strings.Join(r.Hosts, ", ")})
	}
	return out
}

// covers reports whether a connection may be sent to each of these hosts.
func covers(r auth.Record, hosts []string) bool {
	c := auth.Connection{Hosts: r.Hosts}
	for _, h := range hosts {
		if !c.Allows(h) {
			return false
		}
	}
	return true
}
