package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
	"flowbench/store"
)

// An Env is the environment that a flow is run in. What it is, the session knows by its
// name: its config values, its hosts, and whether anything leaves the machine.
type Env struct {
	Name      string         // "" is the one that is on
	SandboxAt string         // the address of the sandbox server
	Settings  jsontext.Value // whatever the worker is told besides
}

// A Run is one execution of a flow, as far as its events have come.
type Run struct {
	ID      string
	Flow    string
	Env     string
	Inputs  map[string]any
	Started time.Time

	view   engine.View
	events []event.Event
	kept   bool
	keep   error
	cancel context.CancelFunc

	mu    sync.Mutex
	blobs map[string][]byte
}

// Events returns what has happened so far.
func (r *Run) Events() []event.Event { return r.events }

// View is what the events say so far.
func (r *Run) View() *engine.View { return &r.view }

// Running reports whether the run has not ended.
func (r *Run) Running() bool { return r.view.Status == "" }

// Kept reports whether the run is in the history; the error says why it could not be kept.
func (r *Run) Kept() (bool, error) { return r.kept, r.keep }

// Blob returns a large value of this run.
func (r *Run) Blob(ref string) ([]byte, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, ok := r.blobs[ref]
	return b, ok
}

// OnRun adds a listener, called after each batch of a run's events.
func (s *Session) OnRun(f func(*Run)) { s.onRun = append(s.onRun, f) }

func (s *Session) tellRun(r *Run) {
	for _, f := range s.onRun {
		f(r)
	}
}

// Current returns the run that goes on or ended last, or nil.
func (s *Session) Current() *Run { return s.run }

// CancelRun ends the current run, if one goes on.
func (s *Session) CancelRun() {
	if s.run != nil {
		s.run.cancel()
	}
}

// ErrProblems says that errors in the flow hold a run back.
var ErrProblems = errors.New("the flow has errors: mend them first")

// Run starts a flow of the document as it is now, and remembers the inputs. Its events
// come by way of Wake; when it has ended it is kept in the history.
func (s *Session) Run(flowName string, given map[string]any, env Env) (*Run, error) {
	f := s.Integration().Flow(flowName)
	switch {
	case s.lib.Runner == nil:
		return nil, errors.New("nothing can be run here")
	case f == nil:
		return nil, fmt.Errorf("there is no flow %q", flowName)
	case s.run != nil && s.run.Running():
		return nil, errors.New("a run is going on: wait for its end, or cancel it")
	}
	s.Check()
	for _, p := range s.Problems() {
		if p.Severity == spec.Error && (p.Path.Flow == "" || p.Path.Flow == flowName) {
			return nil, ErrProblems
		}
	}
	e := s.EnvironmentOn()
	if env.Name != "" {
		var err error
		if e, err = s.Environment(env.Name); err != nil {
			return nil, err
		}
	}
	order := worker.Order{Integration: flow.Write(s.Integration()), Flow: flowName, Hosts: e.Hosts, Settings: env.Settings}
	order.Env = worker.Environment{Name: e.Name, Sandbox: e.Sandbox}
	if e.Sandbox {
		order.Sandbox = env.SandboxAt
	}
	values, hide, err := e.Resolve(s.Integration().Config, s.lib.LookupEnv)
	bound, unbound := e.Bound(f)
	if err := errors.Join(err, unbound); err != nil {
		return nil, err
	}
	order.Env.Config, order.Hide = flow.Of(values), hide
	if e.Sandbox { // there a service takes a made-up account, whatever is bound
		for _, c := range s.Integration().Connections {
			if c.Provider != "" {
				delete(bound, c.Name)
			}
		}
	}
	if order.Connections, err = s.accounts(bound); err != nil {
		return nil, err
	}
	if err := s.rememberInputs(flowName, given, order.Redactor()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &Run{ID: store.NewID(), Flow: flowName, Env: e.Name, Inputs: given, Started: s.lib.now(), cancel: cancel, blobs: map[string][]byte{}}
	order.Run, order.Trigger, order.At, order.Inputs = r.ID, "manual", r.Started, flow.Of(given)
	s.run = r
	s.tellRun(r)
	go s.drive(ctx, r, order)
	return r, nil
}

// accounts are the stored connections behind the names that a flow uses.
func (s *Session) accounts(bound map[string]string) (map[string]worker.Account, error) {
	out := make(map[string]worker.Account, len(bound))
	var bad error
	for _, name := range slices.Sorted(maps.Keys(bound)) {
		if s.lib.Account == nil {
			return nil, errors.New("no stored connection can be used here")
		}
		a, err := s.lib.Account(bound[name])
		if err != nil {
			bad = errors.Join(bad, fmt.Errorf("the connection “%s”: %w", name, err))
		}
		out[name] = a
	}
	return out, bad
}

// drive runs the order to its end. It is the run's own goroutine.
func (s *Session) drive(ctx context.Context, r *Run, order worker.Order) {
	defer r.cancel()
	sink := &recorder{run: r, inbox: &inbox[event.Event]{wake: s.lib.Wake, handle: func(batch []event.Event) {
		for _, e := range batch {
			r.events = append(r.events, e)
			r.view.Fold(e)
		}
		s.tellRun(r)
	}}}
	out := s.lib.Runner.Run(ctx, order, sink)
	err := sink.keep(s.lib.Store, s.entry.ID, out)
	s.lib.Wake(func() {
		if r.kept, r.keep = err == nil, err; err != nil {
			s.lib.Notice(fmt.Sprintf("The run could not be kept in the history: %v", err))
		}
		s.tellRun(r)
	})
}

// A recorder is the sink of a run: it hands events on, and writes them down for the history.
type recorder struct {
	run   *Run
	inbox *inbox[event.Event]
	lines bytes.Buffer
	bad   error
}

// Event implements [engine.Sink].
func (s *recorder) Event(e event.Event) {
	if err := json2.MarshalWrite(&s.lines, e, json2.Deterministic(true)); err != nil {
		s.bad = errors.Join(s.bad, err)
	}
	s.lines.WriteByte('\n')
	s.inbox.put(e)
}

// Blob implements [engine.Sink].
func (s *recorder) Blob(hash string, data []byte) {
	s.run.mu.Lock()
	defer s.run.mu.Unlock()
	s.run.blobs[hash] = data
}

// Summary is what the history's list says of a run beside its status.
type Summary struct {
	Env     string  `json:"env,omitzero"`
	MS      float64 `json:"ms,omitzero"`
	Message string  `json:"message,omitzero"` // of the failure
}

func (s *recorder) keep(to *store.Store, integration string, out engine.Outcome) error {
	sum := Summary{Env: s.run.Env, MS: out.MS}
	if out.Error != nil {
		sum.Message = out.Error.Message
	}
	s.run.mu.Lock()
	blobs := maps.Clone(s.run.blobs)
	s.run.mu.Unlock()
	header := store.Run{ID: s.run.ID, Flow: s.run.Flow, Started: s.run.Started, Status: string(out.Status), Info: flow.Of(sum)}
	return errors.Join(s.bad, to.PutRun(integration, header, s.lines.Bytes(), blobs))
}
