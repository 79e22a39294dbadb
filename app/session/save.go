package session

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"flowbench/engine/flow"
)

// Save keeps the document in the library, and in the linked file. If another program
// changed that file, the error is a *[Conflict] and nothing is saved.
func (s *Session) Save() error {
	text := flow.Write(s.Integration())
	if s.entry.Path == "" {
		return s.saved(text, "")
	}
	hash := flow.Hash(text)
	there, err := readFile(s.entry.Path)
	switch {
	case err == nil && !bytes.Equal(there, text) && flow.Hash(there) != s.entry.FileHash:
		in, bad := flow.Read(there)
		s.conflict = &Conflict{Path: s.entry.Path, Ours: text, Theirs: there, Bad: bad, hash: flow.Hash(there)}
		if bad == nil {
			s.conflict.Theirs = flow.Write(in)
		}
		return s.conflict
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("saving: %w", err)
	}
	if err := writeFile(s.entry.Path, text); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	return s.saved(text, hash)
}

// saved keeps the text as what is saved, with the hash of the linked file's bytes.
func (s *Session) saved(text []byte, fileHash string) error {
	e := s.entry
	e.FileHash = fileHash
	if err := s.lib.put(&e, s.Integration(), text); err != nil {
		return fmt.Errorf("saving in the library: %w", err)
	}
	s.entry, s.conflict = e, nil
	s.doc.Saved()
	err := s.Flush()
	s.tell()
	return err
}

// SaveAs links the entry to a file and saves. A file that is there is overwritten: the
// file dialog asked.
func (s *Session) SaveAs(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	text := flow.Write(s.Integration())
	if err := writeFile(path, text); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	if err := s.lib.unlink(path, s.entry.ID); err != nil {
		return err
	}
	s.entry.Path = path
	return errors.Join(s.saved(text, flow.Hash(text)), s.lib.recent(path))
}

// unlink parts other entries from a file that is now this one's.
func (l *Library) unlink(path, but string) error {
	records, _ := entries.List(l.Store, "") // a damaged entry is linked to nothing
	for _, r := range records {
		if r.Value.Path != path || r.ID == but {
			continue
		}
		if err := l.update(r.ID, func(e *Entry) { e.Path, e.FileHash = "", "" }); err != nil {
			return err
		}
		if s := l.open[r.ID]; s != nil {
			s.entry.Path, s.entry.FileHash = "", ""
		}
	}
	return nil
}

// Export writes the document to a file that it is not linked to.
func (s *Session) Export(path string) error {
	if err := writeFile(path, s.ExportBytes()); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}

// ExportBytes returns the document as a file holds it.
func (s *Session) ExportBytes() []byte { return flow.Write(s.Integration()) }

// Replace puts what a file holds in the place of the document, as one edit.
func (s *Session) Replace(b []byte) error {
	in, err := flow.Read(b)
	if err != nil {
		return err
	}
	return s.Do(flow.Replace{With: in})
}

// Revert goes back to what was last saved, as one edit.
func (s *Session) Revert() error {
	kept, err := documents.Get(s.lib.Store, s.entry.ID)
	if err != nil {
		return err
	}
	in, err := flow.Read([]byte(kept.Text))
	if err != nil {
		return err
	}
	if err := s.Do(flow.Batch{Name: "Revert to the saved version", Edits: []flow.Edit{flow.Replace{With: in}}}); err != nil {
		return err
	}
	s.doc.Saved()
	s.tell()
	return s.Flush()
}

// writeFile writes a file whole or not at all. A link leads on to what it names, and a
// file that is there keeps its permissions.
func writeFile(path string, b []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(b); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
