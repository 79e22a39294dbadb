package panel

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A control edits one value. It tells of changes made by hand only, and shows the
// problems of what it edits.
type control interface {
	object() fyne.CanvasObject
	put(flow.Value)
	unmark()
	// mark shows the problem of the value at a path below the control; "" is its own.
	mark(path string, pr spec.Problem) bool
}

// set takes over a value; typing says that more of it will follow.
type set func(v flow.Value, typing bool)

// newEditor makes the control of a field, under its label; a bare one stands in a row,
// without a label.
func newEditor(f *form, fd spec.Field, bare bool, on set) control {
	switch fd.Type {
	case spec.Boolean:
		return newToggle(fd, bare, on)
	case spec.Choice:
		return newChoice(fd, fd.Options, bare, on)
	case spec.List:
		return newList(f, fd, on)
	case spec.Form:
		if f.action != nil && fd.Sub != nil {
			return newActionForm(f, fd, on)
		}
		return newSubForm(f, fd, on)
	case spec.Provider:
		return nothing{}
	case spec.Action:
		return newAction(f)
	case spec.Account:
		return newAccount(f, fd)
	}
	return newText(f, fd, bare, on)
}

// nothing is the control of what is said elsewhere: the service, in the panel's head.
type nothing struct{}

func (nothing) object() fyne.CanvasObject      { return nil }
func (nothing) put(flow.Value)                 {}
func (nothing) unmark()                        {}
func (nothing) mark(string, spec.Problem) bool { return false }

// labelled is what a control under a label shares: the problem stands below it.
type labelled struct {
	field *kit.Field
}

func (l labelled) object() fyne.CanvasObject { return l.field }
func (l labelled) unmark()                   { l.field.SetProblem("", kit.Bad) }
func (l labelled) mark(path string, pr spec.Problem) bool {
	if path != "" {
		return false
	}
	l.field.SetProblem(pr.Text, role(pr))
	return true
}

func role(pr spec.Problem) kit.Role {
	if pr.Severity == spec.Warning {
		return kit.Caution
	}
	return kit.Bad
}

// captions are the label and the tooltip of a field; a bare one has its name in the tip.
func captions(fd spec.Field, bare bool) (label, tip, bareTip string) {
	label = fd.Title()
	if fd.Unit != "" {
		label += " (" + fd.Unit + ")"
	}
	if !bare {
		return label, fd.Doc, ""
	}
	if fd.Doc != "" {
		label += ": " + fd.Doc
	}
	return "", "", label
}

// toggle is a yes or no.
type toggle struct {
	box     fyne.CanvasObject
	sw      *kit.Switch
	problem *kit.Prose
	normal  bool
	not     bool // the switch shows the opposite
}

func newToggle(fd spec.Field, bare bool, on set) control {
	t := &toggle{problem: kit.NewProse("", kit.Bad, 3), not: fd.Inverse}
	t.problem.Hide()
	t.normal, _ = fd.Default.(bool)
	_, _, tip := captions(fd, true)
	t.sw = kit.NewSwitch(t.normal != t.not, tip, func(b bool) {
		if b = b != t.not; b == t.normal {
			on(nil, false)
			return
		}
		on(flow.Of(b), false)
	})
	if bare {
		t.box = kit.MinSize(t.sw, 32, kit.Height)
		return t
	}
	parts := []fyne.CanvasObject{kit.NewHint(kit.NewLabel(fd.Title(), kit.Body), fd.Doc)}
	if fd.Doc != "" {
		parts = []fyne.CanvasObject{kit.Line(4, kit.NewText(fd.Title(), kit.Body), kit.NewHelp(fd.Doc))}
	}
	t.box = kit.Column(2, kit.MinSize(kit.LineGrow(6, 0, append(parts, t.sw)...), 0, 24), t.problem)
	return t
}

func (t *toggle) object() fyne.CanvasObject { return t.box }
func (t *toggle) put(v flow.Value) {
	b, ok := flow.Decode(v).(bool)
	if !ok {
		b = t.normal
	}
	t.sw.Put(b != t.not)
}

func (t *toggle) unmark() { t.problem.Set(""); t.problem.Hide() }
func (t *toggle) mark(path string, pr spec.Problem) bool {
	t.problem.Role = role(pr)
	t.problem.Set(pr.Text)
	t.problem.Show()
	return true
}
