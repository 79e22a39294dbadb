package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
)

// CanDrop tells whether something dragged from elsewhere may be dropped at a
// place of the window, and lights up the wire or the container it would come to stand in. When
// the drag ends without a drop, call it once more with a place off the board.
func (b *Board) CanDrop(absolute fyne.Position) bool {
	at, on := b.local(absolute)
	lit := draw.ID{}
	if on {
		switch s := b.dropSpot(at); {
		case s.Wire != nil:
			lit = s.Wire.id()
		case s.In != b.root:
			lit = draw.NodeID(show.Key(s.In))
		}
	}
	b.lightUp(lit)
	return on
}

// DropAt is the spot on the board for a place of the window; false is off the board.
func (b *Board) DropAt(absolute fyne.Position) (Spot, bool) {
	b.lightUp(draw.ID{})
	at, on := b.local(absolute)
	if !on {
		return Spot{}, false
	}
	return b.dropSpot(at), true
}

// dropReach is how near to a wire, in pixels, a thing may be dropped to land in it: a card
// covers far more.
const dropReach = 22

// dropSpot is the spot for what is dropped at a point of the screen: a wire that the card
// would cover counts, not only one under the pointer.
func (b *Board) dropSpot(screen geom.Point) Spot {
	s := b.spot(screen)
	if s.Wire != nil || s.Node != 0 && b.scene.Node(show.Key(s.Node)).Body.H == 0 {
		return s
	}
	best := dropReach / b.view.Zoom
	for _, item := range b.scene.Items(geom.Rect{Min: s.At, Max: s.At}.Grow(best)) {
		w, ok := item.(*draw.Wire)
		if !ok {
			continue
		}
		if d, near := w.Curve().Near(s.At, best); near {
			best = d
			wire := wireOf(w.ID())
			s.Wire = &wire
		}
	}
	if s.Wire != nil {
		s.In = b.home(s.Wire.From)
	}
	return s
}

func (b *Board) local(absolute fyne.Position) (geom.Point, bool) {
	at := point(absolute.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(b)))
	size := sizeOf(b.Size())
	return at, geom.XYWH(0, 0, size.W, size.H).Contains(at)
}

func (b *Board) lightUp(id draw.ID) {
	if id == b.lit {
		return
	}
	for _, one := range []draw.ID{b.lit, id} {
		if one.Sort == draw.NodeItem {
			b.target(flow.Key(one.Key), one == id)
		} else {
			b.tiles.spoil(b.scene.ChangeWire(one, func(w *draw.Wire) { w.Target = one == id }))
		}
	}
	b.lit = id
	b.place()
}

// spot is what lies under a point of the screen.
func (b *Board) spot(screen geom.Point) Spot {
	s := Spot{At: b.view.World(screen), Note: -1, Group: -1}
	s.In = b.bodyAt(s.At, nil)
	hit, ok := b.at(screen)
	if !ok {
		return s
	}
	switch hit.ID.Sort {
	case draw.WireItem:
		w := wireOf(hit.ID)
		s.Wire, s.In = &w, b.home(w.From)
	case draw.NodeItem:
		s.Node = flow.Key(hit.ID.Key)
	case draw.NoteItem:
		s.Note = int(hit.ID.Key)
	case draw.GroupItem:
		s.Group = int(hit.ID.Key)
	}
	return s
}

// Insert is the edit that puts a new node at a spot, its middle there; on a wire
// the node comes to stand in it, out by port, and what follows makes room.
func (b *Board) Insert(n *flow.Node, s Spot, port string) flow.Edit {
	n = n.Clone()
	add := flow.AddNode{Flow: b.flow.Name, Index: -1, Node: n}
	at := s.At.Sub(geom.Pt(geom.NodeW/2, geom.NodeH/2))
	var origin geom.Point
	if c := b.nodes[s.In]; c != nil {
		add.In = c.Name
		origin = b.bodyOrigin(s.In)
	}
	if s.Wire == nil {
		n.At = show.Place(b.free(b.corner(b.snap(at.Sub(origin)), s.In), s.In))
		return b.roomy(add, n, s.In)
	}
	from, to := b.nodes[s.Wire.From], b.nodes[s.Wire.To]
	if from == nil || to == nil {
		n.At = show.Place(b.corner(b.snap(at.Sub(origin)), s.In))
		return add
	}
	batch := flow.Batch{Name: "Add " + n.Name}
	if a := b.scene.Node(show.Key(from.Key)); a != nil {
		at.X = max(at.X, a.Frame().Max.X+columnGap)
	}
	at = b.snap(at)
	if move := b.makeRoom(to, at.X+geom.ColumnPitch); move != nil {
		batch.Edits = append(batch.Edits, move)
	}
	n.At = show.Place(b.corner(at.Sub(origin), s.In))
	batch.Edits = append(batch.Edits, add,
		flow.Disconnect{Flow: b.flow.Name, From: from.Name, Port: s.Wire.Port, To: to.Name},
		flow.Connect{Flow: b.flow.Name, From: from.Name, Port: s.Wire.Port, To: n.Name})
	if port != "" {
		batch.Edits = append(batch.Edits, flow.Connect{Flow: b.flow.Name, From: n.Name, Port: port, To: to.Name})
	}
	return b.roomy(batch, n, s.In)
}

// roomy is an edit that adds a node, after which neither it, if it is a container, nor
// the one that it stands in lies over its neighbours.
func (b *Board) roomy(e flow.Edit, n *flow.Node, container flow.Key) flow.Edit {
	if b.describe(n).Body {
		return b.withRoom(e)
	}
	return b.inRoom(e, container)
}

// inRoom is an edit that puts something into a container, which grows with it.
func (b *Board) inRoom(e flow.Edit, container flow.Key) flow.Edit {
	if container == b.root {
		return e
	}
	return b.withRoom(e)
}

// makeRoom moves a node and all that follows it to the right, so that it begins at x.
func (b *Board) makeRoom(first *flow.Node, x float64) flow.Edit {
	d := b.scene.Node(show.Key(first.Key))
	if d == nil || d.At.X >= x {
		return nil
	}
	by := geom.Pt(geom.Snap(x-d.At.X+Grid/2-0.01, Grid), 0)
	seen, byName := map[flow.Key]bool{}, b.byName()
	var follow func(n *flow.Node)
	follow = func(n *flow.Node) {
		if n == nil || seen[n.Key] {
			return
		}
		seen[n.Key] = true
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				follow(b.nodes[byName[to]])
			}
		}
	}
	follow(first)
	return b.moveEdit(selection{nodes: seen}.keys(), nil, by, nil)
}
