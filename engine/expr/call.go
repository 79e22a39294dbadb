package expr

import (
	"strings"

	"github.com/itchyny/gojq"
)

// forbidden are the names that reach outside, and what is said of them.
var forbidden = map[string]string{
	"env/0":               "there is no environment here; use a config variable: config.NAME",
	"$ENV/0":              "there is no environment here; use a config variable: config.NAME",
	"input/0":             "there is no further input here; begin with context or .",
	"inputs/0":            "there is no further input here; begin with context or .",
	"modulemeta/0":        "modules cannot be used here",
	"input_line_number/0": "there is no further input here",
	"input_filename/0":    "there is no further input here",
	"get_search_list/0":   "modules cannot be used here",
}

// elementwise are jq's functions that run their argument on the elements of the
// input, or on what was made of it, not on the input itself.
var elementwise = map[string]bool{
	"map/1": true, "map_values/1": true, "with_entries/1": true, "walk/1": true,
	"sort_by/1": true, "group_by/1": true, "unique_by/1": true, "min_by/1": true, "max_by/1": true,
	"any/1": true, "all/1": true, "recurse/1": true, "recurse/2": true, "add/1": false,
}

// passing are jq's functions that give their input on or nothing.
var passing = map[string]bool{
	"select/1": true, "values/0": true, "nulls/0": true, "strings/0": true, "numbers/0": true,
	"booleans/0": true, "arrays/0": true, "objects/0": true, "iterables/0": true, "scalars/0": true,
}

// giving are jq's functions that give what their argument gives; the number is
// which argument.
var giving = map[string]int{"first/1": 0, "last/1": 0, "limit/2": 1, "skip/2": 1, "nth/2": 1}

// onInput are jq's functions that surely run their arguments on the input, to get a value.
var onInput = map[string]bool{
	"join/1": true, "add/1": true, "split/1": true, "test/1": true, "match/1": true, "contains/1": true, "inside/1": true,
	"startswith/1": true, "endswith/1": true, "ltrimstr/1": true, "rtrimstr/1": true, "index/1": true, "range/1": true, "range/2": true,
	"error/1": true, "tojson/0": true,
}

func (a *analysis) call(f *gojq.Func, in places, e *binding) places {
	for b := e; b != nil; b = b.next {
		if b.name == f.Name && b.arity == len(f.Args) {
			switch {
			case b.fn != nil:
				return a.callFunction(b, f.Args, in, e)
			case b.body != nil: // a closure: it runs where it was written
				return a.query(b.body, in, b.scope)
			default:
				return b.value
			}
		}
	}
	if root, ok := a.names.root(f); ok {
		a.roots[root] = true
		return a.start(root)
	}
	return a.builtin(f, in, e)
}

func (a *analysis) callFunction(f *binding, args []*gojq.Query, in places, e *binding) places {
	f.fn.seen = true
	if f.fn.running {
		// Where a call within itself leads cannot be told.
		a.loops = true
		a.use(in)
		for _, q := range args {
			a.use(a.query(q, nil, e))
		}
		return nil
	}
	f.fn.running = true
	defer func() { f.fn.running = false }()
	inner := f.scope
	for i, name := range f.params {
		b := &binding{name: name, next: inner}
		if i < len(args) {
			if strings.HasPrefix(name, "$") {
				b.value = a.query(args[i], in, e)
				inner = b
				b = &binding{name: name[1:], value: b.value, next: inner}
			} else {
				b.body, b.scope = args[i], e
			}
		}
		inner = b
	}
	return a.query(f.body, in, inner)
}

func (a *analysis) builtin(f *gojq.Func, in places, e *binding) places {
	name := f.Name + "/" + string(rune('0'+min(len(f.Args), 9)))
	if text, ok := forbidden[name]; ok {
		a.fail("%s: %s", f.Name, text)
		return nil
	}
	switch name {
	case "attr/1":
		a.attr = true
		if key, ok := constant(f.Args[0]); ok {
			return a.take(in, key)
		}
	case "has/1":
		if key, ok := constant(f.Args[0]); ok {
			a.use(a.guard(func() places { return a.take(in, key) }))
			return nil
		}
	case "getpath/1":
		if keys, ok := constants(f.Args[0]); ok {
			return a.guard(func() places {
				for _, k := range keys {
					in = a.take(in, k)
				}
				return in
			})
		}
	case "empty/0", "now/0", "builtins/0", "infinite/0", "nan/0":
		return nil
	case "error/1":
		a.use(a.query(f.Args[0], in, e))
		return nil
	}
	if passing[name] {
		for _, q := range f.Args {
			a.use(a.guard(func() places { return a.query(q, in, e) }))
		}
		return in
	}
	if n, ok := giving[name]; ok {
		for i, q := range f.Args {
			if i != n {
				a.use(a.query(q, in, e))
			}
		}
		return a.query(f.Args[n], in, e)
	}
	a.use(in)
	argIn := in
	switch {
	case elementwise[name]:
		argIn = nil
	case len(f.Args) > 0 && !onInput[name]:
		argIn = apart(in)
		a.places = append(a.places, argIn...)
	}
	for _, q := range f.Args {
		a.use(a.query(q, argIn, e))
	}
	return nil
}

// constants reads ["steps", "A", 0].
func constants(q *gojq.Query) ([]any, bool) {
	if q.Term == nil || q.Term.Type != gojq.TermTypeArray || len(q.Term.SuffixList) > 0 || len(q.FuncDefs) > 0 {
		return nil, false
	}
	var keys []any
	for q = q.Term.Array.Query; q != nil; {
		last := q
		if q.Term == nil {
			if q.Op != gojq.OpComma || len(q.FuncDefs) > 0 {
				return nil, false
			}
			last = q.Right
		}
		key, ok := constant(last)
		if !ok {
			return nil, false
		}
		keys = append([]any{key}, keys...)
		if q.Term != nil {
			break
		}
		q = q.Left
	}
	return keys, true
}
