package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A Field is a control under its label; the mark beside the label says what it is for.
// Below it stand what its text comes to, and what is wrong with it.
type Field struct {
	widget.BaseWidget
	Label   *Label
	Problem *Prose
	Note    *Label

	control fyne.CanvasObject
	root    fyne.CanvasObject
}

// NewField puts a control under its label; beside is what stands at the label's right.
// Without a label it has no line above it.
func NewField(label, tip string, required bool, control fyne.CanvasObject, beside ...fyne.CanvasObject) *Field {
	if label != "" && required {
		label += " *"
	}
	f := &Field{Label: NewLabel(label, Caption), Problem: NewProse("", Bad, 4), Note: NewLabel("", CodeDim), control: control}
	f.Problem.Hide()
	f.Note.Hide()
	var parts []fyne.CanvasObject
	if label != "" {
		head := []fyne.CanvasObject{NewHint(f.Label, tip)}
		if tip != "" {
			head = append(head, NewHelp(tip))
		}
		var line fyne.CanvasObject = Lead(4, head...)
		if len(beside) > 0 {
			line = LineGrow(4, 0, append([]fyne.CanvasObject{line}, beside...)...)
		}
		parts = append(parts, MinSize(line, 0, 18))
	}
	f.root = Column(3, append(parts, control, NewHint(f.Note, ""), f.Problem)...)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements [fyne.Widget].
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }

// Natural is the width at which nothing of the control is cut.
func (f *Field) Natural() float32 { return max(natural(f.control), f.root.MinSize().Width) }

// SetProblem shows what is wrong with the field, or nothing for "".
func (f *Field) SetProblem(text string, role Role) {
	f.Problem.Role = role
	f.Problem.Set(text)
	show(f.Problem, text != "")
	if m, ok := f.control.(marked); ok && text != "" {
		m.Mark(role)
	} else if ok {
		m.Unmark()
	}
}

// marked is a control whose border tells of a problem.
type marked interface {
	Mark(Role)
	Unmark()
}

// SetNote shows a line below the control, or none for "".
func (f *Field) SetNote(text string) {
	f.Note.Set(text)
	show(f.Note, text != "")
}

func show(o fyne.CanvasObject, on bool) {
	if on != o.Visible() {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}
