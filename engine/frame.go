package engine

import (
	"strconv"
	"strings"
	"time"

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
	items   map[int][]any // of the containers in it that are open
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
		if items := f.outer.items[i]; f.index < len(items) {
			f.item = items[f.index]
		}
	}
	r.frames[prefix] = f
	return f
}

// gather ends a container whose body has run: a list of what each item gave.
func (r *run) gather(t plan.Task, f *frame) {
	s := &StepRun{run: r, task: t, of: &r.flow.steps[t.Step], frame: f, begun: true, at: time.Now()}
	last := r.flow.plan.Last(t.Step)
	out := make([]any, 0, t.Items)
	var fault *event.Fault
	for k := range t.Items {
		prefix := t.ID + "[" + strconv.Itoa(k) + "]/"
		item := r.frames[prefix]
		if item == nil {
			break
		}
		delete(r.frames, prefix)
		if strings.HasPrefix(t.Failed, prefix) {
			if i, ok := r.flow.plan.Find(t.Failed[len(prefix):]); ok {
				at := item.faults[i]
				fault = &at
			}
		}
		if len(last) == 1 {
			out = append(out, item.output(last[0]))
			continue
		}
		object := make(map[string]any, len(last))
		for _, i := range last {
			object[r.flow.plan.Node(i).Name] = item.output(i)
		}
		out = append(out, object)
	}
	o := plan.Outcome{}
	switch {
	case r.state.Stopped || r.state.Failed > 0:
		o.Cancelled = true
		fault = &event.Fault{Type: "cancelled", Message: "the step was cancelled"}
		s.finish(event.Event{Status: event.Cancelled, Error: fault})
		r.settle(s, nil, event.Cancelled, fault, nil)
	case fault != nil:
		o.Failed = true
		s.finish(event.Event{Status: event.Failed, Port: "failure", Error: fault})
		r.settle(s, nil, event.Failed, fault, nil)
	default:
		s.finish(event.Event{Status: event.Succeeded, Port: "success", Output: r.value(out), Records: records(out)})
		r.settle(s, out, event.Succeeded, nil, nil)
	}
	r.must(r.flow.plan.Apply(r.state, t.ID, o))
}

func (f *frame) output(i int) any { return f.results[i]["output"] }
