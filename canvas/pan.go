package canvas

import (
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2/driver/desktop"
)

// pan moves the view under the pointer.
type pan struct {
	b    *Board
	from geom.Viewport
	at   geom.Point
}

func newPan(b *Board, p press) *pan {
	b.cursor = desktop.PointerCursor
	return &pan{b, b.view, p.at}
}

func (g *pan) Move(at geom.Point) {
	g.b.view.Offset = g.from.Offset.Add(at.Sub(g.at))
}

func (g *pan) End() { g.b.cursor = desktop.DefaultCursor }

func (g *pan) Cancel() {
	g.b.view.Offset = g.from.Offset
	g.End()
}
