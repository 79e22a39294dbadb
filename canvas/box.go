package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
)

// box selects what a frame touches, in addition to what was selected before; or only
// what lies in it wholly.
type box struct {
	b      *Board
	from   geom.Point // in the world
	whole  bool
	before selection
}

func newBox(b *Board, p press, whole bool) *box {
	return &box{b, b.view.World(p.at), whole, b.sel.clone()}
}

func (g *box) Move(at geom.Point) {
	b := g.b
	b.live.frame, b.live.whole = geom.Span(g.from, b.view.World(at)), g.whole
	next := g.before.clone()
	for _, item := range b.scene.Items(b.live.frame) {
		var frame geom.Rect
		switch item := item.(type) {
		case *draw.Node:
			frame = item.Frame()
			if item.Body.H > 0 && !g.whole && !frame.Holds(b.live.frame) {
				frame = item.Card() // a frame that begins in a body is not about its container
			}
			if item.Body.H > 0 && frame.Holds(b.live.frame) {
				continue
			}
		case *draw.Note:
			frame = item.Rect
		default:
			continue
		}
		if g.whole && b.live.frame.Holds(frame) || !g.whole && b.live.frame.Overlaps(frame) {
			next.set(item.ID(), true)
		}
	}
	b.choose(next)
}

func (g *box) End() { g.b.live.clear() }

func (g *box) Cancel() {
	g.b.choose(g.before)
	g.b.reconcile() // some of it may be gone by now
	g.End()
}
