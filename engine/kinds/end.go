package kinds

import (
	"context"
	"fmt"
	"strings"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// end ends a branch: it gives the flow's outputs their values, or says that the run failed.
type end struct {
	outputs map[string]any
	fail    bool
	message string
}

func (n *end) Fields() []spec.Field {
	return []spec.Field{
		spec.FormVar(&n.outputs, spec.Field{Name: "outputs", Label: "Outputs", Template: true, Source: "D5", Sub: outputFields,
			Doc: "A value for each output variable of Start."}),
		spec.BoolVar(&n.fail, spec.Field{Name: "fail", Label: "Mark the run as failed", Source: "R15",
			Doc: "For the end of a failure path: the run counts as failed and shows the error message."}),
		spec.TextVar(&n.message, spec.Field{Name: "message", Label: "Error message", Template: true, Lines: 2, Source: "D14",
			When: &spec.When{Field: "fail", Is: []string{"true"}}, Placeholder: "The message of the step that failed",
			Doc: "What the run says went wrong. Empty: the message of the step that failed before."}),
	}
}

// outputFields is one field for each output variable of Start.
func outputFields(a spec.Around) []spec.Field {
	var out []spec.Field
	for _, v := range Outputs(a.Start) {
		out = append(out, spec.Field{Name: v.Name, Label: v.Name, Type: spec.Any, Template: true, Placeholder: "{{context.steps.NAME.output}}",
			Doc: "The value of the output variable " + v.Name + " (" + v.Type + ")."})
	}
	return out
}

// failedBefore gives the message of the step that failed on the way here.
const failedBefore = `[.steps[] | .error? | select(. != null) | .message] | first`

func (n *end) Run(ctx context.Context, env node.Env) (node.Result, error) {
	out := map[string]any{}
	res := node.Result{Output: out}
	typed, _ := env.Settings()["outputs"].(map[string]any)
	for _, v := range Outputs(env.Start()) {
		if given := typed[v.Name]; given == nil || given == "" {
			continue // another End may assign it
		}
		val, warning := v.give(n.outputs[v.Name])
		if out[v.Name] = val; warning != "" {
			res.Warnings = append(res.Warnings, v.Name+" "+warning)
		}
	}
	if n.fail {
		message := strings.TrimSpace(n.message)
		if message == "" {
			said, err := env.Program(ctx, failedBefore, nil, true)
			if err != nil {
				return res, err
			}
			if message = spec.ToText(said); message == "" {
				message = "the flow ended here as failed"
			}
		}
		env.Message(message)
	}
	return res, nil
}

func checkEnd(a spec.Around) []spec.Problem {
	if fails, _ := spec.ToBool(a.Values["fail"]); fails {
		return nil // a failed run owes no output
	}
	var out []spec.Problem
	if strings.TrimSpace(spec.ToText(a.Values["message"])) != "" {
		out = append(out, spec.Problem{Severity: spec.Warning, Path: spec.Path{Field: "fail"},
			Text: a.Name + " has an error message that nobody will see: switch on “Mark the run as failed”, or delete the message."})
	}
	given, _ := a.Values["outputs"].(map[string]any)
	for _, v := range Outputs(a.Start) {
		if x := given[v.Name]; x == nil || x == "" {
			out = append(out, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: "outputs." + v.Name},
				Text: fmt.Sprintf("%s: “%s” has no value.", a.Name, v.Name),
				Fix:  &spec.Fix{Label: "Use an output…", Ask: "output", Value: v.Name}})
		}
	}
	return out
}

func endKind() node.Kind {
	start := map[string]any{"outputs": []any{map[string]any{"name": "result", "type": typeJSON}}}
	return node.Kind{
		Kind: spec.Kind{
			ID: "end", Title: "End", Group: spec.Flow, Icon: "end",
			Summary: "Ends a branch of the flow and gives the outputs their values",
			Doc: `Each output variable that Start declares gets its value here: a text, a number, or a template such as
` + "`{{context.steps.Ahrefs.output}}`" + `. A value is turned into the declared type where nothing is lost; where it does not fit, the run
succeeds with a warning that names the output.

A flow may have several. Each ends its own branch; the other branches go on. Where two give the same output, the one further
down in the file wins. For the end of a failure path switch on **Mark the run as failed**: the run then shows the error message,
by default that of the step that failed, and outputs may stay empty.`,
			Outside: true,
			Search:  []string{"output", "result", "return", "finish", "stop", "error message"},
			New:     map[string]any{},
			Fields:  func(spec.Around) []spec.Field { return new(end).Fields() },
			Ports:   func(spec.Values) []spec.Port { return nil },
			Line: func(a spec.Around) string {
				if fails, _ := spec.ToBool(a.Values["fail"]); fails {
					return "Fails the run"
				}
				var names []string
				for _, v := range Outputs(a.Start) {
					names = append(names, v.Name)
				}
				return strings.Join(names, ", ")
			},
			Check: checkEnd,
		},
		New: func() node.Runner { return new(end) },
		Examples: []node.Example{
			{
				Title:   "The output of a step",
				Config:  map[string]any{"outputs": map[string]any{"result": "{{context.steps.Ahrefs.output.backlinks | length}}"}},
				Context: someLinks(),
				Start:   start,
				Want:    map[string]any{"result": 2},
			},
			{
				Title:  "The end of a failure path",
				Config: map[string]any{"fail": true},
				Context: map[string]any{"Post": map[string]any{"output": nil, "status": "failed",
					"error": map[string]any{"type": "http", "message": "api.slack.com answered 500"}}},
				Start:   start,
				Want:    map[string]any{},
				Message: "api.slack.com answered 500",
			},
			{
				Title:  "An error message of one's own",
				Config: map[string]any{"fail": true, "message": "Slack said no: {{context.steps.Post.error.message}}"},
				Context: map[string]any{"Post": map[string]any{"status": "failed",
					"error": map[string]any{"message": "channel_not_found"}}},
				Start:   start,
				Want:    map[string]any{},
				Message: "Slack said no: channel_not_found",
			},
		},
	}
}
