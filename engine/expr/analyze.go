package expr

import (
	"errors"
	"fmt"

	"github.com/itchyny/gojq"
)

// The analysis walks a program's syntax tree as jq would run it, with places
// instead of values: a place is a root and the keys taken from it so far, as
// long as they are written in the source. It tells which steps a program
// touches, whatever way it is written: context.steps.A, context|.steps.A,
// context["steps"]["A"], context.steps as {A: $a}. Where a place is used as a
// whole (printed, counted, iterated) what lies below can no longer be told.

// place is a spot below a root that the program reaches.
type place struct {
	root     string
	keys     []any
	extended bool // something below it was taken
	used     bool // it was used as a whole
	guarded  bool // the source reckons with its not being there
}

// places are what an expression may give; none where the value comes from
// something already used, or from nowhere.
type places []*place

// binding is one name in scope: a variable, a closure argument or a function.
type binding struct {
	name   string
	arity  int
	value  places      // of a variable
	body   *gojq.Query // of a closure or function
	params []string    // of a function
	scope  *binding    // where its body was written
	fn     *function
	next   *binding
}

type function struct{ running, seen bool }

type analysis struct {
	names   *names
	places  places
	defs    []*binding      // every function defined, to look into the unused too
	roots   map[string]bool // names used, for which gojq needs a value
	attr    bool            // attr is used
	loops   bool            // a function calls itself with the context in hand
	budget  int
	depth   int
	guards  int // how many of ?, //, a condition and the like stand around
	problem error
}

// mostWork bounds the walk: a program of functions calling one another twice
// each would take for ever.
const (
	mostWork = 200_000
	mostDeep = 10_000
)

func analyze(q *gojq.Query, n *names) (*analysis, error) {
	a := &analysis{names: n, roots: map[string]bool{}, budget: mostWork}
	dot := rootDot
	if n.dotIsContext {
		dot = rootContext
	}
	if q.Meta != nil || len(q.Imports) > 0 {
		return nil, errors.New("modules cannot be used here (import, include, module)")
	}
	a.use(a.query(q, a.start(dot), nil))
	for i := 0; i < len(a.defs); i++ { // grows: a body may define more
		if d := a.defs[i]; !d.fn.seen {
			a.callFunction(d, nil, nil, nil)
		}
	}
	return a, a.problem
}

func (a *analysis) fail(format string, args ...any) {
	if a.problem == nil {
		a.problem = fmt.Errorf(format, args...)
	}
}

func (a *analysis) start(root string) places {
	p := &place{root: root}
	a.places = append(a.places, p)
	return places{p}
}

// guard makes places that may be missing: what stands left of //, in a condition, before a ?.
func (a *analysis) guard(make func() places) places {
	a.guards++
	out := make()
	a.guards--
	for _, p := range out {
		p.guarded = true
	}
	return out
}

// apart are the places for a function that may not be run on the input itself, but on
// what it makes of it: what is taken from them says nothing about them.
func apart(ps places) places {
	out := make(places, len(ps))
	for i, p := range ps {
		out[i] = &place{root: p.root, keys: p.keys, guarded: true, extended: true}
	}
	return out
}

func (a *analysis) use(ps places) {
	for _, p := range ps {
		p.used = true
	}
}

// take is .[key] with a key that stands in the source.
func (a *analysis) take(ps places, key any) places {
	if len(ps) == 0 {
		return nil
	}
	out := make(places, 0, len(ps))
	for _, p := range ps {
		a.budget--
		p.extended = true
		q := &place{root: p.root, keys: append(p.keys[:len(p.keys):len(p.keys)], key), guarded: p.guarded || a.guards > 0 || len(ps) > 1}
		a.places = append(a.places, q)
		out = append(out, q)
	}
	return out
}

// query walks q with the places of its input. Long chains of operators lean to
// the left and pipes to the right, so both are followed without recursion.
func (a *analysis) query(q *gojq.Query, in places, e *binding) (out places) {
	a.depth++
	defer func() { a.depth-- }()
	plain := true // the result may be the places themselves, not only made from them
	give := func(ps places) {
		if plain {
			out = append(out, ps...)
		} else {
			a.use(ps)
		}
	}
	for a.problem == nil {
		a.budget--
		if a.budget < 0 || a.depth > mostDeep {
			a.fail("its functions call one another in too many ways to follow")
			return nil
		}
		for _, fd := range q.FuncDefs {
			e = &binding{name: fd.Name, arity: len(fd.Args), body: fd.Body, params: fd.Args, fn: &function{}, next: e}
			e.scope = e // a function sees itself
			a.defs = append(a.defs, e)
		}
		if q.Term != nil {
			give(a.term(q.Term, in, e))
			return out
		}
		if q.Left == nil || q.Right == nil {
			return out
		}
		switch q.Op {
		case gojq.OpPipe:
			left := a.query(q.Left, in, e)
			if len(q.Patterns) > 0 {
				e = a.bind(q.Patterns, left, in, e)
			} else {
				in = left
			}
			q = q.Right
		case gojq.OpComma:
			give(a.query(q.Right, in, e))
			q = q.Left
		case gojq.OpAlt:
			give(a.query(q.Right, in, e))
			give(a.guard(func() places { return a.query(q.Left, in, e) }))
			return out
		case gojq.OpModify:
			a.use(in)
			a.use(a.query(q.Right, nil, e))
			a.use(a.guard(func() places { return a.query(q.Left, in, e) }))
			return out
		case gojq.OpAssign, gojq.OpUpdateAdd, gojq.OpUpdateSub, gojq.OpUpdateMul,
			gojq.OpUpdateDiv, gojq.OpUpdateMod, gojq.OpUpdateAlt:
			a.use(in)
			a.use(a.query(q.Right, in, e))
			a.use(a.guard(func() places { return a.query(q.Left, in, e) }))
			return out
		case gojq.OpAnd, gojq.OpOr:
			a.use(a.guard(func() places { return a.query(q.Right, in, e) }))
			a.guards++
			defer func() { a.guards-- }()
			plain, q = false, q.Left
		case gojq.OpEq, gojq.OpNe:
			if isNull(q.Left) || isNull(q.Right) {
				a.use(a.guard(func() places { return append(a.query(q.Left, in, e), a.query(q.Right, in, e)...) }))
				return out
			}
			a.use(a.query(q.Right, in, e))
			plain, q = false, q.Left
		default:
			a.use(a.query(q.Right, in, e))
			plain, q = false, q.Left
		}
	}
	return out
}

func isNull(q *gojq.Query) bool {
	return q.Term != nil && q.Term.Type == gojq.TermTypeNull && len(q.Term.SuffixList) == 0
}

func (a *analysis) term(t *gojq.Term, in places, e *binding) places {
	for i := len(t.SuffixList) - 1; i >= 0; i-- {
		if t.SuffixList[i].Optional { // whatever stands before the ? may be missing
			v := a.guard(func() places { return a.suffixes(a.termHead(t, in, e), t.SuffixList[:i], in, e) })
			return a.suffixes(v, t.SuffixList[i+1:], in, e)
		}
	}
	return a.suffixes(a.termHead(t, in, e), t.SuffixList, in, e)
}

// suffixes takes from v what stands behind a term.
func (a *analysis) suffixes(v places, list []*gojq.Suffix, in places, e *binding) places {
	for _, s := range list {
		switch {
		case s.Index != nil:
			v = a.index(v, s.Index, in, e)
		case s.Iter:
			a.use(v)
			v = nil
		}
	}
	return v
}

func (a *analysis) termHead(t *gojq.Term, in places, e *binding) places {
	switch t.Type {
	case gojq.TermTypeIdentity:
		return in
	case gojq.TermTypeRecurse:
		a.use(in)
	case gojq.TermTypeIndex:
		return a.index(in, t.Index, in, e)
	case gojq.TermTypeFunc:
		return a.call(t.Func, in, e)
	case gojq.TermTypeObject:
		a.object(t.Object, in, e)
	case gojq.TermTypeArray:
		if t.Array.Query != nil {
			a.use(a.query(t.Array.Query, in, e))
		}
	case gojq.TermTypeUnary:
		a.use(a.term(t.Unary.Term, in, e))
	case gojq.TermTypeFormat:
		if t.Str == nil {
			a.use(in)
		} else {
			a.text(t.Str, in, e)
		}
	case gojq.TermTypeString:
		a.text(t.Str, in, e)
	case gojq.TermTypeIf:
		return a.branches(t.If, in, e)
	case gojq.TermTypeTry:
		out := a.guard(func() places { return a.query(t.Try.Body, in, e) })
		if t.Try.Catch != nil {
			out = append(out[:len(out):len(out)], a.query(t.Try.Catch, nil, e)...)
		}
		return out
	case gojq.TermTypeReduce:
		r := t.Reduce
		inner := a.bind(r.Patterns, a.query(r.Query, in, e), in, e)
		a.use(a.query(r.Start, in, e))
		a.use(a.query(r.Update, nil, inner))
	case gojq.TermTypeForeach:
		f := t.Foreach
		inner := a.bind(f.Patterns, a.query(f.Query, in, e), in, e)
		a.use(a.query(f.Start, in, e))
		a.use(a.query(f.Update, nil, inner))
		if f.Extract != nil {
			return a.query(f.Extract, nil, inner)
		}
	case gojq.TermTypeLabel:
		return a.query(t.Label.Body, in, e)
	case gojq.TermTypeQuery:
		return a.query(t.Query, in, e)
	}
	return nil
}

func (a *analysis) branches(i *gojq.If, in places, e *binding) places {
	var out places
	a.use(a.guard(func() places { return a.query(i.Cond, in, e) }))
	out = append(out, a.query(i.Then, in, e)...)
	for _, elif := range i.Elif {
		a.use(a.guard(func() places { return a.query(elif.Cond, in, e) }))
		out = append(out, a.query(elif.Then, in, e)...)
	}
	if i.Else == nil {
		return append(out, in...)
	}
	return append(out, a.query(i.Else, in, e)...)
}

// index takes from v; what stands in its brackets sees the term's own input.
func (a *analysis) index(v places, x *gojq.Index, in places, e *binding) places {
	if key, ok := staticKey(x); ok {
		return a.take(v, key)
	}
	if x.Str != nil {
		a.text(x.Str, in, e)
	}
	for _, q := range []*gojq.Query{x.Start, x.End} {
		if q != nil {
			a.use(a.query(q, in, e))
		}
	}
	a.use(v)
	return nil
}

func (a *analysis) text(s *gojq.String, in places, e *binding) {
	for _, q := range s.Queries {
		a.use(a.query(q, in, e))
	}
}

func (a *analysis) object(o *gojq.Object, in places, e *binding) {
	for _, kv := range o.KeyVals {
		switch {
		case kv.Key != "" && kv.Key[0] == '$':
			a.use(a.call(&gojq.Func{Name: kv.Key}, in, e))
		case kv.Key != "" && kv.Val == nil:
			a.use(a.take(in, kv.Key))
		case kv.KeyString != nil && kv.KeyString.Queries == nil && kv.Val == nil:
			a.use(a.take(in, kv.KeyString.Str))
		case kv.KeyString != nil:
			a.text(kv.KeyString, in, e)
			if kv.Val == nil {
				a.use(in)
			}
		case kv.KeyQuery != nil:
			a.use(a.query(kv.KeyQuery, in, e))
		}
		if kv.Val != nil {
			a.use(a.query(kv.Val, in, e))
		}
	}
}

// bind gives the variables of patterns their places; in is the input for the
// keys that are computed.
func (a *analysis) bind(ps []*gojq.Pattern, v, in places, e *binding) *binding {
	if len(ps) > 1 { // the patterns around ?// are tried
		a.guards++
		defer func() { a.guards-- }()
	}
	for _, p := range ps {
		e = a.bindOne(p, v, in, e)
	}
	return e
}

func (a *analysis) bindOne(p *gojq.Pattern, v, in places, e *binding) *binding {
	if p.Name != "" {
		return &binding{name: p.Name, value: v, next: e}
	}
	for i, el := range p.Array {
		e = a.bindOne(el, a.take(v, i), in, e)
	}
	for _, el := range p.Object {
		var inner places
		switch {
		case el.Key != "" && el.Key[0] == '$':
			inner = a.take(v, el.Key[1:])
			e = &binding{name: el.Key, value: inner, next: e}
		case el.Key != "":
			inner = a.take(v, el.Key)
		case el.KeyString != nil && el.KeyString.Queries == nil:
			inner = a.take(v, el.KeyString.Str)
		default:
			if el.KeyString != nil {
				a.text(el.KeyString, in, e)
			} else if el.KeyQuery != nil {
				a.use(a.query(el.KeyQuery, in, e))
			}
			a.use(v)
		}
		if el.Val != nil {
			e = a.bindOne(el.Val, inner, in, e)
		}
	}
	return e
}
