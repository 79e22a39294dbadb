package check

import (
	"errors"
	"fmt"
	"strings"

	"flowbench/engine/expr"
)

// A source is a template or program that was read: what it names, or why it cannot be.
type source struct {
	refs   []expr.Ref
	fields []string // of {% context NAME %}
	path   expr.Ref // that it is, if it is one and nothing else
	plain  bool
	fault  string
}

// The ways a text can be read.
const (
	asTemplate   = "t"
	asProgram    = "p" // its . is a value
	onTheContext = "c" // its . is the context
)

// mostSources bounds what a checker remembers; a long session types many programs.
const mostSources = 20_000

func (c *Checker) read(text, way string) source {
	if s, ok := c.sources[way+text]; ok {
		return s
	}
	if c.sources == nil || len(c.sources) > mostSources {
		c.sources = map[string]source{}
	}
	s := read(text, way)
	c.sources[way+text] = s
	return s
}

func read(text, way string) source {
	if way == asTemplate {
		t, err := expr.Parse(text)
		if err != nil {
			return source{fault: explain(err)}
		}
		s := source{refs: t.Refs(), fields: t.Fields()}
		s.path, s.plain = t.Path()
		return s
	}
	var opts []expr.Option
	if way == onTheContext {
		opts = append(opts, expr.WithContextDot())
	}
	p, err := expr.Compile(text, opts...)
	if err != nil {
		if strings.Contains(text, "{{") {
			return source{fault: explain(err) + " A program is jq without {{ }}."}
		}
		return source{fault: explain(err)}
	}
	s := source{refs: p.Refs()}
	s.path, s.plain = p.Path()
	return s
}

// explain puts an error of package expr in a sentence with its place.
func explain(err error) string {
	var e *expr.Error
	if !errors.As(err, &e) {
		return upper(err.Error()) + "."
	}
	s := fmt.Sprintf("“%s” cannot be read, at line %d, column %d: %s.", e.Part, e.Line, e.Column, strings.TrimSuffix(e.Text, "."))
	if e.Fix != "" {
		s += " " + upper(strings.TrimSuffix(e.Fix, ".")) + "."
	}
	return s
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
