package canvas

import (
	"maps"
	"slices"

	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// SelectUpstream adds to the selection every node from which wires lead to it.
func (b *Board) SelectUpstream() { b.selectAlong(b.before()) }

// SelectDownstream adds to the selection every node to which wires lead from it.
func (b *Board) SelectDownstream() { b.selectAlong(b.onward()) }

// SelectConnected adds to the selection every node that is joined to it, whichever way.
func (b *Board) SelectConnected() {
	both := b.before()
	for k, next := range b.onward() {
		both[k] = append(both[k], next...)
	}
	b.selectAlong(both)
}

// A web is which nodes lie one wire further.
type web map[flow.Key][]flow.Key

func (b *Board) onward() web {
	w, byName := web{}, b.byName()
	for n := range b.flow.All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				if k := byName[to]; k != 0 && !slices.Contains(w[n.Key], k) {
					w[n.Key] = append(w[n.Key], k)
				}
			}
		}
	}
	return w
}

func (b *Board) before() web {
	w := web{}
	after := b.onward()
	for n := range b.flow.All {
		for _, k := range after[n.Key] {
			w[k] = append(w[k], n.Key)
		}
	}
	return w
}

func (b *Board) selectAlong(w web) {
	next := b.sel.clone()
	queue := slices.Collect(maps.Keys(next.nodes))
	for len(queue) > 0 {
		k := queue[0]
		queue = queue[1:]
		for _, t := range w[k] {
			if !next.nodes[t] {
				next.nodes[t] = true
				queue = append(queue, t)
			}
		}
	}
	b.choose(next)
	b.place()
}

// inFlowOrder are the nodes as one reads the flow: from each beginning along its wires,
// branch after branch, a container before what stands in it. What is not shown is left out.
func (b *Board) inFlowOrder() []flow.Key {
	after := b.onward()
	leads := map[flow.Key]bool{}
	for _, next := range after {
		for _, k := range next {
			leads[k] = true
		}
	}
	var order []flow.Key
	seen := map[flow.Key]bool{}
	var visit func(list []*flow.Node)
	var walk func(k flow.Key)
	walk = func(k flow.Key) {
		if seen[k] || b.scene.Node(show.Key(k)) == nil {
			return
		}
		seen[k] = true
		order = append(order, k)
		visit(b.nodes[k].Body)
		for _, next := range after[k] {
			walk(next)
		}
	}
	visit = func(list []*flow.Node) {
		for _, n := range list {
			if !leads[n.Key] {
				walk(n.Key)
			}
		}
		for _, n := range list {
			walk(n.Key)
		}
	}
	visit(b.list())
	return order
}

// list are the nodes that stand on the board itself: the flow's, or those of the body shown.
func (b *Board) list() []*flow.Node {
	if c := b.nodes[b.root]; c != nil {
		return c.Body
	}
	return b.flow.Nodes
}
