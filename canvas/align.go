package canvas

import (
	"cmp"
	"fmt"
	"slices"

	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// An Edge is what nodes are lined up by.
type Edge int

// The edges, as the commands name them.
const (
	Left Edge = iota
	Centre
	Right
	Top
	Middle
	Bottom
)

// String names the edge.
func (e Edge) String() string {
	return [...]string{"left", "centre", "right", "top", "middle", "bottom"}[e]
}

// A stand is a selected node and where it is drawn.
type stand struct {
	key   flow.Key
	frame geom.Rect
}

// stands are the selected nodes of one list: those that stand with the first of them.
func (b *Board) stands() []stand {
	var out []stand
	for _, k := range b.sel.tops(b) {
		if d := b.scene.Node(show.Key(k)); d != nil && (len(out) == 0 || b.home(k) == b.home(out[0].key)) {
			out = append(out, stand{k, d.Frame()})
		}
	}
	return out
}

// Align lines the selected nodes up by an edge of all of them together.
func (b *Board) Align(e Edge) {
	list := b.stands()
	if len(list) < 2 {
		b.refuse("Select two nodes or more to align them.")
		return
	}
	var all geom.Rect
	for _, s := range list {
		all = all.Union(s.frame)
	}
	shift := func(r geom.Rect) geom.Point {
		switch e {
		case Left:
			return geom.Pt(all.Min.X-r.Min.X, 0)
		case Centre:
			return geom.Pt(all.Center().X-r.Center().X, 0)
		case Right:
			return geom.Pt(all.Max.X-r.Max.X, 0)
		case Top:
			return geom.Pt(0, all.Min.Y-r.Min.Y)
		case Middle:
			return geom.Pt(0, all.Center().Y-r.Center().Y)
		}
		return geom.Pt(0, all.Max.Y-r.Max.Y)
	}
	b.shiftEach(list, fmt.Sprintf("Align %d nodes: %s", len(list), e), func(s stand) geom.Point { return shift(s.frame) })
}

// Distribute leaves the outermost of the selected nodes where they are and makes the
// gaps between all of them alike.
func (b *Board) Distribute(vertically bool) {
	list := b.stands()
	if len(list) < 3 {
		b.refuse("Select three nodes or more to distribute them.")
		return
	}
	from := func(r geom.Rect) float64 { return r.Min.X }
	size := func(r geom.Rect) float64 { return r.W() }
	if vertically {
		from = func(r geom.Rect) float64 { return r.Min.Y }
		size = func(r geom.Rect) float64 { return r.H() }
	}
	slices.SortStableFunc(list, func(a, b stand) int { return cmp.Compare(from(a.frame), from(b.frame)) })
	first, last := list[0].frame, list[len(list)-1].frame
	free := from(last) + size(last) - from(first)
	for _, s := range list {
		free -= size(s.frame)
	}
	gap := free / float64(len(list)-1)
	want := map[flow.Key]float64{}
	at := from(first)
	for _, s := range list {
		want[s.key] = at
		at += size(s.frame) + gap
	}
	how := "horizontally"
	if vertically {
		how = "vertically"
	}
	b.shiftEach(list, fmt.Sprintf("Distribute %d nodes %s", len(list), how), func(s stand) geom.Point {
		d := want[s.key] - from(s.frame)
		if vertically {
			return geom.Pt(0, d)
		}
		return geom.Pt(d, 0)
	})
}

// shiftEach moves each node by a distance of its own, as one edit.
func (b *Board) shiftEach(list []stand, name string, by func(stand) geom.Point) {
	move := flow.MoveNodes{Flow: b.flow.Name}
	for _, s := range list {
		n := b.nodes[s.key]
		move.To = append(move.To, flow.Place{Node: n.Name, At: show.Place(b.moved(n, by(s)))})
	}
	b.widen(&move)
	b.emit(flow.Batch{Name: name, Edits: []flow.Edit{move}})
	b.follow()
}
