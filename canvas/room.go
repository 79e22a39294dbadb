package canvas

import (
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// Frame is where a node is drawn, in the world; ok is false where it is not shown.
func (b *Board) Frame(k flow.Key) (frame geom.Rect, ok bool) {
	d := b.scene.Node(show.Key(k))
	if d == nil {
		return geom.Rect{}, false
	}
	return d.Frame(), true
}

// Room is the place at or below a place where a new node of a container, or with 0 of the
// flow, covers no other.
func (b *Board) Room(at geom.Point, in flow.Key) geom.Point {
	at = at.Snap(Grid)
	for moved := true; moved; {
		moved = false
		for _, d := range b.scene.Within(geom.XYWH(at.X, at.Y, geom.NodeW, geom.NodeH).Grow(Grid)) {
			if b.home(flow.Key(d.Key)) == in {
				at.Y = geom.Pt(0, max(d.Frame().Max.Y+2*Grid, at.Y+Grid)).Snap(Grid).Y
				moved = true
			}
		}
	}
	return at
}

// RevealAt brings a place of the document into view, if it is not.
func (b *Board) RevealAt(corner, size flow.Point) {
	area := geom.XYWH(float64(corner.X), float64(corner.Y), float64(size.X), float64(size.Y))
	screen := sizeOf(b.Size())
	if !geom.XYWH(0, 0, screen.W, screen.H).Holds(b.view.ScreenRect(area)) {
		b.look(b.view.Centre(area.Center(), screen))
	}
}

// SelectNote selects a note, by its number, and nothing else.
func (b *Board) SelectNote(i int) {
	next := newSelection()
	if i < len(b.flow.Notes) {
		next.notes[i] = true
	}
	b.choose(next)
	b.place()
}
