package canvas

import (
	"slices"

	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
)

// AcceptsTab implements fyne.Tabbable: Tab walks the nodes in the order of the flow.
func (b *Board) AcceptsTab() bool { return true }

// walk selects the next node in the order of the flow, or the one before; at either end
// the focus goes on to the next control of the window.
func (b *Board) walk(by int) {
	b.walking = true
	order := b.inFlowOrder()
	at := -1
	if by < 0 {
		at = len(order)
	}
	if keys := b.sel.keys(); len(keys) > 0 {
		if i := slices.Index(order, keys[0]); i >= 0 {
			at = i
		}
	}
	if at += by; at >= 0 && at < len(order) {
		b.goTo(order[at])
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if c == nil {
		return
	}
	b.Select()
	if by > 0 {
		c.FocusNext()
	} else {
		c.FocusPrevious()
	}
}

func (b *Board) goTo(k flow.Key) {
	b.Select(k)
	b.Reveal(k)
	b.place()
}

// Follow goes along a wire from the node that is selected: right to what follows, left
// to what comes before, up and down to what leaves the same node.
func (b *Board) Follow(dx, dy int) {
	b.walking = true
	keys := b.sel.keys()
	if len(keys) == 0 {
		if order := b.inFlowOrder(); len(order) > 0 {
			b.goTo(order[0])
		}
		return
	}
	k := keys[0]
	next, before := b.onward(), b.before()
	var to []flow.Key
	switch {
	case dx > 0:
		to = next[k]
	case dx < 0:
		to = before[k]
	default:
		if to = b.beside(k, next, before, dy); to == nil {
			return
		}
	}
	if len(to) > 0 {
		b.goTo(to[0])
	}
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
