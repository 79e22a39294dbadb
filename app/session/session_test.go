package session

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
	"flowbench/store"
)

// library returns the library of a store that lies in dir.
func library(t *testing.T, dir string) *Library {
	t.Helper()
	s, err := store.Open(filepath.Join(dir, "data"), store.Options{})
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return NewLibrary(Options{Store: s, Notice: func(text string) { t.Error(text) }})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func note(text string) flow.Edit {
	return flow.SetState{Flow: "Flow 1", Node: "End", State: flow.State{Note: text}}
}

func noteOf(s *Session) string { return s.Integration().Flow("Flow 1").Node("End").Note }

// opened opens and wants no error.
func opened(t *testing.T) func(*Session, error) *Session {
	return func(s *Session, err error) *Session {
		t.Helper()
		must(t, err)
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func TestWhatWasNotSavedIsThereAgainWithItsUndo(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New("Mine"))
	must(t, s.Do(note("a")))
	must(t, s.Do(note("b")))
	s.Undo()
	must(t, s.Close())

	s = opened(t)(l.Open(l.Last()))
	if noteOf(s) != "a" || !s.Dirty() || s.UndoLabel() != "Change End" || s.RedoLabel() != "Change End" || s.Notices() != nil {
		t.Errorf("note %q, dirty %v, undo %q, redo %q", noteOf(s), s.Dirty(), s.UndoLabel(), s.RedoLabel())
	}
	if s.Redo(); noteOf(s) != "b" {
		t.Errorf("redo gives %q", noteOf(s))
	}
	must(t, s.Save())
	must(t, s.Close())
	s = opened(t)(l.Open(s.ID()))
	if s.Undo(); s.Dirty() == false || noteOf(s) != "a" {
		t.Error("undo does not go behind the save after a start")
	}
}

func TestADraftOfManyRecordsBeginsAnew(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New("Mine"))
	for i := range 3*snapshotEvery + 7 {
		must(t, s.Do(note(strings.Repeat("x", i+1))))
		if i%50 == 0 {
			must(t, s.Flush())
		}
	}
	must(t, s.Flush())
	if _, records, err := l.Store.Draft(s.ID()); err != nil || len(records) == 0 || len(records) > snapshotEvery {
		t.Errorf("the draft has %d records: %v", len(records), err)
	}
	must(t, s.Close())
	s = opened(t)(l.Open(s.ID()))
	undone := 0
	for ; s.UndoLabel() != ""; undone++ {
		s.Undo()
	}
	if undone != 3*snapshotEvery+7 || noteOf(s) != "" {
		t.Errorf("%d steps undone, the note is %q", undone, noteOf(s))
	}
}

func TestADamagedDraftOpensWithWhatCameBefore(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New("Mine"))
	must(t, s.Do(note("a")))
	must(t, s.Do(note("b")))
	must(t, s.Close())
	must(t, l.Store.AppendDraft(s.ID(), []byte(`{"do": {"fly": {}}}`), []byte(`{"undo": 1}`)))
	s = opened(t)(l.Open(s.ID()))
	if n := s.Notices(); noteOf(s) != "b" || len(n) != 1 || !strings.Contains(n[0], "Some of the unsaved changes could not be read") {
		t.Errorf("note %q, notices %q", noteOf(s), n)
	}
	must(t, s.Do(note("c")))
	must(t, s.Close())
	s = opened(t)(l.Open(s.ID()))
	if n := s.Notices(); noteOf(s) != "c" || n != nil {
		t.Errorf("afterwards: note %q, notices %q", noteOf(s), n)
	}
}

func TestTitleAndListenersFollowTheDocument(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	s := opened(t)(l.New("Mine"))
	var titles []string
	s.OnChange(func() { titles = append(titles, s.Title()) })
	must(t, s.Do(note("a")))
	must(t, s.Do(note("a")))
	must(t, s.SaveAs(filepath.Join(dir, "mine.json")))
	s.Undo()
	must(t, s.Revert())
	if want := []string{"• Mine", "Mine (mine.json)", "• Mine (mine.json)", "• Mine (mine.json)", "Mine (mine.json)"}; !slices.Equal(titles, want) {
		t.Errorf("titles %q", titles)
	}
	if noteOf(s) != "a" || s.UndoLabel() != "Revert to the saved version" {
		t.Errorf("after revert: %q, undo %q", noteOf(s), s.UndoLabel())
	}
}

func TestProblemsAreFoundOncePerChange(t *testing.T) {
	l := library(t, t.TempDir())
	checks := 0
	l.Check = func() func(*flow.Integration) []spec.Problem {
		return func(in *flow.Integration) []spec.Problem {
			checks++
			return []spec.Problem{{Text: in.Flow("Flow 1").Node("End").Note}}
		}
	}
	s := opened(t)(l.New(""))
	s.Problems()
	s.Problems()
	must(t, s.Do(note("bad")))
	if p := s.Problems(); p[0].Text != "bad" || checks != 2 {
		t.Errorf("%v after %d checks", p, checks)
	}
}

// file writes an integration to a file and returns its path.
func file(t *testing.T, dir, text string) string {
	t.Helper()
	path := filepath.Join(dir, "flow.json")
	must(t, os.WriteFile(path, []byte(`{"flowbench": 1, "name": "F", "flows": [{"name": "Flow 1", "nodes": [{"name": "End", "kind": "end", "note": "`+text+`"}]}]}`), 0o640))
	return path
}

func TestOpeningALinkedFileOpensItsEntry(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	path := file(t, dir, "a")
	s := opened(t)(l.OpenFile(path))
	if s.Dirty() || s.Title() != "F (flow.json)" || !slices.Equal(l.Recent(), []string{path}) {
		t.Errorf("title %q, recent %q", s.Title(), l.Recent())
	}
	must(t, s.Do(note("b")))
	must(t, s.Close())
	s2 := opened(t)(l.OpenFile(path))
	if s2.ID() != s.ID() || noteOf(s2) != "b" {
		t.Error("the linked file opened another entry, or without its draft")
	}
	must(t, s2.Save())
	got, err := os.ReadFile(path)
	must(t, err)
	info, err := os.Stat(path)
	must(t, err)
	if !bytes.Equal(got, s2.ExportBytes()) || info.Mode().Perm() != 0o640 {
		t.Errorf("the file has mode %v and holds:\n%s", info.Mode(), got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestAFileChangedOnDiskIsLoadedWhenNothingIsUnsaved(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	s := opened(t)(l.OpenFile(file(t, dir, "a")))
	must(t, s.Close())
	file(t, dir, "theirs")
	s = opened(t)(l.Open(s.ID()))
	if n := s.Notices(); noteOf(s) != "theirs" || s.Dirty() || len(n) != 1 || !strings.Contains(n[0], "was loaded again") {
		t.Errorf("note %q, dirty %v, notices %q", noteOf(s), s.Dirty(), n)
	}
	if s.Undo(); noteOf(s) != "a" {
		t.Error("what was here cannot be had back")
	}
}

func TestAFileChangedOnDiskIsAskedAboutWhenSomethingIsUnsaved(t *testing.T) {
	for _, when := range []string{"at opening", "at saving"} {
		for _, choice := range []Choice{KeepOurs, KeepTheirs} {
			dir := t.TempDir()
			l := library(t, dir)
			s := opened(t)(l.OpenFile(file(t, dir, "a")))
			must(t, s.Do(note("ours")))
			path := file(t, dir, "theirs")
			theirs, _ := os.ReadFile(path)
			var err error
			if when == "at opening" {
				must(t, s.Close())
				s, err = l.Open(s.ID())
				t.Cleanup(func() { s.Close() })
			} else {
				err = s.Save()
			}
			var c *Conflict
			if !errors.As(err, &c) || s.Conflict() != c {
				t.Fatalf("%s: %v", when, err)
			}
			diff := c.Difference()
			if !slices.ContainsFunc(diff, func(l Line) bool { return l.Op == '-' && strings.Contains(l.Text, "theirs") }) ||
				!slices.ContainsFunc(diff, func(l Line) bool { return l.Op == '+' && strings.Contains(l.Text, "ours") }) {
				t.Errorf("%s: the difference is %v", when, diff)
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, theirs) {
				t.Errorf("%s: the file was written before the choice", when)
			}
			must(t, s.Resolve(choice))
			if choice == KeepOurs {
				must(t, s.Save())
				if now, _ := os.ReadFile(path); !bytes.Equal(now, s.ExportBytes()) || noteOf(s) != "ours" {
					t.Errorf("%s: ours are not kept", when)
				}
				continue
			}
			if noteOf(s) != "theirs" || s.Dirty() || s.Conflict() != nil {
				t.Errorf("%s: theirs are not loaded: %q", when, noteOf(s))
			}
			if s.Undo(); noteOf(s) != "ours" {
				t.Errorf("%s: ours cannot be had back", when)
			}
		}
	}
}

func TestALinkedFileThatIsGoneOrBadDoesNotKeepTheEntryShut(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	path := file(t, dir, "a")
	s := opened(t)(l.OpenFile(path))
	must(t, s.Close())
	must(t, os.WriteFile(path, []byte("{ cut"), 0o600))
	s = opened(t)(l.Open(s.ID()))
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "cannot be read") || noteOf(s) != "a" {
		t.Errorf("bad: %q", n)
	}
	must(t, s.Close())
	must(t, os.Remove(path))
	s = opened(t)(l.Open(s.ID()))
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "is not there any more") || noteOf(s) != "a" {
		t.Errorf("gone: %q", n)
	}
	must(t, s.Save())
	if _, err := os.Stat(path); err != nil {
		t.Error("the save did not write the file again")
	}
}

func TestImportAndBadFiles(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	b, err := os.ReadFile(file(t, dir, "a"))
	must(t, err)
	s := opened(t)(l.Import(b))
	if s.Entry().Path != "" || noteOf(s) != "a" || s.Entry().Name != "F" {
		t.Errorf("the import is %+v", s.Entry())
	}
	if _, err := l.Import([]byte("{}")); err == nil {
		t.Error("what is no integration was imported")
	}
	if _, err := l.OpenFile(dir); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := l.OpenFile(filepath.Join(dir, "none.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if list, err := l.List(); err != nil || len(list) != 1 {
		t.Errorf("the library holds %v: %v", list, err)
	}
	must(t, s.Replace(bytes.Replace(b, []byte(`"a"`), []byte(`"z"`), 1)))
	if s.Undo(); noteOf(s) != "a" {
		t.Error("a replacement cannot be undone")
	}
}

func TestTheLibraryKeepsRenamesTrashesAndForgets(t *testing.T) {
	l := library(t, t.TempDir())
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l.now = func() time.Time { clock = clock.Add(time.Second); return clock }
	one, two := opened(t)(l.New("")), opened(t)(l.New(""))
	must(t, two.MapHost("Sandbox", "api.acme.com", "http://localhost:1"))
	must(t, one.Close())
	must(t, two.Close())
	must(t, l.Rename(one.ID(), "Renamed"))
	names := func() (out []string) {
		list, err := l.List()
		must(t, err)
		for _, e := range list {
			out = append(out, e.Name)
		}
		return out
	}
	if got := names(); !slices.Equal(got, []string{"Renamed", "New integration 2"}) {
		t.Errorf("the library holds %q", got)
	}
	before := opened(t)(l.Open(one.ID()))
	must(t, before.Do(note("typed")))
	again := opened(t)(l.Open(one.ID()))
	if must(t, before.Close()); noteOf(again) != "typed" {
		t.Error("opened a second time, it lacks what was typed in the first")
	}
	must(t, again.Save())
	must(t, l.Rename(one.ID(), "Open"))
	must(t, l.Rename(one.ID(), "Renamed"))
	if again.Integration().Name != "Renamed" || again.Dirty() {
		t.Error("an open entry does not know its new name")
	}
	must(t, l.Delete(one.ID()))
	if trash, _ := l.Trash(); len(trash) != 1 || len(names()) != 1 || l.Last() == one.ID() {
		t.Errorf("the trash holds %v", trash)
	}
	must(t, l.Restore(one.ID()))
	if s := opened(t)(l.Open(one.ID())); s.Integration().Name != "Renamed" || s.Dirty() {
		t.Error("it is not restored as it was")
	}
	must(t, l.Purge(two.ID()))
	if _, err := l.Open(two.ID()); err == nil || len(names()) != 1 {
		t.Error("it is still there")
	}
	if left, _ := environments.List(l.Store, ""); len(left) != 0 {
		t.Errorf("what was remembered is left: %v", left)
	}
}

func TestHostMappingsBelongToAnEnvironment(t *testing.T) {
	l := library(t, t.TempDir())
	s := opened(t)(l.New(""))
	must(t, s.MapHost("Sandbox", " API.acme.com", "http://localhost:8080"))
	must(t, s.PutEnvironment("", Environment{Name: "Sandbox/2", Sandbox: true}))
	must(t, s.MapHost("Sandbox/2", "api.acme.com", "http://localhost:9"))
	if m, err := s.Hosts("Sandbox"); err != nil || len(m) != 1 || m["api.acme.com"] != "http://localhost:8080" {
		t.Errorf("%v, %v", m, err)
	}
	must(t, s.MapHost("Sandbox", "api.acme.com", ""))
	if m, _ := s.Hosts("Sandbox"); len(m) != 0 {
		t.Errorf("it is still mapped: %v", m)
	}
}

func TestAFileBelongsToTheEntrySavedToItLast(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	path := file(t, dir, "a")
	first, second := opened(t)(l.OpenFile(path)), opened(t)(l.New("Second"))
	must(t, second.SaveAs(path))
	if first.Entry().Path != "" {
		t.Error("the first entry is still linked")
	}
	if s := opened(t)(l.OpenFile(path)); s.ID() != second.ID() || s.Conflict() != nil {
		t.Error("the file opens another entry")
	}
}

func TestAFailedSaveLeavesFileAndDraftAsTheyWere(t *testing.T) {
	dir := t.TempDir()
	l := library(t, dir)
	s := opened(t)(l.New("Mine"))
	must(t, s.Do(note("a")))
	if err := s.SaveAs(filepath.Join(dir, "none", "x.json")); err == nil || !s.Dirty() || s.Entry().Path != "" {
		t.Errorf("%v, dirty %v, linked to %q", err, s.Dirty(), s.Entry().Path)
	}
	if err := s.Export(dir); err == nil {
		t.Error("a folder was exported to")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}
