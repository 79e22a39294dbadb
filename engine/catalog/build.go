package catalog

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// Build makes the request of an action from its evaluated fields. A field that is not
// there has its default. Each value is converted to the type its field declares; a
// required one that is missing, or one that does not fit, is an error that names it.
func (c *Catalog) Build(provider, action string, fields map[string]any) (node.Request, error) {
	a := c.Action(provider, action)
	if a == nil {
		return node.Request{}, fmt.Errorf("the catalogue has no action %q of %q", action, provider)
	}
	values, err := a.values(fields)
	if err != nil {
		return node.Request{}, err
	}
	return a.request(provider, values), nil
}

// request fills the action's template.
func (a *Action) request(provider string, values map[string]any) node.Request {
	t := &a.template
	r := node.Request{
		Provider: provider, Action: a.ID, Fields: values,
		Method: a.Method, URL: t.url.parts(values), BodyAs: a.BodyAs, Reads: a.Reads,
		Query: fillRows(t.query, values), Headers: fillRows(t.headers, values),
	}
	if r.Reads == "" {
		r.Reads = "json"
	}
	if r.BodyAs == "" {
		r.BodyAs = "none"
	}
	if t.hasBody {
		r.Body, _ = t.body.value(values)
		if a.BodyAs == "form" {
			if body, ok := r.Body.(map[string]any); ok {
				r.Body = flat(body)
			}
		}
	}
	return r
}

func fillRows(rows []row, fields map[string]any) []event.Header {
	var out []event.Header
	for _, r := range rows {
		v, ok := r.value.value(fields)
		if !ok {
			continue
		}
		list, many := v.([]any)
		if !many {
			list = []any{v}
		}
		for _, one := range list {
			out = append(out, event.Header{Name: r.name, Value: plain(one)})
		}
	}
	return out
}

// values converts the fields to their declared types; what is missing is left out.
func (a *Action) values(fields map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(a.Fields))
	for _, f := range a.Fields {
		v, ok := fields[f.Name]
		if !ok {
			v = f.Default
		}
		if v == nil || v == "" {
			if f.Required {
				return nil, fmt.Errorf("%s is missing: %s needs it", f.Label, a.Title)
			}
			continue
		}
		v, err := convert(f, v)
		if err != nil {
			return nil, err
		}
		out[f.Name] = v
	}
	return out, nil
}

func convert(f spec.Field, v any) (any, error) {
	switch f.Type {
	case spec.Text, spec.Choice:
		return plain(v), nil
	case spec.Number:
		n, err := spec.ToNumber(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Label, err)
		}
		if s, ok := v.(json.Number); ok {
			return s, nil
		}
		if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			return int(n), nil
		}
		return n, nil
	case spec.Boolean:
		switch v {
		case true, false:
			return v, nil
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, fmt.Errorf("%s: %q is neither true nor false", f.Label, plain(v))
	}
	return v, nil
}

// flat makes the keys that a form has of nested values: metadata[order], items[].
func flat(body map[string]any) map[string]any {
	out := make(map[string]any, len(body))
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, one := range v {
				walk(key+"["+k+"]", one)
			}
		case []any:
			for i, one := range v {
				if m, ok := one.(map[string]any); ok {
					walk(fmt.Sprintf("%s[%d]", key, i), m)
					continue
				}
				list, _ := out[listKey(key)].([]any)
				out[listKey(key)] = append(list, one)
			}
		default:
			out[key] = v
		}
	}
	for k, v := range body {
		walk(k, v)
	}
	return out
}

func listKey(key string) string { return strings.TrimSuffix(key, "[]") + "[]" }
