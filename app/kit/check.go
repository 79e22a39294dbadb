package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// A Check is a box that is ticked or not, before what it stands for.
type Check struct {
	widget.DisableableWidget
	hover
	focusing
	On        bool
	OnChanged func(bool)
	focused   bool
}

// NewCheck makes a box.
func NewCheck(on bool, tip string, changed func(bool)) *Check {
	c := &Check{On: on, OnChanged: changed}
	c.tip = tip
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements [fyne.Tappable].
func (c *Check) Tapped(*fyne.PointEvent) {
	if c.Disabled() {
		return
	}
	c.On = !c.On
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(c.On)
	}
}

// Put ticks the box, or not, without telling.
func (c *Check) Put(on bool) {
	if c.On != on {
		c.On = on
		c.Refresh()
	}
}

// MouseIn implements [desktop.Hoverable].
func (c *Check) MouseIn(e *desktop.MouseEvent) { c.in(c, e) }

// MouseMoved implements [desktop.Hoverable].
func (c *Check) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (c *Check) MouseOut() { c.out(c) }

// FocusGained implements [fyne.Focusable].
func (c *Check) FocusGained() { c.focused = true; c.Refresh(); c.came() }

// FocusLost implements [fyne.Focusable].
func (c *Check) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune implements [fyne.Focusable].
func (c *Check) TypedRune(r rune) { PassRune(c, r) }

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
