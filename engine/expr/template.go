package expr

import (
	"context"
	"fmt"
	"strings"
)

// Template is text with parts that are evaluated, compiled.
type Template struct {
	src   string
	parts []part
	refs  []Ref
}

// part is a stretch of plain text, a {{ }} or a {% %}.
type part struct {
	start, end int         // in the source
	text       string      // plain text
	expr       *expression // {{ }}
	field      []string    // {% context a.b %}
}

// Parse reads a template. The error is an [*Error].
func Parse(text string, opts ...Option) (*Template, error) {
	t := &Template{src: text}
	if !strings.Contains(text, "{{") && !strings.Contains(text, "{%") {
		t.addText(0, len(text), text)
		return t, nil
	}
	o := optionsOf(TemplateTime, opts)
	lastTag := strings.LastIndex(text, "%}")
	for i := 0; i < len(text); {
		j := nextOpening(text, i, lastTag)
		t.addText(i, j, text[i:j])
		if j == len(text) {
			break
		}
		var err error
		if text[j+1] == '{' {
			i, err = t.addExpression(j, o)
		} else {
			i, err = t.addField(j)
		}
		if err != nil {
			return nil, err
		}
	}
	t.joinText()
	return t, nil
}

// nextOpening finds the next {{ or {% from i on; lastTag is where the last %}
// of the text stands, or -1.
func nextOpening(text string, i, lastTag int) int {
	for ; i+1 < len(text); i++ {
		if text[i] == '{' && (text[i+1] == '{' || text[i+1] == '%' && isFieldOpening(text[i:], lastTag > i)) {
			return i
		}
	}
	return len(text)
}

func (t *Template) addText(start, end int, text string) {
	if start == end {
		return
	}
	t.parts = append(t.parts, part{start: start, end: end, text: text})
}

// joinText makes one part of a template that is text alone, like {{"{{"}} and what
// stands around it.
func (t *Template) joinText() {
	var b strings.Builder
	for _, p := range t.parts {
		if p.evaluated() {
			return
		}
		b.WriteString(p.text)
	}
	t.parts = []part{{end: len(t.src), text: b.String()}}
}

// addExpression reads the {{ }} at start and returns where it ends.
func (t *Template) addExpression(start int, o *options) (int, error) {
	inside := start + 2
	_, end, bad := lex(t.src, inside, true)
	if bad != nil {
		return 0, t.wrong(start, len(t.src), bad.at, bad)
	}
	e, bad := compile(t.src[inside:end], o)
	if bad != nil {
		return 0, t.wrong(start, end+2, inside+bad.at, bad)
	}
	if e.text != nil {
		t.addText(start, end+2, *e.text)
		return end + 2, nil
	}
	for _, r := range e.refs {
		r.Offset = start
		t.refs = append(t.refs, r)
	}
	t.parts = append(t.parts, part{start: start, end: end + 2, expr: e})
	return end + 2, nil
}

// isFieldOpening tells {% context … %} and its misspellings from a percent sign
// after a bracket.
func isFieldOpening(text string, closes bool) bool {
	i := 2
	for i < len(text) && (isSpace(text[i]) || text[i] == '-') {
		i++
	}
	return i < len(text) && isLetter(text[i]) && (closes || strings.HasPrefix(text[i:], "context"))
}

// addField reads the {% context NAME %} at start and returns where it ends.
func (t *Template) addField(start int) (int, error) {
	inside, end, closed := strings.Cut(t.src[start+2:], "%}")
	if !closed {
		return 0, t.wrong(start, len(t.src), len(t.src), &lexError{text: "the closing %} is missing", fix: "add %}"})
	}
	stop := len(t.src) - len(end)
	words := strings.Fields(inside)
	if len(words) == 0 || words[0] != "context" {
		return 0, t.wrong(start, stop, start, &lexError{text: "is not known", fix: "only {% context NAME %} can stand between {% and %}"})
	}
	if len(words) != 2 {
		return 0, t.wrong(start, stop, start, &lexError{text: "needs one field's name", fix: "write {% context NAME %}"})
	}
	names := strings.Split(words[1], ".")
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, `"'{}|()[]$`) {
			return 0, t.wrong(start, stop, start, &lexError{text: words[1] + " is no field's name", fix: "write {% context NAME %}, or {{ }} for more"})
		}
	}
	t.parts = append(t.parts, part{start: start, end: stop, field: names})
	return stop, nil
}

func (t *Template) wrong(start, end, at int, bad *lexError) error {
	return (&Error{Part: brief(t.src[start:end]), Text: bad.text, Fix: bad.fix}).place(t.src, at)
}

// Literal returns the text of a template that evaluates nothing.
func (t *Template) Literal() (string, bool) {
	switch {
	case len(t.parts) == 0:
		return "", true
	case len(t.parts) == 1 && !t.parts[0].evaluated():
		return t.parts[0].text, true
	}
	return "", false
}

// String returns the source.
func (t *Template) String() string { return t.src }

// Refs tells what the template reaches. Fields of {% context NAME %} are not
// among them: see [Template.Fields].
func (t *Template) Refs() []Ref { return t.refs }

// Path returns the path that the template is, if it is one and nothing else.
func (t *Template) Path() (Ref, bool) {
	if len(t.parts) != 1 || t.parts[0].expr == nil {
		return Ref{}, false
	}
	return t.parts[0].expr.asRef()
}

// Fields tells the names of {% context NAME %}, dotted as written.
func (t *Template) Fields() []string {
	var names []string
	for _, p := range t.parts {
		if p.field != nil {
			names = append(names, strings.Join(p.field, "."))
		}
	}
	return names
}

// Eval evaluates the template. One that is a {{ }} or {% %} and nothing else
// gives the value with its JSON type; any mix gives text, in which a missing
// value is "". The error is an [*Error].
func (t *Template) Eval(ctx context.Context, s *Scope) (value any, missing bool, err error) {
	if len(t.parts) == 1 && t.parts[0].evaluated() {
		return t.evalPart(ctx, &t.parts[0], s)
	}
	text, err := t.mixed(ctx, s)
	return text, false, err
}

func (t *Template) mixed(ctx context.Context, s *Scope) (string, error) {
	switch len(t.parts) {
	case 0:
		return "", nil
	case 1:
		return t.parts[0].text, nil
	}
	b := make([]byte, 0, len(t.src)+32)
	for i := range t.parts {
		p := &t.parts[i]
		if !p.evaluated() {
			b = append(b, p.text...)
			continue
		}
		v, missing, err := t.evalPart(ctx, p, s)
		if err != nil {
			return "", err
		}
		if missing {
			continue
		}
		if b, err = appendText(b, v); err == nil && len(b) > MaxResult {
			err = errLarge
		}
		if err != nil {
			return "", t.failed(p, err)
		}
	}
	return string(b), nil
}

func (p *part) evaluated() bool { return p.expr != nil || p.field != nil }

func (t *Template) evalPart(ctx context.Context, p *part, s *Scope) (any, bool, error) {
	if s == nil {
		s = &Scope{}
	}
	var v any
	var missing bool
	var err error
	if p.expr != nil {
		v, missing, err = p.expr.run(ctx, nil, s)
	} else {
		v, err = fieldValue(p.field, s)
	}
	if err != nil {
		return nil, false, t.failed(p, err)
	}
	return v, missing, nil
}

// fieldValue is strict: a field without a value fails before anything is sent.
func fieldValue(names []string, s *Scope) (any, error) {
	v := any(s.Fields)
	if s.Fields == nil {
		v = nil
	}
	for _, n := range names {
		var err error
		if v, err = index(v, n); err != nil {
			return nil, err
		}
	}
	if v == nil {
		return nil, fmt.Errorf("%s has no value; nothing was sent; give the field a value", strings.Join(names, "."))
	}
	return v, nil
}

func (t *Template) failed(p *part, err error) error {
	e := &Error{Part: brief(t.src[p.start:p.end]), Text: err.Error(), Err: err}
	return e.place(t.src, p.start)
}

// Piece is one stretch of an evaluated template.
type Piece struct {
	Value    any  // a string where it is not Inserted
	Inserted bool // it comes from a {{ }} or {% %}, so that it must be escaped
	Missing  bool
}

// Pieces evaluates the template and keeps what was inserted apart from what was
// typed, for text that is escaped, like a URL.
func (t *Template) Pieces(ctx context.Context, s *Scope) ([]Piece, error) {
	out := make([]Piece, 0, len(t.parts))
	for i := range t.parts {
		p := &t.parts[i]
		if !p.evaluated() {
			out = append(out, Piece{Value: p.text})
			continue
		}
		v, missing, err := t.evalPart(ctx, p, s)
		if err != nil {
			return nil, err
		}
		out = append(out, Piece{Value: v, Inserted: true, Missing: missing})
	}
	return out, nil
}

// Span is a stretch of a template's source.
type Span struct {
	Start, End int
	Evaluated  bool // a {{ }} or {% %}
}

// Spans tells where in the source the evaluated parts stand.
func (t *Template) Spans() []Span {
	out := make([]Span, len(t.parts))
	for i, p := range t.parts {
		out[i] = Span{p.start, p.end, p.evaluated()}
	}
	return out
}
