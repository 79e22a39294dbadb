package store

import (
	"encoding/json"
	"io"
	"os"
	"time"
)

// A mark lies in the lock file, and only who holds the lock writes it. It is
// left open by a process that ended, or could not open the file, in between.
type mark struct {
	Open   bool      `json:"open"`
	Probed time.Time `json:"probed"` // when the whole file was examined last
}

const (
	probeEach = 7 * day
	markSize  = 256
)

// readMark reads the mark. One that cannot be read was being written.
func readMark(lock *os.File) mark {
	m := mark{Open: true}
	b, err := io.ReadAll(io.NewSectionReader(lock, 0, markSize))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return mark{Open: true}
	}
	return m
}

// write writes the mark. Where that fails the next opening examines the file
// once too often.
func (m mark) write(lock *os.File) {
	b, err := json.Marshal(m)
	if err != nil {
		return
	}
	if n, err := lock.WriteAt(b, 0); err == nil {
		lock.Truncate(int64(n))
	}
}

// due reports whether the file is to be examined whole.
func (m mark) due() bool {
	since := time.Since(m.Probed)
	return m.Open || since >= probeEach || since < 0
}
