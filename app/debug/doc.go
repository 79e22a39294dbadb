// Package debug is the Debug window: what went into a run, what each step sent and got,
// what came out, and what the sandbox received.
//
// A [Trace] is a run as its events tell it: the engine's fold over one list, event by
// event, so that a stored run is shown by the same code as a live one. The [Dock] shows a trace. Events
// come in batches; each batch is one refresh, whatever it holds. A [Host] does what the
// dock cannot: it reads blobs, copies, saves, stops, and mends.
//
// Everything here runs on the window's goroutine.
package debug

import (
	"time"

	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

// A Host does what a button of the dock asks for.
type Host interface {
	// Blob reads a value that is too large for an event, by its hash.
	Blob(ref string) ([]byte, error)
	// Copy puts a text on the clipboard.
	Copy(text string)
	// Save asks where to write a file, and writes it.
	Save(name string, data []byte)
	// Stop ends the run.
	Stop()
	// Fix opens what mends a fault.
	Fix(fault event.Fault, with Mend)
	// Delays switches the sandbox's realistic delays.
	Delays(on bool)
	// ResetSandbox empties what the sandbox keeps.
	ResetSandbox()
}

// A Mend is a way to mend a fault.
type Mend string

// The mends, by the words on their buttons.
const (
	MapHost Mend = "Map host"
	RunLive Mend = "Run with Live…"
)

// Mends are the ways to mend a fault, none for most.
func Mends(f *event.Fault) []Mend {
	if f != nil && f.Type == "refused" && f.Host != "" {
		return []Mend{MapHost, RunLive}
	}
	return nil
}

// A Tab is a page of the dock.
type Tab int

// The tabs, in their order.
const (
	InputTab Tab = iota
	FlowLogTab
	OutputTab
	SandboxTab
)

// A Run is what the dock shows: its name, and for a stored one its events.
type Run struct {
	Name     string   // "Run 14"
	Defaults []string // the inputs that have their default, where that is known
	Events   []event.Event
}

// An Entry is a request that the sandbox answered, as the people at its other end would
// see it.
type Entry struct {
	At   time.Time
	Line string    // Slack #seo: "240 broken backlinks for example.com"
	Sign draw.Sign // the provider's letter and colour

	Method, Path string
	Status       int
	Sent, Got    []byte // the bodies: JSON, other text, or nothing
}
