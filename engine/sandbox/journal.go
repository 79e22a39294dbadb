package sandbox

import (
	"slices"
	"sync"
	"time"
)

const (
	journalLength = 500
	journalBody   = 64 << 10
)

// An Entry is a request that was received and how it was answered.
type Entry struct {
	Seq      int
	At       time.Time
	Provider string // its id; "" if the host is not in the sandbox
	Title    string // the provider's
	Action   string // the action's id, or ""
	Method   string
	Path     string // with the query
	Status   int
	Said     string // as the provider's users would see it, such as Slack #seo: "Hello"; or ""
	Request  string // the bodies, the first 64 KB
	Response string
}

// A Journal is what was received. It keeps the last 500 entries.
type Journal struct {
	mu      sync.Mutex
	entries []Entry // oldest first
	seq     int

	telling sync.Mutex // held while the listener is told, so that it hears them in order
	listen  func(Entry)
}

// Entries returns what was received, newest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := slices.Clone(j.entries[max(0, len(j.entries)-journalLength):])
	slices.Reverse(out)
	return out
}

// Listen calls f with each new entry, one at a time and in order. It replaces the
// listener before; nil is none.
func (j *Journal) Listen(f func(Entry)) {
	j.telling.Lock()
	defer j.telling.Unlock()
	j.listen = f
}

func (j *Journal) add(e Entry) {
	e.At = time.Now()
	j.telling.Lock()
	defer j.telling.Unlock()
	j.mu.Lock()
	j.seq++
	e.Seq = j.seq
	if len(j.entries) >= 2*journalLength {
		j.entries = slices.Clone(j.entries[journalLength:])
	}
	j.entries = append(j.entries, e)
	j.mu.Unlock()
	if j.listen != nil {
		j.listen(e)
	}
}

func (j *Journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}

func head(b []byte) string {
	if len(b) > journalBody {
		b = b[:journalBody]
	}
	return string(b)
}
