package canvas

import (
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

// ring is the frame around a board that has the focus. It is four strips: a rectangle
// costs as much as its whole area, even where only its border is drawn.
type ring [4]*fynecanvas.Rectangle

func newRing() (r ring) {
	for i := range r {
		r[i] = fynecanvas.NewRectangle(nil)
	}
	return r
}

func (r ring) place(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	size := sizeOf(b.Size())
	wide := 1.0
	if b.walking {
		wide = 2
	}
	for i, at := range [...]geom.Rect{
		geom.XYWH(0, 0, size.W, wide),
		geom.XYWH(0, size.H-wide, size.W, wide),
		geom.XYWH(0, wide, wide, size.H-2*wide),
		geom.XYWH(size.W-wide, wide, wide, size.H-2*wide),
	} {
		r[i].FillColor = b.theme.Primary
		r[i].Resize(fyne.NewSize(float32(at.W()), float32(at.H())))
		r[i].Move(pos(at.Min))
		objects = append(objects, r[i])
	}
	return objects
}
