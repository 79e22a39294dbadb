package session

import (
	"bytes"
	"fmt"
	"io"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/event"
	"flowbench/store"
)

// History returns the newest runs of the integration, newest first; 0 is all that are kept.
func (s *Session) History(limit int) ([]store.Run, error) {
	return s.lib.Store.Runs(s.entry.ID, limit)
}

// Past returns a run from the history, to be shown as one that has just ended. Of a damaged
// one it returns what stands before the damage, with an error.
func (s *Session) Past(h store.Run) (*Run, error) {
	b, err := s.lib.Store.RunEvents(h.ID)
	r := &Run{ID: h.ID, Flow: h.Flow, Started: h.Started, cancel: func() {}, kept: true}
	var sum Summary
	if json2.Unmarshal(h.Info, &sum) == nil {
		r.Env = sum.Env
	}
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		var e event.Event
		derr := json2.UnmarshalDecode(d, &e)
		if derr == io.EOF {
			return r, err
		}
		if derr != nil {
			if err == nil {
				err = fmt.Errorf("the events of run %s: %w", h.ID, derr)
			}
			return r, err
		}
		r.events = append(r.events, e)
		r.view.Fold(e)
	}
}

// Blob returns a large value of the current run or of one in the history.
func (s *Session) Blob(ref string) ([]byte, error) {
	if s.run != nil {
		if b, ok := s.run.Blob(ref); ok {
			return b, nil
		}
	}
	return s.lib.Store.Blob(ref)
}
