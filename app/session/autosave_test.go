package session

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// paper is a store of drafts that remembers when it was written.
type paper struct {
	sync.Mutex
	began time.Time
	text  string
	at    []time.Duration
	full  bool
}

func (p *paper) read() string {
	p.Lock()
	defer p.Unlock()
	return p.text
}

func (p *paper) Snapshot(_ string, b []byte) error {
	p.Lock()
	defer p.Unlock()
	if p.full {
		return errors.New("the disk is full")
	}
	p.text = "[" + string(b) + "]"
	p.at = append(p.at, time.Since(p.began))
	return nil
}

func (p *paper) AppendDraft(_ string, records ...[]byte) error {
	p.Lock()
	defer p.Unlock()
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
		if p.read() != "" {
			t.Error("it was written while changes came")
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if p.read() != "a" {
			t.Errorf("after a rest the draft holds %q", p.read())
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
		if p.read() != "a"+strings.Repeat("b", 40) || len(p.at) < 4 {
			t.Errorf("the draft holds %q, written at %v", p.read(), p.at)
		}
	})
}

func TestWhatCouldNotBeWrittenIsWrittenLaterInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &paper{began: time.Now(), full: true}
		var told atomic.Int32
		a := &autosave{to: p, failed: func(error) { told.Add(1) }}
		a.snapshot([]byte("s"))
		a.add([]byte("a"))
		time.Sleep(time.Second)
		a.add([]byte("b"))
		time.Sleep(10 * time.Second)
		p.Lock()
		p.full = false
		p.Unlock()
		time.Sleep(again + time.Second)
		synctest.Wait()
		if p.read() != "[s]ab" || told.Load() != 1 {
			t.Errorf("the draft holds %q, told %d times", p.read(), told.Load())
		}
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
}
