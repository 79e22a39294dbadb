package kinds

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// start is the trigger: where a flow begins, and what it takes and gives. It reads its
// settings as [Inputs] and [Outputs] do, which End and the Run dialog need too.
type start struct{}

var anInput = append([]spec.Field{
	{Name: "name", Type: spec.Text, Label: "Name (key)", Required: true, Narrow: true, Placeholder: "target",
		Doc: "The name under which the flow knows it: letters, digits and underscore. Also `{{context.steps.Start.NAME}}`."},
	{Name: "type", Type: spec.Choice, Label: "Type", Narrow: true, Default: typeText, Options: []spec.Option{
		{Value: typeText, Label: "Text"}, {Value: typeNumber, Label: "Number"}, {Value: typeBoolean, Label: "Boolean"},
		{Value: typeJSON, Label: "JSON"}, {Value: typeList, Label: "List of values (Enum)"},
	}, Doc: "What values it takes."},
	{Name: "options", Type: spec.Texts, Label: "Values", Required: true, When: &spec.When{Field: "type", Is: []string{typeList}},
		Placeholder: "low\nhigh", Doc: "The values to choose from, each on a line of its own."},
	{Name: "required", Type: spec.Boolean, Label: "Mandatory", Doc: "A run without a value for it does not begin."},
}, append(defaults(), spec.Field{Name: "doc", Type: spec.Text, Label: "Description", Placeholder: "Shown when the flow is run", Doc: "Shown to who runs the flow."})...)

// defaults is the default value of an input, edited as its type asks for.
func defaults() []spec.Field {
	is := func(types ...string) *spec.When { return &spec.When{Field: "type", Is: types} }
	fd := spec.Field{Name: "default", Type: spec.Any, Label: "Default value", Placeholder: "None", Doc: "Taken where a run is given no value."}
	plain, yes, tree := fd, fd, fd
	plain.When = is(typeText, typeNumber, typeList)
	yes.When, yes.Type, yes.Options = is(typeBoolean), spec.Choice, spec.Options("true", "false")
	tree.When, tree.Type = is(typeJSON), spec.JSON
	return []spec.Field{plain, yes, tree}
}

var anOutput = []spec.Field{
	{Name: "name", Type: spec.Text, Label: "Name (key)", Required: true, Narrow: true, Placeholder: "result", Doc: "The name of the output: letters, digits and underscore."},
	{Name: "type", Type: spec.Choice, Label: "Type", Narrow: true, Default: typeJSON, Options: spec.Options(typeString, typeNumber, typeJSON, typeBoolean),
		Doc: "What the flow gives under that name."},
}

// newVariable is a variable that is added, with a type so that it stands in the file.
func newVariable(kind string) func([]any) map[string]any {
	return func([]any) map[string]any { return map[string]any{"name": "", "type": kind} }
}

// inputTitle is what a folded input is called, and inputNote what else it says.
func inputTitle(_ int, row map[string]any) string {
	if name := spec.ToText(row["name"]); name != "" {
		return name
	}
	return "New variable"
}

func inputNote(row map[string]any) string {
	parts := []string{typeText}
	if kind := spec.ToText(row["type"]); kind != "" {
		parts[0] = kind
	}
	if must, _ := spec.ToBool(row["required"]); must {
		parts = append(parts, "mandatory")
	}
	if v := spec.ToText(row["default"]); v != "" {
		parts = append(parts, v)
	}
	return strings.Join(parts, " · ")
}

var startFields = []spec.Field{
	{Name: "inputs", Type: spec.List, Label: "Input variables", Tab: "Input", RowNoun: "Input Variable", Row: anInput, Source: "R21",
		RowTitle: inputTitle, RowNote: inputNote, NewRow: newVariable(typeText),
		Doc: "What a run of the flow is given."},
	{Name: "outputs", Type: spec.List, Label: "Output variables", Tab: "Output", RowNoun: "Output Variable", Row: anOutput, Source: "R22",
		NewRow: newVariable(typeString), Doc: "What the flow gives: at least one. End assigns their values."},
}

func (n *start) Fields() []spec.Field { return startFields }

func (n *start) Run(_ context.Context, env node.Env) (node.Result, error) {
	given := env.Inputs()
	out := map[string]any{}
	for _, v := range Inputs(env.Settings()) {
		x, ok := given[v.Name]
		if !ok || x == nil || x == "" && v.Type != typeText {
			x = v.Default
		}
		if x == nil || x == "" && v.Required {
			if v.Required {
				return node.Result{}, fault("value", "the input %s is mandatory, and has no value", v.Name)
			}
			out[v.Name] = nil
			continue
		}
		val, err := v.read(x)
		if err != nil {
			return node.Result{}, fault("value", "the input %s: %w", v.Name, err)
		}
		out[v.Name] = val
	}
	var warnings []string
	for name := range given {
		if _, ok := out[name]; !ok {
			warnings = append(warnings, fmt.Sprintf("the flow has no input %q: it was not used", name))
		}
	}
	slices.Sort(warnings)
	return node.Result{Output: out, Warnings: warnings}, nil
}

// fault is a step's failure of a type, with nothing that came back.
func fault(kind, format string, args ...any) error {
	return &node.Failure{Fault: event.Fault{Type: kind, Message: fmt.Errorf(format, args...).Error()}}
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// reserved are the names that context.steps.Start has of its own.
var reserved = []string{"output", "status", "response", "error"}

func checkStart(a spec.Around) []spec.Problem {
	var out []spec.Problem
	add := func(path, format string, args ...any) {
		out = append(out, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: path}, Text: fmt.Sprintf(format, args...)})
	}
	for _, side := range []struct {
		field, noun string
		reserved    []string
	}{{"inputs", "input", reserved}, {"outputs", "output", nil}} {
		rows, _ := a.Values[side.field].([]any)
		seen := map[string]bool{}
		for i, el := range rows {
			row, _ := el.(map[string]any)
			name, at := spec.ToText(row["name"]), fmt.Sprintf("%s[%d]", side.field, i)
			switch {
			case name == "":
				continue // said by the field itself
			case !variableName.MatchString(name):
				add(at+".name", "The name of the %s %q has other characters: use letters, digits and underscore, a letter first, at most 64.", side.noun, name)
			case slices.Contains(side.reserved, strings.ToLower(name)):
				add(at+".name", "An input cannot be called %s: context.steps.%s.%s has a meaning of its own. Choose another name.", name, a.Name, strings.ToLower(name))
			case seen[strings.ToLower(name)]:
				add(at+".name", "There are two %ss called %s: rename one.", side.noun, name)
			}
			seen[strings.ToLower(name)] = true
			v := variables([]any{el}, typeText)[0]
			if _, isList := row["options"].([]any); v.Type == typeList && row["options"] != nil && (!isList || len(v.Options) == 0) {
				add(at+".options", "%s has no values to choose from: write each on a line of its own.", name)
			} else if v.Default != nil && side.field == "inputs" && !(v.Type == typeList && len(v.Options) == 0) {
				if _, err := v.read(v.Default); err != nil {
					add(at+".default", "The default value of %s does not fit: %s.", name, err)
				}
			}
		}
	}
	if len(Outputs(a.Values)) == 0 {
		list, _ := a.Values["outputs"].([]any)
		list = append(slices.Clone(list), map[string]any{"name": "result", "type": typeJSON})
		out = append(out, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: "outputs"},
			Text: "Start has no output variable: a flow gives at least one. Add one on the Output tab.",
			Fix:  &spec.Fix{Label: "Add result", Edit: flow.SetField{Field: "outputs", Value: flow.Of(list)}}})
	}
	return out
}

func startKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "start", Title: "Start", Group: spec.Flow, Icon: "start",
			Summary: "Where the flow begins: what it is given, and what it gives",
			Doc: `Each flow has one Start. It runs when **Run Flow** is pressed, or by ` + "`flowbench run`" + `.

On the **Input** tab, **Add Input Variable** declares what a run is given. A node further on reads it as
` + "`{{context.steps.Start.NAME}}`" + `. A value that was typed is turned into the variable's type: Text, Number, Boolean, JSON, or one
of a list of values. A mandatory one without a value, or a value that does not fit, stops the run before anything is sent.

On the **Output** tab, **Add Output Variable** declares what the flow gives. There is at least one, and the End node gives each a value.`,
			Search:  []string{"trigger", "begin", "input", "variables", "manual"},
			NoInput: true, Single: true, Outside: true,
			New:    map[string]any{"inputs": []any{}, "outputs": []any{map[string]any{"name": "result", "type": typeJSON}}},
			Order:  []string{"inputs", "outputs"},
			Fields: func(spec.Around) []spec.Field { return new(start).Fields() },
			Ports:  func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess} },
			Line: func(a spec.Around) string {
				var names []string
				for _, v := range Inputs(a.Values) {
					names = append(names, v.Name)
				}
				if names == nil {
					return "No input"
				}
				return strings.Join(names, ", ")
			},
			Check: checkStart,
			Sample: func(a spec.Around) any {
				out := map[string]any{}
				for _, v := range Inputs(a.Values) {
					out[v.Name] = v.sample()
				}
				return out
			},
		},
		New: func() node.Runner { return new(start) },
		Examples: []node.Example{
			{
				Title: "Typed text becomes a number",
				Config: map[string]any{"inputs": []any{
					map[string]any{"name": "target", "required": true},
					map[string]any{"name": "limit", "type": typeNumber, "default": 50},
				}, "outputs": []any{map[string]any{"name": "result", "type": typeJSON}}},
				Inputs: map[string]any{"target": "example.com", "limit": "10"},
				Want:   map[string]any{"target": "example.com", "limit": 10},
			},
			{
				Title: "A mandatory input without a value",
				Config: map[string]any{"inputs": []any{map[string]any{"name": "target", "required": true}},
					"outputs": []any{map[string]any{"name": "result", "type": typeJSON}}},
				Fails: "the input target is mandatory, and has no value",
			},
			{
				Title: "One of a list of values",
				Config: map[string]any{"inputs": []any{map[string]any{"name": "size", "type": typeList, "options": []any{"small", "large"}, "default": "small"}},
					"outputs": []any{map[string]any{"name": "result", "type": typeJSON}}},
				Inputs: map[string]any{"size": "huge"},
				Fails:  `the input size: "huge" is none of small, large`,
			},
		},
	}
}

// sample is a value such as the variable may have.
func (v Variable) sample() any {
	if v.Default != nil {
		if x, err := v.read(v.Default); err == nil {
			return x
		}
	}
	switch v.Type {
	case typeNumber:
		return 1
	case typeBoolean:
		return true
	case typeJSON:
		return map[string]any{}
	case typeList:
		if len(v.Options) > 0 {
			return v.Options[0]
		}
	}
	return "text"
}
