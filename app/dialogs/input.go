package dialogs

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// An inputEditor is the field of one input.
type inputEditor struct {
	input Input
	field *kit.Field
	focus fyne.Focusable
	text  func() string
	put   func(string)
	all   func() // selects the text
}

const notSet = "Not set"

func newInputEditor(in Input, changed, submit func()) *inputEditor {
	e := &inputEditor{input: in}
	edited := func() { e.judge(false); changed() }
	var control fyne.CanvasObject
	switch in.Type {
	case Boolean:
		control = e.boolean(edited)
	case List:
		control = e.list(edited)
	case JSON:
		area := kit.NewArea(5, true, submit)
		area.OnChanged = func(string) { edited() }
		area.SetPlaceHolder(`{"key": "value"}`)
		e.text, e.put, e.focus, control = func() string { return area.Text }, area.Put, area, area
	default:
		entry := kit.NewEntry(1)
		entry.OnChanged = func(string) { edited() }
		entry.OnSubmitted = func(string) { submit() }
		if d := write(in.Type, in.Default); d != "" {
			entry.SetPlaceHolder(d + " (the default)")
		} else if in.Type == Number {
			entry.SetPlaceHolder("0")
		}
		e.text, e.put, e.focus, control = func() string { return entry.Text }, entry.Put, entry, entry
		e.all = func() { entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }
	}
	kind := in.Type
	if kind == List {
		kind = "List of values"
	}
	e.field = kit.NewField(in.Name, in.Doc, in.Required, control, kit.NewText(kind, kit.Faint))
	return e
}

func (e *inputEditor) selectAll() {
	if e.all != nil {
		e.all()
	}
}

func (e *inputEditor) boolean(edited func()) fyne.CanvasObject {
	word := kit.NewText("false", kit.Body)
	sw := kit.NewSwitch(false, e.input.Doc, nil)
	show := func() {
		if sw.On {
			word.Set("true")
		} else {
			word.Set("false")
		}
	}
	sw.OnChanged = func(bool) { show(); edited() }
	e.text = func() string { return word.Text }
	e.put = func(s string) { sw.Put(s == "true"); show() }
	e.focus = sw
	return kit.Inset(kit.Line(10, sw, word), 4, 0, 4, 0)
}

func (e *inputEditor) list(edited func()) fyne.CanvasObject {
	options := slices.Clone(e.input.Options)
	if !e.input.Required {
		options = append([]string{notSet}, options...)
	}
	p := newPick(options, "", func(string) { edited() })
	e.text = func() string {
		if p.Selected == notSet {
			return ""
		}
		return p.Selected
	}
	e.put = func(s string) {
		if s == "" && !e.input.Required {
			s = notSet
		}
		p.Selected = s
		p.Refresh()
	}
	e.focus = p
	frame := kit.NewCard(nothing)
	frame.Stroke = control
	return container.NewStack(p, frame)
}

// judge says what is wrong with the field and returns its value. A mandatory value that
// is missing is said only at the end.
func (e *inputEditor) judge(final bool) (json.RawMessage, bool) {
	text := e.text()
	v, err := read(e.input.Type, text)
	fault := ""
	switch {
	case err != nil:
		fault = spec.Sentence(err.Error())
	case v == nil && e.input.Required && len(e.input.Default) == 0:
		if final {
			fault = e.input.Name + " is mandatory. Give it a value."
		}
	case e.input.Type == List && v != nil && !slices.Contains(e.input.Options, text):
		fault = text + " is not one of its values. Choose another."
	}
	e.field.SetProblem(fault, kit.Bad)
	return v, fault == ""
}
