package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"
)

type thing struct {
	Title string
	Count int
	Tags  map[string]string
}

var things = Table[thing]{Name: "thing"}

// open opens a store that is closed at the end, and fails on a notice.
func open(t *testing.T, dir string, opts Options) *Store {
	t.Helper()
	if opts.Notice == nil {
		opts.Notice = func(text string) { t.Errorf("unexpected notice: %s", text) }
	}
	s, err := Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func dir(t *testing.T) string { return filepath.Join(t.TempDir(), "data") }

func TestRecordsComeBackAfterReopening(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := thing{"a <b> & c", 7, map[string]string{"x": "1", "a": "2"}}
	must(t, things.Put(s, "one", want))
	must(t, things.Put(s, "two", thing{Title: "second"}))
	must(t, things.Delete(s, "two"))
	must(t, things.Delete(s, "never"))
	must(t, s.Close())

	s = open(t, d, Options{})
	got, err := things.Get(s, "one")
	must(t, err)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := things.Get(s, "two"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a deleted record: %v", err)
	}
}

func TestListGivesAPrefixInOrder(t *testing.T) {
	s := open(t, dir(t), Options{})
	for _, id := range []string{"b/2", "a/1", "b/1", "c"} {
		must(t, things.Put(s, id, thing{Title: id}))
	}
	list, err := things.List(s, "b/")
	must(t, err)
	if len(list) != 2 || list[0].ID != "b/1" || list[1].Value.Title != "b/2" {
		t.Errorf("got %v", list)
	}
	if list, err = things.List(s, ""); err != nil || len(list) != 4 {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestUpdateLosesNoneOfManyAtOnce(t *testing.T) {
	s := open(t, dir(t), Options{})
	must(t, things.Put(s, "n", thing{}))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 10 {
				if err := things.Update(s, "n", func(v *thing) error { v.Count++; return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if v, err := things.Get(s, "n"); err != nil || v.Count != 80 {
		t.Errorf("count %d, %v", v.Count, err)
	}
	refused := errors.New("no")
	err := things.Update(s, "n", func(v *thing) error { v.Count = 0; return refused })
	if v, _ := things.Get(s, "n"); err != refused || v.Count != 80 {
		t.Errorf("a refused change: %v, count %d", err, v.Count)
	}
	if err := things.Update(s, "none", func(*thing) error { return nil }); !errors.Is(err, ErrNotFound) {
		t.Errorf("changing what is not there: %v", err)
	}
}

func TestPanicOfACallerIsNotTheFilesFault(t *testing.T) {
	s := open(t, dir(t), Options{})
	must(t, things.Put(s, "n", thing{Count: 1}))
	func() {
		defer func() {
			if p := recover(); p != "mine" {
				t.Errorf("recovered %v", p)
			}
		}()
		things.Update(s, "n", func(*thing) error { panic("mine") })
	}()
	if v, err := things.Get(s, "n"); err != nil || v.Count != 1 {
		t.Errorf("after the panic: %v, %v", v, err)
	}
}

func TestSettingKeepsItsDefault(t *testing.T) {
	s := open(t, dir(t), Options{})
	theme := "light"
	must(t, s.Setting("theme", &theme))
	if theme != "light" {
		t.Errorf("theme %q", theme)
	}
	must(t, s.SetSetting("theme", "dark"))
	must(t, s.Setting("theme", &theme))
	if theme != "dark" {
		t.Errorf("theme %q", theme)
	}
}

func TestIDsThatWouldRunIntoAnotherAreRefused(t *testing.T) {
	s := open(t, dir(t), Options{})
	for _, id := range []string{"", "a\x00b", "a\nb", strings.Repeat("x", 2000)} {
		if err := things.Put(s, id, thing{}); err == nil {
			t.Errorf("id %.20q was taken", id)
		}
		if err := s.AppendDraft(id, []byte("x")); err == nil {
			t.Errorf("draft id %.20q was taken", id)
		}
	}
}

func TestFolderAndFileAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such permissions")
	}
	d := dir(t)
	must(t, os.Mkdir(d, 0o755))
	for range 2 {
		s := open(t, d, Options{})
		must(t, things.Put(s, "a", thing{}))
		b, err := s.Backup()
		must(t, err)
		must(t, s.Close())
		for path, want := range map[string]os.FileMode{
			d: 0o700, filepath.Join(d, backupsDir): 0o700, s.Path(): 0o600, b.Path: 0o600, filepath.Join(d, lockName): 0o600,
		} {
			info, err := os.Stat(path)
			must(t, err)
			if info.Mode().Perm() != want {
				t.Errorf("%s is %v", path, info.Mode().Perm())
			}
		}
		must(t, os.Chmod(d, 0o755))
		must(t, os.Chmod(s.Path(), 0o644))
	}
}

func TestASharedFolderOfOthersIsRefusedNotClosed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such permissions")
	}
	d := dir(t)
	must(t, os.Mkdir(d, 0o755))
	must(t, os.WriteFile(filepath.Join(d, "letter.txt"), nil, 0o644))
	if _, err := Open(d, Options{}); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("got %v", err)
	}
	if info, _ := os.Stat(d); info.Mode().Perm() != 0o755 {
		t.Errorf("the folder became %v", info.Mode())
	}
}

func TestDirPrefersFlagThenEnvironment(t *testing.T) {
	t.Setenv("FLOWBENCH_DATA", "/from/env")
	if d, err := Dir("/from/flag"); err != nil || d != filepath.FromSlash("/from/flag") {
		t.Errorf("%q, %v", d, err)
	}
	if d, err := Dir(""); err != nil || d != filepath.FromSlash("/from/env") {
		t.Errorf("%q, %v", d, err)
	}
	t.Setenv("FLOWBENCH_DATA", "")
	t.Setenv("XDG_CONFIG_HOME", "/home/ada/.config")
	t.Setenv("HOME", "/home/ada")
	t.Setenv("AppData", `C:\ada`)
	if d, err := Dir(""); err != nil || filepath.Base(d) != "flowbench" {
		t.Errorf("%q, %v", d, err)
	}
}

// Two stores on one folder stand for two processes: the lock is the file
// handle's, not the process's.
func TestBurstEndsAfterRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dir(t)
		a := open(t, d, Options{})
		must(t, things.Put(a, "x", thing{Title: "from a"}))
		if _, err := Open(d, Options{Timeout: 100 * time.Millisecond}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "in use by another Flowbench") {
			t.Errorf("during the burst: %v", err)
		}
		b := open(t, d, Options{}) // waits for the rest
		if v, err := things.Get(b, "x"); err != nil || v.Title != "from a" {
			t.Errorf("b reads %v, %v", v, err)
		}
		must(t, things.Put(b, "x", thing{Title: "from b"}))
		if v, err := things.Get(a, "x"); err != nil || v.Title != "from b" {
			t.Errorf("a reads %v, %v", v, err)
		}
		must(t, a.Close())
		must(t, b.Close())
	})
}

func TestABusyStoreStillLetsOthersIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dir(t)
		a := open(t, d, Options{})
		stop := make(chan bool)
		go func() {
			for {
				select {
				case <-stop:
					close(stop)
					return
				default:
					if err := things.Put(a, "x", thing{}); err != nil {
						t.Error(err)
					}
					time.Sleep(10 * time.Millisecond)
				}
			}
		}()
		b := open(t, d, Options{Timeout: 2 * time.Second})
		must(t, things.Put(b, "y", thing{}))
		must(t, b.Close())
		stop <- true
		<-stop
		must(t, a.Close())
	})
}

func TestCloseLetsTheFileGoAtOnce(t *testing.T) {
	d := dir(t)
	a := open(t, d, Options{})
	must(t, a.Close())
	b := open(t, d, Options{Timeout: time.Nanosecond})
	must(t, b.Close())
	if err := things.Put(a, "x", thing{}); !errors.Is(err, ErrClosed) {
		t.Errorf("writing to a closed store: %v", err)
	}
}

func TestANewerFormatIsRefusedAndLeftAlone(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, s.update(func(tx *bbolt.Tx) error { return putFormat(tx, Format+1) }))
	must(t, s.Close())
	before, _ := os.ReadFile(s.Path())
	_, err := Open(d, Options{})
	if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "format 2") || !strings.Contains(err.Error(), "update Flowbench") {
		t.Errorf("got %v", err)
	}
	if after, _ := os.ReadFile(s.Path()); !slices.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestAnOlderFormatIsBackedUpAndMigrated(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, things.Put(s, "x", thing{Title: "old"}))
	must(t, s.Close())
	defer func(old []func(*bbolt.Tx) error) { migrations = old }(migrations)
	migrations = append(slices.Clone(migrations), func(tx *bbolt.Tx) error {
		return put(tx, things.table(), "x", []byte(`{"Title":"new"}`))
	})
	s = open(t, d, Options{})
	if v, err := things.Get(s, "x"); err != nil || v.Title != "new" {
		t.Errorf("after the migration: %v, %v", v, err)
	}
	list, err := s.Backups()
	if err != nil || len(list) != 1 {
		t.Fatalf("backups %v, %v", list, err)
	}
	must(t, s.Close())
	s = open(t, d, Options{}) // once only
	if list, _ := s.Backups(); len(list) != 1 {
		t.Errorf("backups %v", list)
	}
}

func TestAFullDiskIsSaidInPlainWords(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("another error number")
	}
	s := open(t, dir(t), Options{})
	must(t, things.Put(s, "x", thing{Title: "before"}))
	err := s.update(func(tx *bbolt.Tx) error {
		must(t, put(tx, things.table(), "x", []byte(`{"Title":"after"}`)))
		return &os.PathError{Op: "write", Path: s.Path(), Err: syscall.ENOSPC}
	})
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "all that was saved before is safe") {
		t.Errorf("got %v", err)
	}
	if v, err := things.Get(s, "x"); err != nil || v.Title != "before" {
		t.Errorf("after it: %v, %v", v, err)
	}
}
