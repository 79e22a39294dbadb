package kit

import (
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// Tips shows tooltips in a layer of the window's own content: an overlay would take the
// pointer away from what lies under it.
type Tips struct {
	layer *fyne.Container
	lists *fyne.Container // lists that leave the focus where it is
	do    func(func())
	timer *time.Timer
	for_  fyne.CanvasObject
}

// theTips is the layer of each window by its canvas; a tooltip finds its layer by the
// canvas that its control is on.
var theTips = map[fyne.Canvas]*Tips{}

// WithTips puts the layer for tooltips over the content of a window. do runs a function
// on the window's goroutine.
func WithTips(c fyne.Canvas, content fyne.CanvasObject, do func(func())) fyne.CanvasObject {
	t := &Tips{layer: container.NewWithoutLayout(), lists: container.NewWithoutLayout(), do: do}
	theTips[c] = t
	return container.NewStack(content, t.lists, t.layer)
}

const tipDelay = 500 * time.Millisecond

// TipIn begins to show a tooltip for the control under the pointer; TipOut ends it.
func TipIn(o fyne.CanvasObject, text string, at fyne.Position) {
	t := tipsFor(o)
	if t == nil || text == "" {
		return
	}
	t.hide()
	t.for_ = o
	t.timer = time.AfterFunc(tipDelay, func() {
		t.do(func() {
			if t.for_ == o {
				t.show(o, text, at)
			}
		})
	})
}

// TipOut takes the control's tooltip away.
func TipOut(o fyne.CanvasObject) {
	if t := tipsFor(o); t != nil {
		t.hide()
	}
}

func tipsFor(o fyne.CanvasObject) *Tips {
	return theTips[fyne.CurrentApp().Driver().CanvasForObject(o)]
}

func (t *Tips) hide() {
	t.for_ = nil
	if t.timer != nil {
		t.timer.Stop()
	}
	if len(t.layer.Objects) > 0 {
		t.layer.Objects = nil
		t.layer.Refresh()
	}
}

func (t *Tips) show(o fyne.CanvasObject, text string, at fyne.Position) {
	c := Colors()
	lines := Wrap(text, 300, 12, fyne.TextStyle{})
	ground := box(c.Text, nil, 0, Radius)
	objects := []fyne.CanvasObject{ground}
	var w, y float32 = 0, 6
	for _, line := range lines {
		txt := fynecanvas.NewText(line, c.Surface)
		txt.TextSize = 12
		s := txt.MinSize()
		w = max(w, s.Width)
		txt.Move(fyne.NewPos(10, y))
		txt.Resize(s)
		y += s.Height
		objects = append(objects, txt)
	}
	size := fyne.NewSize(w+20, y+6)
	ground.Resize(size)
	tip := container.NewWithoutLayout(objects...)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	pos := fyne.NewPos(at.X, origin.Y+o.Size().Height+6)
	if o.Size().Height > 80 {
		pos.Y = at.Y + 20
	}
	room := t.layer.Size()
	pos.X = max(4, min(pos.X, room.Width-size.Width-4))
	if pos.Y+size.Height > room.Height-4 {
		pos.Y = origin.Y - size.Height - 6
	}
	tip.Move(pos)
	tip.Resize(size)
	t.layer.Objects = []fyne.CanvasObject{tip}
	t.layer.Refresh()
}

// hover is what every control under the pointer shares.
type hover struct {
	over bool
	tip  string
}

func (h *hover) in(o fyne.CanvasObject, e *desktop.MouseEvent) {
	h.over = true
	TipIn(o, h.tip, e.AbsolutePosition)
	o.Refresh()
}

func (h *hover) out(o fyne.CanvasObject) {
	h.over = false
	TipOut(o)
	o.Refresh()
}

// Tip is a tooltip with the key that does the same.
func Tip(text, key string) string {
	if key == "" {
		return text
	}
	return text + "  (" + key + ")"
}
