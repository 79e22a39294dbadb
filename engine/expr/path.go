package expr

import "github.com/itchyny/gojq"

// path is an expression that is nothing but a name and what is taken from it,
// like context.steps.Ahrefs.output.backlinks[0].url. It needs no jq to run and
// gives exactly what jq would give, and fails where jq would fail.
type path struct {
	root string // one of the names, or "." for the input
	keys []any  // string or int
}

func (p *path) eval(dot any, s *Scope, need *needs) (any, error) {
	keys := p.keys
	var v any
	switch {
	case p.root == rootDot:
		v = dot
	case p.root == rootContext && len(keys) > 0 && keys[0] == "run":
		v, keys = s.run(), keys[1:]
	case p.root == rootContext && isStep(keys):
		v, _ = s.step(keys[1].(string))
		keys = keys[2:]
	default:
		var err error
		if v, err = s.root(p.root, need); err != nil {
			return nil, err
		}
	}
	for _, k := range keys {
		var err error
		if v, err = index(v, k); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// isStep tells whether keys, taken from context, name a step.
func isStep(keys []any) bool {
	if len(keys) < 2 || keys[0] != "steps" {
		return false
	}
	_, ok := keys[1].(string)
	return ok
}

// index is jq's .[key] for a key that is a text or an integer.
func index(v, key any) (any, error) {
	if v == nil {
		return nil, nil
	}
	if k, ok := key.(string); ok {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, noField(k, v)
		}
		return m[k], nil
	}
	i := key.(int)
	switch v := v.(type) {
	case []any:
		if i < 0 {
			i += len(v)
		}
		if i < 0 || i >= len(v) {
			return nil, nil
		}
		return v[i], nil
	case string:
		r := []rune(v)
		if i < 0 {
			i += len(r)
		}
		if i < 0 || i >= len(r) {
			return nil, nil
		}
		return string(r[i]), nil
	default:
		return nil, noItem(i, v)
	}
}

// plainPath reads a program that is a path and nothing else.
func plainPath(q *gojq.Query, names *names) *path {
	if q.Term == nil || len(q.FuncDefs) > 0 {
		return nil
	}
	t := q.Term
	p := &path{}
	switch t.Type {
	case gojq.TermTypeIdentity:
		p.root = rootDot
	case gojq.TermTypeIndex:
		p.root = rootDot
		if !p.add(t.Index) {
			return nil
		}
	case gojq.TermTypeFunc:
		root, ok := names.root(t.Func)
		if !ok {
			return nil
		}
		p.root = root
	default:
		return nil
	}
	for _, s := range t.SuffixList {
		if s.Index == nil || !p.add(s.Index) {
			return nil
		}
	}
	if p.root == rootDot && names.dotIsContext {
		p.root = rootContext
	}
	return p
}

func (p *path) add(x *gojq.Index) bool {
	key, ok := staticKey(x)
	if ok {
		p.keys = append(p.keys, key)
	}
	return ok
}

// staticKey gives the key of .name, ."name", ["name"], [3] and [-1].
func staticKey(x *gojq.Index) (any, bool) {
	switch {
	case x.Name != "":
		return x.Name, true
	case x.Str != nil:
		return x.Str.Str, x.Str.Queries == nil
	case x.IsSlice || x.Start == nil:
		return nil, false
	default:
		return constant(x.Start)
	}
}

// constant gives the value of a program that is a text or an integer as written.
func constant(q *gojq.Query) (any, bool) {
	t := q.Term
	if t == nil || len(q.FuncDefs) > 0 || len(t.SuffixList) > 0 {
		return nil, false
	}
	switch t.Type {
	case gojq.TermTypeString:
		return t.Str.Str, t.Str.Queries == nil
	case gojq.TermTypeNumber:
		n, ok := number(t.Number).(int)
		return n, ok
	case gojq.TermTypeUnary:
		u := t.Unary
		if u.Op != gojq.OpSub || u.Term.Type != gojq.TermTypeNumber || len(u.Term.SuffixList) > 0 {
			return nil, false
		}
		n, ok := number(u.Term.Number).(int)
		return -n, ok
	}
	return nil, false
}
