package engine

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/node"
)

// A Job is what is to be run, and with what.
type Job struct {
	Integration *flow.Integration // not changed while the run lasts
	Flow        string            // its name; "" is the only or first one
	Kinds       []node.Kind
	Env         Environment
	Caller      Caller         // sends requests; nil: every call is refused
	Redactor    *auth.Redactor // what it finds is told as •••, the same that the Caller's client has; nil: nothing is secret
	Limits      Limits
	Start       Start
	Busy        *atomic.Pointer[string] // told which step evaluates something; may be nil
}

// An Environment is what a flow runs in: the values of its config variables.
type Environment struct {
	Name    string
	Sandbox bool           // nothing leaves the machine
	Config  map[string]any // by variable; text is converted to the declared type
}

// Start is what one run begins with.
type Start struct {
	Run     string // its id
	Trigger string // "manual"
	At      time.Time
	Inputs  map[string]any // by input variable; text is converted to the declared type
}

// Limits bound a run. What is 0 has its default.
type Limits struct {
	Parallel int           // steps at once
	Grace    time.Duration // how long a cancelled step may take to end
	Program  time.Duration // for a Function, a mapping, a loop's input
	Template time.Duration
}

func (l Limits) withDefaults() Limits {
	if l.Parallel <= 0 {
		l.Parallel = max(16, 4*runtime.GOMAXPROCS(0))
	}
	if l.Grace <= 0 {
		l.Grace = 80 * time.Millisecond
	}
	return l
}

// A Sink takes what a run tells: one call at a time, in order. It must not keep the run
// waiting.
type Sink interface {
	Event(event.Event)
	// Blob takes a large value's bytes, once, before the first event that names its hash.
	Blob(hash string, data []byte)
}

// An Outcome is how a run ended, the same as its run.finished says: without secrets too.
type Outcome struct {
	Status   event.Status   `json:"status"`
	Output   jsontext.Value `json:"output,omitzero"` // the flow's outputs as one object; nil after a failure
	Error    *event.Fault   `json:"error,omitzero"`
	Warnings []string       `json:"warnings,omitzero"`
	MS       float64        `json:"ms"`
}

// Discard is a sink for who wants only the outcome.
var Discard Sink = discard{}

type discard struct{}

func (discard) Event(event.Event)   {}
func (discard) Blob(string, []byte) {}
