package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// action is the one action of an Integration node: Add Action, and then what it does.
type action struct {
	f     *form
	box   *fyne.Container
	value string
	made  bool
}

func newAction(f *form) control {
	f.action = &action{f: f, box: kit.Column(6)}
	return f.action
}

func (a *action) object() fyne.CanvasObject      { return a.box }
func (a *action) unmark()                        {}
func (a *action) mark(string, spec.Problem) bool { return false }

func (a *action) choices() []Choice {
	return a.f.panel.host.Actions(a.f.node().Config.Text("provider"))
}

func (a *action) put(v flow.Value) {
	value := show(v, spec.Text)
	if a.made && value == a.value {
		return
	}
	a.value, a.made = value, true
	if value == "" {
		a.box.Objects = []fyne.CanvasObject{kit.NewButton("Add Action", "plus", kit.Primary, "Choose what this node does", a.add)}
		a.box.Refresh()
		return
	}
	now := Choice{ID: value, Title: value, Line: "This Flowbench does not know this action"}
	for _, c := range a.choices() {
		if c.ID == value {
			now = c
		}
	}
	edit := kit.NewButton("Edit", "", kit.Link, "Open the form of this action", func() { a.f.panel.EditAction() })
	text := kit.NewHint(kit.Column(2, kit.NewLabel(now.Title, kit.Strong), kit.NewLabel(now.Line, kit.CodeDim)), plain(now.Doc))
	a.box.Objects = []fyne.CanvasObject{kit.NewHighlighted(kit.LineGrow(8, 0, text, edit))}
	a.box.Refresh()
}

// add opens the list of actions.
func (a *action) add() { a.choose("Add Action") }

// change asks first, since the values of the action that is set are lost.
func (a *action) change() {
	a.f.panel.host.Confirm("Change Action",
		"If you change or replace the existing action, any configuration changes made to the previous action will be lost.",
		"Change Action", func() { a.choose("Change Action") })
}

func (a *action) choose(title string) {
	a.f.panel.host.Choose(title, "Search actions", a.choices(), func(c Choice) {
		n, p := a.f.node(), a.f.panel
		if c.ID == a.value {
			return
		}
		next := n.Config.With("action", flow.Of(c.ID)).With("fields", nil).With("mapping", nil)
		p.drafts[n.Key] = &draft{}
		p.host.Do(flow.SetConfig{Flow: p.flow, Node: n.Name, Config: next})
		p.focusForm("")
	})
}

// A draft is an open form of an action: what its fields were before, for Cancel. What is
// typed goes into the document at once, as one undo step, so that nothing of it is lost.
type draft struct{ before flow.Value }

// actionForm shows the action's values; Edit opens its fields, with Save and Cancel.
type actionForm struct {
	f     *form
	field spec.Field
	on    set
	box   *fyne.Container
	made  bool
	saved flow.Value
	under string  // the action that the values are of
	sub   subForm // of the open form
	lines map[string]*kit.Prose
}

func newActionForm(f *form, fd spec.Field, on set) control {
	return &actionForm{f: f, field: fd, on: on, box: kit.Column(12)}
}

func (a *actionForm) object() fyne.CanvasObject { return a.box }

func (a *actionForm) draft() *draft { return a.f.panel.drafts[a.f.node().Key] }

func (a *actionForm) put(v flow.Value) {
	under := a.f.node().Config.Text("action")
	if a.made && string(v) == string(a.saved) && under == a.under {
		return
	}
	open := a.made && under == a.under && a.sub.group != nil
	a.saved, a.under, a.made = v, under, true
	if d := a.draft(); d != nil && under != "" {
		if open {
			a.sub.put(v)
		} else {
			a.openForm(d)
		}
		return
	}
	a.values()
}

// values lists what is set; a click on one opens the form there.
func (a *actionForm) values() {
	a.box.Objects = nil
	a.sub = subForm{}
	a.lines = map[string]*kit.Prose{}
	a.foot()
	if a.under == "" {
		a.box.Refresh()
		return
	}
	set := flow.Members(a.saved)
	for _, fd := range a.field.Sub(a.f.around()) {
		v := set.Get(fd.Name)
		if v == nil && !fd.Required {
			continue
		}
		a.box.Add(a.shown(fd, v))
	}
	a.box.Add(kit.Line(0, kit.NewButton("Change Action", "", kit.Plain, "Choose another action for this node", a.f.action.change)))
	a.box.Refresh()
}

// shown is one value, in the look of its field.
func (a *actionForm) shown(fd spec.Field, v flow.Value) fyne.CanvasObject {
	text, role := spec.ToText(flow.Decode(v)), kit.Body
	for _, o := range fd.Options {
		if o.Value == text && o.Label != "" {
			text = o.Label
		}
	}
	if yes, ok := flow.Decode(v).(bool); ok && fd.Type == spec.Boolean {
		text = map[bool]string{true: "Yes", false: "No"}[yes]
	}
	switch {
	case v == nil && fd.Default != nil:
		text, role = spec.ToText(fd.Default), kit.Muted
	case v == nil:
		text, role = notSet, kit.Muted
	case spec.HasTemplate(text) || fd.Type == spec.JSON:
		role = kit.Code
	}
	label := kit.NewProse(text, role, 3)
	open := kit.NewRow(label, "Edit "+fd.Title(), func() { a.f.panel.editField(fd.Name) })
	open.Border, open.Ground, open.Inset = true, true, fyne.NewSize(10, 7)
	line := kit.NewProse("", kit.Bad, 3)
	line.Hide()
	a.lines[fd.Name] = line
	field := kit.NewField(fd.Title(), fd.Doc, fd.Required, kit.Column(3, open, line))
	field.SetNote(a.f.resolved(text, fd))
	return field
}

// openForm shows the fields; they change nothing until Save.
func (a *actionForm) openForm(d *draft) {
	a.sub = newSubForm(a.f, a.field, func(v flow.Value, typing bool) {
		a.saved = v
		a.on(v, typing)
		a.sub.put(v)
	})
	a.sub.put(a.saved)
	a.box.Objects = []fyne.CanvasObject{a.sub.object()}
	a.box.Refresh()
	a.foot(
		kit.NewButton("Save", "", kit.Primary, "Keep these values", a.save),
		kit.NewButton("Cancel", "", kit.Plain, "Take back what was typed", func() {
			if string(d.before) != string(a.saved) {
				a.saved = d.before
				a.on(d.before, true)
			}
			a.shutForm()
		}))
}

// save shuts the form: what was typed is kept already.
func (a *actionForm) save() {
	if a.draft() != nil {
		a.shutForm()
	}
}

func (a *actionForm) shutForm() {
	delete(a.f.panel.drafts, a.f.node().Key)
	if c := fyne.CurrentApp().Driver().CanvasForObject(a.f.panel); c != nil {
		c.Unfocus() // from a field that goes
	}
	a.values()
	a.f.panel.refresh()
}

// foot puts buttons below all, where they stay in sight.
func (a *actionForm) foot(buttons ...fyne.CanvasObject) {
	a.f.footer.Objects = nil
	if len(buttons) > 0 {
		a.f.footer.Objects = []fyne.CanvasObject{kit.Rule(false), kit.Inset(kit.Line(8, buttons...), 10, kit.Padding, 10, kit.Padding)}
	}
	a.f.footer.Refresh()
	a.f.panel.root.Refresh()
}

func (a *actionForm) unmark() {
	if a.sub.group != nil {
		a.sub.unmark()
	}
	for _, l := range a.lines {
		l.Set("")
		l.Hide()
	}
}

// mark shows a problem at its value. In the open form a field that is still to be filled
// in is not marked.
func (a *actionForm) mark(path string, pr spec.Problem) bool {
	name := path
	if i := strings.IndexAny(path, ".["); i >= 0 {
		name = path[:i]
	}
	if a.sub.group != nil {
		return flow.Members(a.saved).Get(name) == nil || a.sub.mark(path, pr)
	}
	l := a.lines[name]
	if l == nil {
		return false
	}
	l.Say(pr.Text, role(pr))
	return true
}
