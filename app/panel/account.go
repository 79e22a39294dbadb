package panel

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// account is the field for a connection: one of those that the node may use, or a new one.
type account struct {
	labelled
	sel  *kit.Select
	open *kit.Button
}

func newAccount(f *form, fd spec.Field) control {
	from, hint := f.panel.host.Connections(f.node())
	options := []kit.Option{{Text: hint}}
	for _, c := range from {
		options = append(options, kit.Option{Value: c.ID, Text: c.Title, Doc: c.Doc})
	}
	a := &account{sel: kit.NewSelect(options, "", func(id string) { f.panel.host.Connect(f.node(), id) })}
	add := kit.NewButton("Add Connection", "plus", kit.Link, "Make a connection for this node; it is chosen here then", func() { f.panel.host.AddConnection(f.node()) })
	add.Small = true
	a.open = kit.NewButton("", "settings", kit.Quiet, "Open this connection: test it, change it, sign in", func() { f.panel.host.OpenConnection(f.node()) })
	a.open.Small = true
	a.labelled = labelled{kit.NewField(fd.Title(), fd.Doc, false, kit.LineGrow(4, 0, a.sel, a.open), add)}
	return a
}

func (a *account) put(v flow.Value) {
	a.sel.Put(show(v, spec.Text))
	if a.open.Hidden = a.sel.Value == ""; a.field != nil {
		a.field.Refresh()
	}
}

func (a *account) focus() fyne.Focusable { return a.sel }
