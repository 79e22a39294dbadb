package worker

import (
	"slices"
	"strings"
	"sync"
	"time"

	"flowbench/engine"
	"flowbench/engine/event"
)

// A Tracker hands a run's events on and knows what is still to be told, so that the
// events of a run that breaks off end as they must. It may be used by many goroutines.
type Tracker struct {
	mu    sync.Mutex
	sink  engine.Sink
	order Order
	seq   int
	steps []event.Step
	state map[string]int // by path: begun or over
	begun []string       // in order
	kinds map[string]string
	out   *engine.Outcome // of run.finished
	at    time.Time
}

const (
	isBegun = 1
	isOver  = 2
)

// Track begins to track a run.
func Track(sink engine.Sink, o Order) *Tracker {
	return &Tracker{sink: sink, order: o, state: map[string]int{}, kinds: map[string]string{}, at: time.Now()}
}

// Event implements [engine.Sink].
func (t *Tracker) Event(e event.Event) { t.take(e) }

// Blob implements [engine.Sink].
func (t *Tracker) Blob(hash string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out == nil {
		t.sink.Blob(hash, data)
	}
}

// take reports whether the event was in order. One that was not is not passed on:
// whoever sent it is broken.
func (t *Tracker) take(e event.Event) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.event(e)
}

func (t *Tracker) event(e event.Event) bool {
	if e.Seq != t.seq+1 || t.out != nil || (t.seq == 0) != (e.Type == event.RunStarted) {
		return false
	}
	t.seq = e.Seq
	switch e.Type {
	case event.RunStarted:
		t.steps = e.Steps
		for _, s := range e.Steps {
			t.kinds[s.Name] = s.Kind
		}
	case event.StepStarted:
		t.state[e.Step] = isBegun
		t.begun = append(t.begun, e.Step)
		t.kinds[e.Step] = e.Kind
	case event.StepFinished, event.StepSkipped:
		t.state[e.Step] = isOver
	case event.RunFinished:
		t.out = &engine.Outcome{Status: e.Status, Error: e.Error, Warnings: e.Warnings, MS: e.MS}
	}
	t.sink.Event(e)
	return true
}

func (t *Tracker) tell(e event.Event) {
	e.Seq, e.At = t.seq+1, time.Now()
	t.event(e)
}

// Mend tells what the run itself no longer could, and how it ended: cancelled, or failed
// with a fault. The step that the fault names has failed, others were cancelled. What
// the run still says is not heard.
func (t *Tracker) Mend(status event.Status, fault event.Fault) engine.Outcome {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.out != nil {
		return *t.out
	}
	if t.seq == 0 {
		t.tell(event.Event{Type: event.RunStarted, Run: t.order.Run, Flow: t.order.Flow, Env: t.order.Env.Name})
	}
	if fault.Step == "" && status == event.Failed { // one step alone can only be the one
		if busy := t.busy(); len(busy) == 1 {
			fault.Step = busy[0]
			if fault.Type == "memory" {
				fault = MemoryFault(busy[0], 0)
			}
		}
	}
	if fault.Step != "" && t.state[fault.Step] == 0 && t.kinds[fault.Step] != "" {
		t.tell(event.Event{Type: event.StepStarted, Step: fault.Step, Kind: t.kinds[fault.Step]})
	}
	for _, step := range slices.Backward(t.open()) { // what is in a container ends before it
		e := event.Event{Type: event.StepFinished, Step: step, Kind: t.kinds[step], Status: event.Cancelled,
			Error: &event.Fault{Type: "cancelled", Message: "the step was cancelled"}}
		if status == event.Failed && step == fault.Step {
			own := fault
			own.Step = ""
			e.Status, e.Error = event.Failed, &own
		}
		t.tell(e)
	}
	for _, s := range t.steps {
		if t.state[s.Name] == 0 {
			t.tell(event.Event{Type: event.StepSkipped, Step: s.Name, Kind: s.Kind, Status: event.Skipped})
		}
	}
	t.tell(event.Event{Type: event.RunFinished, Run: t.order.Run, Status: status, Error: &fault, MS: float64(time.Since(t.at).Microseconds()) / 1000})
	return *t.out
}

// busy lists the open steps but for containers that wait for a step of their body.
func (t *Tracker) busy() []string {
	open := t.open()
	return slices.DeleteFunc(slices.Clone(open), func(step string) bool {
		return slices.ContainsFunc(open, func(inner string) bool { return strings.HasPrefix(inner, step+"[") })
	})
}

// open lists the steps that have begun and not ended.
func (t *Tracker) open() []string {
	var out []string
	for _, step := range t.begun {
		if t.state[step] == isBegun {
			out = append(out, step)
		}
	}
	return out
}
