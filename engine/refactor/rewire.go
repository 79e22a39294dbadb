package refactor

import (
	"fmt"
	"slices"

	"flowbench/engine/flow"
)

// A Wire is one wire of a flow by its ends.
type Wire struct{ From, Port, To string }

// Reconnect returns the batch that makes of one wire another: one of its ends is moved. It
// is nil where that is the wire that was there. Only where the target changes, the wire
// keeps its place in the order of its port.
func Reconnect(in *flow.Integration, flowName string, old, now Wire) (flow.Edit, error) {
	f, err := find(in, flowName, old.From)
	if err != nil || old == now {
		return nil, err
	}
	without := &flow.Integration{Flows: []*flow.Flow{f.Clone()}}
	cut := flow.Disconnect{Flow: flowName, From: old.From, Port: old.Port, To: old.To}
	if _, err := cut.Apply(without); err != nil {
		return nil, err
	}
	draw, err := Connect(without, flow.Connect{Flow: flowName, From: now.From, Port: now.Port, To: now.To})
	if err != nil {
		return nil, err
	}
	batch := flow.Batch{Name: "Reconnect " + now.From + " to " + now.To, Edits: []flow.Edit{cut, draw}}
	if old.From == now.From && old.Port == now.Port {
		n := f.Node(old.From)
		at := slices.Index(n.To(old.Port), old.To)
		batch.Edits = append(batch.Edits, flow.SetWires{Flow: flowName, Node: n.Name,
			Wires: inserted(without.Flows[0].Node(n.Name).Wires, old.Port, at, now.To)})
	}
	return batch, nil
}

// Splice returns the batch that puts a node that is there already into a wire: what led to
// the wire's end leads to the node, and the node goes on to that end. Only a node that is
// not wired is put there, for any other already has its place in the flow.
func Splice(in *flow.Integration, flowName, node string, w Wire, out Out) (flow.Edit, error) {
	f, err := find(in, flowName, node)
	if err != nil {
		return nil, err
	}
	if err := canSplice(f, f.Node(node), w, out); err != nil {
		return nil, err
	}
	first, err := Reconnect(in, flowName, w, Wire{w.From, w.Port, node})
	if err != nil {
		return nil, err
	}
	after := &flow.Integration{Flows: []*flow.Flow{f.Clone()}}
	if _, err := first.Apply(after); err != nil {
		return nil, err
	}
	second, err := Connect(after, flow.Connect{Flow: flowName, From: node, Port: out.port(f.Node(node)), To: w.To})
	if err != nil {
		return nil, err
	}
	return flow.Batch{Name: "Put " + node + " between " + w.From + " and " + w.To, Edits: []flow.Edit{first, second}}, nil
}

func canSplice(f *flow.Flow, n *flow.Node, w Wire, out Out) error {
	port := out.port(n)
	switch {
	case n.Name == w.From || n.Name == w.To:
		return fmt.Errorf("%s is an end of this wire", n.Name)
	case n.Kind == "start":
		return fmt.Errorf("nothing leads to Start: it cannot stand in a wire")
	case port == "":
		return fmt.Errorf("nothing follows %s: it cannot stand in a wire", n.Name)
	case len(n.To(port)) > 0:
		return fmt.Errorf("%s leads to %s already: only a node without wires is put into one", n.Name, n.To(port)[0])
	}
	for m := range f.All {
		for _, l := range m.Wires {
			if slices.Contains(l.To, n.Name) {
				return fmt.Errorf("%s leads to %s already: only a node without wires is put into one", m.Name, n.Name)
			}
		}
	}
	return nil
}

// SetDisabled returns the batch that has nodes passed over in a run, or no longer.
func SetDisabled(in *flow.Integration, flowName string, nodes []string, disabled bool) (flow.Edit, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return nil, err
	}
	var changed []*flow.Node
	batch := flow.Batch{Name: "Enable "}
	if disabled {
		batch.Name = "Disable "
	}
	for n := range f.All {
		if state := n.State(); slices.Contains(nodes, n.Name) && state.Disabled != disabled {
			state.Disabled = disabled
			batch.Edits = append(batch.Edits, flow.SetState{Flow: flowName, Node: n.Name, State: state})
			changed = append(changed, n)
		}
	}
	batch.Name += things(changed, 0)
	return batch, nil
}
