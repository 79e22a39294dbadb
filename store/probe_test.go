package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// childProbe examines a file in a child process of this test.
func childProbe(t *testing.T) func(string) error {
	return func(path string) error {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childJob+"=probe", childDir+"="+path)
		return probeBy(cmd)
	}
}

func TestAStoreIsProbedAfterAnUncleanStopAndOnceAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dir(t)
		probes := 0
		opts := Options{Probe: func(path string) error {
			probes++
			if filepath.Base(path) != fileName {
				t.Error(path)
			}
			return nil
		}}
		reopen := func(want int, when string) {
			t.Helper()
			probes = 0
			s := open(t, d, opts)
			must(t, things.Put(s, "x", thing{}))
			time.Sleep(2 * rest)
			synctest.Wait()
			must(t, things.Put(s, "x", thing{})) // a second burst
			must(t, s.Close())
			if probes != want {
				t.Errorf("%s: probed %d times, want %d", when, probes, want)
			}
		}
		reopen(0, "a new store")
		reopen(0, "after a clean stop")
		time.Sleep(6 * day)
		reopen(0, "after six days")
		time.Sleep(day)
		reopen(1, "after a week")
		reopen(0, "and then not")

		s := open(t, d, opts)
		must(t, things.Put(s, "x", thing{}))
		s.drop(s.burst) // as a killed process leaves it
		must(t, s.Close())
		reopen(1, "after an unclean stop")

		must(t, os.Remove(filepath.Join(d, lockName)))
		reopen(1, "without the mark")
		must(t, os.WriteFile(filepath.Join(d, lockName), []byte(`{"open":fal`), 0o600))
		reopen(1, "after a mark that was cut")

		// One that cannot probe leaves it to the next.
		must(t, os.Remove(filepath.Join(d, lockName)))
		must(t, open(t, d, Options{}).Close())
		reopen(1, "after one without a probe")

		opts.Probe = func(string) error { return errors.New("no such program") }
		must(t, os.Remove(filepath.Join(d, lockName)))
		told := ""
		opts.Notice = func(text string) { told += text }
		must(t, open(t, d, opts).Close())
		if !strings.Contains(told, "not examined") {
			t.Errorf("told %q", told)
		}
	})
}

func TestTheLastOpeningThatFailedIsAReasonToProbe(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, s.Close())
	good, err := os.ReadFile(s.Path())
	must(t, err)
	must(t, os.Remove(s.Path()))
	must(t, os.Mkdir(s.Path(), 0o700)) // nothing can be done with it
	if _, err := Open(d, Options{}); err == nil {
		t.Fatal("it was opened")
	}
	must(t, os.Remove(s.Path()))
	must(t, os.WriteFile(s.Path(), good, 0o600))
	probes := 0
	open(t, d, Options{Probe: func(string) error { probes++; return nil }})
	if probes != 1 {
		t.Errorf("probed %d times", probes)
	}
}

func TestWhatAProbeFindsIsDoneSomethingAbout(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := fillSample(t, s)
	_, err := s.Backup()
	must(t, err)
	must(t, s.Close())
	for err, words := range map[error]string{
		damaged("page 7: unreachable"): "has been replaced",
		errRecords:                     "To go back to a backup",
	} {
		must(t, os.Remove(filepath.Join(d, lockName)))
		told := ""
		s := open(t, d, Options{Probe: func(string) error { return err }, Notice: func(text string) { told += text }})
		if have := readSample(t, s, nil); len(have) != len(want) || !strings.Contains(told, words) {
			t.Errorf("%v: told %q", err, told)
		}
		must(t, s.Close())
	}
}

// The child process says what is wrong, or is ended by it: both are damage.
func TestAProbeReadsAllInAProcessOfItsOwn(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	fillSample(t, s)
	must(t, s.Close())
	probe := childProbe(t)
	must(t, probe(s.Path()))

	good, err := os.ReadFile(s.Path())
	must(t, err)
	path := filepath.Join(t.TempDir(), "bad.db")
	must(t, os.WriteFile(path, bytes.Replace(good, []byte(`"Title":"ttttt"`), []byte(`"Title":"ttutt"`), 1), 0o600))
	if err := probe(path); !errors.Is(err, errRecords) || errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), `thing "thing01" is damaged`) {
		t.Errorf("a damaged record: %v", err)
	}
	random := rand.New(rand.NewPCG(7, 8))
	broken := 0
	for n := range times(t, 8, 500) {
		b, how := hurt(random, good)
		if n == 0 {
			b, how = good[:len(good)/2], "cut in half"
		}
		must(t, os.WriteFile(path, b, 0o600))
		err := probe(path)
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, errRecords) {
			t.Errorf("%s: %v", how, err)
		}
		if errors.Is(err, ErrDamaged) {
			broken++
		}
	}
	if broken == 0 {
		t.Error("no structure was broken")
	}
	t.Logf("%d of %d files broken", broken, times(t, 8, 500))
}

func TestAProbeThatIsNoneIsNotTakenForDamage(t *testing.T) {
	for _, exe := range []string{filepath.Join(t.TempDir(), "none"), os.Args[0]} {
		t.Setenv(childJob, "put") // this one says nothing of a probe
		t.Setenv(childDir, t.TempDir())
		if err := ProbeBy(exe)("x"); err == nil || errors.Is(err, ErrDamaged) || errors.Is(err, errRecords) {
			t.Errorf("%s: %v", exe, err)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	sh := filepath.Join(t.TempDir(), "sh")
	must(t, os.WriteFile(sh, []byte("#!/bin/sh\necho flowbench store probe\nkill -BUS $$\n"), 0o700))
	if err := ProbeBy(sh)("x"); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "ended a process") {
		t.Errorf("one that was ended: %v", err)
	}
}
