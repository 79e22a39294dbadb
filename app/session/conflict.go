package session

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"flowbench/engine/flow"
)

// A Conflict is a linked file that another program changed while there are changes here
// that were not saved. The window shows the difference and asks; then it calls Resolve.
type Conflict struct {
	Path   string
	Ours   []byte // the document here, in canonical form
	Theirs []byte // the file, in canonical form if it can be read
	Bad    error  // why the file cannot be read as an integration; nil if it can
	hash   string
}

func (c *Conflict) Error() string {
	return filepath.Base(c.Path) + " was changed by another program, and there are unsaved changes here: choose which to keep"
}

// Difference returns the lines in which the two differ, theirs against ours.
func (c *Conflict) Difference() []Line { return Difference(c.Theirs, c.Ours) }

// A Choice says whose changes a conflict keeps.
type Choice int

// Keeping ours, the next save writes over the file. Keeping theirs, ours can be had back by Undo.
const (
	KeepOurs Choice = iota
	KeepTheirs
)

// Conflict returns the conflict that waits for a choice, or nil.
func (s *Session) Conflict() *Conflict { return s.conflict }

// Resolve ends a conflict.
func (s *Session) Resolve(choice Choice) error {
	c := s.conflict
	if c == nil {
		return nil
	}
	if choice == KeepTheirs {
		if c.Bad != nil {
			return fmt.Errorf("%s cannot be read: %w", filepath.Base(c.Path), c.Bad)
		}
		in, err := flow.Read(c.Theirs)
		if err != nil {
			return err
		}
		if err := s.reload(in, c.hash); err != nil {
			return err
		}
	} else {
		s.entry.FileHash = c.hash
		if err := s.lib.update(s.entry.ID, func(e *Entry) { e.FileHash = c.hash }); err != nil {
			return err
		}
	}
	s.conflict = nil
	s.tell()
	return nil
}

// CheckFile looks whether another program changed the linked file, as when the window
// gets the focus. With no changes here it is loaded; else the error is a *Conflict.
func (s *Session) CheckFile() error {
	if s.entry.Path == "" {
		return nil
	}
	s.conflict = nil
	b, err := readFile(s.entry.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.notice("%s is not there any more. The library's copy is open; Save writes the file again.", s.entry.Path)
		return nil
	case err != nil:
		s.notice("%s cannot be read, the library's copy is open. (%v)", s.entry.Path, err)
		return nil
	}
	hash := flow.Hash(b)
	if hash == s.entry.FileHash {
		return nil
	}
	ours := flow.Write(s.Integration())
	if hash == flow.Hash(ours) { // it is what is here: a save that was interrupted
		return s.saved(ours, hash)
	}
	in, err := flow.Read(b)
	if err == nil && !s.Dirty() {
		s.notice("%s was changed by another program and was loaded again.", filepath.Base(s.entry.Path))
		return s.reload(in, hash)
	}
	if err != nil && !s.Dirty() {
		s.notice("%s was changed by another program and cannot be read, the library's copy is open. (%v)", filepath.Base(s.entry.Path), err)
		return nil
	}
	s.conflict = &Conflict{Path: s.entry.Path, Ours: ours, Theirs: b, Bad: err, hash: hash}
	if err == nil {
		s.conflict.Theirs = flow.Write(in)
	}
	return s.conflict
}

// reload puts the file's integration in the place of the document, as an edit.
func (s *Session) reload(in *flow.Integration, hash string) error {
	if err := s.doc.Do(flow.Batch{Name: "Load the changed file", Edits: []flow.Edit{flow.Replace{With: in}}}); err != nil {
		return err
	}
	return s.saved(flow.Write(s.Integration()), hash)
}
