package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestABackupIsRestored(t *testing.T) {
	d := dir(t)
	var notices []string
	s := open(t, d, Options{Notice: func(text string) { notices = append(notices, text) }})
	must(t, things.Put(s, "x", thing{Title: "then"}))
	b, err := s.Backup()
	must(t, err)
	must(t, things.Put(s, "x", thing{Title: "now"}))
	must(t, s.Restore(b))
	if v, err := things.Get(s, "x"); err != nil || v.Title != "then" {
		t.Errorf("got %v, %v", v, err)
	}
	must(t, things.Put(s, "x", thing{Title: "after"}))
	kept, _ := filepath.Glob(s.Path() + ".replaced-*")
	if len(kept) != 1 || len(notices) != 1 || !strings.Contains(notices[0], kept[0]) {
		t.Errorf("kept %q, told %q", kept, notices)
	}
	must(t, os.Truncate(b.Path, 5000))
	if err := s.Restore(b); err == nil {
		t.Error("a cut backup was restored")
	}
	if v, err := things.Get(s, "x"); err != nil || v.Title != "after" {
		t.Errorf("after the refused one: %v, %v", v, err)
	}
}

func TestADailyBackupIsMadeAtRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dir(t)
		s := open(t, d, Options{Daily: true})
		for want := range 3 {
			must(t, things.Put(s, "x", thing{Count: want}))
			time.Sleep(2 * rest)
			synctest.Wait()
			if list, err := s.Backups(); err != nil || len(list) != want {
				t.Errorf("day %d: %v, %v", want, list, err)
			}
			time.Sleep(day)
		}
		must(t, s.Close())
	})
}

func TestOldBackupsThinOut(t *testing.T) {
	s := open(t, dir(t), Options{})
	must(t, os.MkdirAll(s.backupsPath(), 0o700))
	make := func(age time.Duration, size int) {
		name := noon.Add(-age).Format(backupForm)
		must(t, os.WriteFile(filepath.Join(s.backupsPath(), name), []byte(strings.Repeat("x", size)), 0o600))
	}
	for n := range 60 { // two a day
		make(time.Duration(n)*day/2, 10)
	}
	must(t, s.prune())
	list, err := s.Backups()
	must(t, err)
	var ages []string
	for _, b := range list {
		ages = append(ages, fmt.Sprint(int(noon.Sub(b.Made).Hours())))
	}
	// The last five, the last of seven days, the last of four weeks (3 March 2026 is a Tuesday).
	if got := strings.Join(ages, " "); got != "0 12 24 36 48 72 96 120 144 216 384" {
		t.Errorf("kept those of %s hours ago", got)
	}
	s.limits.backupBytes = 35
	must(t, s.prune())
	if list, _ := s.Backups(); len(list) != 3 {
		t.Errorf("%d kept of 35 bytes", len(list))
	}
	make(-time.Hour, 100)
	must(t, s.prune())
	if list, _ := s.Backups(); len(list) != 1 {
		t.Errorf("%d kept with one over the limit", len(list))
	}
}
