package window

import (
	"flowbench/app/connect"
	"flowbench/app/dialogs"
	"flowbench/engine/auth"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// redactor finds the secrets of the stored connections.
func (w *Window) redactor() (*auth.Redactor, error) {
	r := &auth.Redactor{}
	all, err := w.keptSecrets()
	r.Add(all...)
	return r, err
}

// holdsSecret reports whether a stored secret stands in a text, in whatever form.
func (w *Window) holdsSecret(text string) bool {
	r, _ := w.redactor() // what cannot be read now was hidden when the text was made
	return r.Holds(text)
}

// refused reports, and says, that what is to leave holds a stored secret, or that nobody
// can tell.
func (w *Window) refused(title string, in *flow.Integration) bool {
	r, err := w.redactor()
	if err != nil {
		w.fail(title+": it could not be looked through for stored secrets", err)
		return true
	}
	found := check.Held(in, w.kinds, r)
	if len(found) == 0 {
		return false
	}
	var list []dialogs.Finding
	for _, f := range found {
		one := dialogs.Finding{Where: dialogs.Place(f.Path), Text: "holds " + f.What}
		if one.Where == "" {
			one.Where = "The integration"
		}
		if f.Path.Node != "" {
			one.Open = func() { w.goToPath(f.Path) }
		}
		list = append(list, one)
	}
	dialogs.RefuseSecrets(w.win.Canvas(), title, list)
	return true
}

// withoutSecrets lets go what may leave: never with a stored secret in it, and with what
// only looks like a key once the person has said so.
func (w *Window) withoutSecrets(then func()) {
	if w.locked() { // what is locked cannot be looked for
		w.withVault(func() { w.withoutSecrets(then) })
		return
	}
	if w.refused("Nothing was exported", w.s.Integration()) {
		return
	}
	found := check.Secrets(w.s.Integration(), w.kinds)
	if len(found) == 0 {
		then()
		return
	}
	var list []dialogs.Finding
	for _, f := range found {
		list = append(list, dialogs.Finding{Where: dialogs.Place(f.Path), Text: "looks like " + f.What, Open: func() { w.goToPath(f.Path) }})
	}
	dialogs.ExportSecrets(w.win.Canvas(), list, then)
}

// moveToConnection makes a connection of a key that was typed into a node, and takes the
// key out of the node once the connection is stored.
func (w *Window) moveToConnection(p spec.Problem) { w.moveKey(p, false) }

func (w *Window) moveKey(p spec.Problem, sure bool) {
	m, ok := check.Movable(w.s.Integration(), p.Path)
	if !ok {
		w.openPanel()
		return
	}
	if n := w.shown().Node(p.Path.Node); n != nil && n.Config.Text("connection") != "" && !sure {
		dialogs.Confirm(w.win.Canvas(), "Move to a connection",
			n.Name+" uses the connection “"+n.Config.Text("connection")+"” already, and a node has one. The new one takes its place.", "Go on", false, func() { w.moveKey(p, true) })
		return
	}
	d := &connect.Draft{In: m.In, Key: m.Name, Value: m.Value, Secret: m.Secret}
	if m.In == "" {
		d.Key = ""
	}
	if m.Host != "" {
		d.Hosts = []string{m.Host}
	}
	w.integrations(connect.Options{Add: true, Own: m.Provider == "", Provider: m.Provider, Draft: d, Then: func(id string) {
		w.accountsChanged()
		m, still := check.Movable(w.s.Integration(), p.Path) // the document may be another by now
		if !still {
			return
		}
		name, err := w.bindStored(id, "")
		if err != nil {
			w.fail("The key was not moved", err)
			return
		}
		w.Do(m.To(w.s.Integration(), name))
		w.panel.Renew()
		w.toast("The key is in the connection now. Undo and backups on this computer may still hold it.")
	}})
}
