package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// times is short, or with FLOWBENCH_LONG=1 long.
func times(t *testing.T, short, long int) int {
	t.Helper()
	if os.Getenv("FLOWBENCH_LONG") != "" {
		return long
	}
	return short
}

// FLOWBENCH_LONG=1 makes it a long one.
func TestKilledWhileWritingLosesNothingAcknowledged(t *testing.T) {
	kills, saves := times(t, 10, 1000), times(t, 30, 10_000)
	code := NewRecoveryCode()
	t.Setenv(childCode, code)
	d := dir(t)
	s, _ := vault(t, d, RecoveryCode(code))
	must(t, s.Close())
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged, last, lives := 0, 0, 0
	var sealed [5]int // the last edit acknowledged under each id
	for ; lives < kills || acknowledged < saves && lives < 3*kills; lives++ {
		c := start(t, "append", d)
		timer := time.AfterFunc(time.Second, func() { c.Process.Kill() }) // one that says nothing
		for first := true; ; first = false {
			line := c.line()
			if line == "" {
				break
			}
			n, err := strconv.Atoi(line)
			if err != nil {
				t.Fatalf("the child says %q", line)
			}
			if n != last+1 && !first || n <= last {
				t.Fatalf("after edit %d was acknowledged came %d", last, n)
			}
			last = n
			sealed[n%5] = n
			acknowledged++
			if first {
				timer.Reset(time.Duration(random.IntN(120_000)) * time.Microsecond)
			}
		}
		c.Wait()

		s = open(t, d, Options{Probe: childProbe(t)})
		snap, recs, err := s.Draft("doc")
		must(t, err)
		base := 0
		if snap != nil {
			base, err = strconv.Atoi(string(snap))
			must(t, err)
		}
		for i, rec := range recs {
			if string(rec) != fmt.Sprint(base+i+1) {
				t.Fatalf("record %d after snapshot %d is %q", i, base, rec)
			}
		}
		if kept := base + len(recs); kept < last || kept > last+1 {
			t.Fatalf("edit %d was acknowledged, %d are there", last, kept)
		} else {
			last = kept
		}
		sealedSince(t, s.Vault(), code, sealed)
		must(t, s.Check())
		must(t, s.Close())
	}
	if acknowledged < saves {
		t.Fatalf("%d saves were acknowledged in %d lives: little was tested", acknowledged, lives)
	}
	t.Logf("%d kills, %d acknowledged saves of edits and of sealed records, 0 lost", lives, acknowledged)
}

// sealedSince checks that the vault opens, is whole, and has what was
// acknowledged last under each id, or a later one.
func sealedSince(t *testing.T, v *Vault, code string, acknowledged [5]int) {
	t.Helper()
	must(t, v.Unlock(ctx, RecoveryCode(code)))
	rows, err := v.List("grant")
	must(t, err)
	var have [5]int
	for _, r := range rows {
		n, err := strconv.Atoi(string(r.Data))
		must(t, err)
		if r.ID != fmt.Sprint(n%5) || string(r.Bound) != fmt.Sprint("bound ", n) {
			t.Fatalf("%s holds %q bound to %q", r.ID, r.Data, r.Bound)
		}
		have[n%5] = n
	}
	for id, n := range acknowledged {
		if have[id] < n {
			t.Fatalf("record %d is of edit %d, and that of %d was acknowledged", id, have[id], n)
		}
	}
}

func TestAnotherProcessWorksBesideAnOpenStore(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, things.Put(s, "ours", thing{}))
	c := start(t, "put", d) // waits for the end of our burst
	if line := c.line(); line != "" {
		t.Fatal(line)
	}
	must(t, c.Wait())
	if v, err := things.Get(s, "from child"); err != nil || v.Title != "hello" {
		t.Errorf("got %v, %v", v, err)
	}
}
