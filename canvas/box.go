package canvas

import (
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

// box selects the nodes within a frame, in addition to those selected before.
type box struct {
	b      *Board
	from   geom.Point // in the world
	before selection
}

func newBox(b *Board, p press) *box {
	return &box{b, b.view.World(p.at), b.sel.clone()}
}

func (g *box) Move(at geom.Point) {
	b := g.b
	b.live.frame = geom.Span(g.from, b.view.World(at))
	next := g.before.clone()
	for _, n := range b.scene.Within(b.live.frame) {
		next.nodes[flow.Key(n.Key)] = true
	}
	b.choose(next)
}

func (g *box) End() { g.b.live.clear() }

func (g *box) Cancel() {
	g.b.choose(g.before)
	g.End()
}
