package panel

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// provider shows which service an Integration node uses; it is chosen when it is added.
type provider struct{ box *fyne.Container }

func newProvider(f *form, fd spec.Field) control {
	face := f.panel.host.Face(f.node())
	return &provider{kit.Column(3, kit.NewLabel(fd.Label, kit.Caption), kit.NewLabel(face.What, kit.Body))}
}

func (p *provider) object() fyne.CanvasObject { p.box.Hide(); return p.box } // the panel's head says it
func (p *provider) put(flow.Value)            {}

// account is the field for a connection. Where there is nothing to choose from, as in
// Sandbox, it says so and keeps what is set.
type account struct{ *choice }

func newAccount(f *form, fd spec.Field, on set) control {
	from := f.panel.host.Connections(f.node().Config.Text("provider"))
	if len(from) == 1 && from[0].ID == "" {
		box := kit.NewBoxed(kit.NewLabel(from[0].Title, kit.Body))
		return fixed{kit.NewField(fd.Label, fd.Doc, false, box)}
	}
	var options []spec.Option
	for _, c := range from {
		options = append(options, spec.Option{Value: c.ID, Label: c.Title})
	}
	fd.Required = true
	return account{newChoice(fd, options, on).(*choice)}
}

// fixed shows something that is not edited here.
type fixed struct{ o fyne.CanvasObject }

func (f fixed) object() fyne.CanvasObject { return f.o }
func (f fixed) put(flow.Value)            {}

// action is the one action of an Integration node: Add Action, Change Action, Edit.
type action struct {
	f     *form
	box   *fyne.Container
	on    set
	value string
	made  bool
}

func newAction(f *form, _ spec.Field, on set) control {
	return &action{f: f, on: on, box: kit.Column(6)}
}

func (a *action) object() fyne.CanvasObject { return a.box }

func (a *action) put(v flow.Value) {
	value := show(v, spec.Text)
	if a.made && value == a.value {
		return
	}
	a.value, a.made = value, true
	a.box.Objects = nil
	provider := a.f.node().Config.Text("provider")
	choices := a.f.panel.host.Actions(provider)
	if value == "" {
		a.box.Add(kit.NewButton("Add Action", "plus", kit.Primary, "Choose what this node does", a.add))
		a.box.Refresh()
		return
	}
	now := Choice{ID: value, Title: value, Line: "This Flowbench does not know this action."}
	for _, c := range choices {
		if c.ID == value {
			now = c
		}
	}
	edit := kit.NewButton("Edit", "", kit.Link, "Open the form of this action", func() { a.f.panel.EditAction() })
	change := kit.NewButton("Change Action", "", kit.Plain, "Choose another action for this node", func() {
		a.f.panel.host.Confirm("Change Action",
			"If you change or replace the existing action, any configuration changes made to the previous action will be lost.",
			"Change Action", func() { a.choose("Change Action", choices) })
	})
	card := kit.NewHighlighted(kit.LineGrow(8, 0, kit.Column(2, kit.NewLabel(now.Title, kit.Strong), kit.NewLabel(now.Line, kit.CodeDim)), edit))
	a.box.Add(card)
	a.box.Add(kit.Line(0, change))
	a.box.Refresh()
}

// add opens the list of actions.
func (a *action) add() {
	a.choose("Add Action", a.f.panel.host.Actions(a.f.node().Config.Text("provider")))
}

func (a *action) choose(title string, choices []Choice) {
	a.f.panel.host.Choose(title, "Search actions", choices, func(c Choice) {
		n := a.f.node()
		if c.ID == a.value {
			return
		}
		next := n.Config.With("action", flow.Of(c.ID)).With("fields", nil).With("mapping", nil)
		p := a.f.panel
		p.edit[n.Key] = true
		p.host.Do(flow.SetConfig{Flow: p.flow, Node: n.Name, Config: next})
		p.focusForm()
	})
}

// actionForm shows the action's values; Edit opens its fields, with Save and Cancel.
type actionForm struct {
	f     *form
	field spec.Field
	on    set
	box   *fyne.Container
	open  bool
	made  bool
	sub   *subForm
	draft flow.Value
	saved flow.Value
}

func newActionForm(f *form, fd spec.Field, on set) control {
	return &actionForm{f: f, field: fd, on: on, box: kit.Column(12), open: f.panel.edit[f.node().Key]}
}

func (a *actionForm) object() fyne.CanvasObject { return a.box }

func (a *actionForm) put(v flow.Value) {
	if a.made && string(v) == string(a.saved) {
		return
	}
	a.saved, a.made = v, true
	if a.open {
		a.openForm()
		return
	}
	a.values()
}

// values lists what is set; a click on one opens the form there.
func (a *actionForm) values() {
	a.box.Objects = nil
	set := flow.Members(a.saved)
	if a.field.Sub != nil {
		for _, fd := range a.field.Sub(a.f.around()) {
			v := set.Get(fd.Name)
			if v == nil && !fd.Required {
				continue
			}
			text, role := show(v, fd.Type), kit.Code
			if v == nil {
				text, role = "Not set", kit.Faint
				if fd.Default != nil {
					text = show(flow.Of(fd.Default), fd.Type)
				}
			}
			name := fd.Label
			if fd.Required {
				name += " *"
			}
			row := kit.NewRow(kit.Column(2, kit.NewLabel(name, kit.Caption), kit.NewLabel(text, role)), "Edit "+fd.Label, a.f.panel.EditAction)
			row.Border, row.Ground = true, true
			row.Inset = fyne.NewSize(10, 6)
			a.box.Add(row)
		}
	}
	a.box.Refresh()
}

// openForm shows the fields; they change nothing until Save.
func (a *actionForm) openForm() {
	a.box.Objects = nil
	a.draft = a.saved
	s := newSubForm(a.f, a.field, a.saved, func(v flow.Value, _ bool) {
		a.draft = v
		a.sub.value = flow.Members(v)
	})
	a.sub = s
	s.put(a.saved)
	done := func() {
		a.f.panel.edit[a.f.node().Key] = false
		a.f.panel.rebuild()
	}
	save := kit.NewButton("Save", "", kit.Primary, "Keep these values", func() {
		v := a.draft
		a.f.panel.edit[a.f.node().Key] = false
		a.open = false
		a.on(v, false)
		done()
	})
	cancel := kit.NewButton("Cancel", "", kit.Plain, "Leave the values as they were", done)
	a.box.Add(s.object())
	a.box.Refresh()
	a.f.footer.Objects = []fyne.CanvasObject{kit.Rule(false), kit.Inset(kit.Line(8, save, cancel), 10, kit.Padding, 10, kit.Padding)}
	a.f.footer.Refresh()
}

func (a *actionForm) unmark() {
	if a.sub != nil {
		a.sub.unmark()
	}
}

func (a *actionForm) mark(path string, pr spec.Problem) bool {
	return a.open && a.sub != nil && a.sub.mark(path, pr)
}

// first is the field that is filled in first.
func (a *actionForm) first() fyne.Focusable {
	if a.sub == nil || a.field.Sub == nil {
		return nil
	}
	for _, fd := range a.field.Sub(a.f.around()) {
		if t, ok := a.sub.parts[fd.Name].(*text); ok {
			return t.entry
		}
	}
	return nil
}
