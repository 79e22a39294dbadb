package kinds

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/spec"
)

// A Variable is an input or output of a flow, as its Start node declares it.
type Variable struct {
	Name     string
	Type     string // Text, Number, Boolean, JSON, List; of an output String, Number, JSON, Boolean
	Required bool
	Default  any
	Options  []string // of a List
	Doc      string
}

// The types of variables.
const (
	typeText    = "Text"
	typeString  = "String"
	typeNumber  = "Number"
	typeBoolean = "Boolean"
	typeJSON    = "JSON"
	typeList    = "List"
)

// Inputs returns the input variables that a Start node's settings declare.
func Inputs(start spec.Values) []Variable { return variables(start["inputs"], typeText) }

// Outputs returns the output variables that a Start node's settings declare.
func Outputs(start spec.Values) []Variable { return variables(start["outputs"], typeJSON) }

func variables(list any, usual string) []Variable {
	rows, _ := list.([]any)
	var out []Variable
	for _, el := range rows {
		row, _ := el.(map[string]any)
		v := Variable{Name: spec.ToText(row["name"]), Type: spec.ToText(row["type"]), Default: row["default"], Doc: spec.ToText(row["doc"])}
		if v.Name == "" {
			continue
		}
		if v.Type == "" {
			v.Type = usual
		}
		v.Required, _ = spec.ToBool(row["required"])
		options, _ := row["options"].([]any)
		for _, o := range options {
			v.Options = append(v.Options, spec.ToText(o))
		}
		out = append(out, v)
	}
	return out
}

// InputFields returns a form for the input variables: what a person is asked before a run.
func InputFields(start spec.Values) []spec.Field {
	var out []spec.Field
	for _, v := range Inputs(start) {
		f := spec.Field{Name: v.Name, Label: v.Name, Doc: v.Doc, Required: v.Required, Default: v.Default}
		switch v.Type {
		case typeNumber:
			f.Type = spec.Number
		case typeBoolean:
			f.Type = spec.Boolean
		case typeJSON:
			f.Type = spec.JSON
		case typeList:
			f.Type, f.Options = spec.Choice, spec.Options(v.Options...)
		default:
			f.Type = spec.Text
		}
		out = append(out, f)
	}
	return out
}

// read converts a value given to a run, often text that was typed, to the variable's type.
func (v Variable) read(x any) (any, error) {
	switch v.Type {
	case typeNumber:
		n, ok := number(x)
		if !ok {
			return nil, fmt.Errorf("%s is no number", show(x))
		}
		return n, nil
	case typeBoolean:
		b, err := spec.ToBool(x)
		if err != nil {
			return nil, fmt.Errorf("%s is neither true nor false", show(x))
		}
		return b, nil
	case typeJSON:
		text, ok := x.(string)
		if !ok {
			return x, nil
		}
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var out any
		if d.Decode(&out) == nil && !d.More() {
			return out, nil
		}
		if t := strings.TrimSpace(text); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
			return nil, fmt.Errorf("%s is no JSON: a bracket, comma or quote is missing", show(x))
		}
		return text, nil // words are a text, also without quotes
	case typeList:
		if s := spec.ToText(x); !slices.Contains(v.Options, s) {
			return nil, fmt.Errorf("%s is none of %s", show(x), strings.Join(v.Options, ", "))
		}
	}
	return spec.ToText(x), nil
}

// give converts a value that a flow gives to the variable's type where nothing is lost;
// otherwise it leaves the value and says what was expected.
func (v Variable) give(x any) (any, string) {
	if x == nil {
		return nil, ""
	}
	switch v.Type {
	case typeString:
		switch x.(type) {
		case []any, map[string]any:
			return spec.ToText(x), "is declared String; it was given a list or object, which was written as JSON"
		}
		return spec.ToText(x), ""
	case typeNumber:
		if n, ok := number(x); ok {
			return n, ""
		}
		return x, "is declared Number, but " + show(x) + " is none"
	case typeBoolean:
		if b, err := spec.ToBool(x); err == nil && x != "" {
			return b, ""
		}
		return x, "is declared Boolean, but " + show(x) + " is neither true nor false"
	}
	return x, ""
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// number reads a number, or text that is one, and keeps its digits.
func number(x any) (any, bool) {
	switch x := x.(type) {
	case int, float64, json.Number, *big.Int:
		return x, true
	case string:
		n, ok := spec.ParseNumber(x)
		if s := strings.TrimSpace(x); ok && jsonNumber.MatchString(s) {
			return json.Number(s), true
		}
		return n, ok
	}
	return nil, false
}

// show is a value as a message shows it.
func show(x any) string {
	s := spec.ToText(x)
	if _, ok := x.(string); ok || x == nil {
		b, _ := json.Marshal(x)
		s = string(b)
	}
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "…"
	}
	return s
}
