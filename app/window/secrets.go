package window

import (
	"flowbench/app/dialogs"
	"flowbench/engine/auth"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// storedSecrets finds the secrets of the stored connections.
func (w *Window) storedSecrets() (*auth.Redactor, error) {
	r := &auth.Redactor{}
	if w.secrets == nil {
		return r, nil
	}
	all, err := w.secrets()
	r.Add(all...)
	return r, err
}

// holdsSecret reports whether a stored secret stands in a text, in whatever form.
func (w *Window) holdsSecret(text string) bool {
	r, _ := w.storedSecrets() // what cannot be read now was hidden when the text was made
	return r.Holds(text)
}

// refused reports, and says, that what is to leave holds a stored secret, or that nobody
// can tell.
func (w *Window) refused(title string, in *flow.Integration) bool {
	r, err := w.storedSecrets()
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
func (w *Window) moveToConnection(p spec.Problem) {
	m, ok := check.Movable(w.s.Integration(), p.Path)
	if !ok || w.connect == nil {
		w.openPanel()
		return
	}
	w.connect(m, func(name string) {
		if m, ok := check.Movable(w.s.Integration(), p.Path); ok { // the document may be another by now
			w.Do(m.To(w.s.Integration(), name))
		}
	})
}
