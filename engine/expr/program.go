package expr

import (
	"context"
)

// Program is a jq program, compiled: an output mapping, a Function, a condition.
type Program struct {
	src  string
	expr *expression
}

// Compile reads a jq program. The error is an [*Error].
func Compile(program string, opts ...Option) (*Program, error) {
	e, bad := compile(program, optionsOf(ProgramTime, opts))
	if bad != nil {
		return nil, (&Error{Part: brief(program), Text: bad.text, Fix: bad.fix}).place(program, bad.at)
	}
	return &Program{program, e}, nil
}

// Run evaluates the program with dot as its input (.), or with the context when
// it was compiled [WithContextDot]. It must give one result; none, or null, is
// missing. The error is an [*Error].
func (p *Program) Run(ctx context.Context, dot any, s *Scope) (value any, missing bool, err error) {
	if s == nil {
		s = &Scope{}
	}
	value, missing, err = p.expr.run(ctx, dot, s)
	if err != nil {
		return nil, false, &Error{Part: brief(p.src), Line: 1, Column: 1, Text: err.Error(), Err: err}
	}
	return value, missing, nil
}

// Refs tells what the program reaches.
func (p *Program) Refs() []Ref { return p.expr.refs }

// Path returns the path that the program is, if it is one and nothing else.
func (p *Program) Path() (Ref, bool) { return p.expr.asRef() }

// String returns the source.
func (p *Program) String() string { return p.src }
