package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"flowbench/engine"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
	"flowbench/store"
)

// Options is what a library is given.
type Options struct {
	Store  *store.Store
	Check  Checks // nil: no document has problems
	Runner Runner // nil: nothing can be run
	// Account gives a stored connection by its id, secrets in clear, for a run; nil: none is kept.
	Account func(id string) (worker.Account, error)
	Wake    func(func())      // brings a call to the window's goroutine, such as fyne.Do; nil: calls
	Notice  func(text string) // what a person must know that no call can return; by way of Wake

	LookupEnv Lookup // reads OS variables; nil: os.LookupEnv
}

// A Runner runs an order to its end, such as a *worker.Pool.
type Runner interface {
	Run(ctx context.Context, o worker.Order, sink engine.Sink) engine.Outcome
}

// A Library is the integrations that the store keeps.
type Library struct {
	Options
	now  func() time.Time
	open map[string]*Session

	checking sync.Mutex // one check at a time
}

// NewLibrary returns the library of a store.
func NewLibrary(o Options) *Library {
	if o.Check == nil {
		o.Check = func() func(*flow.Integration) []spec.Problem {
			return func(*flow.Integration) []spec.Problem { return nil }
		}
	}
	if o.Wake == nil {
		o.Wake = func(f func()) { f() }
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	if o.LookupEnv == nil {
		o.LookupEnv = os.LookupEnv
	}
	return &Library{Options: o, now: time.Now, open: map[string]*Session{}}
}

// An Entry is an integration in the library, as it was last saved.
type Entry struct {
	ID          string    `json:"-"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitzero"`
	Category    string    `json:"category,omitzero"`
	Labels      []string  `json:"labels,omitempty"`
	Flows       int       `json:"flows,omitzero"`
	Created     time.Time `json:"created"`
	Updated     time.Time `json:"updated"`
	Path        string    `json:"path,omitzero"`     // of the linked file
	FileHash    string    `json:"fileHash,omitzero"` // of its bytes as last read or written
	Trashed     time.Time `json:"trashed,omitzero"`
}

// document is what was last saved. It is a text so that its bytes stay as they are.
type document struct {
	Text string `json:"text"`
}

var (
	entries   = store.Table[Entry]{Name: "integration"}
	documents = store.Table[document]{Name: "document"}
)

const (
	lastSetting   = "last integration"
	recentSetting = "recent files"
	maxRecent     = 10
)

// List returns the entries, the newest first. Damaged ones are left out and named in the
// error, beside which the others are valid.
func (l *Library) List() ([]Entry, error) {
	return l.list(func(e Entry) bool { return e.Trashed.IsZero() })
}

// Trash returns what was deleted and can be restored.
func (l *Library) Trash() ([]Entry, error) {
	return l.list(func(e Entry) bool { return !e.Trashed.IsZero() })
}

func (l *Library) list(keep func(Entry) bool) ([]Entry, error) {
	records, err := entries.List(l.Store, "")
	var out []Entry
	for _, r := range records {
		if r.Value.ID = r.ID; keep(r.Value) {
			out = append(out, r.Value)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.Name, b.Name)) })
	return out, err
}

// Entry returns the entry of that id.
func (l *Library) Entry(id string) (Entry, error) {
	e, err := entries.Get(l.Store, id)
	e.ID = id
	if errors.Is(err, store.ErrNotFound) {
		return e, fmt.Errorf("the library has no integration %q any more", id)
	}
	return e, err
}

// Last returns the id of the entry opened last, or "".
func (l *Library) Last() string {
	var id string
	if l.Store.Setting(lastSetting, &id) != nil {
		return ""
	}
	if e, err := l.Entry(id); err != nil || !e.Trashed.IsZero() {
		return ""
	}
	return id
}

// Recent returns the files opened or saved lately, the last first.
func (l *Library) Recent() []string {
	var paths []string
	if l.Store.Setting(recentSetting, &paths) != nil {
		return nil
	}
	return paths
}

func (l *Library) recent(path string) error {
	paths := slices.DeleteFunc(l.Recent(), func(p string) bool { return p == path })
	paths = slices.Insert(paths, 0, path)
	return l.Store.SetSetting(recentSetting, paths[:min(len(paths), maxRecent)])
}

// Rename gives an integration another name, whether it is open or not.
func (l *Library) Rename(id, name string) error {
	if name = strings.TrimSpace(name); name == "" {
		return errors.New("an integration needs a name")
	}
	s, isOpen := l.open[id]
	if !isOpen {
		last := l.Last()
		var err error
		if s, err = l.Open(id); s == nil {
			return err
		}
		defer s.Close()
		if err := l.Store.SetSetting(lastSetting, last); err != nil {
			return err
		}
	}
	clean := !s.Dirty()
	d := s.Integration().Details
	d.Name = name
	if err := s.Do(flow.SetDetails{Details: d}); err != nil {
		return err
	}
	if clean {
		return s.Save()
	}
	return nil // Close keeps the draft, and its name with the entry
}

// Delete moves an entry to the trash. A linked file stays where it is. An open one is
// closed first.
func (l *Library) Delete(id string) error {
	if s := l.open[id]; s != nil {
		if err := s.Close(); err != nil {
			return err
		}
	}
	return l.update(id, func(e *Entry) { e.Trashed = l.now() })
}

// Restore takes an entry back from the trash.
func (l *Library) Restore(id string) error {
	return l.update(id, func(e *Entry) { e.Trashed = time.Time{} })
}

func (l *Library) update(id string, change func(*Entry)) error {
	return entries.Update(l.Store, id, func(e *Entry) error { change(e); return nil })
}

// Purge removes an entry for ever, with its draft, its runs and what was remembered.
func (l *Library) Purge(id string) error {
	if err := l.Delete(id); err != nil {
		return err
	}
	if err := errors.Join(l.Store.DropDraft(id), l.Store.DropRuns(id), dropUnder(l.Store, inputs, id), dropUnder(l.Store, hosts, id),
		dropUnder(l.Store, environments, id), turnedOn.Delete(l.Store, id), documents.Delete(l.Store, id)); err != nil {
		return err
	}
	return entries.Delete(l.Store, id)
}

func dropUnder[T any](s *store.Store, t store.Table[T], id string) error {
	records, err := t.List(s, id+"/")
	for _, r := range records {
		err = errors.Join(err, t.Delete(s, r.ID))
	}
	return err
}

// New makes an integration with one flow and opens it. An empty name gets one.
func (l *Library) New(name string) (*Session, error) {
	if name == "" {
		name = l.freeName("New integration")
	}
	in := refactor.NewIntegration(name)
	return l.add(in, flow.Write(in), Entry{})
}

// Import makes an entry of a file's bytes and opens it. Nothing is run or fetched.
func (l *Library) Import(b []byte) (*Session, error) {
	in, err := flow.Read(b)
	if err != nil {
		return nil, err
	}
	if in.Name == "" {
		in.Name = l.freeName("Imported integration")
	}
	return l.add(in, flow.Write(in), Entry{})
}

func (l *Library) freeName(base string) string {
	list, _ := l.List() // a damaged entry has no name to collide with
	for i := 1; ; i++ {
		name := base
		if i > 1 {
			name = fmt.Sprint(base, " ", i)
		}
		if !slices.ContainsFunc(list, func(e Entry) bool { return e.Name == name }) {
			return name
		}
	}
}

// add keeps a document as a new entry, in the words of text: its own, or those of the file
// that it was read from.
func (l *Library) add(in *flow.Integration, text []byte, e Entry) (*Session, error) {
	e.ID = store.NewID()
	e.Created = l.now()
	if err := l.put(&e, in, text); err != nil {
		return nil, err
	}
	return l.openAs(e.ID, in)
}

// put keeps a document as the saved one of an entry.
func (l *Library) put(e *Entry, in *flow.Integration, text []byte) error {
	e.Name, e.Description, e.Category, e.Labels = in.Name, in.Description, in.Category, in.Labels
	if e.Name == "" && e.Path != "" {
		e.Name = strings.TrimSuffix(filepath.Base(e.Path), filepath.Ext(e.Path))
	}
	e.Flows = len(in.Flows)
	e.Updated = l.now()
	if err := documents.Put(l.Store, e.ID, document{string(text)}); err != nil {
		return err
	}
	return entries.Put(l.Store, e.ID, *e)
}
