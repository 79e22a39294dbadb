package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// drag moves the selected nodes, with what stands in them. The offset is the
// board's until the release, which is one edit.
type drag struct {
	b      *Board
	from   geom.Point // in the world
	anchor geom.Point // where the node under the pointer stood, which is what snaps
	keys   []flow.Key // that move; those within them move along
	lifted map[draw.ID]bool
	tails  []tail
	offset geom.Point
}

// A tail is a wire of which only one end moves.
type tail struct {
	a, b   geom.Point
	aMoves bool
	strand strand
}

func newDrag(b *Board, p press) *drag {
	g := &drag{b: b, from: b.view.World(p.at), keys: b.sel.tops(b)}
	if n := b.scene.Node(p.hit.ID.Key); n != nil {
		g.anchor = n.At
	}
	g.lift()
	return g
}

// lift takes the nodes out of the tiles and draws them live.
func (g *drag) lift() {
	b := g.b
	g.lifted = map[draw.ID]bool{}
	for _, k := range g.keys {
		for n := range (&flow.Flow{Nodes: []*flow.Node{b.nodes[k]}}).All {
			g.lifted[draw.NodeID(show.Key(n.Key))] = true
		}
	}
	ghost := map[draw.ID]bool{}
	for id := range g.lifted {
		ghost[id] = true
	}
	for _, id := range b.wiresOf(g.lifted) {
		w := b.scene.Wire(id)
		from, to := g.lifted[draw.NodeID(id.Key)], g.lifted[draw.NodeID(id.To)]
		g.lifted[id] = true
		if from && to {
			ghost[id] = true // it moves as it is
			continue
		}
		a, z := w.Ends()
		g.tails = append(g.tails, tail{a, z, from, strand{ink: w.Ink(b.theme)}})
	}
	b.live.lift(b, ghost)
	b.tiles.lifted = g.lifted
	g.spoil()
}

func (g *drag) spoil() {
	for id := range g.lifted {
		if item := g.b.scene.Item(id); item != nil {
			g.b.tiles.spoil(item.Bounds())
		}
	}
}

func (g *drag) Move(at geom.Point) {
	d := g.b.view.World(at).Sub(g.from)
	g.offset = g.anchor.Add(d).Snap(Grid).Sub(g.anchor)
	g.b.live.offset = g.offset
	g.b.live.strands = g.b.live.strands[:0]
	for _, t := range g.tails {
		if t.aMoves {
			t.strand.curve = geom.Wire(t.a.Add(g.offset), t.b)
		} else {
			t.strand.curve = geom.Wire(t.a, t.b.Add(g.offset))
		}
		g.b.live.strands = append(g.b.live.strands, t.strand)
	}
}

func (g *drag) End() {
	g.b.tiles.lifted = nil
	g.spoil()
	if g.offset != (geom.Point{}) {
		g.b.emit(g.b.moveEdit(g.keys, g.offset))
	}
	g.land()
}

func (g *drag) Cancel() {
	g.b.tiles.lifted = nil
	g.b.live.offset = geom.Point{}
	g.spoil()
	g.land()
}

// land leaves the live picture until the tiles show the nodes again.
func (g *drag) land() {
	b := g.b
	b.place()
	b.tiles.whenRested(func() {
		if b.gesture == nil {
			b.live.clear()
			b.place()
		}
	})
}

// moveEdit moves nodes by a distance.
func (b *Board) moveEdit(keys []flow.Key, by geom.Point) flow.Edit {
	move := flow.MoveNodes{Flow: b.flow.Name}
	for _, k := range keys {
		d := b.scene.Node(show.Key(k))
		if d == nil || b.nodes[k] == nil {
			continue
		}
		at := d.At.Add(by).Sub(b.origin[k])
		if b.parent[k] != nil {
			at = geom.Pt(max(at.X, 0), max(at.Y, 0)) // a body begins at its corner
		}
		move.To = append(move.To, flow.Place{Node: b.nodes[k].Name, At: show.Place(at)})
	}
	if len(move.To) == 0 {
		return nil
	}
	return move
}
