package window

import (
	"slices"
	"testing"

	"flowbench/app/dialogs"
	"flowbench/engine/flow"
	"flowbench/engine/refactor"
)

func TestFlowsAreTabsThatKeepTheirPlaceAndSelection(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	first := w.flow
	w.Do(flow.AddFlow{Index: -1, Flow: refactor.NewFlow("Second")})
	w.board.Select(w.shown().Start().Key)
	w.board.ZoomTo(0.5)
	w.perform(w.command("next-flow"))
	if w.flow != "Second" || len(w.board.Selected()) != 0 {
		t.Fatalf("the next flow is %q with %v selected", w.flow, w.board.Selected())
	}
	w.board.ZoomTo(0.8)
	w.perform(w.command("next-flow")) // the first follows the last
	if n := w.chosen(); w.flow != first || n != w.shown().Start() || w.board.Zoom() != 0.5 {
		t.Errorf("back in %q: %v is selected at zoom %v", w.flow, n, w.board.Zoom())
	}
	w.perform(w.command("flow-right"))
	if !slices.Equal(w.bar.flows.Items, []string{"Second", first}) || w.bar.flows.Selected != 1 || w.chosen() == nil {
		t.Errorf("moved, the tabs are %v, of which %d is shown", w.bar.flows.Items, w.bar.flows.Selected)
	}
	w.perform(w.command("duplicate-flow"))
	if w.flow != first+" 2" || !slices.Equal(w.bar.flows.Items, []string{"Second", first, first + " 2"}) || w.s.UndoLabel() != "Duplicate flow "+first {
		t.Errorf("duplicated, %q of %v is shown after %q", w.flow, w.bar.flows.Items, w.s.UndoLabel())
	}
}
