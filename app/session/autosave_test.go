package session

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// paper is a store of drafts that remembers when it was written.
type paper struct {
	began time.Time
	text  string
	at    []time.Duration
	full  bool
}

func (p *paper) Snapshot(_ string, b []byte) error {
	if p.full {
		return errors.New("the disk is full")
	}
	p.text = "[" + string(b) + "]"
	p.at = append(p.at, time.Since(p.began))
	return nil
}

func (p *paper) AppendDraft(_ string, records ...[]byte) error {
	if p.full {
		return errors.New("the disk is full")
	}
	for _, r := range records {
		p.text += string(r)
	}
	if len(records) > 0 {
		p.at = append(p.at, time.Since(p.began))
	}
	return nil
}

func TestADraftIsWrittenSoonAfterTheLastChangeAndNeverLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &paper{began: time.Now()}
		a := &autosave{to: p}
		a.add([]byte("a"))
		time.Sleep(quiet - 1)
		synctest.Wait()
		if p.text != "" {
			t.Error("it was written while changes came")
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if p.text != "a" {
			t.Errorf("after a rest the draft holds %q", p.text)
		}
		for range 40 {
			a.add([]byte("b"))
			time.Sleep(quiet / 2)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		last := quiet
		for _, at := range p.at[1:] {
			if at-last > 2*time.Second {
				t.Errorf("nothing was written from %v to %v", last, at)
			}
			last = at
		}
		if p.text != "a"+strings.Repeat("b", 40) || len(p.at) < 4 {
			t.Errorf("the draft holds %q, written at %v", p.text, p.at)
		}
	})
}

func TestWhatCouldNotBeWrittenIsWrittenLaterInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &paper{began: time.Now(), full: true}
		told := 0
		a := &autosave{to: p, failed: func(error) { told++ }}
		a.snapshot([]byte("s"))
		a.add([]byte("a"))
		time.Sleep(time.Second)
		a.add([]byte("b"))
		time.Sleep(10 * time.Second)
		p.full = false
		time.Sleep(again + time.Second)
		synctest.Wait()
		if p.text != "[s]ab" || told != 1 {
			t.Errorf("the draft holds %q, told %d times", p.text, told)
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
}
