package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func run(n int) Run {
	return Run{ID: fmt.Sprintf("run%03d", n), Flow: "Watch", Started: noon.Add(time.Duration(n) * time.Second), Status: "running"}
}

func runIDs(t *testing.T, s *Store, integration string, limit int) string {
	t.Helper()
	runs, err := s.Runs(integration, limit)
	must(t, err)
	var list []string
	for _, r := range runs {
		list = append(list, r.ID)
	}
	return strings.Join(list, " ")
}

func TestARunIsKeptAsItGoesOn(t *testing.T) {
	s := open(t, dir(t), Options{})
	r := run(1)
	must(t, s.PutRun("crm", r, nil, nil))
	must(t, s.PutRun("crm", r, []byte("one\n"), nil))
	r.Status, r.Info = "succeeded", []byte(`{"environment":"sandbox"}`)
	must(t, s.PutRun("crm", r, []byte("two\n"), map[string][]byte{"sha256:aa": []byte("large")}))
	must(t, s.PutRun("crm2", run(2), nil, nil))

	runs, err := s.Runs("crm", 0)
	must(t, err)
	if len(runs) != 1 || runs[0].Status != "succeeded" || !runs[0].Started.Equal(r.Started) || string(runs[0].Info) != `{"environment":"sandbox"}` {
		t.Errorf("runs %+v", runs)
	}
	if events, err := s.RunEvents(r.ID); err != nil || string(events) != "one\ntwo\n" {
		t.Errorf("events %q, %v", events, err)
	}
	if blob, err := s.Blob("sha256:aa"); err != nil || string(blob) != "large" {
		t.Errorf("blob %q, %v", blob, err)
	}
	if events, err := s.RunEvents("run002"); err != nil || events != nil {
		t.Errorf("events of a run without: %q, %v", events, err)
	}
}

func TestTheNewestRunsStayWithTheirBlobs(t *testing.T) {
	s := open(t, dir(t), Options{})
	s.limits.runs = 3
	for n := range 6 {
		blobs := map[string][]byte{"shared": []byte("all"), fmt.Sprintf("own%d", n): []byte("mine")}
		must(t, s.PutRun("crm", run(n), []byte("e"), blobs))
	}
	if got := runIDs(t, s, "crm", 0); got != "run005 run004 run003" {
		t.Errorf("kept %q", got)
	}
	if got := runIDs(t, s, "crm", 2); got != "run005 run004" {
		t.Errorf("newest two %q", got)
	}
	if _, err := s.Blob("own2"); !errors.Is(err, ErrNotFound) {
		t.Errorf("blob of a removed run: %v", err)
	}
	for _, ref := range []string{"own3", "own5", "shared"} {
		if _, err := s.Blob(ref); err != nil {
			t.Error(err)
		}
	}
	if events, _ := s.RunEvents("run002"); events != nil {
		t.Errorf("events of a removed run: %q", events)
	}
	must(t, s.DropRuns("crm"))
	must(t, s.view(func(tx *bbolt.Tx) error {
		for _, table := range []string{runTable, eventTable, blobTable, blobRunTable, runBlobTable} {
			if left := ids(tx, table, ""); len(left) > 0 {
				t.Errorf("left in %s: %q", table, left)
			}
		}
		return nil
	}))
}

func TestBlobsOverTheLimitTakeTheOldestRuns(t *testing.T) {
	s := open(t, dir(t), Options{})
	s.limits.blobBytes = 1000
	blob := func(c string) []byte { return []byte(strings.Repeat(c, 400)) }
	must(t, s.PutRun("b", run(1), nil, map[string][]byte{"b1": blob("1")}))
	must(t, s.PutRun("a", run(2), nil, map[string][]byte{"a2": blob("2")}))
	must(t, s.PutRun("a", run(3), nil, nil))
	must(t, s.PutRun("a", run(4), nil, map[string][]byte{"a2": blob("2"), "a4": blob("4")}))
	if a, b := runIDs(t, s, "a", 0), runIDs(t, s, "b", 0); a != "run004 run003 run002" || b != "" {
		t.Errorf("kept %q and %q", a, b)
	}
	must(t, s.PutRun("a", run(5), nil, map[string][]byte{"a5": blob("5")}))
	if a := runIDs(t, s, "a", 0); a != "run005 run003" {
		t.Errorf("kept %q", a)
	}
	err := s.PutRun("a", run(6), nil, map[string][]byte{"x": blob("x"), "y": blob("y"), "z": blob("z")})
	if err == nil || !strings.Contains(err.Error(), "run006") {
		t.Errorf("a run over the limit alone: %v", err)
	}
	if a := runIDs(t, s, "a", 0); a != "run005 run003" {
		t.Errorf("after the refused one %q", a)
	}
}
