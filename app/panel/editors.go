package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A control edits one value. It tells of changes made by hand only.
type control interface {
	object() fyne.CanvasObject
	put(flow.Value)
}

type set func(v flow.Value, typing bool)

// newEditor makes the control of a field, under its label.
func newEditor(f *form, fd spec.Field, on set) control {
	switch fd.Type {
	case spec.Boolean:
		return newToggle(f, fd, on)
	case spec.Choice:
		return newChoice(fd, fd.Options, on)
	case spec.List:
		return newList(f, fd, on)
	case spec.Form:
		if fd.Name == "fields" {
			return newActionForm(f, fd, on)
		}
		return newSubForm(f, fd, nil, on)
	case spec.Provider:
		return newProvider(f, fd)
	case spec.Action:
		return newAction(f, fd, on)
	case spec.Account:
		return newAccount(f, fd, on)
	}
	return newText(f, fd, on)
}

// text edits text, numbers, templates, programs and JSON.
type text struct {
	field *kit.Field
	entry *kit.Entry
	kind  spec.Type
	code  bool
}

// face shows templates in the monospace face, as all code.
func (t *text) face(s string) {
	mono := t.code || strings.Contains(s, "{{")
	if t.entry.TextStyle.Monospace != mono {
		t.entry.TextStyle.Monospace = mono
		t.entry.Refresh()
	}
}

func newText(f *form, fd spec.Field, on set) control {
	lines := max(1, fd.Lines)
	code := false
	switch fd.Type {
	case spec.JSON:
		lines, code = max(fd.Lines, 4), true
	case spec.Program:
		lines, code = max(lines, 4), true
	}
	t := &text{kind: fd.Type}
	t.entry = kit.NewEntry(lines)
	t.entry.TextStyle.Monospace = code
	t.entry.PlaceHolder = fd.Placeholder
	if fd.Default != nil && t.entry.PlaceHolder == "" {
		t.entry.PlaceHolder = show(flow.Of(fd.Default), fd.Type)
	}
	t.code = code
	t.entry.OnChanged = func(s string) {
		t.face(s)
		on(t.read(s), true)
	}
	var beside []fyne.CanvasObject
	if fd.Template || fd.Type == spec.Program {
		beside = append(beside, f.insertButton(t.entry, fd))
	}
	t.field = kit.NewField(fd.Label, fd.Doc, fd.Required, t.entry, beside...)
	return t
}

func (t *text) object() fyne.CanvasObject { return t.field }

func (t *text) unmark() { t.field.SetProblem("", kit.Bad) }

func (t *text) mark(path string, pr spec.Problem) bool {
	if path != "" && t.kind != spec.JSON {
		return false
	}
	t.field.SetProblem(pr.Text, role(pr))
	return true
}

func (t *text) put(v flow.Value) {
	if v != nil && t.read(t.entry.Text) != nil && string(t.read(t.entry.Text)) == string(compact(v)) {
		return // the same value in the words of who types it
	}
	s := show(v, t.kind)
	t.face(s)
	t.entry.Put(s)
}

func compact(v flow.Value) flow.Value {
	v = v.Clone()
	v.Compact()
	return v
}

// read makes a value of what was typed. Text that is no number or no JSON yet is kept as
// text: it is a problem, not an error.
func (t *text) read(s string) flow.Value {
	if s == "" {
		return nil
	}
	switch t.kind {
	case spec.Number:
		if v, ok := flow.Valid(s); ok && v.Kind() == '0' {
			return v
		}
	case spec.JSON:
		if v, ok := flow.Valid(quoteTemplates(s)); ok {
			return compact(v)
		}
	}
	return flow.Of(s)
}

// show writes a value as it is typed.
func show(v flow.Value, kind spec.Type) string {
	if len(v) == 0 || v.Kind() == 'n' {
		return ""
	}
	if s, ok := flow.Decode(v).(string); ok {
		return s
	}
	if kind == spec.JSON {
		return flow.Pretty(v)
	}
	return string(v)
}

// quoteTemplates puts quotes around a bare {{ }} that stands as a value in JSON, so that
// {"count": {{context.steps.A.output}}} may be typed.
func quoteTemplates(s string) string {
	var out strings.Builder
	inString := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inString && c == '\\' && i+1 < len(s):
			out.WriteByte(c)
			i++
			c = s[i]
		case c == '"':
			inString = !inString
		case !inString && strings.HasPrefix(s[i:], "{{"):
			end := strings.Index(s[i:], "}}")
			if end < 0 {
				break
			}
			out.Write(flow.Of(s[i : i+end+2]))
			i += end + 1
			continue
		}
		out.WriteByte(c)
	}
	return out.String()
}

// toggle is a yes or no.
type toggle struct {
	box    *fyne.Container
	sw     *kit.Switch
	normal bool
}

func newToggle(_ *form, fd spec.Field, on set) control {
	t := &toggle{}
	t.normal, _ = fd.Default.(bool)
	t.sw = kit.NewSwitch(t.normal, fd.Doc, func(b bool) {
		if b == t.normal {
			on(nil, false)
			return
		}
		on(flow.Of(b), false)
	})
	parts := []fyne.CanvasObject{kit.NewLabel(fd.Label, kit.Body)}
	if fd.Doc != "" {
		parts = append(parts, kit.NewHelp(fd.Doc))
	}
	t.box = kit.LineGrow(6, 0, append(parts, t.sw)...)
	return t
}

func (t *toggle) object() fyne.CanvasObject { return t.box }
func (t *toggle) put(v flow.Value) {
	b, ok := flow.Decode(v).(bool)
	if !ok {
		b = t.normal
	}
	t.sw.Put(b)
}
