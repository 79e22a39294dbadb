package window

import (
	"flowbench/app/dialogs"
	"flowbench/app/look"
	"flowbench/assets"
	"flowbench/engine/flow"
)

func (w *Window) undo() { w.s.Undo() }
func (w *Window) redo() { w.s.Redo() }

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
	fl := w.shown()
	var nodes []*flow.Node
	on := false // one of them is enabled
	for _, k := range w.board.Selected() {
		if n := fl.ByKey(k); n != nil {
			nodes = append(nodes, n)
			on = on || !n.Disabled
		}
	}
	verb := "Enable "
	if on {
		verb = "Disable "
	}
	b := flow.Batch{Name: verb + count(len(nodes), "node")}
	if len(nodes) == 1 {
		b.Name = verb + nodes[0].Name
	}
	for _, n := range nodes {
		state := n.State()
		state.Disabled = on
		b.Edits = append(b.Edits, flow.SetState{Flow: fl.Name, Node: n.Name, State: state})
	}
	w.Do(b)
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
