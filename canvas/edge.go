package canvas

import (
	"time"

	"flowbench/canvas/geom"
)

const (
	edgeRoom = 28.0 // how near to the border of the board what is dragged begins to pull the flow along
	edgeStep = 14.0 // how far it is pulled, at most, each time
	edgeRest = 16 * time.Millisecond
)

// atEdge pulls the flow along while something is held near the border of the board.
func (b *Board) atEdge() {
	if b.pulling || b.pull() == (geom.Point{}) {
		return
	}
	b.pulling = true
	b.after(edgeRest, b.pullOn)
}

func (b *Board) pullOn() {
	b.pulling = false
	d := b.pull()
	if d == (geom.Point{}) {
		return
	}
	b.view = b.view.Pan(d)
	b.gesture.Move(b.pointer)
	b.place()
	b.atEdge()
}

// pull is how far the flow is to be pulled now.
func (b *Board) pull() geom.Point {
	if _, panning := b.gesture.(*pan); b.gesture == nil || panning {
		return geom.Point{}
	}
	size := sizeOf(b.Size())
	along := func(at, length float64) float64 {
		switch {
		case at < edgeRoom:
			return edgeStep * min((edgeRoom-at)/edgeRoom, 1)
		case at > length-edgeRoom:
			return -edgeStep * min((at-length+edgeRoom)/edgeRoom, 1)
		}
		return 0
	}
	return geom.Pt(along(b.pointer.X, size.W), along(b.pointer.Y, size.H))
}
