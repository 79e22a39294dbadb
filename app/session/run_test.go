package session

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
	"flowbench/store"
)

// A player is a runner that tells what it is given to tell.
type player struct {
	order  worker.Order
	events []event.Event
	blobs  map[string][]byte
	wait   bool // until cancelled
}

func (p *player) Run(ctx context.Context, o worker.Order, sink engine.Sink) engine.Outcome {
	p.order = o
	for hash, b := range p.blobs {
		sink.Blob(hash, b)
	}
	for i, e := range p.events {
		if p.wait && i == len(p.events)-1 {
			<-ctx.Done()
			e.Status = event.Cancelled
		}
		e.Seq = i + 1
		sink.Event(e)
	}
	last := p.events[len(p.events)-1]
	return engine.Outcome{Status: last.Status, Error: last.Error, MS: 5}
}

// A loop is a goroutine that calls what it is woken with: a window's, as far as a session sees.
type loop chan func()

func (l loop) until(t *testing.T, done func() bool) {
	t.Helper()
	for !done() {
		select {
		case f := <-l:
			f()
		case <-time.After(10 * time.Second):
			t.Fatal("nothing comes any more")
		}
	}
}

func ready(t *testing.T, p *player) (*Session, loop) {
	l := library(t, t.TempDir())
	wakes := make(loop, 100)
	l.Wake = func(f func()) { wakes <- f }
	l.Runner = p
	return opened(t)(l.New("")), wakes
}

func three() *int { n := 3; return &n }

func aRun() []event.Event {
	return []event.Event{
		{Type: event.RunStarted, Flow: "Flow 1", Steps: []event.Step{{Name: "Start", Kind: "start"}, {Name: "Each", Kind: "loop"}, {Name: "End", Kind: "end"}}},
		{Type: event.StepStarted, Step: "Start", Kind: "start"},
		{Type: event.StepFinished, Step: "Start", Kind: "start", Status: event.Succeeded},
		{Type: event.StepStarted, Step: "Each", Kind: "loop"},
		{Type: event.StepFinished, Step: "Each[0]/Post", Kind: "api", Status: event.Succeeded, Records: three()},
		{Type: event.StepFinished, Step: "Each[1]/Post", Kind: "api", Status: event.Failed, Error: &event.Fault{Message: "no"}},
		{Type: event.StepFinished, Step: "Each[2]/Post", Kind: "api", Status: event.Succeeded, Records: three()},
		{Type: event.StepSkipped, Step: "End", Kind: "end", Status: event.Skipped},
		{Type: event.RunFinished, Status: event.Failed, Error: &event.Fault{Message: "no"}, Output: &event.Value{Ref: "sha256:1", Size: 4}},
	}
}

func TestARunIsToldKeptAndReadBack(t *testing.T) {
	p := &player{events: aRun(), blobs: map[string][]byte{"sha256:1": []byte("big!")}}
	s, wakes := ready(t, p)
	must(t, s.MapHost("Sandbox", "api.acme.com", "http://localhost:1"))
	told := 0
	s.OnRun(func(*Run) { told++ })
	r, err := s.Run("Flow 1", map[string]any{"url": "x", "n": jsonNumber("12345678901234567890")}, Env{Name: Sandbox})
	must(t, err)
	wakes.until(t, func() bool { kept, err := r.Kept(); return kept || err != nil })
	if _, err := r.Kept(); err != nil {
		t.Fatal(err)
	}
	if p.order.Run != r.ID || p.order.Hosts["api.acme.com"] == "" || string(p.order.Integration) != string(s.ExportBytes()) || told == 0 {
		t.Errorf("the order is %+v", p.order)
	}
	if string(flow.Of(s.Inputs("Flow 1"))) != `{"n":12345678901234567890,"url":"x"}` {
		t.Errorf("the inputs remembered are %v", s.Inputs("Flow 1"))
	}
	history, err := s.History(0)
	must(t, err)
	if len(history) != 1 || history[0].Status != "failed" || string(history[0].Info) != `{"env":"Sandbox","ms":5,"message":"no"}` {
		t.Fatalf("the history holds %+v", history)
	}
	past, err := s.Past(history[0])
	must(t, err)
	for name, r := range map[string]*Run{"live": r, "from the history": past} {
		if n := r.View().Node("Post"); n.Last.Path != "Each[2]/Post" || n.Times != 3 || n.Failed != 1 || *n.Last.Records != 3 {
			t.Errorf("%s: of Post stands %+v", name, n)
		}
		if n := r.View().Node; n("Start").Last.Status != event.Succeeded || n("End").Last.Status != event.Skipped || n("Each").Running != 1 {
			t.Errorf("%s: of the nodes stands %+v, %+v, %+v", name, n("Start"), n("End"), n("Each"))
		}
		if len(r.Events()) != 9 || r.Running() || r.View().Error.Message != "no" || r.Env != "Sandbox" {
			t.Errorf("%s: %d events, running %v", name, len(r.Events()), r.Running())
		}
	}
	if b, err := s.Blob("sha256:1"); err != nil || string(b) != "big!" {
		t.Errorf("the blob is %q, %v", b, err)
	}
	s.run = nil
	if b, err := s.Blob("sha256:1"); err != nil || string(b) != "big!" {
		t.Errorf("from the history the blob is %q, %v", b, err)
	}
	if _, err := s.Blob("sha256:2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a blob that is not there: %v", err)
	}
}

func jsonNumber(s string) jsontext.Value { return jsontext.Value(s) }

func TestOneRunAtATimeAndCancelEndsIt(t *testing.T) {
	s, wakes := ready(t, &player{events: aRun(), wait: true})
	r, err := s.Run("Flow 1", nil, Env{})
	must(t, err)
	if _, err := s.Run("Flow 1", nil, Env{}); err == nil {
		t.Error("a second run was started beside the first")
	}
	s.CancelRun()
	wakes.until(t, func() bool { return !r.Running() })
	if r.View().Status != event.Cancelled {
		t.Errorf("the run ended as %s", r.View().Status)
	}
	wakes.until(t, func() bool { kept, _ := r.Kept(); return kept })
}

func TestErrorsHoldARunBackAndWarningsDoNot(t *testing.T) {
	s, wakes := ready(t, &player{events: aRun()})
	severity := spec.Error
	s.lib.Check = func() func(*flow.Integration) []spec.Problem {
		return func(*flow.Integration) []spec.Problem {
			return []spec.Problem{{Severity: severity, Path: spec.Path{Flow: "Flow 1"}}, {Severity: spec.Error, Path: spec.Path{Flow: "Other"}}}
		}
	}
	if _, err := s.Run("Flow 1", nil, Env{}); !errors.Is(err, ErrProblems) {
		t.Errorf("with an error: %v", err)
	}
	severity = spec.Warning
	s.Recheck()
	r, err := s.Run("Flow 1", nil, Env{})
	must(t, err)
	wakes.until(t, func() bool { kept, _ := r.Kept(); return kept })
	if _, err := s.Run("None", nil, Env{}); err == nil {
		t.Error("a flow that is not there was run")
	}
}
