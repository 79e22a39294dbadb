package engine

import (
	"context"
	"errors"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// env is what a kind may use while its step runs.
type env StepRun

var _ node.Env = (*env)(nil)

func (e *env) step() *StepRun { return (*StepRun)(e) }

// Step implements [node.Env].
func (e *env) Step() string { return e.task.ID }

// Inputs implements [node.Env].
func (e *env) Inputs() map[string]any { return e.run.inputs }

// Settings implements [node.Env].
func (e *env) Settings() spec.Values { return e.of.raw }

// Start implements [node.Env].
func (e *env) Start() spec.Values { return e.run.flow.start }

// Eval implements [node.Env].
func (e *env) Eval(ctx context.Context, v any) (any, bool, error) {
	if text, ok := v.(string); ok {
		t, err := e.run.flow.text(text)
		if err != nil {
			return nil, false, failure(ctx, "template", err)
		}
		got, missing, err := t.Eval(ctx, &e.scope)
		if err != nil {
			return nil, false, failure(ctx, "template", err)
		}
		return got, missing, nil
	}
	t, err := expr.NewTree(v, e.run.flow.templateOptions()...)
	if err != nil {
		return nil, false, failure(ctx, "template", err)
	}
	got, missing, err := t.Eval(ctx, &e.scope)
	if err != nil {
		return nil, false, failure(ctx, "template", err)
	}
	return got, missing, nil
}

// Parts implements [node.Env].
func (e *env) Parts(ctx context.Context, text string) ([]node.Part, error) {
	t, err := e.run.flow.text(text)
	if err != nil {
		return nil, failure(ctx, "template", err)
	}
	pieces, err := t.Pieces(ctx, &e.scope)
	if err != nil {
		return nil, failure(ctx, "template", err)
	}
	parts := make([]node.Part, len(pieces))
	for i, p := range pieces {
		if p.Inserted {
			parts[i] = node.Part{Value: p.Value, IsValue: true}
			continue
		}
		parts[i].Text, _ = p.Value.(string)
	}
	return parts, nil
}

// Program implements [node.Env].
func (e *env) Program(ctx context.Context, source string, dot any, onContext bool) (any, error) {
	p, err := e.run.flow.program(source, onContext)
	if err != nil {
		return nil, failure(ctx, "program", err)
	}
	e.step().busy()
	v, _, err := p.Run(ctx, dot, &e.scope)
	if err != nil {
		return nil, failure(ctx, "program", err)
	}
	return v, nil
}

// Log implements [node.Env].
func (e *env) Log(label string, v any) {
	e.step().tell(event.Event{Type: event.StepLog, Label: label, Value: e.run.value(v)})
}

// Message implements [node.Env].
func (e *env) Message(text string) { e.message = &text }

var errNoCaller = errors.New("no request can be sent here")

// Call implements [node.Env].
func (e *env) Call(ctx context.Context, r node.Request) (*node.Response, error) {
	c := e.run.flow.job.Caller
	if c == nil {
		return nil, errNoCaller
	}
	s := e.step()
	var last *event.Value
	resp, err := c.Call(ctx, r, func(x event.Exchange) {
		if x.Got != nil && x.Purpose == "" {
			last = x.Got.Body
		}
		x = s.run.rec.exchange(x)
		s.tell(event.Event{Type: event.StepCall, Call: &x})
	})
	if err == nil && last != nil && len(last.Value) > 0 && (last.Value[0] == '{' || last.Value[0] == '[') && s.run.rec.whole(last.Value) {
		s.run.memory.remember(resp.Body, last.Value) // it is not written again where it is an output
	}
	return resp, err
}
