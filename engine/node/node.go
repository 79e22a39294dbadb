// Package node is the contract of a kind that runs.
//
// A kind is a [Kind]: its description, a constructor and examples. The engine makes a
// new Runner for each step, stores the evaluated settings through its fields, and calls
// Run once. Run must return soon after its context ends. It reaches the outside only
// through its [Env], and never makes text of values itself: templates belong to package
// expr, requests to package request.
package node

import (
	"context"

	"flowbench/engine/event"
	"flowbench/engine/spec"
)

// A Kind is a kind of node that can run.
type Kind struct {
	spec.Kind
	New      func() Runner
	Examples []Example
}

// A Runner is one step about to run.
type Runner interface {
	// Fields returns the settings, bound to the runner's own struct.
	Fields() []spec.Field
	// Run does the step. An error that is no *Failure fails the step with type "value".
	Run(ctx context.Context, env Env) (Result, error)
}

// A Gatherer is the Runner of a kind with a body. Run gives the items; once the body has
// run for each of them, Gather makes the step's output of what each gave.
type Gatherer interface {
	Runner
	Gather(each []any) any
}

// A Result is what a step that succeeded gives.
type Result struct {
	Port     string // "" is success
	Output   any
	Response any // context.steps.NAME.response, where a call was made
	Warnings []string
	Items    []any // of a Gatherer: what its body runs for, one after another
}

// A Failure is a step's failure as the flow sees it: it takes the failure port.
type Failure struct {
	Fault    event.Fault
	Response any // what came back, if anything
}

func (f *Failure) Error() string { return f.Fault.Message }

// Env is what a step may use. It belongs to one step.
type Env interface {
	// Step is the step's path.
	Step() string
	// Inputs are the values given to the run, Start's business.
	Inputs() map[string]any
	// Settings are the node's settings as typed, decoded.
	Settings() spec.Values
	// Start are the settings of the flow's Start node.
	Start() spec.Values
	// Eval evaluates a template, or a tree of them, with the step's context.
	Eval(ctx context.Context, v any) (value any, missing bool, err error)
	// Parts evaluates a text but keeps its literal text and its values apart, for who escapes them.
	Parts(ctx context.Context, text string) ([]Part, error)
	// Program runs a jq program; dot is "." in it, nil for the context itself.
	Program(ctx context.Context, source string, dot any, onContext bool) (any, error)
	// Call sends a request; the exchange is recorded as an event.
	Call(ctx context.Context, r Request) (*Response, error)
	// Log writes a labelled value to the flow log.
	Log(label string, v any)
	// Message sets the error message that marks the run failed: End's business.
	Message(text string)
}

// A Request is a call as the kind means it; package request turns it into bytes.
type Request struct {
	Provider   string // of the catalogue, or ""
	Action     string
	Fields     map[string]any // the action's evaluated fields
	Connection string         // a connection's name, or ""

	// Of an API node.
	Method  string
	URL     []Part
	Headers []event.Header
	Query   []event.Header
	Body    any
	BodyAs  string  // "json", "form", "text", "none"
	Reads   string  // "auto", "json", "text", "empty"
	Timeout float64 // seconds; 0 is the default
}

// A Part of a text is literal, or the value of a template in it.
type Part struct {
	Text    string
	Value   any
	IsValue bool
}

// A Response is what came back.
type Response struct {
	Status  int
	Headers map[string]any
	Body    any // JSON decoded, or text; nil when empty
	MS      float64
}

// An Example shows a kind at work. It is part of the help, and runs as a test.
type Example struct {
	Title   string
	Config  map[string]any
	Context map[string]any // step name -> what context.steps holds for it
	Inputs  map[string]any
	Start   map[string]any // the settings of the flow's Start node
	Got     *Response      // what a call is answered
	Each    any            // of a Gatherer: a template of what the body gives for an item
	Want    any
	Port    string // "" is success
	Fails   string // the message of the failure, when it is to fail
	Message string // the error message that marks the run failed: End's
}
