package engine

import (
	"strconv"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/plan"
)

// A frame holds what the steps of one list have given: those of the flow, or of a body
// for one item.
type frame struct {
	outer   *frame
	results []map[string]any // by step: what context.steps.NAME is; nil until it has ended
	faults  map[int]event.Fault
	open    map[int]*StepRun // the containers in it whose body runs, by step
	item    any
	index   int
}

// newFrame makes a frame with a place for every step: a step reads the places of its
// ancestors while the driver writes those of others.
func (r *run) newFrame(outer *frame) *frame {
	return &frame{outer: outer, results: make([]map[string]any, r.flow.plan.Len())}
}

// scope is what the step's templates see: its ancestors, whatever else has run.
func (r *run) scope(s *StepRun) expr.Scope {
	sc := expr.Scope{Steps: s.of.ancestors, Run: r.info, Config: r.flow.config, Step: s.sees}
	if s.frame.outer != nil {
		sc.InLoop, sc.Item, sc.Index = true, s.frame.item, s.frame.index
	}
	return sc
}

// sees gives what context.steps.NAME is.
func (s *StepRun) sees(name string) (any, bool) {
	i, ok := s.run.flow.plan.Sees(s.task.Step, name)
	if !ok {
		return nil, false
	}
	for f := s.frame; f != nil; f = f.outer {
		if v := f.results[i]; v != nil {
			return v, true
		}
	}
	return nil, false
}

// frame finds the frame in which a task stands, and makes it for a new item.
func (r *run) frame(id string) *frame {
	cut := strings.LastIndexByte(id, '/')
	if cut < 0 {
		return r.frames[""]
	}
	prefix := id[:cut+1]
	if f := r.frames[prefix]; f != nil {
		return f
	}
	open := strings.LastIndexByte(prefix, '[')
	f := r.newFrame(r.frame(prefix[:open]))
	f.index, _ = strconv.Atoi(prefix[open+1 : len(prefix)-2])
	name := prefix[strings.LastIndexByte(prefix[:open], '/')+1 : open]
	if i, ok := r.flow.plan.Find(name); ok {
		if s := f.outer.open[i]; s != nil {
			f.item = s.items[f.index]
			r.close(s, f.index-1)
		}
	}
	r.frames[prefix] = f
	return f
}

// close takes what an item gave and forgets the rest of it: a long loop holds no more
// than its results.
func (r *run) close(s *StepRun, index int) {
	prefix := itemPrefix(s.task.ID, index)
	f := r.frames[prefix]
	if f == nil {
		return
	}
	delete(r.frames, prefix)
	last := r.flow.plan.Last(s.task.Step)
	if len(last) == 1 {
		s.each = append(s.each, f.output(last[0]))
		return
	}
	object := make(map[string]any, len(last))
	for _, i := range last {
		object[r.flow.plan.Node(i).Name] = f.output(i)
	}
	s.each = append(s.each, object)
}

func itemPrefix(id string, index int) string { return id + "[" + strconv.Itoa(index) + "]/" }

// gather ends a container whose body has run for all items, or for as many as it could.
func (r *run) gather(t plan.Task, f *frame) {
	s := f.open[t.Step]
	delete(f.open, t.Step)
	fault := r.faultIn(t)
	r.close(s, len(s.each))
	o := plan.Outcome{}
	switch {
	case t.Doomed:
		o.Cancelled = true
		fault = &event.Fault{Type: "cancelled", Message: "the step was cancelled"}
		s.finish(event.Event{Status: event.Cancelled, Error: fault})
		r.settle(s, nil, event.Cancelled, fault, nil)
	case fault != nil:
		o.Failed = true
		s.finish(event.Event{Status: event.Failed, Port: "failure", Error: fault})
		r.settle(s, nil, event.Failed, fault, nil)
	default:
		out := s.gather(s.each)
		s.finish(event.Event{Status: event.Succeeded, Port: "success", Output: r.value(out), Records: records(out), Warnings: s.warnings})
		r.settle(s, out, event.Succeeded, nil, nil)
	}
	s.items, s.each = nil, nil
	r.must(r.flow.plan.Apply(r.state, t.ID, o))
}

// faultIn is why a container fails: its step that failed with nobody to handle it, and
// the item it did so with; nil where none did.
func (r *run) faultIn(t plan.Task) *event.Fault {
	cut := strings.LastIndexByte(t.Failed, '/')
	if cut < 0 {
		return nil
	}
	name := t.Failed[cut+1:]
	i, _ := r.flow.plan.Find(name)
	fault := r.frames[t.Failed[:cut+1]].faults[i]
	fault.Message = "Item " + t.Failed[len(t.ID)+1:cut-1] + ", " + name + ": " + fault.Message
	return &fault
}

func (f *frame) output(i int) any { return f.results[i]["output"] }
