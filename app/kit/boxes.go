package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/canvas/draw"
)

// NewBoxed puts an object into a bordered box.
func NewBoxed(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(NewCard(Surface), Inset(o, 6, 8, 6, 10))
}

// NewWell puts an object into a box for code and data.
func NewWell(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(NewCard(CodeGround), Inset(o, 4, 4, 4, 4))
}

// NewHighlighted puts an object into a box in the colour of a choice.
func NewHighlighted(o fyne.CanvasObject) fyne.CanvasObject {
	g := NewGround(Chosen)
	g.Radius = Radius
	return container.NewStack(g, Inset(o, 8, 6, 8, 12))
}

// NewNotice is a text in a tinted box with an icon, and a button if there is something to do.
func NewNotice(icon string, role Role, text, button string, do func()) fyne.CanvasObject {
	ink := func() color.Color { _, _, c := role.look(); return c }
	g := NewGround(func(t *draw.Theme) color.Color {
		return t.Tile(color.NRGBAModel.Convert(ink()).(color.NRGBA))
	})
	g.Radius = Radius
	col := Column(0, Inset(Beside(8, NewColorIcon(icon, 16, ink), NewProse(text, Body, 0)), 8, 10, 8, 10))
	if button != "" {
		b := NewButton(button, "", Plain, text, do)
		b.Small = true
		col.Add(Inset(Line(0, b), 0, 0, 8, 34))
	}
	return container.NewStack(g, col)
}

// Grid puts objects side by side at the same width.
func Grid(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(grid{gap}, objects...)
}

type grid struct{ gap float32 }

func (g grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		m := o.MinSize()
		s.Width = max(s.Width, m.Width)
		s.Height = max(s.Height, m.Height)
	}
	n := float32(len(objects))
	s.Width = s.Width*n + g.gap*(n-1)
	return s
}

func (g grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects))
	w := (size.Width - g.gap*(n-1)) / n
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(w+g.gap), 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}
