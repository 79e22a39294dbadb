package refactor

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/flow"
)

// Beside is how far a copy lies from what it is a copy of.
var Beside = flow.Point{X: 40, Y: 40}

// Duplicate returns the batch that puts a copy of nodes beside them, with the wires and
// the references that they have among one another; and the names of the copies.
func Duplicate(in *flow.Integration, flowName string, nodes []string, read Reader) (flow.Edit, []string, error) {
	f := in.Flow(flowName)
	if f == nil {
		_, err := find(in, flowName, "")
		return nil, nil, err
	}
	var picked []*flow.Node
	around := map[*flow.Node]string{} // the container
	inside := map[string]bool{}       // lies in a container that is copied itself
	for n, c := range f.All {
		if c != nil && (inside[c.Name] || slices.Contains(nodes, c.Name)) {
			inside[n.Name] = true
		} else if slices.Contains(nodes, n.Name) {
			if n.Kind == "start" {
				return nil, nil, errors.New("a flow has one Start: it cannot be duplicated")
			}
			picked = append(picked, n)
			if c != nil {
				around[n] = c.Name
			}
		}
	}
	if len(picked) == 0 {
		return nil, nil, errors.New("no node is selected: click one first")
	}

	// Names that are free beside those of the flow and of one another.
	all := f.Clone()
	renamed := map[string]string{}
	for _, n := range picked {
		for m := range (&flow.Flow{Nodes: []*flow.Node{n}}).All {
			renamed[m.Name] = all.FreeName(strings.TrimRight(m.Name, "0123456789"))
			all.Nodes = append(all.Nodes, &flow.Node{Name: renamed[m.Name]})
		}
	}
	batch := flow.Batch{Name: "Duplicate " + picked[0].Name}
	if len(picked) > 1 {
		batch.Name = "Duplicate " + strconv.Itoa(len(picked)) + " nodes"
	}
	var copies []string
	for _, n := range picked {
		c := n.Clone()
		if c.At != nil {
			c.At.X += Beside.X
			c.At.Y += Beside.Y
		}
		for m := range (&flow.Flow{Nodes: []*flow.Node{c}}).All {
			m.Name = renamed[m.Name]
			m.Wires = within(m.Wires, renamed)
			for i, s := range m.Config {
				for _, from := range sorted(renamed) { // no new name is an old one: the order does not matter
					s.Value, _, _ = renameIn(m, s, from, renamed[from], read)
				}
				m.Config[i] = s
			}
		}
		batch.Edits = append(batch.Edits, flow.AddNode{Flow: flowName, In: around[n], Index: -1, Node: c})
		copies = append(copies, c.Name)
	}
	return batch, copies, nil
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

func sorted(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
