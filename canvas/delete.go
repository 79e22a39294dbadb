package canvas

import (
	"fmt"
	"maps"

	"flowbench/engine/flow"
)

// Delete removes what is selected, as one edit. A group goes without its nodes.
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
	var sorts []string // of what is deleted, as a person counts it
	count := func(n int, one string) {
		switch {
		case n == 1:
			sorts = append(sorts, one)
		case n > 1:
			sorts = append(sorts, fmt.Sprintf("%d %ss", n, one))
		}
	}
	wires := 0
	for _, w := range b.inOrder(b.sel.wires) {
		if gone[w.From] || gone[w.To] {
			continue // it goes with its node
		}
		wires++
		batch.Edits = append(batch.Edits, flow.Disconnect{
			Flow: b.flow.Name, From: b.nodes[w.From].Name, Port: w.Port, To: b.nodes[w.To].Name,
		})
	}
	if len(b.sel.groups) > 0 {
		left := numbered(b.flow.Groups, func(i int) bool { return !b.sel.groups[i] })
		batch.Edits = append(batch.Edits, flow.SetGroups{Flow: b.flow.Name, Groups: left})
	}
	for _, k := range tops {
		batch.Edits = append(batch.Edits, flow.RemoveNode{Flow: b.flow.Name, Name: b.nodes[k].Name})
	}
	if len(b.sel.notes) > 0 {
		left := numbered(b.flow.Notes, func(i int) bool { return !b.sel.notes[i] })
		batch.Edits = append(batch.Edits, flow.SetNotes{Flow: b.flow.Name, Notes: left})
	}
	count(len(tops), "node")
	count(wires, "wire")
	count(len(b.sel.notes), "note")
	count(len(b.sel.groups), "group")
	switch {
	case len(batch.Edits) == 0:
		return nil
	case len(sorts) > 1:
		batch.Name = "Delete the selection"
	case len(batch.Edits) == 1 && len(tops)+wires == 1:
		return batch.Edits[0]
	default:
		batch.Name = "Delete " + sorts[0]
	}
	return batch
}

// numbered are the elements whose number is kept.
func numbered[T any](list []T, keep func(int) bool) []T {
	var out []T
	for i, x := range list {
		if keep(i) {
			out = append(out, x)
		}
	}
	return out
}

// inOrder are wires in the order of the document.
func (b *Board) inOrder(set map[Wire]bool) []Wire {
	var out []Wire
	if len(set) == 0 {
		return nil
	}
	byName, left := b.byName(), maps.Clone(set)
	for n := range b.flow.All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				if w := (Wire{n.Key, leg.Port, byName[to]}); left[w] {
					delete(left, w) // a wrong file may have it twice
					out = append(out, w)
				}
			}
		}
	}
	return out
}

// byName are the keys of the nodes by their names.
func (b *Board) byName() map[string]flow.Key {
	keys := make(map[string]flow.Key, len(b.nodes))
	for k, n := range b.nodes {
		keys[n.Name] = k
	}
	return keys
}
