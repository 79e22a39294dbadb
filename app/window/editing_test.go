package window

import (
	"testing"

	"flowbench/app/dialogs"
	"flowbench/canvas"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
)

func TestUndoIsSeenWhereItHappensAndSelectsWhatComesBack(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	first, start := w.flow, w.shown().Start()
	picked(w, canvas.Quick{From: start.Key, Port: "success", At: geom.Pt(301, 407)}, false, "delay")
	added := w.chosen()
	w.perform(w.command("delete"))
	w.Do(flow.AddFlow{Index: -1, Flow: refactor.NewFlow("Second")})
	w.showFlowAt(1)
	w.perform(w.command("undo")) // the second flow
	w.Do(flow.AddFlow{Index: -1, Flow: refactor.NewFlow("Second")})
	w.showFlowAt(1)
	w.Do(flow.MoveNodes{Flow: "Second", To: []flow.Place{{Node: "End", At: &flow.Point{X: 600}}}})
	w.showFlowAt(0)
	w.perform(w.command("undo"))
	if w.flow != "Second" {
		t.Errorf("what is undone in the second flow is shown in %q", w.flow)
	}
	w.perform(w.command("undo"))
	w.perform(w.command("undo"))
	if n := w.chosen(); w.flow != first || n == nil || n.Key != added.Key {
		t.Fatalf("a node that comes back is not selected, but %v in %q", n, w.flow)
	}
	w.perform(w.command("undo"))
	if n := w.chosen(); n == nil || n.Key != start.Key {
		t.Errorf("after an added node is undone %v is selected, not what led to it", n)
	}
}
