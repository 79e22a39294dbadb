package refactor

import (
	"errors"
	"fmt"
	"slices"

	"flowbench/engine/flow"
)

// A Selection is what is copied or cut of a flow: nodes by name, notes by their place in
// the list of the flow's notes.
type Selection struct {
	Nodes []string
	Notes []int
}

// Copy returns what is selected as a part: the nodes with all that stands in them, their
// wires among one another, and the groups of which every node is among them. At gives
// where a node lies on the board, for nodes out of several containers have no common
// origin; nil takes their places as they are. A flow's second Start is left out.
func Copy(in *flow.Integration, flowName string, s Selection, at func(n *flow.Node) *flow.Point) (flow.Part, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return flow.Part{}, err
	}
	var p flow.Part
	started := false
	for _, n := range picked(f, s.Nodes) {
		if n.node.Kind == "start" && started {
			continue
		}
		started = started || n.node.Kind == "start"
		c := n.node.Clone()
		if at != nil {
			c.At = at(n.node)
		}
		p.Nodes = append(p.Nodes, c)
	}
	for i, note := range f.Notes {
		if slices.Contains(s.Notes, i) {
			p.Notes = append(p.Notes, note)
		}
	}
	if len(p.Nodes)+len(p.Notes) == 0 {
		return flow.Part{}, errNothing
	}
	same := map[string]string{}
	for n := range (&flow.Flow{Nodes: p.Nodes}).All {
		same[n.Name] = n.Name
	}
	for n := range (&flow.Flow{Nodes: p.Nodes}).All {
		n.Wires = within(n.Wires, same)
	}
	p.Groups = groupsOf(f.Groups, same)
	return p, nil
}

// Cut returns the batch that takes away what is selected.
func Cut(in *flow.Integration, flowName string, s Selection) (flow.Edit, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return nil, err
	}
	nodes := picked(f, s.Nodes)
	batch := flow.Batch{}
	for _, n := range nodes {
		batch.Edits = append(batch.Edits, flow.RemoveNode{Flow: flowName, Name: n.node.Name})
	}
	var notes []flow.Note
	for i, note := range f.Notes {
		if !slices.Contains(s.Notes, i) {
			notes = append(notes, note)
		}
	}
	gone := len(f.Notes) - len(notes)
	if gone > 0 {
		batch.Edits = append(batch.Edits, flow.SetNotes{Flow: flowName, Notes: notes})
	}
	if len(batch.Edits) == 0 {
		return nil, errNothing
	}
	batch.Name = "Cut " + things(nodesOf(nodes), gone)
	return batch, nil
}

var errNothing = errors.New("nothing is selected: click a node first")

// things names what an edit is about: a node by its name, more by their number.
func things(nodes []*flow.Node, notes int) string {
	what := ""
	switch {
	case len(nodes) == 1:
		what = nodes[0].Name
	case len(nodes) > 1:
		what = fmt.Sprintf("%d nodes", len(nodes))
	}
	if notes == 0 {
		return what
	}
	if what != "" {
		what += " and "
	}
	if notes == 1 {
		return what + "a note"
	}
	return what + fmt.Sprintf("%d notes", notes)
}

// A standing node is one and the container that it stands in, or "".
type standing struct {
	node *flow.Node
	in   string
}

func nodesOf(list []standing) []*flow.Node {
	out := make([]*flow.Node, len(list))
	for i, s := range list {
		out[i] = s.node
	}
	return out
}

// picked are the nodes of those names, in document order, without what stands in another
// one of them.
func picked(f *flow.Flow, names []string) []standing {
	wanted := make(map[string]bool, len(names))
	for _, name := range names {
		wanted[name] = true
	}
	var out []standing
	inside := map[string]bool{}
	for n, c := range f.All {
		switch {
		case c != nil && inside[c.Name]:
			inside[n.Name] = true
		case wanted[n.Name]:
			inside[n.Name] = true
			s := standing{node: n}
			if c != nil {
				s.in = c.Name
			}
			out = append(out, s)
		}
	}
	return out
}

// within returns the wires that stay among the renamed nodes, under their new names.
func within(wires []flow.Leg, renamed map[string]string) []flow.Leg {
	var out []flow.Leg
	for _, l := range wires {
		var to []string
		for _, t := range l.To {
			if name, ok := renamed[t]; ok {
				to = append(to, name)
			}
		}
		if to != nil {
			out = append(out, flow.Leg{Port: l.Port, To: to})
		}
	}
	return out
}

// groupsOf are the groups of which every node is among the renamed ones.
func groupsOf(groups []flow.Group, renamed map[string]string) []flow.Group {
	var out []flow.Group
	for _, g := range groups {
		var names []string
		for _, name := range g.Nodes {
			if to, ok := renamed[name]; ok {
				names = append(names, to)
			}
		}
		if len(names) == len(g.Nodes) && len(names) > 0 {
			g.Nodes = names
			out = append(out, g)
		}
	}
	return out
}
