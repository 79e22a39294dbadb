package canvas

import (
	"fmt"
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// snap is the nearest point of the grid; the point itself while the grid is off.
func (b *Board) snap(p geom.Point) geom.Point {
	if b.gridOff {
		return p.Snap(1)
	}
	return p.Snap(Grid)
}

// home is the container that a node stands in, 0 for the flow itself.
func (b *Board) home(k flow.Key) flow.Key {
	if c := b.parent[k]; c != nil {
		return c.Key
	}
	return 0
}

// nameOf is the name of a node; of 0, which is the flow itself, "".
func (b *Board) nameOf(k flow.Key) string {
	if n := b.nodes[k]; n != nil {
		return n.Name
	}
	return ""
}

// at is a node's place, counted from where its container's body begins.
func (b *Board) placeOf(n *flow.Node) geom.Point {
	if n.At != nil {
		return geom.Pt(float64(n.At.X), float64(n.At.Y))
	}
	return b.places[n.Key]
}

// bodyAt is the innermost container whose body holds a point of the world; what is
// lifted does not count. Outside of all it is what the board shows: the flow, or one body.
func (b *Board) bodyAt(p geom.Point, lifted map[draw.ID]bool) flow.Key {
	found := b.root
	for _, n := range b.scene.Within(geom.Rect{Min: p, Max: p}.Grow(0.5)) {
		if n.Body.H > 0 && p.Y > n.Card().Max.Y && !lifted[n.ID()] {
			found = flow.Key(n.Key) // the last is the innermost
		}
	}
	return found
}

// bodyOrigin is the point of the world that places in a container's body are counted from.
func (b *Board) bodyOrigin(container flow.Key) geom.Point {
	if container == b.root {
		return geom.Point{}
	}
	if d := b.scene.Node(show.Key(container)); d != nil {
		return show.BodyOrigin(d)
	}
	return geom.Point{}
}

// crossings counts the wires that would cross a border if these nodes stood in that container.
func (b *Board) crossings(keys []flow.Key, into flow.Key) int {
	moves := map[flow.Key]bool{}
	for _, k := range keys {
		moves[k] = true
	}
	home := func(k flow.Key) flow.Key {
		if moves[k] {
			return into
		}
		return b.home(k)
	}
	byName, count := b.byName(), 0
	for n := range b.flow.All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				t := byName[to]
				if t != 0 && home(n.Key) != home(t) && b.home(n.Key) == b.home(t) {
					count++
				}
			}
		}
	}
	return count
}

// moveEdit moves nodes and notes by a distance; with into, the nodes into that container,
// those that are not in it.
func (b *Board) moveEdit(keys []flow.Key, notes []int, by geom.Point, into *flow.Key) flow.Edit {
	move, land := flow.MoveNodes{Flow: b.flow.Name}, flow.MoveInto{Flow: b.flow.Name}
	for _, k := range keys {
		n := b.nodes[k]
		if n == nil {
			continue
		}
		if d := b.scene.Node(show.Key(k)); into != nil && *into != b.home(k) && d != nil {
			at := b.corner(d.At.Add(by).Sub(b.bodyOrigin(*into)), *into)
			if len(keys) == 1 {
				at = b.free(at, *into)
			}
			land.To = append(land.To, flow.Landing{Node: n.Name, In: b.nameOf(*into), Index: -1, At: show.Place(at)})
			continue
		}
		move.To = append(move.To, flow.Place{Node: n.Name, At: show.Place(b.moved(n, by))})
	}
	b.widen(&move)
	batch := flow.Batch{}
	if land.To != nil {
		batch.Edits = append(batch.Edits, land)
		batch.Name = b.landLabel(land)
	}
	if move.To != nil {
		batch.Edits = append(batch.Edits, move)
	}
	if len(notes) > 0 {
		moved := slices.Clone(b.flow.Notes)
		for _, i := range notes {
			p := show.Place(by)
			moved[i].At.X += p.X
			moved[i].At.Y += p.Y
		}
		batch.Edits = append(batch.Edits, flow.SetNotes{Flow: b.flow.Name, Notes: moved})
		switch {
		case len(keys) > 0:
			batch.Name = "Move the selection"
		default:
			batch.Name = "Move " + plural(len(notes), "note")
		}
	}
	switch {
	case len(batch.Edits) == 0:
		return nil
	case len(batch.Edits) == 1 && batch.Name == "":
		return batch.Edits[0]
	}
	return batch
}

// widen keeps the places of a body that is shown alone from being negative: what is moved
// out beyond its corner moves the others away from it, and the view with them.
func (b *Board) widen(move *flow.MoveNodes) {
	b.widened = geom.Point{}
	if b.root == 0 {
		return
	}
	at := map[string]*flow.Point{}
	for _, p := range move.To {
		at[p.Node] = p.At
	}
	var least flow.Point
	for _, n := range b.list() {
		if p := at[n.Name]; p != nil {
			least.X, least.Y = min(least.X, p.X), min(least.Y, p.Y)
		}
	}
	if least == (flow.Point{}) {
		return
	}
	for _, n := range b.list() {
		p := at[n.Name]
		if p == nil {
			p = show.Place(b.placeOf(n))
			move.To = append(move.To, flow.Place{Node: n.Name, At: p})
		}
		p.X -= least.X
		p.Y -= least.Y
	}
	b.widened = geom.Pt(float64(least.X), float64(least.Y))
}

// landLabel says where nodes go: the edit alone does not know which container they leave.
func (b *Board) landLabel(land flow.MoveInto) string {
	if land.To[0].In != "" {
		return land.Label()
	}
	what := land.To[0].Node
	if len(land.To) > 1 {
		what = fmt.Sprintf("%d nodes", len(land.To))
	}
	if c := b.parent[b.byName()[land.To[0].Node]]; c != nil {
		return "Move " + what + " out of " + c.Name
	}
	return land.Label()
}

// moved is where a node goes that is moved by a distance. In the body that is shown alone
// it may go beyond its corner: see widen.
func (b *Board) moved(n *flow.Node, by geom.Point) geom.Point {
	at := b.placeOf(n).Add(by)
	if home := b.home(n.Key); home != b.root {
		return b.corner(at, home)
	}
	return at
}

// corner keeps a place within its body, which begins at its upper left corner.
func (b *Board) corner(at geom.Point, container flow.Key) geom.Point {
	if container == 0 {
		return at
	}
	return geom.Pt(max(at.X, 0), max(at.Y, 0))
}

// columnGap is how far nodes stand apart that follow one another.
const columnGap = geom.ColumnPitch - geom.NodeW

// unwired reports whether no wire leads to the node or leaves it.
func (b *Board) unwired(n *flow.Node) bool {
	if len(n.Wires) > 0 {
		return false
	}
	for m := range b.flow.All {
		for _, leg := range m.Wires {
			if slices.Contains(leg.To, n.Name) {
				return false
			}
		}
	}
	return true
}

// canSplice reports whether a node can stand in a wire: something must lead to it and leave it.
func (b *Board) canSplice(n *flow.Node, w Wire) bool {
	d := b.scene.Node(show.Key(n.Key))
	return d != nil && !d.NoInput && len(d.Ports) > 0 && w.From != n.Key && w.To != n.Key
}

// spliceEdit moves a node and puts it into a wire; what follows makes room.
func (b *Board) spliceEdit(k flow.Key, w Wire, by geom.Point) flow.Edit {
	n, from, to := b.nodes[k], b.nodes[w.From], b.nodes[w.To]
	d := b.scene.Node(show.Key(k))
	if n == nil || from == nil || to == nil || d == nil {
		return nil
	}
	home := b.home(w.From)
	if a := b.scene.Node(show.Key(w.From)); a != nil {
		by.X = max(by.X, a.Frame().Max.X+columnGap-d.At.X)
	}
	batch := flow.Batch{Name: fmt.Sprintf("Put %s between %s and %s", n.Name, from.Name, to.Name)}
	if move := b.makeRoom(to, d.At.Add(by).X+geom.ColumnPitch); move != nil {
		batch.Edits = append(batch.Edits, move)
	}
	batch.Edits = append(batch.Edits, b.moveEdit([]flow.Key{k}, nil, by, &home),
		flow.Disconnect{Flow: b.flow.Name, From: from.Name, Port: w.Port, To: to.Name},
		flow.Connect{Flow: b.flow.Name, From: from.Name, Port: w.Port, To: n.Name},
		flow.Connect{Flow: b.flow.Name, From: n.Name, Port: d.Ports[0].Name, To: to.Name})
	return batch
}
