package panel

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// text edits text, numbers, templates, programs and JSON. What was typed is kept, also
// where it is none of what belongs there: then it says so.
type text struct {
	labelled
	f     *form
	fd    spec.Field
	entry *kit.Entry
	bare  fyne.CanvasObject // without a label
	code  bool
	said  bool // a problem of the document is shown, not only our own
}

func newText(f *form, fd spec.Field, bare bool, on set) control {
	t := &text{f: f, fd: fd}
	lines := max(1, fd.Lines)
	switch fd.Type {
	case spec.JSON:
		lines, t.code = max(fd.Lines, 3), true
	case spec.Program:
		lines, t.code = max(lines, 2), true
	case spec.Texts:
		lines = max(lines, 3)
	}
	if t.entry = kit.NewSoft(); lines > 1 {
		t.entry = kit.NewEntry(lines)
	}
	t.entry.TextStyle.Monospace = t.code
	t.entry.PlaceHolder = fd.Placeholder
	label, tip, bareTip := captions(fd, bare)
	if bare && t.entry.PlaceHolder == "" {
		t.entry.PlaceHolder = fd.Title()
	}
	t.entry.SetTip(bareTip)
	if fd.Template || fd.Type == spec.Program {
		f.offerValues(t.entry, fd)
	}
	complete := t.entry.OnChanged
	t.entry.OnChanged = func(s string) {
		t.face(s)
		t.said = false
		on(t.read(s), true)
		t.judge()
		if complete != nil {
			complete(s)
		}
	}
	if fd.Default != nil {
		t.entry.PlaceHolder = show(flow.Of(fd.Default), fd.Type)
	}
	if bare {
		t.bare = t.entry
	} else {
		t.labelled = labelled{kit.NewField(label, tip, fd.Required, t.entry)}
	}
	return t
}

// face shows templates in the monospace face, as all code.
func (t *text) face(s string) {
	mono := t.code || strings.Contains(s, "{{")
	if t.entry.TextStyle.Monospace != mono {
		t.entry.TextStyle.Monospace = mono
		t.entry.Refresh()
	}
}

func (t *text) object() fyne.CanvasObject {
	if t.bare != nil {
		return t.bare
	}
	return t.labelled.object()
}

func (t *text) focus() fyne.Focusable { return t.entry }

func (t *text) put(v flow.Value) {
	if now := t.read(t.entry.Text); v == nil || now == nil || string(now) != string(compact(v)) {
		s := show(v, t.fd.Type)
		t.face(s)
		t.entry.Put(s)
	} // else it is the same value in the words of who types it
	if t.bare == nil {
		t.field.SetNote(t.f.resolved(t.entry.Text, t.fd))
	}
	t.judge()
}

// judge marks what is no JSON as soon as it is typed.
func (t *text) judge() {
	if t.fd.Type != spec.JSON || t.bare != nil || t.said {
		return
	}
	if _, err := readJSON(t.entry.Text); err != nil && t.entry.Text != "" {
		t.field.SetProblem(spec.Sentence(err.Error()), kit.Bad)
		return
	}
	t.field.SetProblem("", kit.Bad)
}

func (t *text) unmark() {
	t.said = false
	if t.bare != nil {
		t.entry.Unmark()
		return
	}
	if t.field.Problem.Text != "" {
		t.labelled.unmark()
	}
	t.judge()
}

func (t *text) mark(path string, pr spec.Problem) bool {
	if path != "" && t.fd.Type != spec.JSON {
		return false
	}
	if t.bare != nil {
		t.entry.Mark(role(pr))
		return true
	}
	t.said = true
	t.field.SetProblem(pr.Text, role(pr))
	t.entry.Mark(role(pr))
	return true
}

func compact(v flow.Value) flow.Value {
	v = v.Clone()
	v.Compact()
	return v
}

// read makes a value of what was typed. Text that is no number or no JSON yet is kept as
// text.
func (t *text) read(s string) flow.Value {
	if s == "" {
		return nil
	}
	switch t.fd.Type {
	case spec.Number:
		if v, ok := flow.Valid(s); ok && v.Kind() == '0' {
			return v
		}
	case spec.JSON:
		if v, err := readJSON(s); err == nil {
			return v
		}
	case spec.Texts:
		return flow.Of(strings.Split(s, "\n"))
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
	switch kind {
	case spec.JSON:
		return flow.Pretty(v)
	case spec.Texts:
		var lines []string
		for _, e := range flow.Elements(v) {
			lines = append(lines, show(e, spec.Any))
		}
		return strings.Join(lines, "\n")
	}
	return string(v)
}

// readJSON reads JSON as people type it: a template may stand bare as a value. The error
// says where it ceases to be JSON.
func readJSON(typed string) (flow.Value, error) {
	quoted := expr.QuoteBare(typed)
	v := flow.Value(quoted)
	if !v.IsValid() {
		d := jsontext.NewDecoder(strings.NewReader(quoted))
		_, err := d.ReadValue()
		at, what := int(d.InputOffset()), "something follows the end"
		var bad *jsontext.SyntacticError
		if errors.As(err, &bad) {
			at, what = int(bad.ByteOffset), bad.Err.Error()
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			at, what = len(quoted), "it ends too early"
		}
		line, column := place(typed, quoted, at)
		return nil, fmt.Errorf("no JSON yet: line %d, column %d: %s", line, column, strings.TrimPrefix(what, "jsontext: "))
	}
	if err := v.Compact(); err != nil {
		return nil, err
	}
	return v, nil
}

// place finds line and column, from 1, of a byte of the quoted text in the typed one:
// quoting only put characters in.
func place(typed, quoted string, at int) (line, column int) {
	i := 0
	for j := 0; j < min(at, len(quoted)) && i < len(typed); j++ {
		if quoted[j] == typed[i] {
			i++
		}
	}
	before := typed[:i]
	line = strings.Count(before, "\n") + 1
	return line, len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
}
