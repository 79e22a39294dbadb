package window

import (
	"flowbench/app/face"
	"flowbench/engine"
	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
)

// lastStep is what a node's step did last, in the last run of the flow that is shown; nil
// where there was none. Of a node in a loop it is the one of the last item.
func (w *Window) lastStep(node string) *engine.StepView {
	if w.last == nil || w.last.Flow != w.flow {
		return nil
	}
	if n := w.last.View().Node(node); n != nil {
		return n.Last
	}
	return nil
}

// lastOutput is what a node gave in the last run; nil where it gave nothing.
func (w *Window) lastOutput(node string) flow.Value {
	if s := w.lastStep(node); s != nil && s.Status == event.Succeeded {
		return w.whole(s.Output)
	}
	return nil
}

// lastInput are a node's settings as they were in the last run.
func (w *Window) lastInput(node string) flow.Value {
	if s := w.lastStep(node); s != nil {
		return w.whole(s.Input)
	}
	return nil
}

// whole is a value of the last run, also one that is too large for an event.
func (w *Window) whole(v *event.Value) flow.Value {
	switch {
	case v == nil:
		return nil
	case v.Ref == "":
		return v.Value
	}
	b, ok := w.last.Blob(v.Ref)
	if !ok {
		return nil
	}
	return b
}

// outputOf is how the output of a node looks: as it was in the last run, which is real,
// else by the node's declaration.
func (w *Window) outputOf(fl *flow.Flow, n *flow.Node) (v flow.Value, real bool) {
	if v = w.lastOutput(n.Name); v != nil {
		return v, true
	}
	return w.sampleOf(fl, n), false
}

// sampleOf is how the output of a node looks before any run, from its declaration.
func (w *Window) sampleOf(fl *flow.Flow, n *flow.Node) flow.Value {
	k, ok := w.kinds.Lookup(n.Kind)
	switch {
	case !ok:
		return nil
	case k.Body && len(n.Body) > 0:
		each := kinds.LastGives(n, func(b *flow.Node) any {
			v, _ := w.outputOf(fl, b)
			return flow.Decode(v)
		})
		return flow.Of(kinds.Gathered(n.Config.Map(), []any{each}))
	case k.Sample == nil:
		return nil
	}
	if p := w.faces.Provider(n); p != nil && n.Config.Text("mapping") == "" {
		if a := p.Action(n.Config.Text("action")); a != nil {
			return flow.Value(a.Sample) // as the file has it: its keys in their order
		}
	}
	v := k.Sample(face.Around(fl, n))
	if v == nil {
		return nil
	}
	return flow.Of(v)
}

// itemOf is how an item of a loop looks: the first of the last run, else the first of the
// list that its source names, where that is a plain path.
func (w *Window) itemOf(fl *flow.Flow, loop *flow.Node) flow.Value {
	typed, counts := kinds.ItemsOf(loop.Config.Map())
	if counts {
		return flow.Of(0)
	}
	list := flow.Members(w.lastInput(loop.Name)).Get("items")
	if list == nil {
		list = loop.Config.Get("items")
		if text, ok := typed.(string); ok {
			list = w.follow(fl, loop.Name, text)
		}
	}
	if items := flow.Elements(list); len(items) > 0 {
		return items[0]
	}
	return nil
}

// follow is what a template of a node that is one plain path gives, or nil.
func (w *Window) follow(fl *flow.Flow, node, text string) flow.Value {
	t, err := expr.Parse(text)
	if err != nil {
		return nil
	}
	ref, plain := t.Path()
	if !plain {
		return nil
	}
	var v flow.Value
	keys := ref.Keys
	step, isStep := ref.Step()
	switch around := containers(fl, node); {
	case ref.Root == "currentItem" && len(around) > 1:
		v = w.itemOf(fl, fl.Node(around[1]))
	case isStep && len(keys) > 2 && keys[2] == "output" && fl.Node(step) != nil && before(fl, step, around):
		v, _ = w.outputOf(fl, fl.Node(step))
		keys = keys[3:]
	default:
		return nil
	}
	for _, key := range keys {
		switch key := key.(type) {
		case string:
			v = flow.Members(v).Get(key)
		case int:
			items := flow.Elements(v)
			if key < 0 || key >= len(items) {
				return nil
			}
			v = items[key]
		}
	}
	return v
}
