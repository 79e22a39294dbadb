package window

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
)

// addFlow adds a flow to the integration.
func (w *Window) addFlow() {
	if w.s == nil {
		return
	}
	in := w.s.Integration()
	name := "Flow " + strconv.Itoa(len(in.Flows)+1)
	dialogs.Prompt(w.win.Canvas(), "Add a flow", "Name", name, "Add flow", w.flowName(""), func(name string) {
		if w.Do(flow.AddFlow{Index: -1, Flow: refactor.NewFlow(strings.TrimSpace(name))}) == nil {
			w.showFlowAt(len(in.Flows) - 1)
		}
	})
}

// flowName checks the name of a flow while it is typed.
func (w *Window) flowName(now string) func(string) string {
	return func(name string) string {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return "Give it a name."
		case name != now && w.s.Integration().Flow(name) != nil:
			return "There is already a flow of this name."
		}
		return ""
	}
}

func (w *Window) renameFlow() {
	if w.shown() == nil {
		return
	}
	now := w.flow
	dialogs.Prompt(w.win.Canvas(), "Rename the flow", "Name", now, "Rename", w.flowName(now), func(name string) {
		name = strings.TrimSpace(name)
		w.flow = name
		if w.Do(flow.RenameFlow{From: now, To: name}) != nil {
			w.flow = now
		}
		w.refresh()
	})
}

func (w *Window) deleteFlow() {
	if len(w.s.Integration().Flows) == 1 {
		w.toast("An integration has at least one flow.")
		return
	}
	name := w.flow
	dialogs.Confirm(w.win.Canvas(), "Delete the flow", "“"+name+"” and its nodes are deleted. Undo brings them back.", "Delete flow", true, func() {
		w.Do(flow.RemoveFlow{Name: name})
	})
}

// duplicateFlow puts a copy of the flow behind it.
func (w *Window) duplicateFlow() {
	in, copied := w.s.Integration(), w.shown().Clone()
	at := slices.Index(in.Flows, w.shown()) + 1
	for i := 2; in.Flow(copied.Name) != nil; i++ {
		copied.Name = w.flow + " " + strconv.Itoa(i)
	}
	if w.Do(flow.Batch{Name: "Duplicate flow " + w.flow, Edits: []flow.Edit{flow.AddFlow{Index: at, Flow: copied}}}) == nil {
		w.showFlowAt(at)
	}
}

// moveFlow moves the tab of the flow so many places.
func (w *Window) moveFlow(by int) {
	w.Do(flow.MoveFlow{Name: w.flow, To: slices.Index(w.s.Integration().Flows, w.shown()) + by})
}

// flowMenu is the menu of a flow's tab; the flow is shown then.
func (w *Window) flowMenu(i int, at fyne.Position) {
	w.showFlowAt(i)
	items := w.popUp("rename-flow", "duplicate-flow", "flow-left", "flow-right", "", "delete-flow")
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// turn shows the flow that stands so many tabs further.
func (w *Window) turn(by int) {
	all := w.s.Integration().Flows
	at := slices.Index(all, w.shown())
	w.showFlowAt((at + by + len(all)) % len(all))
}
