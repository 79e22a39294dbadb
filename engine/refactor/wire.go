package refactor

import (
	"fmt"

	"flowbench/engine/flow"
)

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
