package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/worker"
)

// execute runs the job and prints what it came to. A step that asks for too much memory
// ends the process, since nothing else stops it: what is to be told is told before.
func (c *command) execute(ctx context.Context, j engine.Job, o worker.Order, f runFlags) error {
	j.Busy = new(atomic.Pointer[string])
	compiled, err := engine.Compile(j)
	if err != nil {
		return wrong("%v", err)
	}
	if err := compiled.Accepts(j.Start.Inputs); err != nil {
		return wrong("%v\nGive inputs with --input NAME=VALUE", err)
	}
	out := &printer{c: c, f: f}
	told := worker.Track(out, o)
	run := &gate{Sink: told}
	limit := uint64(f.memory) << 20
	stop := worker.Watch(limit, func(uint64) {
		run.shut.Store(true) // first: what follows takes a while when memory is short
		step := ""
		if p := j.Busy.Load(); p != nil {
			step = *p
		}
		why := worker.MemoryFault(step, limit)
		if f.repeat == 1 {
			told.Mend(event.Failed, why)
		}
		err := c.result(engine.Outcome{Status: event.Failed, Error: &why}, f)
		fmt.Fprintln(c.err, "flowbench:", err)
		os.Exit(Failed)
	})
	defer stop()
	if f.repeat > 1 {
		err := c.repeat(ctx, compiled, j.Start, f)
		run.pass()
		return err
	}
	outcome := compiled.Run(ctx, j.Start, run)
	run.pass()
	if out.err != nil {
		return failed("%v", out.err)
	}
	return c.result(outcome, f)
}

// A gate is shut when the process is about to be ended: whoever comes by then waits for it.
type gate struct {
	engine.Sink
	shut atomic.Bool
}

func (g *gate) pass() {
	if g.shut.Load() {
		select {}
	}
}

// Event implements [engine.Sink].
func (g *gate) Event(e event.Event) {
	g.pass()
	g.Sink.Event(e)
}

// result prints what a run came to, and makes its exit code.
func (c *command) result(o engine.Outcome, f runFlags) error {
	for _, w := range o.Warnings {
		fmt.Fprintln(c.err, "warning:", w)
	}
	text := o.Output
	if o.Status != event.Succeeded {
		if o.Error == nil {
			o.Error = &event.Fault{Type: string(o.Status), Message: "the run was " + string(o.Status)}
		}
		text = flow.Of(map[string]any{"error": o.Error})
	}
	if !f.events {
		if _, err := fmt.Fprintf(c.out, "%s\n", text); err != nil {
			return failed("writing the output: %v", cause(err))
		}
	}
	if o.Status == event.Succeeded {
		return nil
	}
	return failed("%s", forPeople(o.Error))
}

// forPeople is a fault as the command line says it: where, what, what to do.
func forPeople(f *event.Fault) string {
	s := f.Message
	if f.Step != "" { // of what failed in a loop the message says the item and the node
		step, _, _ := strings.Cut(f.Step, "[")
		s = step + ": " + s
	}
	switch {
	case f.Type == "refused" && f.Host != "" && f.Help != "":
		s += fmt.Sprintf("\n%s As in: --map-host %s=http://127.0.0.1:8080", f.Help, f.Host)
	case f.Help != "":
		s += "\n" + f.Help
	}
	return s
}
