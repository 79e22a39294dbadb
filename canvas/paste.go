package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// Pointer is the spot under the pointer while that is over the board, else the one in the
// middle of it.
func (b *Board) Pointer() Spot {
	if b.mouse != nil {
		return b.spot(*b.mouse)
	}
	size := sizeOf(b.Size())
	return b.spot(geom.Pt(size.W/2, size.H/2))
}

// landSteps is how often what is pasted gives way to what lies there.
const landSteps = 40

// Landing is how far things are moved that are put at a spot, as the places of what
// stands there are counted: their middle comes to lie there, or where their cards would
// cover others some steps beside it.
func (b *Board) Landing(things []geom.Rect, s Spot) flow.Point {
	area := things[0]
	for _, r := range things {
		area = area.Union(r)
	}
	origin := b.bodyOrigin(s.In)
	half := geom.Pt(area.W()/2, area.H()/2)
	by := b.corner(b.snap(s.At.Sub(half).Sub(origin)), s.In).Sub(area.Min)
	for step := range landSteps {
		beside := by.Add(geom.Pt(4*Grid, 4*Grid).Mul(float64(step)))
		if !b.covers(things, beside.Add(origin), s.In) {
			by = beside
			break
		}
	}
	return *show.Place(by)
}

// covers reports whether a thing that is moved lies over a node, but for the containers
// that it comes to stand in.
func (b *Board) covers(things []geom.Rect, by geom.Point, in flow.Key) bool {
	around := map[draw.Key]bool{}
	for k := in; k != 0; k = b.home(k) {
		around[show.Key(k)] = true
	}
	for _, r := range things {
		for _, d := range b.scene.Within(geom.XYWH(r.Min.X+by.X, r.Min.Y+by.Y, r.W(), r.H())) {
			if !around[d.Key] {
				return true
			}
		}
	}
	return false
}

// InRoom is an edit that puts something into a container, which grows with it: what
// stands beside it makes room.
func (b *Board) InRoom(e flow.Edit, container flow.Key) flow.Edit { return b.inRoom(e, container) }
