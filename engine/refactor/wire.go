package refactor

import (
	"fmt"
	"slices"

	"flowbench/engine/flow"
)

// A Wire is one wire of a flow.
type Wire struct{ From, Port, To string }

// Connect returns the edit that draws a wire. The first node wired into End also gives
// its output to the output variable that has no value yet.
func Connect(in *flow.Integration, c flow.Connect) (flow.Edit, error) {
	f, err := find(in, c.Flow, c.From)
	if err != nil {
		return nil, err
	}
	if err := f.CanConnect(c.From, c.Port, c.To); err != nil {
		return nil, err
	}
	fill := result(f, c.From, c.Port, f.Node(c.To))
	if fill == nil {
		return c, nil
	}
	return flow.Batch{Name: c.Label(), Edits: []flow.Edit{c, *fill}}, nil
}

// Splice returns the batch that puts a new node into a wire: the wire leads to the node,
// and the node's port on to where the wire led. A port of "" leads nowhere.
func Splice(in *flow.Integration, flowName string, w Wire, n *flow.Node, port string) (flow.Edit, error) {
	f, err := find(in, flowName, w.From)
	if err != nil {
		return nil, err
	}
	from := f.Node(w.From)
	if !slices.Contains(from.To(w.Port), w.To) {
		return nil, fmt.Errorf("no wire leads from %s, port %s, to %s", w.From, w.Port, w.To)
	}
	switch n.Kind {
	case "start":
		return nil, fmt.Errorf("nothing leads to Start: a flow begins there")
	case "end":
		return nil, fmt.Errorf("nothing follows End: drop it beside the wire and draw one to it")
	}
	_, container, _ := f.Siblings(w.From)
	around := ""
	if container != nil {
		around = container.Name
	}
	n = n.Clone()
	if n.Wires = nil; port != "" {
		n.Wires = []flow.Leg{{Port: port, To: []string{w.To}}}
	}
	wires := (&flow.Node{Wires: from.Wires}).Clone().Wires
	for _, l := range wires {
		if l.Port == w.Port {
			l.To[slices.Index(l.To, w.To)] = n.Name
		}
	}
	batch := flow.Batch{Name: "Insert " + n.Name, Edits: []flow.Edit{
		flow.AddNode{Flow: flowName, In: around, Index: after(f, w.From), Node: n},
		flow.SetWires{Flow: flowName, Node: w.From, Wires: wires},
	}}
	if to := f.Node(w.To); to != nil && port != "" {
		if fill := result(f, n.Name, port, to); fill != nil {
			batch.Edits = append(batch.Edits, *fill)
		}
	}
	if _, err := batch.Apply(in.Clone()); err != nil {
		return nil, err
	}
	return batch, nil
}

// after is the place behind a node in the list that holds it.
func after(f *flow.Flow, name string) int {
	list, _, _ := f.Siblings(name)
	return 1 + slices.IndexFunc(list, func(n *flow.Node) bool { return n.Name == name })
}

// result returns the edit that gives a node's output to the one output variable that an
// End leaves empty; nil if there is no such, or more than one.
func result(f *flow.Flow, from, port string, end *flow.Node) *flow.SetField {
	start := f.Start()
	if end == nil || end.Kind != "end" || start == nil || start.Name == from || port == "failure" {
		return nil
	}
	if flow.Decode(end.Config.Get("fail")) == true {
		return nil
	}
	given := flow.Members(end.Config.Get("outputs"))
	var empty []string
	for _, v := range flow.Elements(start.Config.Get("outputs")) {
		name := flow.Members(v).Text("name")
		if x := flow.Decode(given.Get(name)); name != "" && (x == nil || x == "") {
			empty = append(empty, name)
		}
	}
	if len(empty) != 1 {
		return nil
	}
	value := flow.Of("{{context.steps." + from + ".output}}")
	return &flow.SetField{Flow: f.Name, Node: end.Name, Field: "outputs", Value: flow.Object(given.With(empty[0], value))}
}

func find(in *flow.Integration, flowName, node string) (*flow.Flow, error) {
	f := in.Flow(flowName)
	if f == nil {
		return nil, fmt.Errorf("there is no flow %q", flowName)
	}
	if node != "" && f.Node(node) == nil {
		return nil, fmt.Errorf("the flow %q has no node %q", flowName, node)
	}
	return f, nil
}
