package session

import (
	"fmt"
	"testing"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

func TestALargeDocumentIsCheckedBesideTheWindow(t *testing.T) {
	l := library(t, t.TempDir())
	wakes := make(chan func(), 10)
	l.Wake = func(f func()) { wakes <- f }
	held := make(chan bool)
	l.Check = func() func(*flow.Integration) []spec.Problem {
		return func(in *flow.Integration) []spec.Problem {
			<-held
			return []spec.Problem{{Text: in.Flows[0].Node("End").Note}}
		}
	}
	s := opened(t)(l.New(""))
	var many flow.Batch
	for i := range quick {
		many.Edits = append(many.Edits, flow.AddNode{Flow: "Flow 1", Index: -1, Node: &flow.Node{Name: fmt.Sprint("N", i), Kind: "api"}})
	}
	must(t, s.Do(many))
	told := 0
	s.OnChange(func() { told++ })
	s.Problems() // has it checked
	(<-wakes)()  // which begins
	must(t, s.Do(note("bad")))
	if p := s.Problems(); p != nil {
		t.Errorf("before anything was found: %v", p)
	}
	told = 0
	held <- true
	(<-wakes)()
	if told != 1 || s.Problems()[0].Text != "" { // which has it checked once more, with the note
		t.Errorf("told %d times; %v", told, s.Problems())
	}
	(<-wakes)()
	held <- true
	(<-wakes)()
	if p := s.Problems(); told != 2 || p[0].Text != "bad" {
		t.Errorf("told %d times; %v", told, p)
	}
	must(t, s.Do(note("worse")))
	s.Problems()
	(<-wakes)()
	held <- true // of the check beside, which Check waits for
	go func() { held <- true }()
	if s.Check(); s.Problems()[0].Text != "worse" {
		t.Errorf("checked at once: %v", s.Problems())
	}
	if (<-wakes)(); told != 3 || s.Problems()[0].Text != "worse" {
		t.Errorf("told %d times; %v", told, s.Problems())
	}
}
