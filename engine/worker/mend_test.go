package worker

import (
	"slices"
	"testing"

	"flowbench/engine"
	"flowbench/engine/event"
)

// ends is a sink that keeps how steps ended.
type ends []string

func (s *ends) Event(e event.Event) {
	if e.Type == event.StepFinished || e.Type == event.StepSkipped {
		*s = append(*s, e.Step+" "+string(e.Status))
	}
}
func (s *ends) Blob(string, []byte) {}

var _ engine.Sink = (*ends)(nil)

func TestARunThatBreaksOffInALoopFailedAtTheStepInIt(t *testing.T) {
	var got ends
	tr := Track(&got, Order{})
	one := 3
	for i, e := range []event.Event{
		{Type: event.RunStarted, Steps: []event.Step{{Name: "Each", Kind: "loop"}, {Name: "End", Kind: "end"}}},
		{Type: event.StepStarted, Step: "Each", Kind: "loop"},
		{Type: event.StepOpened, Step: "Each", Kind: "loop", Records: &one},
		{Type: event.StepStarted, Step: "Each[0]/Work", Kind: "function"},
	} {
		e.Seq = i + 1
		tr.Event(e)
	}
	out := tr.Mend(event.Failed, event.Fault{Type: "crash", Message: "it is gone"})
	if out.Error.Step != "Each[0]/Work" {
		t.Errorf("the run failed at %q", out.Error.Step)
	}
	if want := []string{"Each[0]/Work failed", "Each cancelled", "End skipped"}; !slices.Equal(got, want) {
		t.Errorf("the steps ended %q, want %q", got, want)
	}
}
