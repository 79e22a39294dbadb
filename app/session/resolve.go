package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
)

// A Lookup reads an OS variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Resolve returns the values that declared config variables have in the environment, those
// left to their default apart, and the texts among them that may not be shown: what came
// from OS variables, which are read now. The error names every variable that has none and
// must have one, or one of another type.
func (e Environment) Resolve(declared []flow.Variable, read Lookup) (values map[string]any, hide []string, err error) {
	values = map[string]any{}
	for _, v := range declared {
		x, secrets, bad := e.value(v, read)
		err = errors.Join(err, bad)
		hide = append(hide, secrets...)
		if x != nil {
			values[v.Name] = x
		}
	}
	return values, hide, err
}

// Judge says what is wrong with the value of a config variable in the environment.
func (e Environment) Judge(v flow.Variable, read Lookup) error {
	_, _, err := e.value(v, read)
	return err
}

// value is what a config variable is in the environment, nil where its default holds.
func (e Environment) value(v flow.Variable, read Lookup) (x any, hide []string, err error) {
	set := e.Values[v.Name]
	if set.OS != "" {
		text, there := read(set.OS)
		switch {
		case !there:
			return nil, nil, fmt.Errorf("the config variable %q is read from the OS variable %s, which is not set here: set it before Flowbench starts, or change it in %s", v.Name, set.OS, e.place())
		case text == "" && v.Required:
			return nil, nil, fmt.Errorf("the config variable %q is read from the OS variable %s, which is empty: it needs a value", v.Name, set.OS)
		case convert(v.Type, text) != nil: // whose words would show the text
			return nil, nil, fmt.Errorf("the config variable %q is %s, and the OS variable %s that it is read from is not", v.Name, kinds[v.Type], set.OS)
		}
		return text, secrets(v.Type, text), nil
	}
	x = flow.Decode(set.Value)
	if x == nil || x == "" {
		if d := flow.Decode(v.Default); v.Required && (d == nil || d == "") {
			return nil, nil, fmt.Errorf("the config variable %q needs a value in %s: give it one in %s", v.Name, e.Name, e.place())
		}
		return nil, nil, nil
	}
	if err := convert(v.Type, x); err != nil {
		return nil, nil, fmt.Errorf("the config variable %q in %s: %w", v.Name, e.Name, err)
	}
	return x, nil, nil
}

// place is where the values of an environment are set.
func (e Environment) place() string { return "Environments > " + e.Name }

// kinds are what a value is, by the type that a config variable has.
var kinds = map[string]string{"text": "a text", "": "a text", "number": "a number", "boolean": "true or false", "json": "JSON"}

// convert tries whether a value is one of a type, as a run does.
func convert(kind string, x any) (err error) {
	text, isText := x.(string)
	switch {
	case text == "" && isText:
	case kind == "number":
		_, err = expr.Number(x)
	case kind == "boolean":
		_, err = expr.Bool(x)
	case kind == "json" && isText && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{"), kind == "json" && isText && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "["):
		_, err = expr.JSON(x)
	}
	return err
}

// secrets are the texts that an OS variable brings in: all of it, and of JSON every text
// in it. What can only be true or false hides nothing.
func secrets(kind, text string) []string {
	if kind == "boolean" || text == "" {
		return nil
	}
	out := []string{text}
	if kind != "json" {
		return out
	}
	if v, err := expr.Decode([]byte(text)); err == nil {
		out = append(out, leaves(v)...)
	}
	return out
}

// leaves are the texts in a value, keys apart.
func leaves(v any) []string {
	var out []string
	switch v := v.(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, el := range v {
			out = append(out, leaves(el)...)
		}
	case map[string]any:
		for _, el := range v {
			out = append(out, leaves(el)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Bound returns the stored connections, by the name that a flow's nodes use, that its
// nodes have in the environment. In one where something leaves the machine, the error
// names those that have none.
func (e Environment) Bound(f *flow.Flow) (map[string]string, error) {
	out := map[string]string{}
	var missing []string
	for n := range f.All {
		name := n.Config.Text("connection")
		switch id := e.Bindings[name]; {
		case name == "" || n.Disabled:
		case id != "":
			out[name] = id
		case !slices.Contains(missing, name):
			missing = append(missing, name)
		}
	}
	if e.Sandbox || missing == nil {
		return out, nil
	}
	var bad error
	for _, name := range missing {
		bad = errors.Join(bad, fmt.Errorf("the connection %q has no account in %s: bind it in %s", name, e.Name, e.place()))
	}
	return out, bad
}
