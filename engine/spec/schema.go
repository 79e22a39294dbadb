package spec

import "slices"

// Schema returns the JSON schema (draft 2020-12) of a kind's config, as a tree of maps
// that encodes to JSON with sorted keys.
func Schema(k Kind) map[string]any {
	s := ObjectSchema(k.Fields(Around{Values: k.New}))
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = k.Title
	s["description"] = k.Summary
	return s
}

// ObjectSchema is the schema of an object with these fields.
func ObjectSchema(fields []Field) map[string]any {
	props := map[string]any{}
	var required, all []any
	for _, f := range fields {
		p := f.schema()
		if twin, ok := props[f.Name].(map[string]any); ok { // one setting, edited in two ways
			both, ok := twin["anyOf"].([]any)
			if !ok {
				both = []any{twin}
			}
			props[f.Name] = map[string]any{"anyOf": append(both, p)}
		} else {
			props[f.Name] = p
		}
		switch {
		case !f.Required || f.Default != nil:
		case f.When == nil:
			required = append(required, f.Name)
		default:
			all = append(all, map[string]any{"if": f.When.schema(fields), "then": map[string]any{"required": []any{f.Name}}})
		}
	}
	s := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if required != nil {
		s["required"] = required
	}
	if all != nil {
		s["allOf"] = all
	}
	return s
}

// schema is the condition; a setting that is left out has its default.
func (w *When) schema(siblings []Field) map[string]any {
	i := slices.IndexFunc(siblings, func(f Field) bool { return f.Name == w.Field })
	is := anys(w.Is)
	if i >= 0 && siblings[i].Type == Boolean {
		for j := range is {
			is[j] = is[j] == "true"
		}
	}
	s := map[string]any{"properties": map[string]any{w.Field: map[string]any{"enum": is}}}
	if i < 0 || !slices.Contains(w.Is, ToText(siblings[i].Default)) {
		s["required"] = []any{w.Field}
	}
	return s
}

func (f Field) schema() map[string]any {
	p := f.plainSchema()
	if f.Template && p["type"] != nil && p["type"] != "string" && f.Type != List && f.Type != Form {
		p = map[string]any{"anyOf": []any{p, map[string]any{"type": "string", "pattern": `\{[{%]`}}}
	}
	if f.Label != "" {
		p["title"] = f.Label
	}
	if f.Doc != "" {
		p["description"] = f.Doc
	}
	if f.Default != nil {
		p["default"] = f.Default
	}
	if f.Source != "" {
		p["$comment"] = f.Source
	}
	return p
}

func (f Field) plainSchema() map[string]any {
	switch f.Type {
	case Number:
		return f.limits(map[string]any{"type": "number"}, "minimum", "maximum")
	case Boolean:
		return map[string]any{"type": "boolean"}
	case Choice:
		var values []string
		for _, o := range f.Options {
			values = append(values, o.Value)
		}
		return map[string]any{"enum": anys(values)}
	case Duration:
		return map[string]any{"type": []any{"string", "number"}}
	case List:
		return f.limits(map[string]any{"type": "array", "items": ObjectSchema(f.Row)}, "minItems", "maxItems")
	case Form:
		return map[string]any{"type": "object"}
	case Texts:
		return map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	case JSON, Any, Variable:
		return map[string]any{}
	}
	p := map[string]any{"type": "string"}
	if f.Required {
		p["minLength"] = 1
	}
	return p
}

func (f Field) limits(p map[string]any, low, high string) map[string]any {
	if f.Min != nil {
		p[low] = *f.Min
	}
	if f.Max != nil {
		p[high] = *f.Max
	}
	return p
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}
