package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"flowbench/canvas/draw"
)

// A Switch is on or off.
type Switch struct{ onOff }

// NewSwitch makes a switch.
func NewSwitch(on bool, tip string, changed func(bool)) *Switch {
	s := &Switch{}
	s.begin(s, on, tip, changed)
	return s
}

// TypedKey implements [fyne.Focusable].
func (s *Switch) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn {
		s.Tapped(nil)
		return
	}
	PassKey(s, e)
}

// Cursor implements [desktop.Cursorable].
func (s *Switch) Cursor() desktop.Cursor {
	if s.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer implements [fyne.Widget].
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{s: s, track: NewGround(nil), knob: NewGround(nil)}
	r.track.Fill, r.knob.Fill, r.track.Stroke = r.trackColor, Surface, r.trackStroke
	r.track.Radius, r.knob.Radius = 9, 7
	return r
}

type switchRenderer struct {
	s           *Switch
	track, knob *Ground
}

func (r *switchRenderer) trackColor(t *draw.Theme) color.Color {
	if r.s.On && !r.s.Disabled() {
		return t.Primary
	}
	return t.Border
}

func (r *switchRenderer) trackStroke(t *draw.Theme) color.Color {
	switch {
	case r.s.Disabled():
		return t.Border
	case r.s.focused:
		return t.Text
	case r.s.over || !r.s.On:
		return t.Control
	}
	return t.Primary
}

func (r *switchRenderer) Destroy()           {}
func (r *switchRenderer) MinSize() fyne.Size { return fyne.NewSize(32, 18) }
func (r *switchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.knob}
}

func (r *switchRenderer) Layout(s fyne.Size) {
	y := (s.Height - 18) / 2
	r.track.Resize(fyne.NewSize(32, 18))
	r.track.Move(fyne.NewPos(0, y))
	r.knob.Resize(fyne.NewSquareSize(14))
	x := float32(2)
	if r.s.On {
		x = 16
	}
	r.knob.Move(fyne.NewPos(x, y+2))
}

func (r *switchRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.track.Refresh()
	r.knob.Refresh()
}
