package worker

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/expr"
)

// evaluate answers a question.
func evaluate(ctx context.Context, q Question) Answer {
	v, missing, err := ask(ctx, q)
	if err != nil {
		a := Answer{Error: err.Error()}
		if e, ok := errors.AsType[*expr.Error](err); ok {
			a.Line, a.Column = e.Line, e.Column
		}
		return a
	}
	b, err := expr.Encode(v)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	return Answer{Value: b, Missing: missing}
}

func ask(ctx context.Context, q Question) (any, bool, error) {
	steps, err := object(q.Steps)
	if err != nil {
		return nil, false, err
	}
	config, err := object(q.Config)
	if err != nil {
		return nil, false, err
	}
	extra, err := object(q.Extra)
	if err != nil {
		return nil, false, err
	}
	scope := &expr.Scope{Config: config, Extra: extra, Steps: slices.Sorted(maps.Keys(steps)), Index: q.Index, InLoop: len(q.Item) > 0,
		Step: func(name string) (any, bool) { v, ok := steps[name]; return v, ok }}
	if scope.Item, err = decode(q.Item); err != nil {
		return nil, false, err
	}
	var opts []expr.Option
	if q.Millis > 0 {
		opts = append(opts, expr.WithTime(time.Duration(q.Millis)*time.Millisecond))
	}
	if len(extra) > 0 {
		opts = append(opts, expr.WithNames(slices.Sorted(maps.Keys(extra))...))
	}
	if q.Template != nil {
		t, err := expr.Parse(*q.Template, opts...)
		if err != nil {
			return nil, false, err
		}
		return t.Eval(ctx, scope)
	}
	if q.Program == nil {
		return nil, false, errors.New("there is nothing to evaluate")
	}
	if q.OnScope {
		opts = append(opts, expr.WithContextDot())
	}
	p, err := expr.Compile(*q.Program, opts...)
	if err != nil {
		return nil, false, err
	}
	dot, err := decode(q.Dot)
	if err != nil {
		return nil, false, err
	}
	return p.Run(ctx, dot, scope)
}

func decode(v jsontext.Value) (any, error) {
	if len(v) == 0 {
		return nil, nil
	}
	return expr.Decode(v)
}

func object(v jsontext.Value) (map[string]any, error) {
	d, err := decode(v)
	if err != nil || d == nil {
		return nil, err
	}
	m, ok := d.(map[string]any)
	if !ok {
		return nil, errors.New("an object belongs here")
	}
	return m, nil
}
