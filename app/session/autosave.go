package session

import (
	"sync"
	"time"
)

const (
	quiet   = 300 * time.Millisecond  // after the last change
	longest = 1500 * time.Millisecond // after the first unwritten one: with a slow disk still within 2 s
	again   = 2 * time.Second         // after a write that failed
)

// drafts is what an autosave needs of the store.
type drafts interface {
	AppendDraft(id string, records ...[]byte) error
	Snapshot(id string, snapshot []byte) error
}

// An autosave writes the records of a draft, from a goroutine of its own.
type autosave struct {
	id     string
	to     drafts
	failed func(error) // from any goroutine, once until a write succeeds

	writing sync.Mutex // held while writing: what is older is written first

	mu      sync.Mutex
	pending work
	first   time.Time // when the first of what is pending came
	timer   *time.Timer
	told    bool
	closed  bool
}

// work is what is to be written: the snapshot if any, then the records.
type work struct {
	snapshot []byte
	records  [][]byte
}

func (w work) empty() bool { return w.snapshot == nil && len(w.records) == 0 }

func (a *autosave) add(rec []byte) {
	a.change(func() { a.pending.records = append(a.pending.records, rec) })
}

// snapshot takes the place of all records until now.
func (a *autosave) snapshot(b []byte) {
	a.change(func() { a.pending = work{snapshot: b} })
}

func (a *autosave) change(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if a.pending.empty() {
		a.first = now
	}
	f()
	a.schedule(min(quiet, a.first.Add(longest).Sub(now)))
}

func (a *autosave) schedule(after time.Duration) {
	if a.closed {
		return
	}
	if a.timer == nil {
		a.timer = time.AfterFunc(after, func() { a.flush() })
		return
	}
	a.timer.Reset(after)
}

// flush writes what is pending. What could not be written stays pending.
func (a *autosave) flush() error {
	first, err := a.try()
	if first {
		a.failed(err)
	}
	return err
}

// try is one write; first says that it failed and the one before did not.
func (a *autosave) try() (first bool, err error) {
	a.writing.Lock()
	defer a.writing.Unlock()
	a.mu.Lock()
	todo := a.pending
	a.pending = work{}
	a.mu.Unlock()
	if todo.empty() {
		return false, nil
	}
	err = a.write(&todo)
	a.mu.Lock()
	defer a.mu.Unlock()
	first = err != nil && !a.told
	if a.told = err != nil; err == nil {
		return false, nil
	}
	if a.pending.snapshot == nil { // else what failed is not needed any more
		a.pending = work{todo.snapshot, append(todo.records, a.pending.records...)}
	}
	a.schedule(again)
	return first, err
}

// write writes the work, and takes out of it what was written.
func (a *autosave) write(w *work) error {
	if w.snapshot != nil {
		if err := a.to.Snapshot(a.id, w.snapshot); err != nil {
			return err
		}
		w.snapshot = nil
	}
	return a.to.AppendDraft(a.id, w.records...)
}

func (a *autosave) close() error {
	a.mu.Lock()
	a.closed = true
	if a.timer != nil {
		a.timer.Stop()
	}
	a.mu.Unlock()
	return a.flush()
}
