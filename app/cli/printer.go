package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"flowbench/engine"
	"flowbench/engine/event"
)

// A printer is the sink of a run on the command line: events as lines of JSON on stdout,
// the flow log as lines for people on stderr, large values in a folder.
type printer struct {
	c    *command
	f    runFlags
	item string // of a loop, that the last line was of
	err  error  // what could not be written; nothing is written after it
}

// Event implements [engine.Sink].
func (p *printer) Event(e event.Event) {
	if p.f.events && p.err == nil {
		if err := engine.WriteEvent(p.c.out, e); err != nil {
			p.err = fmt.Errorf("writing the events: %w", cause(err))
		}
	}
	if p.f.log {
		p.line(e)
	}
}

// Blob implements [engine.Sink].
func (p *printer) Blob(hash string, data []byte) {
	if p.f.blobs == "" || p.err != nil {
		return
	}
	name := filepath.Join(p.f.blobs, strings.TrimPrefix(hash, "sha256:"))
	err := os.MkdirAll(p.f.blobs, 0o700)
	if err == nil {
		err = os.WriteFile(name, data, 0o600)
	}
	if err != nil {
		p.err = fmt.Errorf("writing %s: %w", name, cause(err))
	}
}

// line writes the flow log as people read it: first what a step called and wrote, then
// how it ended. What runs in a loop stands below its item.
func (p *printer) line(e event.Event) {
	say := func(mark, step, rest string) {
		fmt.Fprintln(p.c.err, strings.TrimRight(fmt.Sprintf("%s %-20s %s", mark, step, rest), " "))
	}
	if e.Step == "" {
		return
	}
	cut := strings.LastIndexByte(e.Step, '/') + 1
	depth := strings.Count(e.Step, "/")
	if item := e.Step[:cut]; item != p.item {
		if p.item = item; item != "" && e.Type != event.StepOpened {
			say(" ", strings.Repeat("  ", depth-1)+item[:cut-1], "")
		}
	}
	name := strings.Repeat("  ", depth) + e.Step[cut:]
	switch e.Type {
	case event.StepOpened:
		say(" ", name, plural(*e.Records, "item"))
	case event.StepCall:
		say(" ", name, fmt.Sprintf("%s %s: %s", e.Call.Method, e.Call.URL, cmp.Or(e.Call.Error, fmt.Sprint(e.Call.Status))))
	case event.StepLog:
		say(" ", name, e.Label+": "+brief(e.Value))
	case event.StepSkipped:
		say("-", name, "skipped")
	case event.StepFinished:
		mark, why := "✓", ""
		if e.Status != event.Succeeded {
			mark = "✗"
		}
		if e.Error != nil {
			why = ": " + e.Error.Message
		}
		said := string(e.Status)
		if e.Status == event.Succeeded && e.Port != "" && e.Port != "success" {
			said = e.Port
		}
		if e.Records != nil {
			said += ", " + plural(*e.Records, "record")
		}
		say(mark, name, fmt.Sprintf("%s, %.0f ms%s", said, e.MS, why))
	}
}

// brief is a value in at most 100 characters.
func brief(v *event.Value) string {
	if v == nil {
		return ""
	}
	r := []rune(cmp.Or(v.Head, string(v.Value)))
	if len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return string(r)
}
