package canvas

import (
	"fmt"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// drag moves what is selected: nodes with what stands in them, notes, and the nodes of
// groups. The offset is the board's until the release, which is one edit. With Ctrl it
// leaves everything where it is and a copy at the release.
type drag struct {
	b      *Board
	from   geom.Point // in the world
	anchor geom.Rect  // of what is under the pointer, which is what snaps
	keys   []flow.Key // that move; those within them move along
	notes  []int
	copies bool
	lifted map[draw.ID]bool
	tails  []tail
	guides *guides
	offset geom.Point

	home  flow.Key // the container that the first of them stands in, 0 the flow itself
	into  flow.Key // the one that they would stand in
	wire  *Wire    // that the one node would come to stand in
	why   string   // they may not be let go here
	lone  bool     // one node without wires moves: it can be put into a wire
	count int      // wires that would be cut at the border of a container
}

// A tail is a wire of which only one end moves.
type tail struct {
	a, b   geom.Point
	aMoves bool
	strand strand
}

func newDrag(b *Board, p press, copies bool) *drag {
	g := &drag{b: b, from: b.view.World(p.at), keys: b.moving(), copies: copies}
	for i := range b.flow.Notes {
		if b.sel.notes[i] {
			g.notes = append(g.notes, i)
		}
	}
	if p.hit.Item != nil {
		g.anchor = frameOf(p.hit.Item)
	}
	if p.hit.ID.Sort == draw.GroupItem && len(g.keys) > 0 { // its frame is off the grid, its nodes are on it
		first := b.nodes[g.keys[0]]
		at := b.placeOf(first).Add(b.bodyOrigin(b.home(first.Key)))
		g.anchor = geom.XYWH(at.X, at.Y, geom.NodeW, geom.NodeH)
	}
	if len(g.keys) > 0 {
		g.home = b.home(g.keys[0])
		g.into = g.home
	}
	g.lone = len(g.keys) == 1 && len(g.notes) == 0 && !copies && b.unwired(b.nodes[g.keys[0]])
	g.lift()
	g.guides = newGuides(b, g.lifted)
	return g
}

// frameOf is where an item lies, without its shadow and what is written below it.
func frameOf(item draw.Item) geom.Rect {
	switch item := item.(type) {
	case *draw.Node:
		return item.Frame()
	case *draw.Note:
		return item.Rect
	}
	return item.Bounds()
}

// moving are the nodes that a drag of the selection moves: the selected ones and those
// of selected groups, without those that stand in another of them.
func (b *Board) moving() []flow.Key {
	s := b.sel.clone()
	for i := range s.groups {
		for _, name := range b.flow.Groups[i].Nodes {
			if n := b.flow.Node(name); n != nil {
				s.nodes[n.Key] = true
			}
		}
	}
	return s.tops(b)
}

// lift takes what moves out of the tiles and draws it live; of a copy, only a picture.
func (g *drag) lift() {
	b := g.b
	g.lifted = map[draw.ID]bool{}
	for _, k := range g.keys {
		for n := range (&flow.Flow{Nodes: []*flow.Node{b.nodes[k]}}).All {
			g.lifted[draw.NodeID(show.Key(n.Key))] = true
		}
	}
	for _, i := range g.notes {
		g.lifted[draw.NoteID(i)] = true
	}
	for i := range b.sel.groups {
		g.lifted[draw.GroupID(i)] = true
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
	if g.copies {
		g.tails = nil
		return
	}
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
	b := g.b
	pointer := b.view.World(at)
	d := pointer.Sub(g.from)
	to := b.snap(g.anchor.Min.Add(d))
	to, b.live.guides = g.guides.snap(g.anchor.Add(d), to)
	g.offset = to.Sub(g.anchor.Min)
	b.live.offset = g.offset
	b.live.strands = b.live.strands[:0]
	for _, t := range g.tails {
		if t.aMoves {
			t.strand.curve = geom.Wire(t.a.Add(g.offset), t.b)
		} else {
			t.strand.curve = geom.Wire(t.a, t.b.Add(g.offset))
		}
		b.live.strands = append(b.live.strands, t.strand)
	}
	if len(g.keys) > 0 {
		g.over(pointer)
		g.splice(at)
	}
	b.live.say(g.why, at, g.why != "")
	if g.why == "" && g.count > 0 {
		b.live.say(fmt.Sprintf("%s across the border of %s %s taken away.", plural(g.count, "wire"), g.border(), isAre(g.count)), at, false)
	}
}

// border names the container whose border is crossed.
func (g *drag) border() string {
	if name := g.b.nameOf(g.into); name != "" {
		return name
	}
	return g.b.nameOf(g.home)
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// over finds the container under the pointer, into which the nodes would be put.
func (g *drag) over(pointer geom.Point) {
	b := g.b
	into := b.bodyAt(pointer, g.lifted)
	if g.copies {
		into = g.home
	}
	if into == g.into {
		return
	}
	g.light(false)
	g.into, g.why, g.count = into, "", 0
	name := ""
	if c := b.nodes[into]; c != nil {
		name = c.Name
	}
	for _, k := range g.keys {
		if err := b.flow.CanStandIn(b.nodes[k], name); err != nil {
			g.why = refusal(err)
			return
		}
	}
	g.light(true)
	g.count = b.crossings(g.keys, into)
}

// light lights the container up that would take the nodes, or no longer.
func (g *drag) light(on bool) {
	b := g.b
	if g.into != 0 && g.into != b.root {
		b.target(g.into, on && g.why == "" && g.into != g.home)
	}
}

// splice finds the wire that the one node would come to stand in.
func (g *drag) splice(at geom.Point) {
	b := g.b
	g.wire = nil
	if g.lone && g.why == "" {
		mid := b.view.Screen(g.anchor.Center().Add(g.offset))
		if s := b.dropSpot(mid); s.Wire != nil && b.home(s.Wire.From) == g.into && b.canSplice(b.nodes[g.keys[0]], *s.Wire) {
			g.wire = s.Wire
		}
	}
	id := draw.ID{}
	if g.wire != nil {
		id = g.wire.id()
	}
	b.lightUp(id)
}

func (g *drag) End() {
	b := g.b
	b.tiles.lifted = nil
	g.light(false)
	b.lightUp(draw.ID{})
	g.spoil()
	switch {
	case g.why != "":
		b.live.offset = geom.Point{}
		b.refuse(g.why)
	case g.offset == (geom.Point{}):
	case g.copies:
		if b.OnDuplicate != nil {
			b.OnDuplicate(g.keys, g.notes, *show.Place(g.offset))
		}
	default:
		b.emit(g.edit())
		b.follow()
	}
	g.land()
}

// edit is the move, with all that follows from where it ends.
func (g *drag) edit() flow.Edit {
	b := g.b
	if g.wire != nil {
		return b.spliceEdit(g.keys[0], *g.wire, g.offset)
	}
	switch {
	case g.into != g.home:
		return b.withRoom(b.moveEdit(g.keys, g.notes, g.offset, &g.into))
	case g.home != b.root:
		return b.withRoom(b.moveEdit(g.keys, g.notes, g.offset, nil))
	}
	return b.moveEdit(g.keys, g.notes, g.offset, nil)
}

func (g *drag) Cancel() {
	g.b.tiles.lifted = nil
	g.b.live.offset = geom.Point{}
	g.light(false)
	g.b.lightUp(draw.ID{})
	g.spoil()
	g.land()
}

// follow keeps what is seen where it is, after a body was widened.
func (b *Board) follow() {
	if by := b.widened; by != (geom.Point{}) {
		b.widened = geom.Point{}
		b.view = b.view.Pan(by.Mul(b.view.Zoom))
	}
}

// land leaves the live picture until the tiles show everything again.
func (g *drag) land() {
	b := g.b
	b.live.guides = nil
	b.live.say("", geom.Point{}, false)
	if g.copies {
		b.live.clear()
	}
	b.place()
	b.tiles.whenRested(func() {
		if b.gesture == nil {
			b.live.clear()
			b.place()
		}
	})
}
