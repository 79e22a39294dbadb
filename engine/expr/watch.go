package expr

import (
	"context"
	"time"
)

// watch is the context gojq runs under. gojq asks Done before every opcode, so
// Done is cheap: it gives a channel that is nil, ready at no cost, and looks at
// the clock and at its parent only now and then. There is no timer to start and
// stop, which would cost more than most templates. One evaluation, one watch;
// only gojq's goroutine uses it.
type watch struct {
	context.Context // the parent
	end             time.Time
	asked           uint
	err             error
}

// lookEvery is how many opcodes run between two looks.
const lookEvery = 32

var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

func newWatch(parent context.Context, limit time.Duration) *watch {
	return &watch{Context: parent, end: time.Now().Add(limit), err: parent.Err()}
}

func (w *watch) Done() <-chan struct{} {
	if w.asked++; w.asked%lookEvery == 0 && w.err == nil {
		if w.err = w.Context.Err(); w.err == nil && time.Now().After(w.end) {
			w.err = errTime
		}
	}
	if w.err != nil {
		return closed
	}
	return nil
}

func (w *watch) Err() error { return w.err }

func (w *watch) Deadline() (time.Time, bool) { return w.end, true }
