package session

import (
	"time"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Checks looks, on the window's goroutine, at what a document is judged by, and returns
// what finds its problems. That may be called on another goroutine; never two at once.
type Checks func() func(*flow.Integration) []spec.Problem

// quick is how many nodes a document may have to be checked at once: it takes less than a
// frame. A larger one is checked beside the window, which goes on meanwhile.
const quick = 400

// calm is how long such a check waits for further changes.
const calm = 150 * time.Millisecond

// problems is what was found last.
type problems struct {
	found   []spec.Problem
	current bool // they are those of the document as it is
	version int  // of the document and what it is judged by
	beside  bool // a check is under way on another goroutine
}

func (p *problems) outdate() {
	p.current = false
	p.version++
}

// Problems returns what is wrong with the document. Of a large one these may be those it
// had a moment ago: then listeners are told once those it has are found.
func (s *Session) Problems() []spec.Problem {
	if !s.problems.current {
		if s.size() <= quick {
			s.Check()
		} else {
			s.checkBeside()
		}
	}
	return s.problems.found
}

// Check finds the problems of the document as it is, however long it takes.
func (s *Session) Check() {
	if !s.problems.current {
		s.problems.found, s.problems.current = s.lib.find(s.lib.Check(), s.Integration()), true
	}
}

// checkBeside checks the document on another goroutine, as it will be in a moment: until
// then there is more to do for the window, and more may change.
func (s *Session) checkBeside() {
	if s.problems.beside {
		return
	}
	s.problems.beside = true
	time.AfterFunc(calm, func() { s.lib.Wake(s.beginCheck) })
}

func (s *Session) beginCheck() {
	p := &s.problems
	if p.current || s.closed() {
		p.beside = false
		return
	}
	check, in, version := s.lib.Check(), s.doc.Snapshot(), p.version
	go func() {
		found := s.lib.find(check, in)
		s.lib.Wake(func() {
			p.beside = false
			if p.current || s.closed() {
				return
			}
			p.found, p.current = found, p.version == version
			s.tell()
		})
	}()
}

func (s *Session) closed() bool { return s.lib.open[s.entry.ID] != s }

func (l *Library) find(check func(*flow.Integration) []spec.Problem, in *flow.Integration) []spec.Problem {
	l.checking.Lock()
	defer l.checking.Unlock()
	return check(in)
}

func (s *Session) size() (nodes int) {
	for _, f := range s.Integration().Flows {
		for range f.All {
			nodes++
		}
	}
	return nodes
}

// Recheck forgets the problems found: what they depend on besides the document changed.
func (s *Session) Recheck() {
	s.problems.outdate()
	s.tell()
}
