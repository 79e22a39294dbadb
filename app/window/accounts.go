package window

import (
	"context"
	"errors"
	"slices"
	"strings"

	"flowbench/app/connect"
	"flowbench/app/session"
	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
	"flowbench/store"
)

// accounts is what the window knows of the stored connections: read once, and again after
// they changed. It belongs to the window's goroutine.
type accounts struct {
	keeper *vault.Keeper
	state  store.VaultState
	list   []auth.Record
	broken []vault.Broken
	err    error // why they cannot be read, beside the broken ones
	known  bool

	code      string // the recovery code of a vault that was just made, to be shown once
	recovered bool   // it was opened by its recovery code: the passphrase is lost
}

// stored returns the connections that can be read; none while they are locked.
func (w *Window) stored() []auth.Record {
	a := &w.accounts
	if a.known {
		return a.list
	}
	a.known, a.broken = true, nil
	if a.state, a.err = a.keeper.State(); a.state != store.Unlocked {
		a.list = nil
		return nil
	}
	list, err := a.keeper.Connections()
	a.list, a.err = list, nil
	var broken *vault.BrokenError
	switch {
	case errors.As(err, &broken):
		a.broken, a.err = broken.List, broken.Tampered
	case err != nil:
		a.err = err
	}
	return a.list
}

// locked reports whether there are connections that cannot be seen now.
func (w *Window) locked() bool {
	w.stored()
	return w.accounts.state == store.Locked
}

// accountsChanged reads the connections again, and shows what depends on them.
func (w *Window) accountsChanged() {
	w.accounts.known = false
	if w.s != nil {
		w.s.Recheck()
	}
	w.refresh()
}

func (w *Window) storedByID(id string) (auth.Record, bool) {
	for _, r := range w.stored() {
		if r.ID == id {
			return r, true
		}
	}
	return auth.Record{}, false
}

// openVault opens the vault without asking anybody, where a key ring or a key file can.
func (w *Window) openVault() {
	go func() {
		o, err := w.accounts.keeper.Open(context.Background())
		w.do(func() {
			if w.closed || err != nil || o.State != store.Unlocked {
				return
			}
			w.accountsChanged()
		})
	}()
}

// withVault does what needs the connections: at once, or after the vault was unlocked.
func (w *Window) withVault(then func()) {
	if !w.locked() {
		then()
		return
	}
	host := &connectHost{w}
	go func() {
		_, err := w.accounts.keeper.Open(context.Background()) // the key ring may answer by now
		w.do(func() {
			if w.accounts.known = false; err == nil || !w.locked() {
				w.accountsChanged()
				then()
				return
			}
			connect.Unlock(w.win.Canvas(), host, func() {
				w.accountsChanged()
				then()
			})
		})
	}()
}

// account gives a stored connection to a run.
func (w *Window) account(id string) (worker.Account, error) {
	r, err := w.accounts.keeper.Connection(id)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrNoVault):
		return worker.Account{}, errors.New("the account it is bound to is not stored here: choose another under Connection Name")
	case err != nil:
		return worker.Account{}, err
	case r.Disabled:
		return worker.Account{}, errors.New("the account " + r.Name + " is disabled: enable it under Settings > Integrations, or choose another")
	}
	return worker.AccountOf(r)
}

// binding says how an account stands that a name is bound to.
func (w *Window) binding(id string) check.Binding {
	if id == "" {
		return check.Unbound
	}
	r, ok := w.storedByID(id)
	switch {
	case w.accounts.state == store.Locked, ok && reallyTested(r) && !r.Disabled:
		return check.Bound // while it is locked nothing else is known
	case !ok:
		return check.Missing
	case r.Disabled:
		return check.Disabled
	}
	return check.Untested
}

// reallyTested reports whether a connection was tested with its own secret: in Sandbox it is
// a made-up one.
func reallyTested(r auth.Record) bool {
	return !r.Tested.At.IsZero() && r.Tested.In != session.Sandbox
}

// accountsLocked shows that the vault has locked itself, or was locked.
func (w *Window) accountsLocked() {
	w.accounts.recovered = false
	if !w.closed {
		w.accountsChanged()
	}
}

// keptSecrets are all that no export may hold. What is locked cannot be looked for.
func (w *Window) keptSecrets() ([]auth.Secret, error) {
	if state, err := w.accounts.keeper.State(); err != nil || state != store.Unlocked {
		return nil, err
	}
	return w.accounts.keeper.Secrets()
}

// mayUse reports whether a node may use a connection: one of its service, or one that may be
// sent to the host that it names.
func mayUse(n *flow.Node, r auth.Record) bool {
	if n.Kind == "integration" {
		return r.Provider == n.Config.Text("provider")
	}
	host := hostOf(n)
	if host == "" {
		return r.Provider == ""
	}
	return covers(r, []string{host})
}

// hostOf is the origin that a node calls, or "".
func hostOf(n *flow.Node) string {
	host, err := transport.Host(n.Config.Text("url"))
	if err != nil {
		return ""
	}
	return "https://" + host
}

// bindIn are the environments in which a choice by hand is kept: the one that is on, and in
// Sandbox also Live. At a service nothing in Sandbox needs an account, so there it is Live
// alone; at hosts of one's own it counts in both, and a mapped address gets a made-up one.
func (w *Window) bindIn(provider string) []session.Environment {
	e := w.env()
	if e.Name != session.Sandbox {
		return []session.Environment{e}
	}
	live, err := w.s.Environment(session.Live)
	switch {
	case err != nil:
		return []session.Environment{e}
	case provider != "":
		return []session.Environment{live}
	}
	return []session.Environment{e, live}
}

// declaredAs is the declared connection of a name, or nil.
func declaredAs(in *flow.Integration, name string) *flow.Connection {
	i := slices.IndexFunc(in.Connections, func(c flow.Connection) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &in.Connections[i]
}

// connectTo gives a node a stored connection: under the name that the integration has for
// it, or a new one.
func (w *Window) connectTo(flowName, node, id string) {
	r, ok := w.storedByID(id)
	n := w.s.Integration().Flow(flowName).Node(node)
	if !ok || n == nil {
		return
	}
	now := n.Config.Text("connection")
	name, err := w.bindStored(id, now)
	if err != nil {
		w.fail("The connection was not chosen", err)
		return
	}
	in := w.s.Integration()
	b := flow.Batch{Name: "Choose connection"}
	if declaredAs(in, name) == nil {
		c := flow.Connection{Name: name, Provider: r.Provider}
		if r.Provider == "" {
			c.Hosts = r.Hosts
		}
		b.Edits = append(b.Edits, flow.SetConnections{Connections: append(slices.Clone(in.Connections), c)})
	}
	if name != now {
		b.Edits = append(b.Edits, flow.SetField{Flow: flowName, Node: node, Field: "connection", Value: flow.Of(name), Title: "Connection Name"})
	}
	if len(b.Edits) > 0 {
		w.Do(b)
	}
	w.s.Recheck()
	w.refresh()
}

// bindStored binds a stored connection and returns the name that the flows have for it: one
// that it has already, that of now where that had no account yet, else a new one.
func (w *Window) bindStored(id, now string) (name string, err error) {
	r, ok := w.storedByID(id)
	if !ok {
		return "", errors.New("the connection is not stored here any more")
	}
	in, envs := w.s.Integration(), w.bindIn(r.Provider)
	for _, c := range in.Connections {
		if envs[0].Bindings[c.Name] == id && (name == "" || c.Name == now) {
			name = c.Name
		}
	}
	if c := declaredAs(in, now); name == "" && c != nil && c.Provider == r.Provider && envs[0].Bindings[now] == "" {
		name = now
	}
	if name == "" {
		name = freeConnection(in, r.Name)
	}
	for _, e := range envs {
		err = errors.Join(err, w.s.Bind(e.Name, name, id))
	}
	return name, err
}

// freeConnection is a name for a connection that the integration has no other of.
func freeConnection(in *flow.Integration, base string) string {
	name := base
	for i := 2; declaredAs(in, name) != nil; i++ {
		name = base + " " + spec.ToText(i)
	}
	return strings.TrimSpace(name)
}
