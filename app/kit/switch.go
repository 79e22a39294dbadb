package kit

import (
	"image/color"

	"fyne.io/fyne/v2"

	"flowbench/canvas/draw"
)

type switchRenderer struct {
	s           *Switch
	track, knob *Ground
}

func (r *switchRenderer) trackColor(t *draw.Theme) color.Color {
	if r.s.On {
		return t.Primary
	}
	return t.Border
}

func (r *switchRenderer) trackStroke(t *draw.Theme) color.Color {
	switch {
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

func (r *switchRenderer) Layout(fyne.Size) {
	r.track.Resize(fyne.NewSize(32, 18))
	r.knob.Resize(fyne.NewSquareSize(14))
	x := float32(2)
	if r.s.On {
		x = 16
	}
	r.knob.Move(fyne.NewPos(x, 2))
}

func (r *switchRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.track.Refresh()
	r.knob.Refresh()
}
