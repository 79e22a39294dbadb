package worker

import (
	"context"
	"sync"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// A Pool starts workers and keeps one idle, so that a job begins at once. It is safe for
// use by many goroutines.
type Pool struct {
	Tokens  auth.Cache // of connections: all jobs share them
	command Command
	mu      sync.Mutex
	idle    []*Worker
	closed  bool
}

// keep is how many workers stay idle.
const keep = 1

// NewPool returns a pool whose workers are started by the command, when they are needed.
func NewPool(c Command) *Pool {
	return &Pool{command: c}
}

// Warm starts an idle worker, so that the first job begins at once too.
func (p *Pool) Warm() {
	w, err := p.start()
	if err == nil { // an error shows itself when a job is to be done
		p.give(w)
	}
}

func (p *Pool) take() (*Worker, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return w, nil
	}
	p.mu.Unlock()
	return p.start()
}

func (p *Pool) start() (*Worker, error) {
	w, err := Start(p.command)
	if err == nil {
		w.Tokens = &p.Tokens
	}
	return w, err
}

func (p *Pool) give(w *Worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle) >= keep {
		go w.Close()
		return
	}
	p.idle = append(p.idle, w)
}

// Run runs a flow: see [Worker.Run].
func (p *Pool) Run(ctx context.Context, o Order, sink engine.Sink) engine.Outcome {
	w, err := p.take()
	if err != nil {
		return Track(sink, o).Mend(event.Failed, event.Fault{Type: "crash", Message: err.Error()})
	}
	out, healthy := w.Run(ctx, o, sink)
	p.done(w, healthy)
	return out
}

// Try makes a trial's call: see [Worker.Try].
func (p *Pool) Try(ctx context.Context, t Trial) (Verdict, error) {
	w, err := p.take()
	if err != nil {
		return Verdict{}, err
	}
	v, healthy, err := w.Try(ctx, t)
	p.done(w, healthy)
	return v, err
}

// Eval evaluates a template or program: see [Worker.Eval].
func (p *Pool) Eval(ctx context.Context, q Question) (Answer, error) {
	w, err := p.take()
	if err != nil {
		return Answer{}, err
	}
	a, healthy, err := w.Eval(ctx, q)
	p.done(w, healthy)
	return a, err
}

func (p *Pool) done(w *Worker, healthy bool) {
	if healthy {
		p.give(w)
		return
	}
	go func() {
		w.Close()
		p.Warm()
	}()
}

// Close ends the idle workers. Those at work end with their job.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, w := range p.idle {
		w.Close()
	}
	p.idle = nil
}
