package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
)

// A variable is one that Start declares: an input, or an output of the flow.
type variable struct {
	name     string
	typ      string // Text, String, Number, Boolean, JSON, List
	required bool
	fallback any
	options  []any
}

// variables reads the rows of Start's inputs or outputs.
func variables(v any) ([]variable, error) {
	rows, ok := v.([]any)
	if !ok && v != nil {
		return nil, fmt.Errorf("a list belongs here")
	}
	var out []variable
	for i, row := range rows {
		m, _ := row.(map[string]any)
		x := variable{fallback: m["default"]}
		x.name, _ = m["name"].(string)
		x.typ, _ = m["type"].(string)
		x.required, _ = m["required"].(bool)
		x.options, _ = m["options"].([]any)
		if x.name == "" {
			return nil, fmt.Errorf("row %d has no name", i+1)
		}
		if slices.ContainsFunc(out, func(o variable) bool { return o.name == x.name }) {
			return nil, fmt.Errorf("%q stands there twice", x.name)
		}
		out = append(out, x)
	}
	return out, nil
}

// values gives each declared input its value: the one given, else its default.
func values(declared []variable, given map[string]any) (map[string]any, error) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.ContainsFunc(declared, func(v variable) bool { return v.name == name }) {
			return nil, fmt.Errorf("there is no input %q: %s", name, takes(declared))
		}
	}
	out := make(map[string]any, len(declared))
	for _, v := range declared {
		got := given[v.name]
		if got == nil || got == "" {
			got = v.fallback
		}
		if got == nil || got == "" && v.typ != "Text" {
			if v.required {
				return nil, fmt.Errorf("the input %q needs a value", v.name)
			}
			out[v.name] = nil
			continue
		}
		if got == "" && v.required {
			return nil, fmt.Errorf("the input %q needs a value", v.name)
		}
		x, err := v.convert(got)
		if err != nil {
			return nil, fmt.Errorf("the input %q: %w", v.name, err)
		}
		out[v.name] = x
	}
	return out, nil
}

// Accepts tells whether a run could begin with these inputs.
func (c *Flow) Accepts(inputs map[string]any) error {
	_, err := values(c.inputs, inputs)
	return err
}

func takes(declared []variable) string {
	if len(declared) == 0 {
		return "the flow takes none"
	}
	names := make([]string, len(declared))
	for i, v := range declared {
		names[i] = v.name
	}
	return "the flow takes " + strings.Join(names, ", ")
}

// convert gives an input its declared type.
func (v variable) convert(x any) (any, error) {
	x = normal(x)
	switch v.typ {
	case "Text", "String", "":
		return expr.Text(x)
	case "Number":
		return expr.Number(x)
	case "Boolean":
		return expr.Bool(x)
	case "JSON":
		out, err := expr.JSON(x)
		if text, ok := x.(string); ok && err != nil && !strings.HasPrefix(strings.TrimSpace(text), "{") && !strings.HasPrefix(strings.TrimSpace(text), "[") {
			return text, nil // words are a text, also without quotes
		}
		return out, err
	case "List":
		text, err := expr.Text(x)
		if err != nil {
			return nil, err
		}
		var choices []string
		for _, o := range v.options {
			s, _ := expr.Text(normal(o))
			if s == text {
				return normal(o), nil
			}
			choices = append(choices, s)
		}
		return nil, fmt.Errorf("%q is none of its values: %s", text, strings.Join(choices, ", "))
	}
	return nil, fmt.Errorf("there is no type %q", v.typ)
}

// normal gives a value as package expr has it: numbers that are whole as int.
func normal(v any) any {
	switch v.(type) {
	case nil, string, bool, int:
		return v
	}
	b, err := expr.Encode(v)
	if err != nil {
		return v
	}
	out, err := expr.Decode(b)
	if err != nil {
		return v
	}
	return out
}

// configValues gives each config variable its value in the environment, else its default.
func configValues(declared []flow.Variable, env Environment) (map[string]any, error) {
	out := make(map[string]any, len(declared))
	types := map[string]string{"text": "Text", "number": "Number", "boolean": "Boolean", "json": "JSON"}
	for _, name := range slices.Sorted(maps.Keys(env.Config)) {
		if !slices.ContainsFunc(declared, func(d flow.Variable) bool { return d.Name == name }) {
			return nil, fmt.Errorf("there is no config variable %q: declare it under Config Variables, or mend its spelling", name)
		}
	}
	for _, d := range declared {
		v := env.Config[d.Name]
		if v == nil {
			v = flow.Decode(d.Default)
		}
		if v == nil || v == "" {
			if d.Required {
				return nil, fmt.Errorf("the config variable %q needs a value in the environment %s", d.Name, env.Name)
			}
			out[d.Name] = v
			continue
		}
		x, err := variable{typ: types[d.Type]}.convert(v)
		if err != nil {
			return nil, fmt.Errorf("the config variable %q: %w", d.Name, err)
		}
		out[d.Name] = x
	}
	return out, nil
}
