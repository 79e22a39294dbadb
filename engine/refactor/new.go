package refactor

import "flowbench/engine/flow"

// NewIntegration returns a new document: one flow, in which Start leads to End and
// declares one output variable.
func NewIntegration(name string) *flow.Integration {
	in := &flow.Integration{Details: flow.Details{Name: name}}
	in.Flows = []*flow.Flow{NewFlow("Flow 1")}
	return in
}

// NewFlow returns a flow in which Start leads to End.
func NewFlow(name string) *flow.Flow {
	type output struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	return &flow.Flow{Name: name, Nodes: []*flow.Node{
		{Name: "Start", Kind: "start", At: &flow.Point{},
			Config: flow.ConfigOf("inputs", []any{}, "outputs", []output{{"result", "JSON"}}),
			Wires:  []flow.Leg{{Port: "success", To: []string{"End"}}}},
		{Name: "End", Kind: "end", At: &flow.Point{X: 480}},
	}}
}
