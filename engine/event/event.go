// Package event is what happened in a run.
//
// Guarantees. Events of a run come one at a time, in order, with Seq counting from 1
// without gaps. The first is run.started, the last run.finished. Every step of the plan
// has exactly one step.started and one step.finished, or one step.skipped; a step of a
// loop's body once for each item, between the loop's own step.opened and step.finished.
// step.call and step.log lie between their step's
// started and finished. No event ever holds a secret: what authentication put into a
// request stands in its record as •••.
//
// A value up to [Inline] bytes of JSON stands in the event itself; a larger one by the
// hash of its bytes, which go once to the run's blobs. Debug window, marks and history
// are folds over one list of events: a stored run is replayed by the same code.
package event

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Inline is how many bytes of JSON stand in an event itself.
const Inline = 64 << 10

// Type says what happened.
type Type string

// The types of events.
const (
	RunStarted   Type = "run.started"
	StepStarted  Type = "step.started"
	StepCall     Type = "step.call"   // an HTTP exchange, whole or failed
	StepLog      Type = "step.log"    // a labelled value, written by a Debug node
	StepOpened   Type = "step.opened" // a container begins with its items: Records says how many
	StepFinished Type = "step.finished"
	StepSkipped  Type = "step.skipped"
	RunFinished  Type = "run.finished"
)

// Status is how a step or a run ended.
type Status string

// The outcomes. A failed step whose failure port is wired does not fail the run.
const (
	Succeeded Status = "succeeded"
	Failed    Status = "failed"
	Skipped   Status = "skipped"
	Cancelled Status = "cancelled"
)

// An Event is something that happened in a run.
type Event struct {
	Seq  int       `json:"seq"`
	At   time.Time `json:"at"`
	Type Type      `json:"type"`

	// run.started
	Run   string `json:"run,omitzero"`
	Flow  string `json:"flow,omitzero"`
	Env   string `json:"env,omitzero"`
	Steps []Step `json:"steps,omitzero"` // the plan, in document order
	Input *Value `json:"input,omitzero"` // also of step.started: the evaluated settings

	// step.…
	Step string    `json:"step,omitzero"` // its path: "Post", in a loop "Each[17]/Post"
	Kind string    `json:"kind,omitzero"`
	Call *Exchange `json:"call,omitzero"`

	// step.log
	Label string `json:"label,omitzero"`
	Value *Value `json:"value,omitzero"`

	// step.finished, run.finished
	Status   Status   `json:"status,omitzero"`
	Port     string   `json:"port,omitzero"`
	Output   *Value   `json:"output,omitzero"`
	Records  *int     `json:"records,omitzero"` // how many, where the output is a list or holds one; also of step.opened
	Error    *Fault   `json:"error,omitzero"`
	Warnings []string `json:"warnings,omitzero"`
	MS       float64  `json:"ms,omitzero"`
}

// A Step is a step of the plan as run.started lists it.
type Step struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// A Fault is why a step or run failed, for people and for {{context.steps.NAME.error}}.
type Fault struct {
	Type     string `json:"type"` // "http", "timeout", "network", "refused", "template", "program", "value", "cancelled", "message", "memory", "crash"
	Message  string `json:"message"`
	Status   int    `json:"status,omitzero"`
	Attempts int    `json:"attempts,omitzero"`
	Step     string `json:"step,omitzero"` // of a run, and of a loop: the step that failed
	Help     string `json:"help,omitzero"` // what to do
	Host     string `json:"host,omitzero"` // of a refused call: the host the flow named
}

// A Value is JSON: inline, or by reference to the run's blobs with its first part.
type Value struct {
	Value jsontext.Value `json:"value,omitzero"`
	Ref   string         `json:"ref,omitzero"` // "sha256:…"
	Size  int            `json:"size,omitzero"`
	Head  string         `json:"head,omitzero"`
}

// An Exchange is one HTTP request as sent and the answer as it came.
type Exchange struct {
	Method  string   `json:"method"`
	URL     string   `json:"url"`             // as the flow wrote it
	Mapped  string   `json:"mapped,omitzero"` // where a host mapping sent it
	Sent    Message  `json:"sent,omitzero"`
	Got     *Message `json:"got,omitzero"`
	Status  int      `json:"status,omitzero"`
	Error   string   `json:"error,omitzero"`
	MS      float64  `json:"ms"`
	Waited  float64  `json:"waited,omitzero"` // of it: until the first byte of the answer
	Attempt int      `json:"attempt,omitzero"`
	Purpose string   `json:"purpose,omitzero"` // "token" for a connection's own request; "" is the step's
	Hops    []string `json:"hops,omitzero"`    // redirects followed
}

// A Message is the headers and body of a request or a response.
type Message struct {
	Headers []Header `json:"headers,omitzero"`
	Body    *Value   `json:"body,omitzero"` // JSON as it came; other text as a JSON string
	Type    string   `json:"type,omitzero"` // the body's media type
	Size    int      `json:"size,omitzero"`
}

// A Header is one header line.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
