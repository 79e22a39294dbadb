package worker

import (
	"bufio"
	"context"
	"io"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// exitMemory is the child's exit code when it used too much memory.
const exitMemory = 77

// Options are what the child's program brings.
type Options struct {
	// Job makes a job of an order: kinds, catalogue, network. Its connections' tokens are
	// those given.
	Job func(Order, auth.Tokens) (engine.Job, error)
	// Try makes a trial's call; nil: none is made.
	Try    func(context.Context, Trial, auth.Tokens) Verdict
	Memory uint64    // the limit in bytes; 0 is DefaultMemory
	Exit   func(int) // os.Exit but for tests
}

// Serve answers the requests that come from in until it ends. It is all that a worker
// process does.
func Serve(in io.Reader, out io.Writer, o Options) error {
	if o.Memory == 0 {
		o.Memory = DefaultMemory
	}
	if o.Exit == nil {
		o.Exit = os.Exit
	}
	s := &server{options: o, out: out, jobs: map[int]*job{}}
	stop := Watch(o.Memory, s.overMemory)
	defer stop()
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		var q request
		if err := readFrame(r, &q); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		s.take(q)
	}
}

type server struct {
	options Options
	write   sync.Mutex
	out     io.Writer

	mu   sync.Mutex
	jobs map[int]*job
	busy atomic.Pointer[string] // the step whose program began last
}

// A job is what the parent asked for and waits for.
type job struct {
	cancel context.CancelFunc
	tokens *borrower
}

func (s *server) take(q request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.jobs[q.ID]; q.Cancel || q.Token != nil {
		switch {
		case j == nil:
		case q.Cancel:
			j.cancel()
		default:
			j.tokens.take(*q.Token)
		}
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	tokens := &borrower{say: func(w word) { s.send(reply{ID: q.ID, Token: &w}) }}
	s.jobs[q.ID] = &job{cancel, tokens}
	go func() {
		defer func() {
			cancel()
			s.mu.Lock()
			delete(s.jobs, q.ID)
			s.mu.Unlock()
		}()
		switch {
		case q.Run != nil:
			out := s.run(ctx, q.ID, *q.Run, tokens)
			s.send(reply{ID: q.ID, Done: &out})
		case q.Eval != nil:
			a := evaluate(ctx, *q.Eval)
			s.send(reply{ID: q.ID, Answer: &a})
		case q.Trial != nil:
			v := Verdict{Verdict: engine.Verdict{Said: "Nothing can be tried here."}}
			if s.options.Try != nil {
				v = s.options.Try(ctx, *q.Trial, tokens)
			}
			s.send(reply{ID: q.ID, Trial: &v})
		}
	}()
}

func (s *server) run(ctx context.Context, id int, o Order, tokens auth.Tokens) engine.Outcome {
	job, err := s.options.Job(o, tokens)
	sink := pipe{s, id}
	if err != nil {
		return engine.Refuse(engine.Job{Flow: o.Flow, Env: engine.Environment{Name: o.Env.Name}, Redactor: job.Redactor, Start: engine.Start{Run: o.Run}}, sink, err)
	}
	if c, ok := job.Caller.(interface{ Close() }); ok {
		defer c.Close()
	}
	job.Busy = &s.busy
	return engine.Run(ctx, job, sink)
}

// send writes a frame. A parent that no longer listens has gone, and so this may too.
func (s *server) send(r any) {
	s.write.Lock()
	defer s.write.Unlock()
	if err := writeFrame(s.out, r); err != nil {
		s.options.Exit(1)
	}
}

// overMemory says whose program it was, if the pipe is free to say it, and exits.
func (s *server) overMemory(uint64) {
	step := ""
	if p := s.busy.Load(); p != nil {
		step = *p
	}
	f := MemoryFault(step, s.options.Memory)
	said := make(chan struct{})
	go func() {
		s.send(reply{Fault: &f})
		close(said)
	}()
	select {
	case <-said:
	case <-time.After(50 * time.Millisecond):
	}
	s.options.Exit(exitMemory)
}

// pipe is the sink of a run in the child.
type pipe struct {
	s  *server
	id int
}

// Event puts the event's own bytes into the frame: see [event.Event.Append].
func (p pipe) Event(e event.Event) {
	b := strconv.AppendInt([]byte(`{"id":`), int64(p.id), 10)
	b, err := e.Append(append(b, `,"event":`...))
	if err != nil {
		p.s.options.Exit(1)
	}
	p.s.send(jsontext.Value(append(b, '}')))
}

func (p pipe) Blob(hash string, data []byte) { p.s.send(reply{ID: p.id, Blob: &blob{hash, data}}) }
