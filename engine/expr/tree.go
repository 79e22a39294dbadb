package expr

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Tree is a JSON value whose every string is a template of its own, compiled.
// Keys stand as they are.
type Tree struct {
	root node
}

// node is one value of a tree. What holds no template is kept ready, as value
// and as JSON.
type node struct {
	at       string
	value    any
	json     []byte
	template *Template
	members  []member
	elements []node
}

type member struct {
	name string
	json []byte // the name and its colon
	node node
}

// ParseTree reads a JSON value and the templates in it. The error is an
// [*Error] where a template is wrong.
func ParseTree(data []byte, opts ...Option) (*Tree, error) {
	v, err := DecodeOrdered(data)
	if err != nil {
		return nil, err
	}
	return NewTree(v, opts...)
}

// NewTree reads the templates in a value. The keys of a map are taken sorted,
// those of an [Object] in order.
func NewTree(v any, opts ...Option) (*Tree, error) {
	root, err := newNode(v, "", 0, opts)
	if err != nil {
		return nil, err
	}
	return &Tree{root}, nil
}

func newNode(v any, at string, depth int, opts []Option) (node, error) {
	n := node{at: at}
	var err error
	switch v := v.(type) {
	case string:
		t, err := Parse(v, opts...)
		if err != nil {
			return n, placed(err, at)
		}
		text, ok := t.Literal()
		if !ok {
			n.template = t
			return n, nil
		}
		return n, n.fix(text)
	case map[string]any:
		o := make(Object, 0, len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			o = append(o, Member{k, v[k]})
		}
		return newNode(o, at, depth, opts)
	case Object:
		if depth >= MaxDepth {
			return n, errDeep
		}
		static := true
		n.members = make([]member, len(v))
		for i, m := range v {
			if strings.Contains(m.Name, "{{") || strings.Contains(m.Name, "{%") {
				return n, &Error{Part: brief(m.Name), At: at, Line: 1, Column: 1, Text: "a key cannot be a template",
					Fix: `build the object in one template: "{{ {(…): …} }}"`}
			}
			e := &n.members[i]
			e.name, e.json = m.Name, append(appendString(nil, m.Name), ':')
			if e.node, err = newNode(m.Value, below(at, m.Name), depth+1, opts); err != nil {
				return n, err
			}
			static = static && e.node.json != nil
		}
		if static {
			return n, n.fix(v.fixed(n.members))
		}
	case []any:
		if depth >= MaxDepth {
			return n, errDeep
		}
		static := true
		values := make([]any, len(v))
		n.elements = make([]node, len(v))
		for i, el := range v {
			if n.elements[i], err = newNode(el, at+"["+strconv.Itoa(i)+"]", depth+1, opts); err != nil {
				return n, err
			}
			values[i] = n.elements[i].value
			static = static && n.elements[i].json != nil
		}
		if static {
			return n, n.fix(values)
		}
	default:
		return n, n.fix(v)
	}
	return n, nil
}

// fix makes n a value that needs no evaluation.
func (n *node) fix(v any) (err error) {
	n.members, n.elements = nil, nil
	n.value = v
	n.json, err = Encode(v)
	return err
}

func (o Object) fixed(ms []member) Object {
	out := make(Object, len(o))
	for i := range ms {
		out[i] = Member{ms[i].name, ms[i].node.value}
	}
	return out
}

func below(at, name string) string {
	switch {
	case !isIdent(name):
		return at + "[" + string(appendString(nil, name)) + "]"
	case at == "":
		return name
	}
	return at + "." + name
}

func placed(err error, at string) error {
	var e *Error
	if errors.As(err, &e) {
		e.At = at
	}
	return err
}

// Eval evaluates the tree to a value with objects as [Object]. A missing value
// leaves out its key and is null in an array; a whole tree that is missing is
// said to be so.
func (t *Tree) Eval(ctx context.Context, s *Scope) (value any, missing bool, err error) {
	value, missing, err = t.root.eval(ctx, s)
	return value, missing, err
}

func (n *node) eval(ctx context.Context, s *Scope) (any, bool, error) {
	switch {
	case n.json != nil:
		return n.value, false, nil
	case n.template != nil:
		v, missing, err := n.template.Eval(ctx, s)
		return v, missing, placed(err, n.at)
	case n.members != nil:
		o := make(Object, 0, len(n.members))
		for i := range n.members {
			m := &n.members[i]
			v, missing, err := m.node.eval(ctx, s)
			if err != nil {
				return nil, false, err
			}
			if !missing {
				o = append(o, Member{m.name, v})
			}
		}
		return o, false, nil
	}
	a := make([]any, len(n.elements))
	for i := range n.elements {
		v, _, err := n.elements[i].eval(ctx, s)
		if err != nil {
			return nil, false, err
		}
		a[i] = v
	}
	return a, false, nil
}

// JSON evaluates the tree straight to compact JSON, as [Encode] would write
// what [Tree.Eval] gives; missing, it is null.
func (t *Tree) JSON(ctx context.Context, s *Scope) (data []byte, missing bool, err error) {
	data, missing, err = t.root.appendTo(make([]byte, 0, 512), ctx, s)
	if err != nil {
		return nil, false, err
	}
	if missing {
		data = append(data, "null"...)
	}
	return data, missing, nil
}

func (n *node) appendTo(b []byte, ctx context.Context, s *Scope) ([]byte, bool, error) {
	if len(b) > MaxResult {
		return b, false, errLarge
	}
	switch {
	case n.json != nil:
		return append(b, n.json...), false, nil
	case n.template != nil:
		v, missing, err := n.template.Eval(ctx, s)
		if err != nil || missing {
			return b, missing, placed(err, n.at)
		}
		if b, err = AppendJSON(b, v); err != nil {
			err = fmt.Errorf("at %s: %w", n.at, err)
		}
		return b, false, err
	case n.members != nil:
		return n.appendMembers(b, ctx, s)
	}
	b = append(b, '[')
	for i := range n.elements {
		if i > 0 {
			b = append(b, ',')
		}
		var missing bool
		var err error
		if b, missing, err = n.elements[i].appendTo(b, ctx, s); err != nil {
			return b, false, err
		}
		if missing {
			b = append(b, "null"...)
		}
	}
	return append(b, ']'), false, nil
}

func (n *node) appendMembers(b []byte, ctx context.Context, s *Scope) ([]byte, bool, error) {
	b = append(b, '{')
	first := true
	for i := range n.members {
		m := &n.members[i]
		before := len(b)
		if !first {
			b = append(b, ',')
		}
		b = append(b, m.json...)
		var missing bool
		var err error
		if b, missing, err = m.node.appendTo(b, ctx, s); err != nil {
			return b, false, err
		}
		if missing {
			b = b[:before]
			continue
		}
		first = false
	}
	return append(b, '}'), false, nil
}

// Templates gives every template in the tree that evaluates something, in order.
func (t *Tree) Templates() []*Template {
	var out []*Template
	var walk func(n *node)
	walk = func(n *node) {
		if n.template != nil {
			out = append(out, n.template)
		}
		for i := range n.members {
			walk(&n.members[i].node)
		}
		for i := range n.elements {
			walk(&n.elements[i])
		}
	}
	walk(&t.root)
	return out
}

// Refs tells what the templates of the tree reach.
func (t *Tree) Refs() []Ref {
	var out []Ref
	for _, x := range t.Templates() {
		out = append(out, x.Refs()...)
	}
	return out
}
