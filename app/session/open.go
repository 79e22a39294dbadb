package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"flowbench/engine/flow"
)

// Open opens an entry, with what was not saved and its undo; the session in which it is
// open already is closed. A session is returned beside a *[Conflict]: the window then
// asks, and calls Resolve.
func (l *Library) Open(id string) (*Session, error) { return l.openAs(id, nil) }

// openAs opens an entry of which it may be known what was last saved: then it has no draft.
func (l *Library) openAs(id string, saved *flow.Integration) (*Session, error) {
	if s := l.open[id]; s != nil { // two would write one draft
		if err := s.Close(); err != nil {
			return nil, err
		}
	}
	e, err := l.Entry(id)
	if err != nil {
		return nil, err
	}
	s := &Session{lib: l, entry: e}
	s.draft = &autosave{id: id, to: l.Store, failed: func(err error) {
		l.Wake(func() {
			l.Notice(fmt.Sprintf("The last changes could not be kept: %v. They are in this window only: save to a file elsewhere with Export.", err))
		})
	}}
	if saved != nil {
		s.doc = flow.Open(saved, nil)
	} else if err := s.load(); err != nil {
		return nil, err
	}
	s.doc.Listen(s.changed, s.record)
	if err := l.Store.SetSetting(lastSetting, id); err != nil {
		return nil, err
	}
	if e.Path != "" {
		if err := l.recent(e.Path); err != nil {
			return nil, err
		}
	}
	l.open[id] = s
	return s, s.CheckFile()
}

// load makes the document of what was saved and the draft.
func (s *Session) load() error {
	id := s.entry.ID
	kept, keptErr := documents.Get(s.lib.Store, id)
	var saved *flow.Integration
	if keptErr == nil {
		saved, keptErr = flow.Read([]byte(kept.Text))
	}
	snapshot, records, draftErr := s.lib.Store.Draft(id)
	if snapshot != nil {
		doc, err := flow.Replay(snapshot, records)
		s.doc = doc
		s.based, s.records = err == nil && draftErr == nil, len(records)
		draftErr = errors.Join(draftErr, err)
	}
	switch {
	case s.doc != nil && draftErr != nil:
		s.notice("Some of the unsaved changes could not be read; what came before them is here. (%v)", draftErr)
	case s.doc != nil && keptErr != nil:
		s.notice("What was last saved could not be read; the draft is here. (%v)", keptErr)
	case s.doc == nil && keptErr != nil:
		return fmt.Errorf("opening %q: %w", s.entry.Name, keptErr)
	case s.doc == nil && draftErr != nil:
		s.notice("The unsaved changes could not be read; what was last saved is here. (%v)", draftErr)
	}
	if s.doc == nil {
		s.doc = flow.Open(saved, nil)
	}
	// A kill between the save and the draft's word of it leaves it unsaved by name only.
	if s.Dirty() {
		if text := flow.Write(s.doc.Integration()); kept.Text == string(text) && (s.entry.Path == "" || s.entry.FileHash == flow.Hash(text)) {
			s.doc.Saved()
			s.based = false
		}
	}
	return nil
}

// OpenFile opens the entry that is linked to a file, or makes one of it.
func (l *Library) OpenFile(path string) (*Session, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	records, _ := entries.List(l.Store, "") // a damaged entry is linked to nothing
	for _, r := range records {
		if r.Value.Path != path {
			continue
		}
		if !r.Value.Trashed.IsZero() {
			if err := l.Restore(r.ID); err != nil {
				return nil, err
			}
		}
		return l.Open(r.ID)
	}
	b, err := readFile(path)
	if err != nil {
		return nil, err
	}
	in, err := flow.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return l.add(in, b, Entry{Path: path, FileHash: flow.Hash(b)})
}

// readFile reads a file that may be anything, but not more of it than an integration has.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: choose a file in it", path)
	}
	if info.Size() > flow.MaxSize {
		return nil, fmt.Errorf("%s has %d MB; an integration has at most %d MB", filepath.Base(path), info.Size()>>20, flow.MaxSize>>20)
	}
	return os.ReadFile(path)
}
