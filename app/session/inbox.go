package session

import "sync"

// An inbox takes things from any goroutine to one reader, in order and in batches: however
// many come, at most one call of wake is under way.
type inbox[T any] struct {
	wake   func(func())
	handle func([]T)

	mu      sync.Mutex
	waiting []T
}

func (in *inbox[T]) put(x T) {
	in.mu.Lock()
	in.waiting = append(in.waiting, x)
	first := len(in.waiting) == 1
	in.mu.Unlock()
	if first {
		in.wake(in.read)
	}
}

func (in *inbox[T]) read() {
	in.mu.Lock()
	batch := in.waiting
	in.waiting = nil
	in.mu.Unlock()
	if len(batch) > 0 {
		in.handle(batch)
	}
}
