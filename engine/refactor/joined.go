package refactor

import (
	"slices"

	"flowbench/engine/flow"
)

// Out says by which port a flow goes on from a node: its first, such as success or If; ""
// is none. A nil Out is success for all but End.
type Out func(n *flow.Node) string

func (o Out) port(n *flow.Node) string {
	switch {
	case o != nil:
		return o(n)
	case n.Kind == "end":
		return ""
	}
	return "success"
}

// RemoveJoined returns the batch that takes nodes away and joins what stood around them:
// a wire that led to one of them leads to what that one went on to. Where nothing goes on,
// or a wire may not be drawn, it goes with the node.
func RemoveJoined(in *flow.Integration, flowName string, nodes []string, out Out) (flow.Edit, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return nil, err
	}
	gone := picked(f, nodes)
	if len(gone) == 0 {
		return nil, errNothing
	}
	batch := flow.Batch{Name: "Delete " + things(nodesOf(gone), 0)}
	next := map[string][]string{} // of what goes, and stands in no body that goes
	for _, s := range gone {
		next[s.node.Name] = onward(s.node, out)
		batch.Edits = append(batch.Edits, flow.RemoveNode{Flow: flowName, Name: s.node.Name})
	}
	after := &flow.Integration{Flows: []*flow.Flow{f.Clone()}}
	if _, err := batch.Apply(after); err != nil {
		return nil, err
	}
	g, joined := after.Flows[0], false
	for n := range f.All {
		m := g.Node(n.Name)
		if m == nil || !slices.ContainsFunc(n.Wires, func(l flow.Leg) bool {
			return slices.ContainsFunc(l.To, func(to string) bool { return next[to] != nil })
		}) {
			continue
		}
		changed := false
		for _, leg := range n.Wires {
			drawn := 0 // of this leg
			for _, to := range leg.To {
				if _, goes := next[to]; !goes {
					drawn++
					continue
				}
				for _, end := range ends(to, next, nil) {
					if g.CanConnect(n.Name, leg.Port, end) == nil {
						m.Wires = flow.WithWire(m.Wires, leg.Port, drawn, end)
						drawn++
						changed = true
					}
				}
			}
		}
		if changed {
			batch.Edits, joined = append(batch.Edits, flow.SetWires{Flow: flowName, Node: n.Name, Wires: m.Wires}), true
		}
	}
	if joined {
		batch.Name += " and join"
	}
	return batch, nil
}

// onward is where a flow goes on from a node: by its first port, else by the first that is
// wired and no failure.
func onward(n *flow.Node, out Out) []string {
	if to := n.To(out.port(n)); to != nil {
		return to
	}
	for _, l := range n.Wires {
		if l.Port != "failure" {
			return l.To
		}
	}
	return nil
}

// ends are the nodes that stay to which a node that goes leads, over others that go.
func ends(name string, next map[string][]string, seen []string) []string {
	if slices.Contains(seen, name) {
		return nil
	}
	var out []string
	for _, to := range next[name] {
		found := []string{to}
		if _, goes := next[to]; goes {
			found = ends(to, next, append(seen, name))
		}
		for _, end := range found {
			if !slices.Contains(out, end) {
				out = append(out, end)
			}
		}
	}
	return out
}
