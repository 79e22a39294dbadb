package kinds

import (
	"context"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// debug writes a value to the flow log.
type debug struct {
	label string
	value any
}

func (n *debug) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&n.label, spec.Field{Name: "label", Label: "Label", Placeholder: "The node's name", Doc: "What the value is called in the flow log."}),
		spec.ValueVar(&n.value, spec.Field{Name: "value", Label: "Value", Template: true, Lines: 3, Placeholder: "{{context.steps.NAME.output}}",
			Doc: "What is written. Empty: the outputs of all steps before it."}),
	}
}

// outputsBefore gives the outputs of the steps before, by name.
const outputsBefore = `.steps | map_values(.output?)`

func (n *debug) Run(ctx context.Context, env node.Env) (node.Result, error) {
	v := n.value
	if typed := env.Settings()["value"]; typed == nil || typed == "" {
		var err error
		if v, err = env.Program(ctx, outputsBefore, nil, true); err != nil {
			return node.Result{}, err
		}
	}
	label := n.label
	if label == "" {
		label = env.Step()
	}
	env.Log(label, v)
	return node.Result{Output: v}, nil
}

func debugKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "debug", Title: "Debug", Group: spec.Debug, Icon: "debug",
			Summary: "Writes a value to the flow log",
			Doc:     "The value stands in the **Flow log** under its label, and is the node's output, so that Debug can stand between any two nodes.",
			Search:  []string{"log", "print", "console", "inspect", "monitor", "trace"},
			New:     map[string]any{},
			Fields:  func(spec.Around) []spec.Field { return new(debug).Fields() },
			Ports:   func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess} },
			Line: func(a spec.Around) string {
				if label := spec.ToText(a.Values["label"]); label != "" {
					return label
				}
				if isEmpty(a.Values["value"]) {
					return "Outputs so far"
				}
				return brief(a.Values["value"])
			},
		},
		New: func() node.Runner { return new(debug) },
		Examples: []node.Example{
			{Title: "One value", Config: map[string]any{"label": "Backlinks", "value": "{{context.steps.Ahrefs.output.backlinks | length}}"}, Context: someLinks(), Want: 2},
			{Title: "Everything so far", Config: map[string]any{}, Context: someLinks(), Want: map[string]any{"Ahrefs": someLinks()["Ahrefs"].(map[string]any)["output"]}},
		},
	}
}
