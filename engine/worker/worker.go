package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// Patience is how long a worker may take to end a job that was cancelled.
const Patience = 100 * time.Millisecond

// A Command starts a worker process.
type Command struct {
	Path string
	Args []string
	Env  []string // all that it has of an environment
}

// A Worker is a child process that does one job at a time.
type Worker struct {
	// Tokens are those of connections; nil: they live as long as a job.
	Tokens *auth.Cache

	cmd     *exec.Cmd
	in      io.WriteCloser
	replies chan reply // closed when the child's output ends
	said    tail       // its error output
	hide    auth.Redactor
	last    int

	mu    sync.Mutex
	why   error        // why its output was given up
	fault *event.Fault // its last words
	end   func() error
}

// Start starts a worker. It lives until Close, or until it breaks.
func Start(c Command) (*Worker, error) {
	w := &Worker{cmd: exec.Command(c.Path, c.Args...), replies: make(chan reply, 64)}
	w.cmd.Env = append([]string{"GOTRACEBACK=none"}, c.Env...)
	if root := os.Getenv("SYSTEMROOT"); root != "" { // without it Windows has no network
		w.cmd.Env = append(w.cmd.Env, "SYSTEMROOT="+root)
	}
	w.cmd.Stderr = &w.said
	var err error
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the worker: %w", err)
	}
	w.end = sync.OnceValue(w.reap)
	go w.listen(out)
	return w, nil
}

func (w *Worker) listen(out io.Reader) {
	defer close(w.replies)
	r := bufio.NewReaderSize(out, 64<<10)
	for {
		var rep reply
		if err := readFrame(r, &rep); err != nil {
			w.mu.Lock()
			w.why = err
			w.mu.Unlock()
			if err != io.EOF { // it talks nonsense: nothing it says counts any more
				w.cmd.Process.Kill()
			}
			return
		}
		if rep.Fault != nil {
			w.mu.Lock()
			w.fault = rep.Fault
			w.mu.Unlock()
			continue
		}
		w.replies <- rep
	}
}

// Close ends the process, by its id.
func (w *Worker) Close() error { return w.end() }

func (w *Worker) reap() error {
	w.in.Close()
	w.cmd.Process.Kill()
	go func() { // whatever it still says is not heard
		for range w.replies {
		}
	}()
	return w.cmd.Wait()
}

// PID is the id of the process.
func (w *Worker) PID() int { return w.cmd.Process.Pid }

// Run runs a flow and hands its events to the sink, from this goroutine. When the worker
// breaks it says so in the events, and healthy is false: the worker is over.
func (w *Worker) Run(ctx context.Context, o Order, sink engine.Sink) (out engine.Outcome, healthy bool) {
	t := Track(sink, o)
	w.last++
	id := w.last
	w.hide.Add(o.hidden()...)
	tokens, done := w.desk(id, o.Env.Name)
	defer done()
	if err := w.send(request{ID: id, Run: &o}); err != nil {
		return t.Mend(event.Failed, w.broken(err)), false
	}
	cancelled := ctx.Done()
	var patience <-chan time.Time
	for {
		select {
		case rep, ok := <-w.replies:
			switch {
			case !ok && cancelled == nil:
				return t.Mend(event.Cancelled, cancelFault()), false
			case !ok:
				return t.Mend(event.Failed, w.broken(nil)), false
			case rep.ID != id:
			case rep.Token != nil:
				w.learnToken(*rep.Token)
				tokens.take(*rep.Token)
			case rep.Blob != nil:
				sink.Blob(rep.Blob.Hash, rep.Blob.Data)
			case rep.Event != nil && !t.take(*rep.Event):
				w.Close()
				return t.Mend(event.Failed, w.broken(errors.New("its events came out of order"))), false
			case rep.Done != nil && t.out != nil:
				// A cancelled worker may still be busy with a step that does not stop.
				return *rep.Done, cancelled != nil
			}
		case <-cancelled:
			cancelled = nil
			patience = time.After(Patience)
			go w.send(request{ID: id, Cancel: true})
		case <-patience:
			w.Close()
			return t.Mend(event.Cancelled, cancelFault()), false
		}
	}
}

// Eval evaluates a template or program. A worker that was cancelled or broke is over.
func (w *Worker) Eval(ctx context.Context, q Question) (a Answer, healthy bool, err error) {
	w.last++
	id := w.last
	if err := w.send(request{ID: id, Eval: &q}); err != nil {
		return Answer{}, false, faultError(w.broken(err))
	}
	for {
		select {
		case rep, ok := <-w.replies:
			switch {
			case !ok:
				return Answer{}, false, faultError(w.broken(nil))
			case rep.ID == id && rep.Answer != nil:
				return *rep.Answer, true, nil
			}
		case <-ctx.Done():
			w.Close()
			return Answer{}, false, ctx.Err()
		}
	}
}

// desk gives out the tokens of a job until it is done.
func (w *Worker) desk(id int, environment string) (d *desk, done func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var tokens auth.Tokens
	if w.Tokens != nil {
		tokens = w.Tokens.In(environment)
	}
	return newDesk(ctx, tokens, func(said word) {
		w.learnToken(said)
		w.send(request{ID: id, Token: &said}) // a worker that cannot be told has broken, and its job with it
	}), cancel
}

// Try makes a trial's call. A worker that was cancelled or broke is over.
func (w *Worker) Try(ctx context.Context, t Trial) (v Verdict, healthy bool, err error) {
	w.last++
	id := w.last
	w.hide.Add(Order{Connections: map[string]Account{"": t.Account}}.hidden()...)
	tokens, done := w.desk(id, t.Env.Name)
	defer done()
	if err := w.send(request{ID: id, Trial: &t}); err != nil {
		return Verdict{}, false, faultError(w.broken(err))
	}
	for {
		select {
		case rep, ok := <-w.replies:
			switch {
			case !ok:
				return Verdict{}, false, faultError(w.broken(nil))
			case rep.ID != id:
			case rep.Token != nil:
				w.learnToken(*rep.Token)
				tokens.take(*rep.Token)
			case rep.Trial != nil:
				return *rep.Trial, true, nil
			}
		case <-ctx.Done():
			w.Close()
			return Verdict{}, false, ctx.Err()
		}
	}
}

func (w *Worker) send(q request) error { return writeFrame(w.in, q) }

func cancelFault() event.Fault {
	return event.Fault{Type: "cancelled", Message: "the run was cancelled"}
}

func faultError(f event.Fault) error { return errors.New(f.Message) }

// broken ends the process and says why it is over.
func (w *Worker) broken(err error) event.Fault {
	w.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault != nil {
		return *w.fault
	}
	if w.cmd.ProcessState != nil && w.cmd.ProcessState.ExitCode() == exitMemory {
		return MemoryFault("", 0)
	}
	if err == nil && w.why != nil && w.why != io.EOF {
		err = w.why
	}
	f := event.Fault{Type: "crash", Message: "the worker process that ran the flow stopped unexpectedly",
		Help: "Nothing in the integration is lost. Run the flow again; if it stops again, the last step that began is the one to look at."}
	if first := w.said.first(); first != "" {
		f.Message += ": " + w.hide.Text(first)
	} else if err != nil {
		f.Message += ": " + err.Error()
	}
	return f
}

// tail keeps the first part of what a process says on its error output.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p[:min(len(p), max(0, 4096-len(t.b)))]...)
	return len(p), nil
}

// first is the first line that says something.
func (t *tail) first() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range strings.Lines(string(t.b)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "fatal error:") || strings.HasPrefix(line, "panic:") {
			return line
		}
	}
	return ""
}
