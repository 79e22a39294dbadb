package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/event"
)

func newBusy() *atomic.Pointer[string] { return new(atomic.Pointer[string]) }

// A printer is the sink of a run on the command line: events as lines of JSON on stdout,
// the flow log as lines for people on stderr, large values in a folder.
type printer struct {
	c      *command
	f      runFlags
	encode bool
	err    error
}

// Event implements the engine's sink.
func (p *printer) Event(e event.Event) {
	if p.encode && p.err == nil {
		b, err := json2.Marshal(e)
		if err == nil {
			_, err = p.c.out.Write(append(b, '\n'))
		}
		p.err = err
	}
	if p.f.log {
		p.line(e)
	}
}

// Blob implements the engine's sink.
func (p *printer) Blob(hash string, data []byte) {
	if p.f.blobs == "" || p.err != nil {
		return
	}
	if p.err = os.MkdirAll(p.f.blobs, 0o700); p.err == nil {
		p.err = os.WriteFile(filepath.Join(p.f.blobs, strings.TrimPrefix(hash, "sha256:")), data, 0o600)
	}
}

// line writes the flow log as people read it.
func (p *printer) line(e event.Event) {
	switch e.Type {
	case event.StepCall:
		what := fmt.Sprint(e.Call.Status)
		if e.Call.Error != "" {
			what = e.Call.Error
		}
		fmt.Fprintf(p.c.err, "  %-24s %s %s: %s\n", "", e.Call.Method, e.Call.URL, what)
	case event.StepLog:
		fmt.Fprintf(p.c.err, "  %-24s %s: %s\n", "", e.Label, brief(e.Value))
	case event.StepSkipped:
		fmt.Fprintf(p.c.err, "- %-24s skipped\n", e.Step)
	case event.StepFinished:
		mark, why := "✓", ""
		if e.Status != event.Succeeded {
			mark = "✗"
		}
		if e.Error != nil {
			why = e.Error.Message
		}
		fmt.Fprintf(p.c.err, "%s %-24s %6.0f ms  %s %s\n", mark, e.Step, e.MS, e.Port, why)
	}
}

func brief(v *event.Value) string {
	if v == nil {
		return ""
	}
	s := string(v.Value)
	if v.Ref != "" {
		s = v.Head
	}
	if r := []rune(s); len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return s
}
