package window

import (
	"slices"

	"flowbench/app/dialogs"
	"flowbench/app/look"
	"flowbench/assets"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
)

func (w *Window) undo() { w.stepping(w.s.UndoFlow(), w.s.Undo) }
func (w *Window) redo() { w.stepping(w.s.RedoFlow(), w.s.Redo) }

// leadsTo is the first node with a wire to another, or 0.
func leadsTo(fl *flow.Flow, name string) flow.Key {
	for n := range fl.All {
		for _, leg := range n.Wires {
			if slices.Contains(leg.To, name) {
				return n.Key
			}
		}
	}
	return 0
}

// stepping undoes or redoes a step where it can be seen: in the flow that it is about.
// What it brings back is selected.
func (w *Window) stepping(flowName string, do func()) {
	if flowName != "" && flowName != w.flow && w.s.Integration().Flow(flowName) != nil {
		w.flow = flowName
		w.refresh()
	}
	fl := w.shown()
	if fl == nil {
		do()
		return
	}
	before := names(fl)
	chosen, led := w.chosen(), flow.Key(0)
	if chosen != nil {
		led = leadsTo(fl, chosen.Name)
	}
	do()
	if fl = w.shown(); fl == nil || fl.Name != w.flow {
		return
	}
	if chosen != nil && fl.ByKey(chosen.Key) == nil && fl.ByKey(led) != nil {
		w.board.Select(led) // it is gone: one goes on from what led to it
	}
	var back []flow.Key
	for n, c := range fl.All {
		if _, was := before[n.Key]; !was && c == nil {
			back = append(back, n.Key)
		}
	}
	if len(back) > 0 && len(before) > 0 {
		w.board.Select(back...)
		w.board.Reveal(back[0])
	}
}

func (w *Window) undoLabel() string {
	if w.s == nil {
		return ""
	}
	return w.s.UndoLabel()
}

func (w *Window) redoLabel() string {
	if w.s == nil {
		return ""
	}
	return w.s.RedoLabel()
}

// disable has runs pass over the nodes that are selected; where all are disabled, it
// enables them.
func (w *Window) disable() {
	on := false // one of them is enabled
	for _, k := range w.board.Selected() {
		n := w.shown().ByKey(k)
		on = on || n != nil && !n.Disabled
	}
	e, err := refactor.SetDisabled(w.s.Integration(), w.flow, w.namesOf(w.board.Selected()), on)
	w.doOrSay(e, err)
}

// deleteJoined deletes the nodes that are selected and joins what stood around them.
func (w *Window) deleteJoined() {
	e, err := refactor.RemoveJoined(w.s.Integration(), w.flow, w.namesOf(w.board.Selected()), w.port)
	w.doOrSay(e, err)
}

// doOrSay applies an edit, or says why there is none.
func (w *Window) doOrSay(e flow.Edit, err error) {
	if err != nil {
		w.toast(spec.Sentence(err.Error()))
		return
	}
	w.Do(e)
}

// changeIcon lets the person choose the icon of the selected node.
func (w *Window) changeIcon() {
	n, flowName := w.chosen(), w.flow
	dialogs.Icons(w.win.Canvas(), assets.Icons(), n.Icon, w.faces.OwnSign(n, look.Colours()), func(name string) {
		state := n.State()
		state.Icon = name
		w.Do(flow.Batch{Name: "Change the icon of " + n.Name, Edits: []flow.Edit{flow.SetState{Flow: flowName, Node: n.Name, State: state}}})
	})
}
