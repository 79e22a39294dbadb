package session

import (
	"cmp"
	"fmt"
	"path/filepath"

	"flowbench/engine/flow"
)

// A Session is an open integration.
type Session struct {
	lib   *Library
	entry Entry
	doc   *flow.Document
	draft *autosave

	touched  bool // changed since it was opened
	records  int  // since the draft's last snapshot
	based    bool // the draft has a snapshot that the next record follows
	conflict *Conflict
	notices  []string

	problems problems
	on       *Environment // the one that is on; nil: not read yet

	run      *Run
	onChange []func()
	onRun    []func(*Run)
}

// ID is the id of the session's entry in the library.
func (s *Session) ID() string { return s.entry.ID }

// Entry returns the session's entry in the library.
func (s *Session) Entry() Entry { return s.entry }

// Integration returns the document. The caller must not change it: for that there is Do.
func (s *Session) Integration() *flow.Integration { return s.doc.Integration() }

// Do applies an edit.
func (s *Session) Do(e flow.Edit) error { return s.doc.Do(e) }

// Undo takes back the last edit, if any.
func (s *Session) Undo() { s.doc.Undo() }

// Redo does the last undone edit again, if any.
func (s *Session) Redo() { s.doc.Redo() }

// UndoFlow names the flow that Undo would change, RedoFlow the one that Redo would.
func (s *Session) UndoFlow() string { return s.doc.UndoFlow() }
func (s *Session) RedoFlow() string { return s.doc.RedoFlow() }

// UndoLabel says what Undo would do; "" is nothing.
func (s *Session) UndoLabel() string { return s.doc.UndoLabel() }

// RedoLabel says what Redo would do; "" is nothing.
func (s *Session) RedoLabel() string { return s.doc.RedoLabel() }

// Dirty reports whether there are changes that were not saved.
func (s *Session) Dirty() bool { return s.doc.Dirty() }

// Title is what the window's title says of the integration.
func (s *Session) Title() string {
	title := s.Integration().Name
	if title == "" {
		title = "Untitled"
	}
	if s.entry.Path != "" {
		title += " (" + filepath.Base(s.entry.Path) + ")"
	}
	if s.Dirty() {
		title = "• " + title
	}
	return title
}

// Notices returns what a person must know of how the integration was opened, once.
func (s *Session) Notices() []string {
	n := s.notices
	s.notices = nil
	return n
}

func (s *Session) notice(format string, args ...any) {
	s.notices = append(s.notices, fmt.Sprintf(format, args...))
}

// OnChange adds a listener, called after each change of the document, of what is saved
// and of the problems. It carries nothing: listeners look again.
func (s *Session) OnChange(f func()) { s.onChange = append(s.onChange, f) }

func (s *Session) tell() {
	for _, f := range s.onChange {
		f()
	}
}

func (s *Session) changed() {
	s.problems.outdate()
	s.tell()
}

// snapshotEvery is how many records a draft has before it begins anew.
const snapshotEvery = 100

// record takes each change of the document to the draft.
func (s *Session) record(rec []byte) {
	s.touched = true
	if s.records++; !s.based || s.records > snapshotEvery {
		s.draft.snapshot(s.doc.Checkpoint())
		s.based, s.records = true, 0
		return
	}
	s.draft.add(rec)
}

// Flush writes the draft now, as when the window loses its focus.
func (s *Session) Flush() error { return s.draft.flush() }

// Close ends the session: its run is cancelled, its draft written. What was not saved is
// there when the entry is opened again.
func (s *Session) Close() error {
	if s.closed() {
		return nil
	}
	delete(s.lib.open, s.entry.ID)
	s.CancelRun()
	err := s.draft.close()
	if !s.touched {
		return err
	}
	in := s.Integration()
	uerr := s.lib.update(s.entry.ID, func(e *Entry) { // the list shows what is kept, saved or not
		if in.Name != "" {
			e.Name = in.Name
		}
		e.Flows, e.Updated = len(in.Flows), s.lib.now()
	})
	return cmp.Or(err, uerr)
}
