package debug

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/event"
)

// A Trace is a run as its events told it so far: the engine's fold, and what a log needs
// beside it, the order of starting and what stands in what.
type Trace struct {
	engine.View
	Steps []*Step // of the flow itself, in order of starting; those that have not begun are not among them

	byPath map[string]*Step
	caller *Step // that called last
	stale  int   // the first of Steps whose lines in the log have changed since they were made
}

// A Step is one step of a trace.
type Step struct {
	*engine.StepView
	Offset  float64          // ms from the run's beginning
	Summary string           // one line of what it did
	Rounds  []*Item          // of a container: those of its items that have begun
	in      *Item            // that it is of, in a container's body
	open    bool             // the log shows its items
	version int              // grows with each event
	index   int              // in Steps, of one of the flow itself
	line    int              // in the log, where it has one
	values  []jsontext.Value // of a container: its items, once they were asked for
}

// Put folds one more event into the trace.
func (t *Trace) Put(e *event.Event) {
	if e.Type == event.RunStarted {
		*t = Trace{}
	}
	t.Fold(*e)
	if e.Step == "" {
		return
	}
	s := t.byPath[e.Step]
	if s == nil {
		view := t.View.Step(e.Step)
		if view == nil {
			return // an event that this version does not know
		}
		s = &Step{StepView: view, Offset: t.offset(e.At)}
		if t.byPath == nil {
			t.byPath = map[string]*Step{}
		}
		t.byPath[e.Step] = s
		if !t.enter(s) {
			s.index = len(t.Steps)
			t.Steps = append(t.Steps, s)
		}
		t.stale = min(t.stale, s.top().index)
	}
	switch e.Type {
	case event.StepCall:
		t.caller = s
	case event.StepLog:
		t.stale = min(t.stale, s.top().index)
	case event.StepFinished:
		s.in.ended(s, t.offset(e.At))
	}
	s.version++
	s.Summary = summarize(t, s)
}

// offset is a moment as milliseconds from the run's beginning.
func (t *Trace) offset(at time.Time) float64 {
	return max(0, float64(at.Sub(t.Began).Microseconds())/1000)
}

// Step finds a step that has begun by its path, or nil.
func (t *Trace) Step(path string) *Step { return t.byPath[path] }

// Running reports whether the run has begun and not ended.
func (t *Trace) Running() bool { return t.Status == "" && !t.Began.IsZero() }

// Culprit is the step that a failed run is about: the one that the run's fault names, or
// the first that failed. It is nil where the run did not fail, or none of its steps did.
func (t *Trace) Culprit() *Step {
	if t.Status != event.Failed {
		return nil
	}
	if f := t.Failed(); f != nil && f.Status == event.Failed {
		return t.byPath[f.Path]
	}
	for _, s := range t.Steps {
		if s.Status == event.Failed {
			return s
		}
	}
	return nil
}

// Find gives the step to show for what is chosen in the log: a step by its path, or by
// Each[17] what that item is about.
func (t *Trace) Find(chosen string) *Step {
	if s := t.byPath[chosen]; s != nil {
		return s
	}
	if it := t.item(chosen); it != nil {
		return it.about()
	}
	return nil
}

// own is which of its calls is the step's own last one, not its connection's; -1: none.
func (s *Step) own() int {
	for i := len(s.Calls) - 1; i >= 0; i-- {
		if s.Calls[i].Purpose == "" {
			return i
		}
	}
	return -1
}

// Call is the step's own last exchange; nil where it made none.
func (s *Step) Call() *event.Exchange {
	if i := s.own(); i >= 0 {
		return &s.Calls[i]
	}
	return nil
}
