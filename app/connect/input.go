package connect

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

// An input edits text, numbers, templates and JSON. What was typed is kept, also where it
// is none of what belongs there.
type input struct {
	labelled
	fd    spec.Field
	entry *kit.Entry
	bare  bool
	code  bool
}

func newInput(f *form, fd spec.Field, bare bool, on set) control {
	i := &input{fd: fd, bare: bare}
	lines := max(1, fd.Lines)
	switch fd.Type {
	case spec.JSON, spec.Program, spec.Form:
		lines, i.code = max(lines, 3), true
	case spec.Texts:
		lines = max(lines, 3)
	}
	if i.entry = kit.NewSoft(); lines > 1 || fd.Type == spec.Number {
		i.entry = kit.NewEntry(lines)
	}
	f.follow(i.entry)
	i.entry.PlaceHolder = fd.Placeholder
	if fd.Default != nil {
		i.entry.PlaceHolder = i.shown(fd.Default)
	}
	label, tip := captions(fd, bare)
	if bare {
		if i.entry.PlaceHolder == "" {
			i.entry.PlaceHolder = fd.Title()
		}
		i.entry.SetTip(tip)
	} else {
		i.labelled = labelled{kit.NewField(label, tip, fd.Required && fd.Default == nil, i.entry)}
	}
	i.face("")
	i.entry.OnSubmitted = func(string) { f.submit() }
	i.entry.OnChanged = func(s string) {
		i.face(s)
		on(i.read(s))
	}
	return i
}

// face shows templates in the monospace face, as all code.
func (i *input) face(s string) {
	mono := i.code || strings.Contains(s, "{{")
	if i.entry.TextStyle.Monospace != mono {
		i.entry.TextStyle.Monospace = mono
		i.entry.Refresh()
	}
}

func (i *input) object() fyne.CanvasObject {
	if i.bare {
		return i.entry
	}
	return i.labelled.object()
}

func (i *input) first() fyne.Focusable { return i.entry }

func (i *input) put(v any) {
	if now := i.read(i.entry.Text); spec.ToText(now) != spec.ToText(v) || v == nil {
		s := i.shown(v)
		i.face(s)
		i.entry.Put(s)
	} // else it is the same value in the words of who types it
}

func (i *input) unmark() {
	if i.bare {
		i.entry.Unmark()
		return
	}
	i.labelled.unmark()
}

func (i *input) mark(path string, pr spec.Problem) bool {
	if i.bare {
		i.entry.Mark(role(pr))
		return true
	}
	i.field.SetProblem(pr.Text, role(pr))
	return true
}

// read makes a value of what was typed.
func (i *input) read(s string) any {
	if s == "" {
		return nil
	}
	switch i.fd.Type {
	case spec.Number:
		if _, ok := spec.ParseNumber(s); ok && json.Valid([]byte(strings.TrimSpace(s))) {
			return json.Number(strings.TrimSpace(s))
		}
	case spec.JSON, spec.Form:
		if v, err := expr.Decode([]byte(expr.QuoteBare(s))); err == nil {
			return v
		}
	case spec.Texts:
		var out []any
		for _, line := range strings.Split(s, "\n") {
			out = append(out, line)
		}
		return out
	}
	return s
}

// shown is a value as it is typed.
func (i *input) shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		if i.fd.Type == spec.Texts {
			var lines []string
			for _, e := range v {
				lines = append(lines, spec.ToText(e))
			}
			return strings.Join(lines, "\n")
		}
	case map[string]any:
		if b, err := json.MarshalIndent(v, "", "  "); err == nil {
			return string(b)
		}
	}
	return spec.ToText(v)
}
