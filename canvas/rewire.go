package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2/driver/desktop"
)

// rewiring drags an end of a wire elsewhere: where it leads, or the port that it leaves.
// Let go over nothing, the wire stays as it was. A new wire is drawn so from its far end.
type rewiring struct {
	b      *Board
	old    Wire
	source bool // the end that leaves a port is dragged
	fixed  geom.Point
	rest   *flow.Flow // the flow without the wire: what may lead where is asked of it
	next   Wire       // what it would be; From or To is 0 over nothing
	why    string
}

// newBackward draws a new wire from the input that it shall lead to, back to a port.
func newBackward(b *Board, p press) gesture {
	n := b.scene.Node(p.hit.ID.Key)
	if n == nil {
		return newPan(b, p)
	}
	b.cursor = desktop.CrosshairCursor
	return &rewiring{b: b, old: Wire{To: flow.Key(n.Key)}, source: true, fixed: n.In(), rest: b.flow}
}

func newRewiring(b *Board, w Wire, source bool) *rewiring {
	g := &rewiring{b: b, old: w, source: source, rest: b.flow.Clone()}
	from, to := b.nodes[w.From], b.nodes[w.To]
	in := &flow.Integration{Flows: []*flow.Flow{g.rest}}
	_, _ = flow.Disconnect{Flow: b.flow.Name, From: from.Name, Port: w.Port, To: to.Name}.Apply(in) // it is there: it was pressed
	if d := b.scene.Wire(w.id()); d != nil {
		a, z := d.Ends()
		g.fixed = a
		if source {
			g.fixed = z
		}
	}
	b.cursor = desktop.CrosshairCursor
	b.tiles.lifted = map[draw.ID]bool{w.id(): true}
	g.spoil()
	return g
}

// wireInto is the wire that a press on a node's input takes hold of: the selected one,
// or the only one.
func (b *Board) wireInto(p press) (Wire, bool) {
	if p.hit.Part != draw.Input {
		return Wire{}, false
	}
	k := flow.Key(p.hit.ID.Key)
	var found []Wire
	for _, id := range b.wiresOf(map[draw.ID]bool{p.hit.ID: true}) {
		if w := wireOf(id); w.To == k {
			if b.sel.wires[w] {
				return w, true
			}
			found = append(found, w)
		}
	}
	if len(found) != 1 {
		return Wire{}, false
	}
	return found[0], true
}

func (g *rewiring) spoil() {
	if item := g.b.scene.Item(g.old.id()); item != nil {
		g.b.tiles.spoil(item.Bounds())
	}
}

func (g *rewiring) Move(at geom.Point) {
	b := g.b
	p := b.view.World(at)
	next := g.under(p)
	if next != g.next {
		g.light(false)
		g.next, g.why = next, ""
		if next.From != 0 && next.To != 0 && next != g.old {
			g.why = refusal(g.rest.CanConnect(b.nodes[next.From].Name, next.Port, b.nodes[next.To].Name))
		}
		g.light(true)
	}
	loose, ink := p, b.theme.Muted
	if g.why != "" {
		ink = b.theme.Failure
	} else if end, ok := g.end(); ok {
		loose, ink = end, b.theme.Primary
	}
	s := strand{curve: geom.Wire(g.fixed, loose), ink: ink}
	if g.source {
		s.curve = geom.Wire(loose, g.fixed)
	}
	b.live.strands = append(b.live.strands[:0], s)
	b.live.say(g.why, at, true)
}

// under is what the wire would be, let go at a point of the world.
func (g *rewiring) under(p geom.Point) Wire {
	b, w := g.b, g.old
	if !g.source {
		w.To = b.landing(p)
		return w
	}
	w.From = 0
	if hit, ok := b.scene.At(p, b.reach()); ok && hit.ID.Sort == draw.NodeItem && !(g.old.From == 0 && flow.Key(hit.ID.Key) == w.To && p.Dist(g.fixed) < 40) {
		n := b.scene.Node(hit.ID.Key)
		switch {
		case hit.Part == draw.Output:
			w.From, w.Port = flow.Key(hit.ID.Key), hit.Port
		case len(n.Ports) > 0:
			w.From = flow.Key(hit.ID.Key)
			if _, _, same := n.Out(w.Port); !same {
				w.Port = n.Ports[0].Name
			}
		}
	}
	return w
}

// end is where the loose end lands, in the world.
func (g *rewiring) end() (geom.Point, bool) {
	b := g.b
	if g.source {
		if n := b.scene.Node(show.Key(g.next.From)); n != nil {
			p, _, ok := n.Out(g.next.Port)
			return p, ok
		}
	} else if n := b.scene.Node(show.Key(g.next.To)); n != nil && !n.NoInput {
		return n.In(), true
	}
	return geom.Point{}, false
}

func (g *rewiring) light(on bool) {
	k := g.next.To
	if g.source {
		k = g.next.From
	}
	if k != 0 && g.why == "" {
		g.b.target(k, on)
	}
}

func (g *rewiring) End() {
	b, next, why := g.b, g.next, g.why
	g.Cancel()
	from, to := b.nodes[next.From], b.nodes[next.To]
	switch {
	case why != "":
		b.refuse(why)
	case from == nil || to == nil || next == g.old:
	case g.old.From == 0:
		b.emit(flow.Connect{Flow: b.flow.Name, From: from.Name, Port: next.Port, To: to.Name})
	case b.nodes[g.old.From] == nil || b.nodes[g.old.To] == nil:
	default:
		e, err := b.flow.Reconnect(
			flow.Connect{Flow: b.flow.Name, From: b.nodes[g.old.From].Name, Port: g.old.Port, To: b.nodes[g.old.To].Name},
			flow.Connect{Flow: b.flow.Name, From: from.Name, Port: next.Port, To: to.Name})
		if err != nil {
			b.refuse(refusal(err))
			return
		}
		b.emit(e)
	}
}

func (g *rewiring) Cancel() {
	g.light(false)
	g.b.cursor = desktop.DefaultCursor
	g.b.tiles.lifted = nil
	g.spoil()
	g.b.live.clear()
}
