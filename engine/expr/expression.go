package expr

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/itchyny/gojq"
)

// expression is one jq program ready to run: a whole [Program], or what stands
// between {{ and }}. Exactly one of text, path and code is set.
type expression struct {
	text  *string // a constant
	path  *path
	code  *gojq.Code
	vars  []string // names whose values code takes, in this order
	need  *needs
	refs  []Ref
	limit time.Duration
	whole bool // the dot is the context
}

// compile reads src. What is wrong with it is told with the offset in src.
func compile(src string, o *options) (*expression, *lexError) {
	q, a, bad := parse(src, &o.names)
	if bad != nil {
		return nil, bad
	}
	e := &expression{need: a.needs(), refs: a.refs(), limit: o.limit, whole: o.names.dotIsContext}
	if c, ok := constant(q); ok {
		if s, ok := c.(string); ok {
			e.text = &s
			return e, nil
		}
	}
	if e.path = plainPath(q, &o.names); e.path != nil {
		return e, nil
	}
	for name := range a.roots {
		e.vars = append(e.vars, name)
	}
	slices.Sort(e.vars)
	variables := make([]string, len(e.vars))
	var prelude []*gojq.FuncDef
	for i, name := range e.vars {
		variables[i] = "$" + name
		prelude = append(prelude, &gojq.FuncDef{Name: name, Body: call(variables[i])})
	}
	if a.attr {
		prelude = append(prelude, attr)
	}
	q.FuncDefs = append(prelude, q.FuncDefs...)
	var err error
	if e.code, err = compileCode(q, variables); err != nil {
		return nil, compileError(err, src, a)
	}
	return e, nil
}

func (e *expression) asRef() (Ref, bool) {
	if e.path == nil {
		return Ref{}, false
	}
	return Ref{Root: e.path.root, Keys: e.path.keys}, true
}

// attr is def attr($k): .[$k];
var attr = &gojq.FuncDef{Name: "attr", Args: []string{"$k"}, Body: &gojq.Query{Term: &gojq.Term{
	Type: gojq.TermTypeIndex, Index: &gojq.Index{Start: call("$k")}}}}

func call(name string) *gojq.Query {
	return &gojq.Query{Term: &gojq.Term{Type: gojq.TermTypeFunc, Func: &gojq.Func{Name: name}}}
}

func compileCode(q *gojq.Query, variables []string) (code *gojq.Code, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("jq cannot take this program: %v", r)
		}
	}()
	return gojq.Compile(q, gojq.WithVariables(variables))
}

// parse checks the limits, parses src and finds what it refers to.
func parse(src string, n *names) (*gojq.Query, *analysis, *lexError) {
	if len(src) > MaxProgram {
		return nil, nil, &lexError{0, fmt.Sprintf("is longer than %d KB", MaxProgram>>10), "split it into smaller steps"}
	}
	tokens, _, bad := lex(src, 0, false)
	if bad != nil {
		return nil, nil, bad
	}
	if len(tokens) == 0 {
		return nil, nil, &lexError{0, "is empty", "write what it should give, as in context.steps.NAME.output"}
	}
	jq, back := forGojq(src, tokens)
	q, err := parseQuery(jq)
	if err != nil {
		return nil, nil, parseError(err, src, back)
	}
	a, err := analyze(q, n)
	if err != nil {
		return nil, nil, &lexError{at: 0, text: err.Error()}
	}
	return q, a, nil
}

func parseQuery(src string) (q *gojq.Query, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("jq cannot read this program: %v", r)
		}
	}()
	return gojq.Parse(src)
}

// forGojq rewrites steps.1st as steps["1st"], and gives the way back from an
// offset in the result to one in src.
func forGojq(src string, tokens []token) (string, func(int) int) {
	if !slices.ContainsFunc(tokens, func(t token) bool { return t.kind == tokDigits }) {
		return src, func(i int) int { return i }
	}
	var b strings.Builder
	var ends []int // of the rewritten names, in the result
	last := 0
	for _, t := range tokens {
		if t.kind == tokDigits {
			b.WriteString(src[last:t.start] + `["` + src[t.start+1:t.end] + `"]`)
			last = t.end
			ends = append(ends, b.Len())
		}
	}
	b.WriteString(src[last:])
	return b.String(), func(i int) int {
		n := 0
		for n < len(ends) && ends[n] <= i {
			n++
		}
		return i - 3*n
	}
}

func parseError(err error, src string, back func(int) int) *lexError {
	var p *gojq.ParseError
	if !errors.As(err, &p) {
		return &lexError{at: 0, text: err.Error()}
	}
	at := min(max(back(p.Offset-len(p.Token)), 0), len(src))
	text, fix := err.Error(), ""
	switch {
	case text == "unexpected EOF":
		at = len(strings.TrimRight(src, " \t\r\n"))
		text, fix = "ends too early", "finish it, or take away the last operator or bracket"
	case p.Token == "}" || p.Token == ")" || p.Token == "]":
		fix = "check that every bracket has its partner"
	case strings.HasPrefix(p.Token, "'"):
		fix = `write text in double quotes: "text"`
	}
	return &lexError{at, text, fix}
}

// compileError explains what gojq says of names it does not know.
func compileError(err error, src string, a *analysis) *lexError {
	text := err.Error()
	name, ok := strings.CutPrefix(text, "function not defined: ")
	if !ok {
		return &lexError{at: 0, text: text}
	}
	name, arity, _ := strings.Cut(name, "/")
	at := max(strings.Index(src, name), 0)
	if arity != "0" {
		return &lexError{at, fmt.Sprintf("there is no function %s with %s arguments", name, arity), ""}
	}
	fix := "begin with " + strings.Join(slices.Concat(roots, a.names.extra), ", ") + ", or put text in double quotes"
	for _, known := range slices.Concat(roots, a.names.extra) {
		if strings.EqualFold(known, name) {
			fix = "write " + known
		}
	}
	if name == "steps" {
		fix = "write context.steps"
	} else if strings.Contains(src, name+".output") {
		fix = "write context.steps." + name
	}
	return &lexError{at, name + " is not known", fix}
}

// run evaluates the expression once.
func (e *expression) run(ctx context.Context, dot any, s *Scope) (v any, missing bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			v, missing, err = nil, false, fmt.Errorf("jq stopped: %v", r)
		}
	}()
	switch {
	case e.text != nil:
		return *e.text, false, nil
	case e.path != nil:
		v, err = e.path.eval(dot, s, e.need)
		return v, v == nil, err
	}
	if e.whole {
		dot = s.context(e.need)
	}
	var few [4]any
	values := few[:0]
	for _, name := range e.vars {
		v, err := s.root(name, e.need)
		if err != nil {
			return nil, false, err
		}
		values = append(values, v)
	}
	it := e.code.RunWithContext(newWatch(ctx, e.limit), dot, values...)
	v, ok := it.Next()
	if !ok {
		return nil, true, nil
	}
	if bad, ok := v.(error); ok {
		return nil, false, e.explain(bad)
	}
	if second, ok := it.Next(); ok {
		if bad, ok := second.(error); ok {
			return nil, false, e.explain(bad)
		}
		return nil, false, fmt.Errorf("gives more than one result (%s, then %s); put it in [ ] for a list, or in first( ) for one",
			gojq.Preview(v), gojq.Preview(second))
	}
	if err := measure(v); err != nil {
		return nil, false, err
	}
	return v, v == nil, nil
}

// explain turns an error of gojq into one for people.
func (e *expression) explain(err error) error {
	if err == errTime {
		return &slowError{e.limit}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err // the caller's own context
	}
	if h, ok := errors.AsType[*gojq.HaltError](err); ok {
		if h.Value() == nil {
			return errors.New("called halt, which ends nothing here; use empty for no result")
		}
		return fmt.Errorf("called halt_error: %s", gojq.Preview(h.Value()))
	}
	return errors.New(plain(err.Error())) // its text now: gojq makes it late, from values it would keep
}
