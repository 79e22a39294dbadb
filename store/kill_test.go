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
	kills := times(t, 15, 1000)
	d := dir(t)
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged, last := 0, 0
	for range kills {
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
			acknowledged++
			if first {
				timer.Reset(time.Duration(random.IntN(60_000)) * time.Microsecond)
			}
		}
		c.Wait()

		s := open(t, d, Options{})
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
		must(t, s.Check())
		must(t, s.Close())
	}
	if acknowledged < kills {
		t.Fatalf("%d saves were acknowledged in %d lives: nothing was tested", acknowledged, kills)
	}
	t.Logf("%d kills, %d acknowledged saves, 0 lost", kills, acknowledged)
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
