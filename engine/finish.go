package engine

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/expr"
)

// An end is an End node that was reached.
type end struct {
	step    int
	outputs any
	message *string
	said    []string // its warnings: a value that is not of the declared type
}

// finish tells how the run ended. refused is why it never began, or nil.
func (r *run) finish(refused error) Outcome {
	out := Outcome{MS: ms(time.Since(r.began))}
	failed, isFailed := r.flow.plan.Failed(r.state)
	switch {
	case refused != nil:
		out.Status, out.Error = event.Failed, &event.Fault{Type: "value", Message: refused.Error()}
	case r.state.Stopped:
		out.Status, out.Error = event.Cancelled, &event.Fault{Type: "cancelled", Message: "the run was cancelled"}
	case isFailed:
		out.Status = event.Failed
		i, _ := r.flow.plan.Find(failed)
		fault := r.frames[""].faults[i]
		out.Error = &fault
	default:
		r.merge(&out)
	}
	out.Error, out.Warnings = hiddenFault(r.rec.hide, out.Error), hiddenTexts(r.rec.hide, out.Warnings)
	e := event.Event{Type: event.RunFinished, Run: r.start.Run, Status: out.Status, Error: out.Error, Warnings: out.Warnings, MS: out.MS}
	if out.Output != nil {
		e.Output = r.rec.json(out.Output)
	}
	r.rec.emit(e)
	return out
}

// merge puts the outputs of all Ends together in document order.
func (r *run) merge(out *Outcome) {
	out.Status = event.Succeeded
	slices.SortFunc(r.ends, func(a, b end) int { return a.step - b.step })
	got := map[string]any{}
	by := map[string]string{}
	warn := func(format string, args ...any) { out.Warnings = append(out.Warnings, fmt.Sprintf(format, args...)) }
	for _, e := range r.ends {
		name := r.flow.plan.Node(e.step).Name
		if e.message != nil && out.Error == nil {
			out.Status = event.Failed
			out.Error = &event.Fault{Type: "message", Message: *e.message, Step: name}
		}
		for _, w := range e.said {
			warn("%s: %s", name, w)
		}
		outputs, _ := e.outputs.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(outputs)) {
			if first, twice := by[key]; twice {
				warn("the output %q is set by %s and by %s: the value of %s counts", key, first, name, name)
			}
			got[key], by[key] = outputs[key], name
		}
	}
	object := make(expr.Object, 0, len(r.flow.output)+len(got))
	for _, v := range r.flow.output {
		x, assigned := got[v.name]
		if !assigned && out.Status == event.Succeeded {
			warn("the output %q was not assigned: it is null", v.name)
		}
		object = append(object, expr.Member{Name: v.name, Value: x})
		delete(got, v.name)
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		warn("the output %q is set by %s, but Start does not declare it", key, by[key])
		object = append(object, expr.Member{Name: key, Value: got[key]})
	}
	for _, name := range r.secretIn(object) {
		warn("A secret stands in the output %s; it is shown as %s.", name, auth.Hidden)
	}
	b, err := r.memory.encode(object)
	if err != nil {
		out.Status, out.Error = event.Failed, &event.Fault{Type: "value", Message: "the outputs: " + err.Error()}
		return
	}
	out.Output = r.rec.hide.JSON(b)
}
