package canvas

import (
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
)

// AcceptsTab implements fyne.Tabbable: Tab walks the nodes in the order of the flow.
func (b *Board) AcceptsTab() bool { return true }

// stops are what Tab goes to: the nodes in the order of the flow, then notes and groups.
func (b *Board) stops() []draw.ID {
	var out []draw.ID
	for _, k := range b.inFlowOrder() {
		out = append(out, draw.NodeID(show.Key(k)))
	}
	for i := range b.flow.Notes {
		out = append(out, draw.NoteID(i))
	}
	for i := range b.flow.Groups {
		out = append(out, draw.GroupID(i))
	}
	return slices.DeleteFunc(out, func(id draw.ID) bool { return b.scene.Item(id) == nil })
}

// walk selects the next stop, or the one before; at either end the focus goes on to the
// next control of the window.
func (b *Board) walk(by int) {
	b.walking = true
	stops := b.stops()
	at := -1
	if by < 0 {
		at = len(stops)
	}
	if i := slices.IndexFunc(stops, b.sel.has); i >= 0 {
		at = i
	}
	if at += by; at >= 0 && at < len(stops) {
		b.stopAt(stops[at])
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c == nil {
	} else if by > 0 {
		c.FocusNext()
	} else {
		c.FocusPrevious()
	}
}

func (b *Board) stopAt(id draw.ID) {
	if id.Sort == draw.NodeItem {
		b.goTo(flow.Key(id.Key))
		return
	}
	next := newSelection()
	next.set(id, true)
	b.choose(next)
	r := b.scene.Item(id).Bounds()
	b.RevealAt(*show.Place(r.Min), *show.Place(geom.Pt(r.W(), r.H())))
	b.place()
}

func (b *Board) goTo(k flow.Key) {
	b.last = k
	b.Select(k)
	b.Reveal(k)
	b.place()
}

// Follow goes along a wire from the node that is selected: right to what follows, left
// to what comes before, up and down to what leaves the same node.
func (b *Board) Follow(dx, dy int) {
	if k := b.along(dx, dy); k != 0 {
		b.goTo(k)
	}
}

// Extend goes the same way and keeps what is selected.
func (b *Board) Extend(dx, dy int) {
	if k := b.along(dx, dy); k != 0 {
		b.last = k
		next := b.sel.clone()
		next.nodes[k] = true
		b.choose(next)
		b.Reveal(k)
		b.place()
	}
}

// along is the node that lies that way from the one that was come to last; with none
// selected, the first of the flow.
func (b *Board) along(dx, dy int) flow.Key {
	b.walking = true
	keys := b.sel.keys()
	if len(keys) == 0 {
		if order := b.inFlowOrder(); len(order) > 0 {
			return order[0]
		}
		return 0
	}
	k := keys[0]
	if b.sel.nodes[b.last] {
		k = b.last
	}
	next, before := b.onward(), b.before()
	to := next[k]
	switch {
	case dx < 0:
		to = before[k]
	case dx == 0:
		to = b.beside(k, next, before, dy)
	}
	for _, t := range to {
		if b.scene.Node(show.Key(t)) != nil {
			return t
		}
	}
	return 0
}

// beside is the nearest node above or below among those that leave the same nodes, or
// lead to the same.
func (b *Board) beside(k flow.Key, next, before web, dy int) []flow.Key {
	var near []flow.Key
	for _, p := range before[k] {
		near = append(near, next[p]...)
	}
	for _, n := range next[k] {
		near = append(near, before[n]...)
	}
	here := b.scene.Node(show.Key(k))
	if here == nil {
		return nil
	}
	var best flow.Key
	far := 0.0
	for _, other := range near {
		d := b.scene.Node(show.Key(other))
		if d == nil || other == k {
			continue
		}
		if by := (d.At.Y - here.At.Y) * float64(dy); by > 0 && (best == 0 || by < far) {
			best, far = other, by
		}
	}
	if best == 0 {
		return nil
	}
	return []flow.Key{best}
}
