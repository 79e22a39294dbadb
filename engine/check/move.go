package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// A Move is a key that was typed into a node and can go into a connection.
type Move struct {
	Provider string      // whose account it is; "" for hosts of its own
	Host     string      // the https origin that the node calls; "" with a provider
	In       auth.In     // the header or query parameter it stood in; "" for another setting of a service's action
	Name     string      // of it, as in "Authorization"
	Value    string      // what is put there, as in "Bearer {{secret}}"
	Secret   auth.Secret // the key

	path spec.Path
	rest flow.Edit // takes it out of the node
}

// To is the edit, one step, by which the key is gone from the node, and the node calls
// with a connection of that name, which the document then has.
func (m Move) To(in *flow.Integration, connection string) flow.Edit {
	b := flow.Batch{Name: "Move a key of " + m.path.Node + " to a connection"}
	if e := declare(in, connection, m.Provider, m.Host); e != nil {
		b.Edits = append(b.Edits, e)
	}
	b.Edits = append(b.Edits, m.rest,
		flow.SetField{Flow: m.path.Flow, Node: m.path.Node, Field: "connection", Value: flow.Of(connection)})
	return b
}

// Movable reads the key that stands at a path out of its node. It is false for one that
// no connection can put there, such as a part of a URL's path.
func Movable(in *flow.Integration, path spec.Path) (Move, bool) {
	f := in.Flow(path.Flow)
	if f == nil {
		return Move{}, false
	}
	n := f.Node(path.Node)
	if n == nil {
		return Move{}, false
	}
	m := Move{path: path}
	steps := split(path.Field)
	switch {
	case n.Kind == "integration" && len(steps) > 1 && steps[0] == "fields":
		m.Provider, m.Name = n.Config.Text("provider"), steps[len(steps)-1]
		return m.taken(n, steps, len(steps))
	case n.Kind != "api":
		return Move{}, false
	}
	host, err := transport.Host(n.Config.Text("url"))
	if err != nil {
		return Move{}, false
	}
	m.Host = "https://" + host
	switch {
	case path.Field == "url":
		return m.fromURL(n.Config.Text("url"))
	case len(steps) == 3 && steps[2] == "value" && (steps[0] == "headers" || steps[0] == "query"):
		m.In = auth.Header
		if steps[0] == "query" {
			m.In = auth.Query
		}
		m.Name, _ = valueAt(n, []string{steps[0], steps[1], "name"}).(string)
		return m.taken(n, steps, 2) // the row goes
	}
	return Move{}, false
}

// taken takes the text at the path out of the node: of the path, so many steps.
func (m Move) taken(n *flow.Node, steps []string, gone int) (Move, bool) {
	text, _ := valueAt(n, steps).(string)
	var ok bool
	if m.Value, m.Secret, ok = pattern(text); !ok || m.Name == "" || hasTemplate(m.Name) {
		return Move{}, false
	}
	edit, ok := changed(m.path.Flow, n, steps[:gone], func(any) (any, bool) { return nil, false })
	if len(edit.Value) <= len("[]") {
		edit.Value = nil // nothing is left in it
	}
	m.rest = edit
	return m, ok
}

// fromURL takes the first parameter that is a key out of a URL.
func (m Move) fromURL(text string) (Move, bool) {
	base, query, found := strings.Cut(text, "?")
	query, fragment, hasFragment := strings.Cut(query, "#")
	if !found || strings.Contains(base, "#") {
		return Move{}, false
	}
	pairs := strings.Split(query, "&")
	for i, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil || name == "" || hasTemplate(name) {
			continue
		}
		var ok bool
		if m.Value, m.Secret, ok = pattern(value); !ok {
			continue
		}
		m.In, m.Name = auth.Query, name
		if pairs = slices.Delete(pairs, i, i+1); len(pairs) > 0 {
			base += "?" + strings.Join(pairs, "&")
		}
		if hasFragment {
			base += "#" + fragment
		}
		m.rest = flow.SetField{Flow: m.path.Flow, Node: m.path.Node, Field: "url", Value: flow.Of(base)}
		return m, true
	}
	return Move{}, false
}

// A text that says how the key after it is meant: Bearer, Basic, Token.
var scheme = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*[ \t]+)(\S+)$`)

const secretPlace = "{{secret}}"

// pattern divides a text into the key in it and what stands around.
func pattern(text string) (value string, secret auth.Secret, ok bool) {
	text = strings.TrimSpace(text)
	if hasTemplate(text) {
		return "", secret, false
	}
	for _, m := range marks {
		at := m.pattern.FindStringSubmatchIndex(text)
		if at == nil || !varied(text[at[2]:at[3]]) {
			continue
		}
		if s := scheme.FindStringSubmatch(text); s != nil && !strings.Contains(strings.TrimRight(s[2], "="), "=") {
			return s[1] + secretPlace, auth.Hide(s[2]), true
		}
		from, to := at[0], at[1]
		for to < len(text) && keyChar(text[to]) {
			to++
		}
		return text[:from] + secretPlace + text[to:], auth.Hide(text[from:to]), true
	}
	return "", secret, false
}

// keyChar reports whether a key may go on with the character.
func keyChar(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~+/=", c) >= 0
}

func hasTemplate(text string) bool {
	return strings.Contains(text, "{{") || strings.Contains(text, "{%")
}

// moving is the mend of a key that can go into a connection; nil where none can hold it.
func (r *review) moving(n *flow.Node, field string) *spec.Fix {
	if _, ok := Movable(r.in, spec.Path{Flow: r.flow.Name, Node: n.Name, Field: field}); !ok {
		return nil
	}
	return &spec.Fix{Label: "Move to a connection", Ask: "move-to-connection", Value: field}
}

// valueAt is the value at a path in a node's settings, or nil.
func valueAt(n *flow.Node, steps []string) (found any) {
	raw := n.Config.Get(steps[0])
	if raw == nil {
		return nil
	}
	v, err := expr.DecodeOrdered(raw)
	if err == nil {
		at(v, steps[1:], func(v any) (any, bool) { found = v; return v, true })
	}
	return found
}
