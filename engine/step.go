package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/node"
	"flowbench/engine/plan"
	"flowbench/engine/spec"
)

// A Step does one step of a run.
type Step func(ctx context.Context, s *StepRun) (node.Result, error)

// layers are what wraps a step, outermost first. The innermost runs the kind.
var layers = []func(next Step) Step{
	reported, // step.started and step.finished
	guarded,  // a panic fails the step
	evaluated,
}

func stack() Step {
	step := execute
	for i := len(layers) - 1; i >= 0; i-- {
		step = layers[i](step)
	}
	return step
}

// A StepRun is one step of one run.
type StepRun struct {
	run    *run
	task   plan.Task
	of     *compiled
	frame  *frame
	scope  expr.Scope
	ctx    context.Context
	cancel context.CancelCauseFunc

	values   spec.Values // its settings, evaluated
	message  *string     // what End says of a failed run
	warnings []string
	fault    *event.Fault // why it failed, as the flow sees it

	// Of a container.
	items  []any
	gather func(each []any) any
	each   []any // what the items gave that have ended

	// Under the recorder's lock.
	begun, ended bool
	at           time.Time
}

// errDoomed is the cause of a step's context that ends because nobody waits for it.
var errDoomed = errors.New("the run has ended")

// begin tells that the step has begun, once.
func (s *StepRun) begin(input *event.Value) {
	r := s.run.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	s.beginLocked(input)
}

func (s *StepRun) beginLocked(input *event.Value) {
	if s.begun || s.ended {
		return
	}
	s.begun = true
	s.run.rec.locked(event.Event{Type: event.StepStarted, Step: s.task.ID, Kind: s.of.node.Kind, Input: input})
}

// tell emits an event of the step, unless it is over.
func (s *StepRun) tell(e event.Event) {
	r := s.run.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.ended {
		return
	}
	s.beginLocked(nil)
	e.Step = s.task.ID
	r.locked(e)
}

// finish tells that the step is over, once.
func (s *StepRun) finish(e event.Event) {
	r := s.run.rec
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.ended {
		return
	}
	s.beginLocked(nil)
	s.ended = true
	e.Type, e.Step, e.Kind = event.StepFinished, s.task.ID, s.of.node.Kind
	e.MS = ms(time.Since(s.at))
	r.locked(e)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// reported tells of the step's beginning and end.
func reported(next Step) Step {
	return func(ctx context.Context, s *StepRun) (node.Result, error) {
		res, err := next(ctx, s)
		if err != nil {
			s.fault = faultOf(ctx, err)
			e := event.Event{Status: event.Failed, Error: s.fault, Port: "failure"}
			if s.fault.Type == "cancelled" {
				e.Status, e.Port = event.Cancelled, ""
			}
			s.finish(e)
			return res, err
		}
		if s.opens() { // it is finished once its body has run
			n := len(res.Items)
			s.tell(event.Event{Type: event.StepOpened, Kind: s.of.node.Kind, Records: &n})
			return res, nil
		}
		e := event.Event{Status: event.Succeeded, Port: portOf(res), Output: s.run.value(res.Output),
			Records: records(res.Output), Warnings: res.Warnings}
		if s.message != nil { // shown as failed; the flow's other branches go on
			e.Status, e.Port = event.Failed, ""
			e.Error = &event.Fault{Type: "message", Message: *s.message}
		}
		s.finish(e)
		return res, nil
	}
}

// opens reports whether what follows the step is its body.
func (s *StepRun) opens() bool { return len(s.of.node.Body) > 0 && s.task.Do == plan.Run }

func portOf(res node.Result) string {
	if res.Port == "" {
		return "success"
	}
	return res.Port
}

// guarded turns a panic into a failure of the step.
func guarded(next Step) Step {
	return func(ctx context.Context, s *StepRun) (res node.Result, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = &node.Failure{Fault: event.Fault{Type: "crash", Message: fmt.Sprintf("the %s node stopped: %v", s.of.node.Kind, p),
					Help: "This is a mistake in Flowbench. The flow itself is not at fault."}}
			}
		}()
		return next(ctx, s)
	}
}

// evaluated evaluates the step's settings.
func evaluated(next Step) Step {
	return func(ctx context.Context, s *StepRun) (node.Result, error) {
		var err error
		s.busy()
		if s.values, err = s.of.settings.evaluate(ctx, &s.scope); err != nil {
			return node.Result{}, failure(ctx, "template", err)
		}
		var input *event.Value
		switch {
		case s.of.settings.written != nil:
			input = s.run.rec.json(s.of.settings.written)
		case len(s.values) > 0:
			input = s.run.value(map[string]any(s.values))
		}
		s.begin(input)
		return next(ctx, s)
	}
}

// busy says that an evaluation of the step begins: if the process runs out of memory,
// it was likely this one.
func (s *StepRun) busy() {
	if b := s.run.flow.job.Busy; b != nil {
		b.Store(&s.task.ID)
	}
}

// execute runs the kind.
func execute(ctx context.Context, s *StepRun) (node.Result, error) {
	r := s.of.kind.New()
	if err := spec.Load(r.Fields(), s.values); err != nil {
		return node.Result{}, err
	}
	res, err := r.Run(ctx, (*env)(s))
	if g, ok := r.(node.Gatherer); ok && err == nil {
		if s.items, s.gather = res.Items, g.Gather; !s.opens() { // nothing stands in it
			res.Output = s.gather(make([]any, len(s.items)))
		}
	}
	return res, err
}

// failure makes an error one of that type, unless it has one.
func failure(ctx context.Context, typ string, err error) error {
	if f, ok := errors.AsType[*node.Failure](err); ok {
		return f
	}
	if ctx.Err() != nil {
		return err
	}
	return &node.Failure{Fault: event.Fault{Type: typ, Message: err.Error()}}
}

// faultOf says what a step's error is to the flow.
func faultOf(ctx context.Context, err error) *event.Fault {
	if ctx.Err() != nil {
		return &event.Fault{Type: "cancelled", Message: "the step was cancelled"}
	}
	if f, ok := errors.AsType[*node.Failure](err); ok {
		fault := f.Fault
		fault.Message = err.Error() // with where it happened
		return &fault
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &event.Fault{Type: "timeout", Message: err.Error()}
	}
	return &event.Fault{Type: "value", Message: err.Error()}
}
