package debug

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/event"
)

// An Item is one round of a container: the steps of its body for one of its items.
type Item struct {
	Of    *Step // the container's
	Index int
	Steps []*Step // in order of starting

	open   bool    // the log shows its steps
	failed *Step   // the first that failed
	until  float64 // ms from the run's beginning to the end of the last step that ended
}

// enter puts a step into the item it is of; false where it is of none.
func (t *Trace) enter(s *Step) bool {
	path, index, inside := engine.InLoop(s.Path)
	container := t.byPath[path]
	if !inside || container == nil {
		return false
	}
	at, known := container.round(index)
	if !known {
		container.Rounds = slices.Insert(container.Rounds, at, &Item{Of: container, Index: index})
		container.Summary = summarize(t, container)
	}
	s.in = container.Rounds[at]
	s.in.Steps = append(s.in.Steps, s)
	return true
}

// round finds an item among those that have begun.
func (s *Step) round(index int) (at int, known bool) {
	return slices.BinarySearchFunc(s.Rounds, index, func(it *Item, index int) int { return it.Index - index })
}

// item finds an item by its key, Each[17]; nil where there is none.
func (t *Trace) item(key string) *Item {
	container, index, inside := engine.InLoop(key + "/")
	if s := t.byPath[container]; inside && s != nil {
		if at, known := s.round(index); known {
			return s.Rounds[at]
		}
	}
	return nil
}

// top is the step of the flow itself that a step lies in, or is.
func (s *Step) top() *Step {
	for s.in != nil {
		s = s.in.Of
	}
	return s
}

// key is what the item is called: Each[17].
func (it *Item) key() string { return it.Of.Path + "[" + strconv.Itoa(it.Index) + "]" }

// ended takes the end of one of its steps.
func (it *Item) ended(s *Step, at float64) {
	if it == nil {
		return
	}
	it.until = max(it.until, at)
	if s.Status == event.Failed && it.failed == nil {
		it.failed = s
	}
}

// about is the step to look at first: the one that failed, else the last that ran.
func (it *Item) about() *Step {
	if it.failed != nil {
		return it.failed
	}
	for i := len(it.Steps) - 1; i >= 0; i-- {
		if it.Steps[i].Status != event.Skipped {
			return it.Steps[i]
		}
	}
	return it.Steps[len(it.Steps)-1]
}

// status is how the item went: failed only where the container failed by it, since a
// failure that a node inside goes on from is none of the item.
func (it *Item) status() event.Status {
	switch f := it.Of.Error; {
	case f != nil && f.Type != "cancelled" && strings.HasPrefix(f.Step, it.key()+"/"):
		return event.Failed
	case it.Of.Status == event.Cancelled && it == it.Of.Rounds[len(it.Of.Rounds)-1]:
		return event.Cancelled
	case it.Of.Status == "" && it == it.Of.Rounds[len(it.Of.Rounds)-1]:
		return ""
	}
	return event.Succeeded
}

func (it *Item) offset() float64 { return it.Steps[0].Offset }

// summary says on one line what the item is, or why something in it failed.
func (it *Item) summary() string {
	if it.failed != nil {
		return it.failed.Path[strings.LastIndexByte(it.failed.Path, '/')+1:] + ": " + it.failed.Summary
	}
	if v := it.value(); v != nil {
		return briefJSON(v)
	}
	return it.about().Summary
}

// value is the item itself, where the container's settings hold it.
func (it *Item) value() jsontext.Value {
	s := it.Of
	if s.values == nil {
		s.values = []jsontext.Value{}
		if s.Input != nil && s.Input.Ref == "" {
			for v := range elements(member(s.Input.Value, "items")) {
				s.values = append(s.values, v)
			}
		}
	}
	if it.Index < len(s.values) {
		return s.values[it.Index]
	}
	return nil
}
