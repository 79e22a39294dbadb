package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// roomGap is how far nodes keep from a container that grows.
const roomGap = 5 * Grid

// withRoom is an edit after which a container that has grown lies over none of its
// neighbours: those on its right and below it make room.
func (b *Board) withRoom(e flow.Edit) flow.Edit {
	if e == nil {
		return nil
	}
	after := &flow.Integration{Flows: []*flow.Flow{b.flow.Clone()}}
	if _, err := e.Apply(after); err != nil {
		return e
	}
	f := after.Flows[0]
	b.number(f)
	old := frames(b.picture())
	batch := flow.Batch{Name: e.Label(), Edits: []flow.Edit{e}}
	for range 8 { // outer containers grow with inner ones
		pic := show.Flow(f, b.describe, b.places)
		if c := f.ByKey(b.root); b.root != 0 && c != nil {
			pic = show.Body(f, c, b.describe, b.places)
		}
		move := roomFor(f, old, frames(pic), pic.Nodes)
		if move == nil {
			break
		}
		if _, err := move.Apply(after); err != nil {
			break
		}
		batch.Edits = append(batch.Edits, *move)
	}
	if len(batch.Edits) == 1 {
		return e
	}
	return batch
}

// number gives keys to the nodes of a copy of the flow that are new in it.
func (b *Board) number(f *flow.Flow) {
	var last flow.Key
	for k := range b.nodes {
		last = max(last, k)
	}
	for n := range f.All {
		if n.Key == 0 {
			last++
			n.Key = last
		}
	}
}

func frames(pic show.Picture) map[draw.Key]geom.Rect {
	out := make(map[draw.Key]geom.Rect, len(pic.Nodes))
	for i := range pic.Nodes {
		out[pic.Nodes[i].Key] = pic.Nodes[i].Frame()
	}
	return out
}

// roomFor is the move that makes room for the first container that has grown over a
// neighbour; nil if none has.
func roomFor(f *flow.Flow, old, now map[draw.Key]geom.Rect, nodes []draw.Node) *flow.MoveNodes {
	for i := range nodes {
		was, is := old[nodes[i].Key], now[nodes[i].Key]
		fresh := was.Empty()
		if fresh { // it is new: room was made for a card
			was = geom.Rect{Min: is.Min, Max: is.Min.Add(geom.Pt(geom.NodeW, geom.NodeH))}
		}
		if !nodes[i].Container || is.W() <= was.W() && is.H() <= was.H() {
			continue
		}
		c := f.ByKey(flow.Key(nodes[i].Key))
		if c == nil {
			continue
		}
		list, _, _ := f.Siblings(c.Name)
		room := is.Grow(Grid)
		room.Max.X = is.Max.X + columnGap - Grid
		var right, down float64
		for _, n := range list {
			at, before := now[show.Key(n.Key)], old[show.Key(n.Key)]
			if fresh {
				before = at
			}
			if n == c || before.Empty() || !at.Overlaps(room) {
				continue
			}
			switch {
			case before.Min.X >= was.Max.X:
				right = max(right, is.Max.X+roomGap-at.Min.X)
			case before.Min.Y >= was.Max.Y:
				down = max(down, is.Max.Y+roomGap-at.Min.Y)
			}
		}
		if right == 0 && down == 0 {
			continue
		}
		by := geom.Pt(right, down).Snap(Grid)
		if by.X < right {
			by.X += Grid
		}
		if by.Y < down {
			by.Y += Grid
		}
		move := flow.MoveNodes{Flow: f.Name}
		for _, n := range list {
			before := old[show.Key(n.Key)]
			if fresh {
				before = now[show.Key(n.Key)]
			}
			if n == c || n.At == nil || before.Empty() {
				continue
			}
			at := *n.At
			if right > 0 && before.Min.X >= was.Max.X {
				at.X += int(by.X)
			} else if down > 0 && before.Min.Y >= was.Max.Y {
				at.Y += int(by.Y)
			}
			if at != *n.At {
				move.To = append(move.To, flow.Place{Node: n.Name, At: &at})
			}
		}
		if move.To != nil {
			return &move
		}
	}
	return nil
}

// free is the nearest place in a container, at or below a place, where a node covers no other.
func (b *Board) free(at geom.Point, container flow.Key) geom.Point {
	if container == b.root {
		return at
	}
	origin := b.bodyOrigin(container)
	return b.corner(b.Room(at.Add(origin), container).Sub(origin), container)
}
