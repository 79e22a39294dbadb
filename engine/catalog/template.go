package catalog

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/flow"
	"flowbench/engine/node"
)

// A request is an action's request template, cut and ready to fill.
type request struct {
	url     text
	query   []row
	headers []row
	body    tree
	hasBody bool
}

type row struct {
	name  string
	value text
}

// cut cuts the strings of an action's request template.
func (a *Action) cut(p *Provider, at string, fail func(at string, err error)) {
	one := func(at, s string) text {
		t, err := parseText(s)
		if err != nil {
			fail(at, err)
		}
		return t
	}
	rows := func(at string, list []Row) []row {
		var out []row
		for i, r := range list {
			out = append(out, row{r.Name, one(fmt.Sprintf("%s/%d/value", at, i), r.Value)})
		}
		return out
	}
	a.template = request{
		url:     one(at+"/path", p.Origin(a)+a.Path),
		query:   rows(at+"/query", a.Query),
		headers: rows(at+"/headers", a.Headers),
		hasBody: a.Body != nil,
	}
	if a.Body != nil {
		a.template.body = parseTree(flow.Decode(a.Body), at+"/body", fail)
	}
}

// fields calls yield for each field that the template names.
func (t *request) fields(yield func(string)) {
	t.url.fields(yield)
	for _, r := range slices.Concat(t.query, t.headers) {
		r.value.fields(yield)
	}
	t.body.fields(yield)
}

// A text is a string of a request template, cut at its templates.
type text []piece

// A piece is literal, or the value of a field.
type piece struct {
	literal string
	field   string
}

var placeholder = regexp.MustCompile(`\{\{\s*fields\.([A-Za-z][A-Za-z0-9_]*)\s*\}\}`)

// parseText cuts a string. Its errors say what else stands in braces.
func parseText(s string) (text, error) {
	var t text
	rest := s
	for {
		at := placeholder.FindStringSubmatchIndex(rest)
		literal := rest
		if at != nil {
			literal = rest[:at[0]]
		}
		if strings.Contains(literal, "{{") || strings.Contains(literal, "}}") {
			return nil, fmt.Errorf("%q is no template: write {{fields.NAME}}", s)
		}
		if literal != "" {
			t = append(t, piece{literal: literal})
		}
		if at == nil {
			return t, nil
		}
		t = append(t, piece{field: rest[at[2]:at[3]]})
		rest = rest[at[1]:]
	}
}

// value returns what the text stands for, and false if it is one missing value.
func (t text) value(fields map[string]any) (any, bool) {
	if len(t) == 1 && t[0].field != "" {
		v := fields[t[0].field]
		return v, v != nil
	}
	return t.string(fields), true
}

func (t text) string(fields map[string]any) string {
	if len(t) == 1 && t[0].field == "" {
		return t[0].literal
	}
	var s strings.Builder
	for _, p := range t {
		if p.field == "" {
			s.WriteString(p.literal)
		} else {
			s.WriteString(plain(fields[p.field]))
		}
	}
	return s.String()
}

// parts keeps literal text and values apart, for who escapes the values.
func (t text) parts(fields map[string]any) []node.Part {
	out := make([]node.Part, 0, len(t)+1)
	for _, p := range t {
		if p.field == "" {
			out = append(out, node.Part{Text: p.literal})
		} else {
			out = append(out, node.Part{Value: plain(fields[p.field]), IsValue: true})
		}
	}
	return out
}

// plain writes a value as text: what is not text already as JSON.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int:
		return strconv.Itoa(v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// A tree is a body of a request template, its strings cut.
type tree struct {
	text text            // of a string
	list []tree          // of an array
	kids map[string]tree // of an object
	with string          // of an object: it is there only with a value of this field
	leaf any             // of anything else
	kind byte            // 's', '[', '{' or 0
}

// parseTree cuts the strings of decoded JSON. Paths in errors go below at.
func parseTree(v any, at string, fail func(at string, err error)) tree {
	switch v := v.(type) {
	case string:
		t, err := parseText(v)
		if err != nil {
			fail(at, err)
		}
		return tree{kind: 's', text: t}
	case []any:
		out := tree{kind: '['}
		for i, one := range v {
			out.list = append(out.list, parseTree(one, fmt.Sprintf("%s/%d", at, i), fail))
		}
		return out
	case map[string]any:
		out := tree{kind: '{', kids: map[string]tree{}}
		for name, one := range v {
			if name == "$with" {
				s, ok := one.(string)
				if !ok {
					fail(at+"/$with", fmt.Errorf("the name of a field belongs here"))
				}
				out.with = s
				continue
			}
			out.kids[name] = parseTree(one, at+"/"+name, fail)
		}
		return out
	}
	return tree{leaf: v}
}

// value fills the tree, and returns false if nothing is left of it.
func (t tree) value(fields map[string]any) (any, bool) {
	switch t.kind {
	case 's':
		if len(t.text) == 0 {
			return "", true
		}
		return t.text.value(fields)
	case '[':
		out := make([]any, 0, len(t.list))
		for _, one := range t.list {
			if v, ok := one.value(fields); ok {
				out = append(out, v)
			}
		}
		return out, true
	case '{':
		if t.with != "" && fields[t.with] == nil {
			return nil, false
		}
		out := make(map[string]any, len(t.kids))
		for name, one := range t.kids {
			if v, ok := one.value(fields); ok {
				out[name] = v
			}
		}
		return out, true
	}
	return t.leaf, true
}

// fields calls yield for each field that the tree names.
func (t tree) fields(yield func(string)) {
	t.text.fields(yield)
	if t.with != "" {
		yield(t.with)
	}
	for _, one := range t.list {
		one.fields(yield)
	}
	for _, one := range t.kids {
		one.fields(yield)
	}
}

func (t text) fields(yield func(string)) {
	for _, p := range t {
		if p.field != "" {
			yield(p.field)
		}
	}
}
