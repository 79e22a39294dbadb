package kinds

import (
	"context"
	"strings"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// function makes a value from the context by a jq program.
type function struct{ program string }

func (n *function) Fields() []spec.Field {
	return []spec.Field{spec.ProgramVar(&n.program, spec.Field{Name: "program", Label: "Program (jq)", Required: true, OnContext: true, Lines: 10,
		Doc: "A jq program with one result. `.` is the context: `.steps.NAME.output` is a step's output, `config.NAME` a config variable."})}
}

func (n *function) Run(ctx context.Context, env node.Env) (node.Result, error) {
	v, err := env.Program(ctx, n.program, nil, true)
	return node.Result{Output: v}, err
}

func functionKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "function", Title: "Function", Group: spec.Data, Icon: "function",
			Summary: "Makes a value from what the steps before gave, with jq",
			Doc: `The program is jq. Its input ` + "`.`" + ` is the context: ` + "`.steps.NAME.output`" + ` of each node before, ` + "`.run.id`" + `; ` + "`config.NAME`" + ` is a config
variable. It gives one result, of any JSON type; none or null is null, more than one is an error. Put brackets around a stream to make it a list.

A program may take 30 seconds, is at most 64 KB long, and gives at most 32 MB. It reads no files and calls nothing. An error takes the failure port.`,
			Search: []string{"jq", "code", "script", "transform", "map", "filter", "set", "JavaScript", "mapping"},
			New:    map[string]any{"program": ".steps"},
			Fields: func(spec.Around) []spec.Field { return new(function).Fields() },
			Ports:  func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess, spec.OnFailure} },
			Line:   func(a spec.Around) string { return strings.Join(strings.Fields(spec.ToText(a.Values["program"])), " ") },
		},
		New: func() node.Runner { return new(function) },
		Examples: []node.Example{
			{
				Title:   "Filter and map",
				Config:  map[string]any{"program": "[.steps.Ahrefs.output.backlinks[] | select(.domain_rating_source > 50) | .url_from]"},
				Context: someLinks(), Want: []any{"https://a.example/1"},
			},
			{
				Title:   "More than one result is an error",
				Config:  map[string]any{"program": ".steps.Ahrefs.output.backlinks[].url_from"},
				Context: someLinks(), Fails: "more than one result",
			},
		},
	}
}
