package flow

import (
	"errors"
	"fmt"
	"slices"
)

// MoveInto takes nodes out of the lists they stand in and puts them, with what stands in
// them, elsewhere: into the body of a container, or among the flow's own nodes. A wire
// that would then cross the border of a container is taken away.
type MoveInto struct {
	Flow string    `json:"flow"`
	To   []Landing `json:"to"`
}

// A Landing is where a node goes: into a container, or with In "" into the flow itself;
// before the node at Index, at the end if that is negative. Those of one list stand in
// the order of their indexes.
type Landing struct {
	Node  string `json:"node"`
	In    string `json:"in,omitzero"`
	Index int    `json:"index"`
	At    *Point `json:"at,omitempty"`
}

// Apply implements [Edit].
func (e MoveInto) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil {
		return nil, err
	}
	if err := f.canMoveInto(e); err != nil {
		return nil, err
	}
	before, wires := f.landings(), map[*Node][]Leg{}
	for n := range f.All {
		wires[n] = n.Wires
	}
	undo := MoveInto{Flow: e.Flow}
	moved := make(map[string]*Node, len(e.To))
	for _, l := range e.To {
		moved[l.Node] = f.Node(l.Node)
	}
	crossed, _ := f.crossing(moved) // as wrong files have it: the way back must not cut these
	for _, l := range before {
		if n := moved[l.Node]; n != nil {
			undo.To = append(undo.To, l)
			list, _ := f.list(l.In)
			if *list = without(*list, n); len(*list) == 0 {
				*list = nil
			}
		}
	}
	for _, l := range e.To {
		list, _ := f.list(l.In)
		at := l.Index
		if at < 0 || at > len(*list) {
			at = len(*list)
		}
		n := moved[l.Node]
		n.At = l.At.clone()
		*list = slices.Insert(slices.Clone(*list), at, n)
	}
	cut := f.cutAtBorders(moved)
	if cut == nil && slices.EqualFunc(before, f.landings(), sameLanding) {
		return nil, nil
	}
	back := Batch{Name: e.Label(), Edits: []Edit{undo}}
	for n := range f.All {
		if slices.Contains(cut, n) || slices.Contains(crossed, n) {
			back.Edits = append(back.Edits, SetWires{f.Name, n.Name, wires[n]})
		}
	}
	if len(back.Edits) == 1 {
		return undo, nil
	}
	return back, nil
}

func without(list []*Node, n *Node) []*Node {
	return slices.DeleteFunc(slices.Clone(list), func(m *Node) bool { return m == n })
}

// landings is where every node stands, in document order.
func (f *Flow) landings() []Landing {
	var out []Landing
	next := map[string]int{}
	for n, c := range f.All {
		in := ""
		if c != nil {
			in = c.Name
		}
		out = append(out, Landing{n.Name, in, next[in], n.At})
		next[in]++
	}
	return out
}

func sameLanding(a, b Landing) bool {
	return a.Node == b.Node && a.In == b.In && a.Index == b.Index && (a.At == b.At || a.At != nil && b.At != nil && *a.At == *b.At)
}

// canMoveInto says why the nodes may not stand there.
func (f *Flow) canMoveInto(e MoveInto) error {
	if len(e.To) == 0 {
		return errors.New("there is no node to move")
	}
	inside := map[string]string{} // the moved node that a node stands in, itself included
	for _, l := range e.To {
		n := f.Node(l.Node)
		switch {
		case n == nil:
			return noNode(f, l.Node)
		case inside[l.Node] == l.Node:
			return fmt.Errorf("%s is to be moved twice", l.Node)
		}
		for m := range (&Flow{Nodes: []*Node{n}}).All {
			inside[m.Name] = l.Node
		}
	}
	for _, l := range e.To {
		n := f.Node(l.Node)
		if _, err := f.list(l.In); err != nil {
			return err
		}
		switch {
		case inside[l.Node] != l.Node:
			return fmt.Errorf("%s moves with %s already", l.Node, inside[l.Node])
		case l.In != "" && inside[l.In] == l.Node:
			return fmt.Errorf("%s cannot stand in itself", l.Node)
		case l.In != "" && inside[l.In] != "":
			return fmt.Errorf("%s cannot move into %s while that moves too", l.Node, l.In)
		case f.depth(l.In)+bodies(n) > maxBodies:
			return fmt.Errorf("containers would lie in one another more than %d deep", maxBodies)
		}
		for m := range (&Flow{Nodes: []*Node{n}}).All {
			if inside[m.Name] != l.Node {
				return fmt.Errorf("%s moves with %s already", m.Name, l.Node)
			}
		}
		if err := l.At.check(); err != nil {
			return fmt.Errorf("%s: %w", l.Node, err)
		}
	}
	return nil
}

// bodies is how many bodies lie in one another in a node.
func bodies(n *Node) int {
	deepest := 0
	for _, m := range n.Body {
		deepest = max(deepest, 1+bodies(m))
	}
	return deepest
}

// CanStandIn says why a node may not be put into a container, in words for the person
// who moves it; "" is the flow itself. The edit does not ask: it is how a move is undone.
func (f *Flow) CanStandIn(n *Node, container string) error {
	switch {
	case container == "":
		return nil
	case n.Kind == "start" || n.Kind == "end":
		return fmt.Errorf("%s cannot stand in a container: Start and End belong to the flow itself", n.Name)
	case namesOf(n).has(container):
		return fmt.Errorf("%s cannot stand in itself", n.Name)
	}
	return nil
}

// crossing gives the nodes from which a wire crosses a border, to or from a node that moves.
func (f *Flow) crossing(moved map[string]*Node) (nodes []*Node, crosses func(n *Node, to string) bool) {
	home := map[string]*Node{}
	for n, c := range f.All {
		home[n.Name] = c
	}
	crosses = func(n *Node, to string) bool {
		c, ok := home[to]
		return ok && (moved[n.Name] != nil || moved[to] != nil) && c != home[n.Name]
	}
	for n := range f.All {
		if slices.ContainsFunc(n.Wires, func(l Leg) bool {
			return slices.ContainsFunc(l.To, func(to string) bool { return crosses(n, to) })
		}) {
			nodes = append(nodes, n)
		}
	}
	return nodes, crosses
}

// cutAtBorders takes away the wires that cross a border since these nodes moved.
func (f *Flow) cutAtBorders(moved map[string]*Node) []*Node {
	nodes, crosses := f.crossing(moved)
	for _, n := range nodes {
		var left []Leg
		for _, l := range n.Wires {
			if to := slices.DeleteFunc(slices.Clone(l.To), func(to string) bool { return crosses(n, to) }); len(to) > 0 {
				left = append(left, Leg{l.Port, to})
			}
		}
		n.Wires = left
	}
	return nodes
}

// Label implements [Edit].
func (e MoveInto) Label() string {
	if len(e.To) == 0 {
		return "Move nothing"
	}
	what := fmt.Sprintf("%d nodes", len(e.To))
	if len(e.To) == 1 {
		what = e.To[0].Node
	}
	if e.To[0].In == "" {
		return "Move " + what + " out of its container"
	}
	return "Move " + what + " into " + e.To[0].In
}
