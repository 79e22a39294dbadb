package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestACompactedStoreIsSmallerAndHoldsTheSame(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := fillSample(t, s)
	for n := range 50 {
		must(t, things.Put(s, fmt.Sprint("large", n), thing{Title: strings.Repeat("x", 20_000)}))
	}
	for n := range 50 {
		must(t, things.Delete(s, fmt.Sprint("large", n)))
	}
	before, err := os.Stat(s.Path())
	must(t, err)
	for range 2 { // open, and at rest
		must(t, s.Compact(ctx))
	}
	after, err := os.Stat(s.Path())
	must(t, err)
	if after.Size() > before.Size()/2 || after.Mode().Perm() != before.Mode().Perm() {
		t.Errorf("%d bytes became %d, %v", before.Size(), after.Size(), after.Mode())
	}
	if have := readSample(t, s, nil); fmt.Sprint(have) != fmt.Sprint(want) {
		t.Error("not all is there")
	}
	must(t, s.Check())
	must(t, s.Close())
	if err := s.Compact(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed one: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(d, tempPrefix+"*")); len(left) > 0 {
		t.Errorf("left %q", left)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := open(t, d, Options{}).Compact(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestADamagedRecordIsStillThereAfterCompacting(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, things.Put(s, "bad", thing{Title: "needle"}))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	must(t, os.WriteFile(s.Path(), []byte(strings.ReplaceAll(string(b), "needle", "noodle")), 0o600))
	s = open(t, d, Options{})
	must(t, s.Compact(ctx))
	if _, err := things.Get(s, "bad"); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if b, _ := os.ReadFile(s.Path()); !strings.Contains(string(b), "noodle") {
		t.Error("it was thrown away")
	}
}

func TestCompactingLosesNothingOfWhoWritesMeanwhile(t *testing.T) {
	d := dir(t)
	a := open(t, d, Options{})
	b := open(t, d, Options{}) // stands for another process
	var group sync.WaitGroup
	for g, s := range []*Store{a, a, b} {
		group.Go(func() {
			for n := range 15 {
				if err := things.Put(s, fmt.Sprint(g, "/", n), thing{Count: n}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Go(func() {
		for range 5 {
			if err := a.Compact(ctx); err != nil {
				t.Error(err)
			}
		}
	})
	group.Wait()
	must(t, b.Close())
	if list, err := things.List(a, ""); err != nil || len(list) != 45 {
		t.Errorf("%d records, %v", len(list), err)
	}
	must(t, a.Check())
}
