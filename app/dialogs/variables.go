package dialogs

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// A Variable is a config variable that an integration declares.
type Variable struct {
	Was      string // its name before it was edited; "" of a new one
	Name     string
	Type     string // Text, Number, Boolean or JSON
	Required bool
	Default  json.RawMessage
	Doc      string
}

// A VariableList is what is to be edited.
type VariableList struct {
	All   []Variable
	Check func(name string) string // what is wrong with a name, or ""
	Uses  func(name string) int    // how many settings name it
	Focus string                   // the variable to begin with
	Save  func([]Variable)
}

// Variables edits the config variables of an integration.
func Variables(c fyne.Canvas, l VariableList) *Dialog {
	e := &varEditor{given: l, list: kit.Column(12), scroll: container.NewVScroll(nil)}
	for _, v := range l.All {
		v.Was = v.Name
		e.add(v)
	}
	e.none = kit.NewProse("There is none yet. A config variable is a value that differs from one environment or customer to another, such as a channel or an address. A node reads it as {{config.NAME}}.", kit.Muted, 0)
	more := kit.NewButton("Add Config Variable", "plus", kit.Plain, "Declare another value that differs per environment", func() {
		r := e.add(Variable{Type: Text})
		e.changed()
		c.Focus(r.name)
	})
	e.scroll.Content = container.New(topDown{}, kit.Inset(kit.Column(14, e.none, e.list), 4, pad, pad, pad))
	save := kit.NewButton("Save", "", kit.Primary, kit.Tip("Keep the config variables; this can be undone", "Enter"), e.save)
	cancel := kit.NewButton("Cancel", "", kit.Plain, kit.Tip("Leave all as it was", "Esc"), func() { e.dialog.cancel() })
	f := frame{title: "Config Variables", subtitle: "What differs per environment. Each environment gives them its own values.", body: e.scroll, fill: true, aside: kit.Line(0, more),
		buttons: []*kit.Button{cancel, save}, width: 680, height: 600, enter: e.save, first: more, leave: e.leave}
	for _, r := range e.rows {
		if f.first == more || r.was == l.Focus && l.Focus != "" {
			f.first = r.name
		}
	}
	e.dialog = show(c, f)
	e.relayout()
	e.edited = false
	return e.dialog
}

type varEditor struct {
	given  VariableList
	rows   []*varRow
	edited bool
	list   *fyne.Container
	none   fyne.CanvasObject
	scroll *container.Scroll
	dialog *Dialog
}

// A varRow is the card of one variable.
type varRow struct {
	was       string
	name, doc *kit.Entry
	kind      *kit.Select
	required  *kit.Switch
	text      func() string // of the default
	fallback  fyne.Focusable

	nameField, defaultField *kit.Field
	holder                  *fyne.Container // of the default's field, which follows the type
	box                     fyne.CanvasObject
}

func (e *varEditor) add(v Variable) *varRow {
	r := &varRow{was: v.Was, name: kit.NewEntry(1), doc: kit.NewEntry(1), holder: container.NewStack()}
	entry := func(en *kit.Entry, text, hint string) {
		en.SetPlaceHolder(hint)
		en.Put(text)
		en.OnChanged = func(string) { e.judge(r, false); e.changed() }
		en.OnSubmitted = func(string) { e.save() }
	}
	entry(r.name, v.Name, "channel")
	entry(r.doc, v.Doc, "What it is for")
	r.kind = kit.NewSelect([]kit.Option{{Value: Text, Text: "Text"}, {Value: Number, Text: "Number"}, {Value: Boolean, Text: "Boolean"}, {Value: JSON, Text: "JSON"}}, v.Type, func(string) {
		e.fallback(r, r.text())
		e.judge(r, false)
		e.changed()
	})
	r.required = kit.NewSwitch(v.Required, "Whether an environment has to give it a value, where it has no default", func(bool) { e.changed() })
	tip := "Remove this variable"
	if n := e.uses(v.Was); n != "" {
		tip += ". It is read in " + n + " of the flows"
	}
	bin := kit.NewButton("", "trash", kit.Quiet, tip, func() { e.remove(r) })
	r.nameField = kit.NewField("Name", "Nodes read it as {{config.NAME}}. Renamed, it is renamed in them too", true, r.name)
	needed := kit.NewField("Required", "An environment has to give it a value, where it has no default", false, kit.Inset(kit.Line(0, r.required), 7, 0, 7, 0))
	away := kit.Inset(bin, 21, 0, 0, 0)
	top := container.New(varTop{}, r.nameField, kit.NewField("Type", "", false, r.kind), needed, away)
	e.fallback(r, write(v.Type, v.Default))
	bottom := kit.Share(12, []bool{false, false}, r.holder, kit.NewField("Description", "Shown as the tooltip of its field in an environment", false, r.doc))
	e.follow(r.name, r.kind, r.required, bin, r.doc)
	r.box = boxed(kit.Inset(kit.Column(12, top, bottom), 12, 14, 14, 14))
	e.rows = append(e.rows, r)
	e.list.Add(r.box)
	return r
}

// uses says how many settings name a variable, or "".
func (e *varEditor) uses(name string) string {
	n := 0
	if e.given.Uses != nil && name != "" {
		n = e.given.Uses(name)
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "1 setting"
	}
	return strconv.Itoa(n) + " settings"
}

// fallback makes the field of the default, by type.
func (e *varEditor) fallback(r *varRow, text string) {
	edited := func() { e.judge(r, false); e.changed() }
	var control fyne.CanvasObject
	switch r.kind.Value {
	case Boolean:
		if text != "true" && text != "false" {
			text = ""
		}
		p := kit.NewSelect([]kit.Option{{Value: "", Text: "None"}, {Value: "true", Text: "true"}, {Value: "false", Text: "false"}}, text, func(string) { edited() })
		r.fallback, control, r.text = p, p, func() string { return p.Value }
	case JSON:
		area := kit.NewArea(2, true, e.save)
		area.SetPlaceHolder(`{"key": "value"}`)
		area.Put(text)
		area.OnChanged = func(string) { edited() }
		r.fallback, control, r.text = area, area, func() string { return area.Text }
	default:
		entry := kit.NewEntry(1)
		entry.SetPlaceHolder("None")
		entry.Put(text)
		entry.OnChanged = func(string) { edited() }
		entry.OnSubmitted = func(string) { e.save() }
		r.fallback, control, r.text = entry, entry, func() string { return entry.Text }
	}
	e.follow(r.fallback.(fyne.CanvasObject))
	r.defaultField = kit.NewField("Default", "What it is in an environment that gives it no value", false, control)
	r.holder.Objects = []fyne.CanvasObject{r.defaultField}
	r.holder.Refresh()
}

// follow has the list scroll with the focus.
func (e *varEditor) follow(controls ...fyne.CanvasObject) { kit.Follow(e.scroll, controls...) }

func (e *varEditor) remove(r *varRow) {
	i := slices.Index(e.rows, r)
	e.rows = slices.Delete(e.rows, i, i+1)
	e.list.Remove(r.box)
	e.changed()
}

// judge says what is wrong with a row; a name that is not typed yet is no fault until
// the end.
func (e *varEditor) judge(r *varRow, final bool) (v Variable, bad fyne.Focusable) {
	v = Variable{Was: r.was, Name: strings.TrimSpace(r.name.Text), Type: r.kind.Value, Required: r.required.On, Doc: strings.TrimSpace(r.doc.Text)}
	fault := ""
	switch {
	case v.Name == "":
		if final {
			fault = "A name is needed."
		}
	case slices.ContainsFunc(e.rows, func(o *varRow) bool { return o != r && strings.TrimSpace(o.name.Text) == v.Name }):
		fault = "There are two called " + v.Name + ". Rename one of them."
	case v.Name != r.was && e.given.Check != nil:
		fault = e.given.Check(v.Name)
	}
	if r.nameField.SetProblem(fault, kit.Bad); fault != "" {
		bad = r.name
	}
	value, err := read(v.Type, r.text())
	if fault = ""; err != nil {
		fault = spec.Sentence(err.Error())
	}
	if r.defaultField.SetProblem(fault, kit.Bad); fault != "" && bad == nil {
		bad = r.fallback
	}
	v.Default = bytes.Clone(value)
	return v, bad
}

func (e *varEditor) changed() {
	e.edited = true
	e.relayout()
}

func (e *varEditor) relayout() {
	showIf(e.none, len(e.rows) == 0)
	showIf(e.list, len(e.rows) > 0)
	if e.dialog != nil {
		e.dialog.relayout()
		e.scroll.Refresh()
	}
}

func (e *varEditor) save() {
	var out []Variable
	var wrong fyne.Focusable
	for _, r := range e.rows {
		if r.was == "" && strings.TrimSpace(r.name.Text+r.doc.Text+r.text()) == "" {
			continue // added and left
		}
		v, bad := e.judge(r, true)
		if bad != nil && wrong == nil {
			wrong = bad
		}
		out = append(out, v)
	}
	if wrong != nil {
		e.relayout()
		e.dialog.canvas.Focus(wrong)
		return
	}
	e.dialog.Close()
	e.given.Save(out)
}

// leave asks before edits are lost.
func (e *varEditor) leave() bool {
	if !e.edited {
		return true
	}
	Unsaved(e.dialog.canvas, "Save the config variables?", "What you changed here is not kept yet.", "Save", "Discard", e.save, func() { e.dialog.Close() })
	return false
}

// varTop is the upper line of a variable's card: its name in the room that is left, its
// type, whether it is required, and what removes it.
type varTop struct{}

const (
	varTypeWidth   = 132
	varNeededWidth = 76
)

func (varTop) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(120+varTypeWidth+varNeededWidth, 0)
	for _, x := range o {
		s.Height = max(s.Height, x.MinSize().Height)
	}
	return s.AddWidthHeight(o[3].MinSize().Width+36, 0)
}

func (varTop) Layout(o []fyne.CanvasObject, s fyne.Size) {
	bin := o[3].MinSize().Width
	x := float32(0)
	for i, w := range []float32{s.Width - varTypeWidth - varNeededWidth - bin - 36, varTypeWidth, varNeededWidth, bin} {
		o[i].Resize(fyne.NewSize(w, o[i].Size().Height))
		o[i].Resize(fyne.NewSize(w, o[i].MinSize().Height))
		o[i].Move(fyne.NewPos(x, 0))
		x += w + 12
	}
}
