package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// headSize is how much of a large value stands in its event.
const headSize = 4 << 10

// A recorder numbers the events of a run and hands them to its sink, one at a time.
type recorder struct {
	mu     sync.Mutex
	sink   Sink
	hide   *auth.Redactor // nil: there are no secrets
	seq    int
	blobs  map[string]bool
	closed bool
}

func (r *recorder) emit(e event.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.locked(e)
}

// locked is emit for who holds the lock.
func (r *recorder) locked(e event.Event) {
	if r.closed {
		return
	}
	r.seq++
	e = hidden(r.hide, e)
	e.Seq = r.seq
	e.At = time.Now()
	r.closed = e.Type == event.RunFinished
	r.sink.Event(e)
}

// json makes an event's value of JSON text, without secrets: inline, or by the hash of
// its bytes.
func (r *recorder) json(b []byte) *event.Value {
	b = r.hide.JSON(b)
	if len(b) <= event.Inline {
		return &event.Value{Value: jsontext.Value(b)}
	}
	sum := sha256.Sum256(b)
	ref := "sha256:" + hex.EncodeToString(sum[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.blobs == nil {
		r.blobs = map[string]bool{}
	}
	if !r.blobs[ref] && !r.closed {
		r.blobs[ref] = true
		r.sink.Blob(ref, b)
	}
	return &event.Value{Ref: ref, Size: len(b), Head: head(b)}
}

// head is the first part of a text, cut between characters.
func head(b []byte) string {
	n := headSize
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return string(b[:n])
}

// WriteEvent writes an event as a line of JSON.
func WriteEvent(w io.Writer, e event.Event) error {
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	b, err := e.Append((*scratch)[:0])
	if err != nil {
		return err
	}
	*scratch = append(b, '\n')
	_, err = w.Write(*scratch)
	return err
}

// scratches are for text that is kept by nobody.
var scratches = sync.Pool{New: func() any { return new([]byte) }}

// records counts what an output holds: the elements of a list, or of the one list in an
// object; nil where there is no such thing.
func records(v any) *int {
	switch v := v.(type) {
	case []any:
		n := len(v)
		return &n
	case map[string]any:
		n := -1
		for _, e := range v {
			if list, ok := e.([]any); ok {
				if n >= 0 {
					return nil
				}
				n = len(list)
			}
		}
		if n >= 0 {
			return &n
		}
	}
	return nil
}
