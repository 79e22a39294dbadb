package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/node"
	"flowbench/engine/plan"
)

// Run compiles a job and runs it once. A job that cannot be run at all fails with a
// fault of type "value", all its steps skipped.
func Run(ctx context.Context, job Job, sink Sink) Outcome {
	f, err := Compile(job)
	if err != nil {
		return Refuse(job, sink, err)
	}
	return f.Run(ctx, job.Start, sink)
}

// Refuse tells of a run that cannot begin.
func Refuse(job Job, sink Sink, err error) Outcome {
	rec := &recorder{sink: sink, hide: job.Redactor}
	first := event.Event{Type: event.RunStarted, Run: job.Start.Run, Flow: job.Flow, Env: job.Env.Name}
	rec.emit(first)
	out := Outcome{Status: event.Failed, Error: hiddenFault(job.Redactor, &event.Fault{Type: "value", Message: err.Error()})}
	rec.emit(event.Event{Type: event.RunFinished, Run: job.Start.Run, Status: out.Status, Error: out.Error})
	return out
}

// A run is one execution of a flow. Whoever ends a step is the driver for a moment: it
// applies the outcome, takes what can run now, goes on with the first of it, and leaves
// the rest to goroutines of their own. A line of steps thus stays in one goroutine.
// What the driver touches is guarded by mu; steps read only what was there before they
// began.
type run struct {
	flow   *Flow
	start  Start
	inputs map[string]any
	info   map[string]any // context.run
	rec    *recorder
	ctx    context.Context
	began  time.Time
	memory memory

	mu      sync.Mutex
	state   *plan.State
	frames  map[string]*frame
	running map[string]*StepRun
	ends    []end
	isOver  bool
	over    chan struct{} // closed when all has settled
	doomed  chan struct{} // told once steps run that nobody waits for
}

// Run runs the flow once.
func (c *Flow) Run(ctx context.Context, start Start, sink Sink) Outcome {
	r := &run{flow: c, start: start, rec: &recorder{sink: sink, hide: c.job.Redactor}, ctx: ctx, began: time.Now(),
		running: map[string]*StepRun{}, over: make(chan struct{}), doomed: make(chan struct{}, 1)}
	if r.start.At.IsZero() {
		r.start.At = r.began
	}
	if r.start.Trigger == "" {
		r.start.Trigger = "manual"
	}
	r.info = map[string]any{"id": start.Run, "startedAt": r.start.At.UTC().Format(time.RFC3339Nano), "trigger": r.start.Trigger}
	inputs, err := values(c.inputs, start.Inputs)
	r.inputs = inputs
	first := event.Event{Type: event.RunStarted, Run: start.Run, Flow: c.flow.Name, Env: c.job.Env.Name, Steps: c.listed}
	if err == nil {
		first.Input = r.value(inputs)
	}
	r.rec.emit(first)
	r.state = c.plan.New()
	r.frames = map[string]*frame{"": r.newFrame(nil)}
	if err != nil {
		c.plan.Stop(r.state)
	}
	r.supervise()
	return r.finish(err)
}

// supervise begins the run and sees to it that it ends: when its context does, and when
// a step does not stop that was cancelled.
func (r *run) supervise() {
	r.drive(func() {})
	cancelled := r.ctx.Done()
	var grace <-chan time.Time
	for {
		select {
		case <-r.over:
			return
		case <-cancelled:
			cancelled = nil
			r.drive(func() { r.flow.plan.Stop(r.state) })
		case <-r.doomed:
			if grace == nil {
				grace = time.After(r.flow.job.Limits.Grace)
			}
		case <-grace:
			grace = nil
			r.drive(func() {
				for _, id := range r.flow.plan.Doomed(r.state) {
					if s := r.running[id]; s != nil {
						r.abandon(s)
					}
				}
			})
		}
	}
}

// drive lets change something, takes what can run then, and runs it.
func (r *run) drive(change func()) {
	r.mu.Lock()
	change()
	next := r.take()
	r.mu.Unlock()
	for _, s := range next {
		go r.work(s)
	}
}

// work runs a step, and goes on with what follows it.
func (r *run) work(s *StepRun) {
	for s != nil {
		res, err := r.flow.runner(s.ctx, s)
		s.cancel(nil)
		r.mu.Lock()
		if r.running[s.task.ID] != s { // it was left behind
			r.mu.Unlock()
			return
		}
		r.apply(s, res, err)
		next := r.take()
		r.mu.Unlock()
		s = nil
		for i := len(next) - 1; i > 0; i-- {
			go r.work(next[i])
		}
		if len(next) > 0 {
			s = next[0]
		}
	}
}

// take takes all that can run now, and returns the steps that are to be run.
func (r *run) take() []*StepRun {
	var next []*StepRun
	if r.isOver {
		return nil
	}
	if r.ctx.Err() != nil && !r.state.Stopped { // a step may know it before the supervisor does
		r.flow.plan.Stop(r.state)
	}
	if r.state.Stopped || r.state.Failed > 0 || len(r.frames) > 1 {
		r.cancelDoomed()
	}
	for {
		tasks := r.flow.plan.Take(r.state, r.flow.job.Limits.Parallel-len(r.running))
		for _, t := range tasks {
			if s := r.begin(t); s != nil {
				next = append(next, s)
			}
		}
		if len(tasks) == 0 {
			break
		}
	}
	if r.flow.plan.Done(r.state) {
		r.isOver = true
		close(r.over)
	}
	return next
}

// cancelDoomed cancels the steps that nobody waits for.
func (r *run) cancelDoomed() {
	for _, id := range r.flow.plan.Doomed(r.state) {
		if s := r.running[id]; s != nil {
			s.cancel(errDoomed)
			select {
			case r.doomed <- struct{}{}:
			default:
			}
		}
	}
}

// abandon leaves a step behind that does not stop.
func (r *run) abandon(s *StepRun) {
	fault := event.Fault{Type: "cancelled", Message: "the step was cancelled and did not stop in time"}
	s.finish(event.Event{Status: event.Cancelled, Error: &fault})
	r.settle(s, nil, event.Cancelled, &fault, nil)
	r.must(r.flow.plan.Apply(r.state, s.task.ID, plan.Outcome{Cancelled: true}))
	delete(r.running, s.task.ID)
}

// begin does what the planner asks for; a step to be run is returned.
func (r *run) begin(t plan.Task) *StepRun {
	f := r.frame(t.ID)
	switch t.Do {
	case plan.Skip:
		r.rec.emit(event.Event{Type: event.StepSkipped, Step: t.ID, Kind: r.flow.steps[t.Step].node.Kind, Port: t.Port, Status: event.Skipped})
		f.results[t.Step] = map[string]any{"output": nil, "status": string(event.Skipped), "error": nil}
		return nil
	case plan.Gather:
		r.gather(t, f)
		return nil
	}
	s := &StepRun{run: r, task: t, of: &r.flow.steps[t.Step], frame: f, at: time.Now()}
	s.scope = r.scope(s)
	s.ctx, s.cancel = context.WithCancelCause(r.ctx)
	r.running[t.ID] = s
	return s
}

// apply takes the outcome of a step.
func (r *run) apply(s *StepRun, res node.Result, err error) {
	delete(r.running, s.task.ID)
	o := plan.Outcome{Port: res.Port}
	switch {
	case err != nil && s.fault.Type == "cancelled":
		o.Cancelled = true
		r.settle(s, nil, event.Cancelled, s.fault, nil)
	case err != nil:
		o.Failed = true
		r.settle(s, nil, event.Failed, s.fault, responseOf(err))
	case s.opens():
		o.Items = len(s.items)
		s.each = make([]any, 0, len(s.items))
		s.warnings = res.Warnings
		if s.frame.open == nil {
			s.frame.open = map[int]*StepRun{}
		}
		s.frame.open[s.task.Step] = s
	default:
		s.warnings = res.Warnings
		r.settle(s, res.Output, event.Succeeded, nil, res.Response)
	}
	r.must(r.flow.plan.Apply(r.state, s.task.ID, o))
}

// must stops at a mistake of the driver itself.
func (r *run) must(err error) {
	if err != nil {
		panic("engine: " + err.Error())
	}
}

// settle keeps what a step gave, for the steps after it.
func (r *run) settle(s *StepRun, output any, status event.Status, fault *event.Fault, response any) {
	if o, ok := output.(expr.Object); ok {
		output = expr.Plain(o)
	}
	v := map[string]any{"output": output, "status": string(status), "error": nil}
	if response != nil {
		v["response"] = response
	}
	if fault != nil {
		v["error"] = faultValue(fault, response)
		if s.frame.faults == nil {
			s.frame.faults = map[int]event.Fault{}
		}
		f := *fault
		if f.Step == "" {
			f.Step = s.task.ID
		}
		s.frame.faults[s.task.Step] = f
	}
	switch s.of.node.Kind {
	case "start": // each input also stands beside output
		for name, in := range r.inputs {
			if _, taken := v[name]; !taken {
				v[name] = in
			}
		}
	case "end":
		if fault == nil {
			r.ends = append(r.ends, end{s.task.Step, output, s.message, s.warnings})
		}
	}
	s.frame.results[s.task.Step] = v
}

// faultValue is context.steps.NAME.error.
func faultValue(f *event.Fault, response any) map[string]any {
	v := map[string]any{"type": f.Type, "message": f.Message, "attempts": max(f.Attempts, 1), "status": nil, "response": response}
	if f.Status != 0 {
		v["status"] = f.Status
	}
	return v
}

func responseOf(err error) any {
	if f, ok := errors.AsType[*node.Failure](err); ok {
		return f.Response
	}
	return nil
}
