package canvas

import (
	"maps"
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A selection is what is selected. Notes and groups go by their number in the flow.
type selection struct {
	nodes  map[flow.Key]bool
	wires  map[Wire]bool
	notes  map[int]bool
	groups map[int]bool
}

func newSelection() selection {
	return selection{map[flow.Key]bool{}, map[Wire]bool{}, map[int]bool{}, map[int]bool{}}
}

func (s selection) clone() selection {
	return selection{maps.Clone(s.nodes), maps.Clone(s.wires), maps.Clone(s.notes), maps.Clone(s.groups)}
}

// set adds what a hit is on, or takes it away.
func (s selection) set(id draw.ID, on bool) {
	switch id.Sort {
	case draw.NodeItem:
		put(s.nodes, flow.Key(id.Key), on)
	case draw.WireItem:
		put(s.wires, wireOf(id), on)
	case draw.NoteItem:
		put(s.notes, int(id.Key), on)
	case draw.GroupItem:
		put(s.groups, int(id.Key), on)
	}
}

func (s selection) has(id draw.ID) bool {
	switch id.Sort {
	case draw.NodeItem:
		return s.nodes[flow.Key(id.Key)]
	case draw.WireItem:
		return s.wires[wireOf(id)]
	case draw.NoteItem:
		return s.notes[int(id.Key)]
	}
	return s.groups[int(id.Key)]
}

func put[K comparable](set map[K]bool, k K, on bool) {
	if on {
		set[k] = true
	} else {
		delete(set, k)
	}
}

// ids are the items that are selected.
func (s selection) ids() map[draw.ID]bool {
	out := make(map[draw.ID]bool, len(s.nodes)+len(s.wires)+len(s.notes)+len(s.groups))
	for k := range s.nodes {
		out[draw.NodeID(show.Key(k))] = true
	}
	for w := range s.wires {
		out[w.id()] = true
	}
	for i := range s.notes {
		out[draw.NoteID(i)] = true
	}
	for i := range s.groups {
		out[draw.GroupID(i)] = true
	}
	return out
}

func (s selection) keys() []flow.Key { return slices.Sorted(maps.Keys(s.nodes)) }

// tops are the selected nodes without those that stand in one of them.
func (s selection) tops(b *Board) []flow.Key {
	return slices.DeleteFunc(s.keys(), func(k flow.Key) bool {
		for c := b.parent[k]; c != nil; c = b.parent[c.Key] {
			if s.nodes[c.Key] {
				return true
			}
		}
		return false
	})
}

func (s selection) empty() bool {
	return len(s.nodes)+len(s.wires)+len(s.notes)+len(s.groups) == 0
}

// Selected are the selected nodes.
func (b *Board) Selected() []flow.Key { return b.sel.keys() }

// Select selects these nodes and nothing else.
func (b *Board) Select(keys ...flow.Key) {
	next := newSelection()
	for _, k := range keys {
		if b.nodes[k] != nil {
			next.nodes[k] = true
		}
	}
	b.choose(next)
	b.place()
}

// SelectedNotes are the numbers of the selected notes.
func (b *Board) SelectedNotes() []int { return slices.Sorted(maps.Keys(b.sel.notes)) }

// SelectAlso selects these nodes and the last notes of the flow, as many, and nothing else.
func (b *Board) SelectAlso(keys []flow.Key, notes int) {
	next := newSelection()
	for _, k := range keys {
		if b.nodes[k] != nil {
			next.nodes[k] = true
		}
	}
	for i := range notes {
		next.notes[len(b.flow.Notes)-1-i] = true
	}
	b.choose(next)
	b.place()
}

// SelectAll selects every node and note of what the board shows.
func (b *Board) SelectAll() {
	next := newSelection()
	for n := range (&flow.Flow{Nodes: b.list()}).All {
		next.nodes[n.Key] = true
	}
	if b.root == 0 {
		for i := range b.flow.Notes {
			next.notes[i] = true
		}
	}
	b.choose(next)
	b.place()
}

// choose makes next the selection, repaints what differs and tells of it.
func (b *Board) choose(next selection) {
	old := b.sel
	b.sel = next
	was, now := old.ids(), next.ids()
	for id := range union(was, now) {
		if was[id] != now[id] {
			b.tiles.spoil(b.scene.Select(id, now[id]))
		}
	}
	if !maps.Equal(was, now) {
		b.minimap.spoil()
	}
	if !maps.Equal(old.nodes, next.nodes) && b.OnSelect != nil {
		b.OnSelect(next.keys())
	}
}

func union[K comparable](a, b map[K]bool) map[K]bool {
	u := maps.Clone(a)
	maps.Copy(u, b)
	return u
}

// reconcile drops from the selection what the flow no longer has.
func (b *Board) reconcile() {
	next := b.sel.clone()
	maps.DeleteFunc(next.nodes, func(k flow.Key, _ bool) bool { return b.nodes[k] == nil })
	maps.DeleteFunc(next.wires, func(w Wire, _ bool) bool {
		from, to := b.nodes[w.From], b.nodes[w.To]
		return from == nil || to == nil || !slices.Contains(from.To(w.Port), to.Name)
	})
	maps.DeleteFunc(next.notes, func(i int, _ bool) bool { return i >= len(b.flow.Notes) })
	maps.DeleteFunc(next.groups, func(i int, _ bool) bool { return i >= len(b.flow.Groups) })
	b.choose(next)
}

// pick selects what is pressed. It tells whether a release without a drag is to
// narrow the selection further: a press on one of several selected things may mean
// all of them, with Ctrl it may begin a copy, a press on the empty board a pan.
func (b *Board) pick(p press) (narrow bool) {
	more := p.mods&(fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault) != 0
	switch {
	case !p.on:
		return !more && p.button == desktop.MouseButtonPrimary
	case b.sel.has(p.hit.ID):
		return p.button == desktop.MouseButtonPrimary
	}
	next := newSelection()
	if more {
		next = b.sel.clone()
	}
	next.set(p.hit.ID, true)
	b.choose(next)
	b.place()
	return false
}

// pickOnly narrows the selection to what was pressed and let go; with Shift or Ctrl it
// takes that away from it.
func (b *Board) pickOnly(p press) {
	next := newSelection()
	if p.mods&(fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault) != 0 {
		next = b.sel.clone()
		next.set(p.hit.ID, false)
	} else if p.on && b.scene.Item(p.hit.ID) != nil { // it may be gone since it was pressed
		next.set(p.hit.ID, true)
	}
	b.choose(next)
	b.place()
}

// wiresOf are the wires of which an end is one of these nodes.
func (b *Board) wiresOf(nodes map[draw.ID]bool) []draw.ID {
	var ids []draw.ID
	byName := b.byName()
	for n := range b.flow.All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				id := Wire{n.Key, leg.Port, byName[to]}.id()
				if (nodes[draw.NodeID(id.Key)] || nodes[draw.NodeID(id.To)]) && b.scene.Item(id) != nil {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}
