package engine

import (
	"context"
	"reflect"

	"flowbench/engine/event"
	"flowbench/engine/node"
)

// A Caller sends a request as a kind means it. It records each exchange, failed ones too.
// An answer that is no success is a *node.Failure of type "http".
type Caller interface {
	Call(ctx context.Context, r node.Request, record func(event.Exchange)) (*node.Response, error)
}

// output makes an event's value of what a step gives. Where that is the body of an
// answer, or another value that was written before, it is written with the same bytes.
func (s *StepRun) output(v any) *event.Value {
	return s.run.rec.value(v)
}

// identity is where a list or object lies in memory; 0 for any other value.
func identity(v any) uintptr {
	switch v.(type) {
	case map[string]any, []any:
		return reflect.ValueOf(v).Pointer()
	}
	return 0
}
