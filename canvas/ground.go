package canvas

import (
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

// ground is the board where no tile lies: above, below, left and right of what the tiles
// cover. They are opaque, and to fill what lies below them costs as much as to show them.
type ground struct{ strips [4]*fynecanvas.Rectangle }

func newGround() (g ground) {
	for i := range g.strips {
		g.strips[i] = fynecanvas.NewRectangle(nil)
	}
	return g
}

func (g ground) place(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	size := sizeOf(b.Size())
	c := b.tiles.covers
	if c.Empty() {
		c = geom.Rect{}
	}
	for i, r := range [...]geom.Rect{
		geom.XYWH(0, 0, size.W, c.Min.Y),
		geom.XYWH(0, c.Max.Y, size.W, size.H-c.Max.Y),
		geom.XYWH(0, c.Min.Y, c.Min.X, c.H()),
		geom.XYWH(c.Max.X, c.Min.Y, size.W-c.Max.X, c.H()),
	} {
		s := g.strips[i]
		s.FillColor, s.Hidden = b.theme.Board, r.Empty()
		s.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
		s.Move(pos(r.Min))
		objects = append(objects, s)
	}
	return objects
}
