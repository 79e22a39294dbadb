package canvas

import (
	"fmt"
	"maps"
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A selection is the nodes and wires that are selected.
type selection struct {
	nodes map[flow.Key]bool
	wires map[Wire]bool
}

func newSelection() selection { return selection{map[flow.Key]bool{}, map[Wire]bool{}} }

func (s selection) clone() selection { return selection{maps.Clone(s.nodes), maps.Clone(s.wires)} }

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

// Selected are the selected nodes.
func (b *Board) Selected() []flow.Key { return b.sel.keys() }

// SelectedWires are the selected wires.
func (b *Board) SelectedWires() []Wire { return slices.Collect(maps.Keys(b.sel.wires)) }

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

// SelectWire selects a wire and nothing else.
func (b *Board) SelectWire(w Wire) {
	next := newSelection()
	if b.scene.Item(w.id()) != nil {
		next.wires[w] = true
	}
	b.choose(next)
	b.place()
}

// SelectAll selects every node.
func (b *Board) SelectAll() { b.Select(slices.Collect(maps.Keys(b.nodes))...) }

// choose makes next the selection, repaints what differs and tells of it.
func (b *Board) choose(next selection) {
	old := b.sel
	b.sel = next
	for k := range union(old.nodes, next.nodes) {
		if old.nodes[k] != next.nodes[k] {
			b.tiles.spoil(b.scene.ChangeNode(show.Key(k), func(n *draw.Node) { n.Selected = next.nodes[k] }))
		}
	}
	for w := range union(old.wires, next.wires) {
		if old.wires[w] != next.wires[w] {
			b.tiles.spoil(b.scene.ChangeWire(w.id(), func(d *draw.Wire) { d.Selected = next.wires[w] }))
		}
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
	b.choose(next)
}

// pick selects what is pressed. It tells whether a release without a drag is to
// narrow the selection further: a press on one of several selected nodes may
// mean all of them, a press on the empty board may begin a pan.
func (b *Board) pick(p press) (narrow bool) {
	more := p.mods&(fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault) != 0
	next := newSelection()
	if more {
		next = b.sel.clone()
	}
	switch {
	case !p.on:
		return !more && p.button == desktop.MouseButtonPrimary
	case p.hit.ID.Sort == draw.WireItem:
		w := wireOf(p.hit.ID)
		next.wires[w] = !(more && b.sel.wires[w])
		if !next.wires[w] {
			delete(next.wires, w)
		}
	default:
		k := flow.Key(p.hit.ID.Key)
		switch {
		case b.sel.nodes[k] && !more:
			return true
		case b.sel.nodes[k] && p.button == desktop.MouseButtonPrimary:
			delete(next.nodes, k)
		default:
			next.nodes[k] = true
		}
	}
	b.choose(next)
	b.place()
	return false
}

func (b *Board) pickOnly(p press) {
	next := newSelection()
	if p.on {
		next.nodes[flow.Key(p.hit.ID.Key)] = true
	}
	b.choose(next)
	b.place()
}

// Delete removes what is selected, as one edit.
func (b *Board) Delete() { b.emit(b.deleteEdit()) }

func (b *Board) deleteEdit() flow.Edit {
	batch := flow.Batch{}
	gone := map[flow.Key]bool{}
	tops := b.sel.tops(b)
	for _, k := range tops {
		for n := range (&flow.Flow{Nodes: []*flow.Node{b.nodes[k]}}).All {
			gone[n.Key] = true
		}
	}
	wires := 0
	for _, id := range b.wireIDs(b.sel.wires) {
		w := wireOf(id)
		if gone[w.From] || gone[w.To] {
			continue // it goes with its node
		}
		wires++
		batch.Edits = append(batch.Edits, flow.Disconnect{
			Flow: b.flow.Name, From: b.nodes[w.From].Name, Port: w.Port, To: b.nodes[w.To].Name,
		})
	}
	for _, k := range tops {
		batch.Edits = append(batch.Edits, flow.RemoveNode{Flow: b.flow.Name, Name: b.nodes[k].Name})
	}
	switch {
	case len(batch.Edits) == 0:
		return nil
	case len(batch.Edits) == 1:
		return batch.Edits[0]
	case len(tops) == 0:
		batch.Name = fmt.Sprintf("Delete %d wires", wires)
	case wires == 0:
		batch.Name = fmt.Sprintf("Delete %d nodes", len(tops))
	default:
		batch.Name = "Delete the selection"
	}
	return batch
}

// wireIDs are wires in the order of the document.
func (b *Board) wireIDs(set map[Wire]bool) []draw.ID {
	var ids []draw.ID
	for n := range b.flow.All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				if t := b.flow.Node(to); t != nil && set[Wire{n.Key, leg.Port, t.Key}] {
					ids = append(ids, Wire{n.Key, leg.Port, t.Key}.id())
				}
			}
		}
	}
	return ids
}

// wiresOf are the wires of which an end is one of these nodes.
func (b *Board) wiresOf(nodes map[draw.ID]bool) []draw.ID {
	var ids []draw.ID
	byName := make(map[string]flow.Key, len(b.nodes))
	for k, n := range b.nodes {
		byName[n.Name] = k
	}
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
