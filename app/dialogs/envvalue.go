package dialogs

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// An envValue is the field of a config variable in an environment: its value, or by a
// switch the OS variable that it is read from.
type envValue struct {
	input Variable
	host  EnvironmentHost
	field *kit.Field

	fromOS *kit.Switch
	os     *kit.Entry
	first  fyne.Focusable // the control of the value
	object fyne.CanvasObject
	text   func() string
}

func newEnvValue(v Variable, is EnvValue, host EnvironmentHost, changed, submit func()) *envValue {
	e := &envValue{input: v, host: host, os: kit.NewEntry(1)}
	edited := func() { e.judge(false); changed() }
	e.value(is.Value, edited, submit)
	e.os.SetPlaceHolder("ACME_" + strings.ToUpper(v.Name))
	e.os.Put(is.OS)
	e.os.OnChanged = func(string) { edited() }
	e.os.OnSubmitted = func(string) { submit() }
	const tip = "Read it from a variable of the operating system each time a flow runs. Such a value is a secret: it is hidden in all that is shown"
	e.fromOS = kit.NewSwitch(is.OS != "", tip, nil)
	e.fromOS.OnChanged = func(bool) {
		e.switched()
		edited()
		if c := fyne.CurrentApp().Driver().CanvasForObject(e.fromOS); c != nil {
			c.Focus(e.focus())
		}
	}
	beside := kit.Line(6, kit.NewText(v.Type, kit.Faint), kit.Gap(10, 0), kit.NewHint(kit.NewText("From an OS variable", kit.Caption), tip), e.fromOS)
	e.field = kit.NewField(v.Name, v.Doc, v.Required, kit.Column(0, e.object, e.os), beside)
	e.switched()
	e.judge(false)
	return e
}

// value makes the control of the value, by type.
func (e *envValue) value(is []byte, edited, submit func()) {
	v := e.input
	text := write(v.Type, json.RawMessage(is))
	fallback := write(v.Type, v.Default)
	hint := strings.Join(strings.Fields(fallback), " ") + " (the default)"
	switch {
	case fallback != "":
	case v.Required:
		hint = "Needed before a flow can run here"
	default:
		hint = "Not set"
	}
	switch {
	case v.Type == Boolean:
		p := kit.NewSelect([]kit.Option{{Value: "", Text: hint}, {Value: "true", Text: "true"}, {Value: "false", Text: "false"}}, text, func(string) { edited() })
		e.first, e.object, e.text = p, p, func() string { return p.Value }
	case v.Type == JSON || strings.Contains(text, "\n"):
		area := kit.NewArea(4, v.Type == JSON, submit)
		area.SetPlaceHolder(hint)
		area.Put(text)
		area.OnChanged = func(string) { edited() }
		e.first, e.object, e.text = area, area, func() string { return area.Text }
	default:
		entry := kit.NewEntry(1)
		entry.SetPlaceHolder(hint)
		entry.Put(text)
		entry.OnChanged = func(string) { edited() }
		entry.OnSubmitted = func(string) { submit() }
		e.first, e.object, e.text = entry, entry, func() string { return entry.Text }
	}
}

// switched shows the one control of the two.
func (e *envValue) switched() {
	showIf(e.object, !e.fromOS.On)
	showIf(e.os, e.fromOS.On)
}

// focus is the control that is shown.
func (e *envValue) focus() fyne.Focusable {
	if e.fromOS.On {
		return e.os
	}
	return e.first
}

// judge says what is wrong with the field and returns its value. An OS variable that is
// not there yet is no fault: it may be set before the flow runs.
func (e *envValue) judge(final bool) (v EnvValue, ok bool) {
	fault, note, role := "", "", kit.Good
	if e.fromOS.On {
		v.OS = strings.TrimSpace(e.os.Text)
		set, hidden := e.host.OSVariable(v.OS)
		switch {
		case v.OS == "" && final:
			fault = "Name the OS variable, such as ACME_TOKEN."
		case v.OS == "":
		case e.host.CheckOS(v.OS) != "":
			fault = e.host.CheckOS(v.OS)
		case set && !hidden && e.input.Type != Boolean:
			note, role = v.OS+" is set. It has fewer than 6 characters, too few to be hidden in what is shown.", kit.Caution
		case set:
			note = v.OS + " is set."
		default:
			note, role = v.OS+" is not set: set it before Flowbench starts.", kit.Caution
		}
	} else {
		value, err := read(e.input.Type, e.text())
		if err != nil {
			fault = spec.Sentence(err.Error())
		}
		v.Value = value
	}
	if fault != "" {
		e.field.SetProblem(fault, kit.Bad)
	} else {
		e.field.SetProblem(note, role)
	}
	return v, fault == ""
}
