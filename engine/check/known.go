package check

import (
	"slices"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// What a node gives is often known before it has run: by the sample of its action, by
// the inputs that Start declares, by the path that a Debug or Function passes on. It is
// known as an example, a value of the shape that a run will see; null and what is empty
// say nothing of what may stand below them.

// gives is an example of a node's output, or nil.
func (r *review) gives(i int) any {
	if v, ok := r.known[i]; ok {
		return v
	}
	r.known[i] = nil // where nodes pass on one another's output in a circle
	n := r.graph.nodes[i]
	if n.Disabled {
		return nil
	}
	values := r.reading(n).values
	var v any
	switch n.Kind {
	case "debug":
		v = r.example(i, values["value"], asTemplate)
	case "function":
		v = r.example(i, values["program"], onTheContext)
	case "loop":
		if len(n.Body) > 0 {
			each := kinds.LastGives(n, func(b *flow.Node) any { return r.gives(r.graph.index[b.Name]) })
			v = kinds.Gathered(values, []any{each})
		}
	default:
		v = r.sample(n)
	}
	r.known[i] = v
	return v
}

// sample is what a node gives by its kind and its settings alone.
func (r *review) sample(n *flow.Node) any {
	read := r.reading(n)
	if !read.sampled {
		read.sampled = true
		if k, ok := r.env.Kinds.Lookup(n.Kind); ok && k.Sample != nil {
			read.sample = k.Sample(spec.Around{Name: n.Name, Values: read.values, Start: r.start})
		}
	}
	return read.sample
}

// item is an example of currentItem at a node, or nil.
func (r *review) item(i int) any {
	c := r.graph.container[i]
	if c == nil {
		return nil
	}
	typed, counts := kinds.ItemsOf(r.reading(c).values)
	if counts {
		return 1
	}
	list, ok := typed.([]any)
	if !ok {
		list, _ = r.example(r.graph.index[c.Name], typed, asTemplate).([]any)
	}
	return below(list, 0)
}

// example is what a template or program of a node that is one path gives, or nil.
func (r *review) example(i int, typed any, way string) any {
	text, ok := typed.(string)
	if !ok || way == asTemplate && !spec.HasTemplate(text) {
		return nil
	}
	s := r.checker.read(text, way)
	if !s.plain {
		return nil
	}
	v, keys := r.root(i, s.path)
	for _, key := range keys {
		if v = below(v, key); v == nil {
			return nil
		}
	}
	return v
}

// root is the value that a node's reference begins with, and what is taken from it.
func (r *review) root(at int, ref expr.Ref) (any, []any) {
	switch ref.Root {
	case "currentItem":
		return r.item(at), ref.Keys
	case "index":
		return 1, ref.Keys
	}
	name, ok := ref.Step()
	if !ok || len(ref.Keys) < 3 {
		return nil, nil
	}
	i, there := r.graph.index[name]
	if !there {
		return nil, nil
	}
	switch member := ref.Keys[2]; {
	case member == "output":
		return r.gives(i), ref.Keys[3:]
	case member == "error":
		return map[string]any{"type": "http", "message": "text", "status": 500, "response": nil, "attempts": 1}, ref.Keys[3:]
	case member == "response":
		return map[string]any{"status": 200, "headers": nil, "body": nil, "ms": 1}, ref.Keys[3:]
	case r.graph.nodes[i].Kind == "start" && !slices.Contains(members, spec.ToText(member)):
		return below(r.gives(i), member), ref.Keys[3:]
	}
	return nil, nil
}

// below is what stands at a key of an example, or nil.
func below(v, key any) any {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := key.(string); ok {
			return v[name]
		}
	case []any:
		if i, ok := key.(int); ok && len(v) > 0 {
			return v[max(0, min(i, len(v)-1))] // any item is an example of the others
		}
	}
	return nil
}

// has reports whether a key may be taken from an example.
func has(v, key any) bool {
	name, isName := key.(string)
	switch v := v.(type) {
	case nil:
		return true
	case map[string]any:
		_, ok := v[name]
		return len(v) == 0 || isName && ok
	case []any:
		return len(v) == 0 || !isName
	case string:
		return !isName
	}
	return false
}
