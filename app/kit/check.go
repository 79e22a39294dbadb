package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

// A Check is a box that is ticked or not, before what it stands for.
type Check struct{ onOff }

// NewCheck makes a box.
func NewCheck(on bool, tip string, changed func(bool)) *Check {
	c := &Check{}
	c.begin(c, on, tip, changed)
	return c
}

// TypedKey implements [fyne.Focusable].
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
		return
	}
	PassKey(c, e)
}

// CreateRenderer implements [fyne.Widget].
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{c: c, box: box(Clear, Clear, 1, 4), tick: NewIcon("check", 14)}
	r.Refresh()
	return r
}

type checkRenderer struct {
	c    *Check
	box  *fynecanvas.Rectangle
	tick *Icon
}

func (r *checkRenderer) Destroy()                     {}
func (r *checkRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(18) }
func (r *checkRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box, r.tick} }

func (r *checkRenderer) Layout(s fyne.Size) {
	at := fyne.NewPos(0, (s.Height-18)/2)
	r.box.Resize(fyne.NewSquareSize(18))
	r.box.Move(at)
	r.tick.Resize(fyne.NewSquareSize(14))
	r.tick.Move(at.AddXY(2, 2))
}

func (r *checkRenderer) Refresh() {
	t, c := Colors(), r.c
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = t.Background, t.Control, 1
	ink := t.OnPrimary
	switch {
	case c.Disabled():
		r.box.StrokeColor = t.Border
		ink = t.Faint
	case c.On:
		r.box.FillColor, r.box.StrokeColor = t.Primary, t.Primary
	case c.over:
		r.box.StrokeColor = t.Muted
	}
	if c.focused {
		r.box.StrokeColor, r.box.StrokeWidth = t.Primary, 2
		if c.On {
			r.box.StrokeColor = t.Text
		}
	}
	r.tick.Color = func() color.Color { return ink }
	show(r.tick, c.On)
	r.box.Refresh()
	r.tick.Refresh()
}
