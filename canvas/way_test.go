package canvas

import (
	"testing"
	"time"

	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestWhatIsHeldNearALineSnapsToItAndTheLineIsShown(t *testing.T) {
	h := newBench(t,
		&flow.Node{Name: "A", Kind: "api", At: at(5, 0)}, // off the grid
		&flow.Node{Name: "B", Kind: "api", At: at(300, 240)})
	from := h.middle("B")
	h.press(from, desktop.MouseButtonPrimary, 0)
	h.move(from.Add(geom.Pt(-291, 10))) // 4 beside A's left side
	if len(h.live.guides) != 1 || h.live.guides[0].a.X != 5+geom.NodeW/2 {
		t.Errorf("guides: %+v", h.live.guides)
	}
	h.release()
	if got := *h.node("B").At; got.X != 5 || got.Y%Grid != 0 {
		t.Errorf("it was put at %v", got)
	}
	if h.live.guides != nil {
		t.Error("a guide stays")
	}
	h.drag(h.middle("B"), h.middle("B").Add(geom.Pt(133, 0)), 0)
	if got := *h.node("B").At; got.X%Grid != 0 {
		t.Errorf("far from every line it was put at %v", got)
	}
}

func TestWithoutTheGridNothingSnapsToIt(t *testing.T) {
	h := newBench(t, &flow.Node{Name: "A", Kind: "api", At: at(0, 0)})
	h.SetGrid(false)
	h.drag(h.middle("A"), h.middle("A").Add(geom.Pt(7, 5)), 0)
	if got := *h.node("A").At; got != *at(7, 5) {
		t.Errorf("it was put at %v", got)
	}
}

func TestWhatIsHeldAtTheBorderPullsTheFlowAlong(t *testing.T) {
	h := newBench(t)
	h.press(h.middle("Get"), desktop.MouseButtonPrimary, 0)
	h.move(geom.Pt(990, 300))
	before := h.view.Offset
	for range 10 {
		h.rest()
	}
	if h.view.Offset.X >= before.X || h.view.Offset.Y != before.Y {
		t.Errorf("the view went from %v to %v", before, h.view.Offset)
	}
	h.release()
	if card, held := h.drawn("Get").Card(), h.view.World(geom.Pt(990, 300)); !card.Grow(Grid).Contains(held) {
		t.Errorf("it was put at %v, held at %v", card, held)
	}
	seen := h.view.Offset
	h.rest()
	if h.view.Offset != seen {
		t.Error("the flow is pulled on after the release")
	}
}

func TestNodesGlideToTheirPlacesUnlessMotionIsReduced(t *testing.T) {
	for _, still := range []bool{false, true} {
		h := newBench(t)
		h.SetReducedMotion(still)
		h.Glide()
		if err := h.doc.Do(flow.MoveNodes{Flow: "Watch", To: []flow.Place{{Node: "Spare", At: at(900, 600)}}}); err != nil {
			t.Fatal(err)
		}
		if gliding := h.glide != nil; gliding == still {
			t.Fatalf("with reduced motion %v it glides: %v", still, gliding)
		}
		if !still {
			h.glide.began = time.Now().Add(-glideTime / 4)
			h.glide.step(h.Board)
			if p := h.drawn("Spare").At; p.X <= 240 || p.X >= 900 {
				t.Errorf("on the way it is drawn at %v", p)
			}
			h.glide.began = time.Now().Add(-glideTime)
			h.glide.step(h.Board)
		}
		if p := h.drawn("Spare").At; p != geom.Pt(900, 600) || h.glide != nil {
			t.Errorf("it ends at %v", p)
		}
	}
}

func TestTheMinimapShowsWhatIsInViewAndLeadsElsewhere(t *testing.T) {
	h := newBench(t)
	has := func() bool {
		for _, o := range h.objects {
			if o == fyne.CanvasObject(h.minimap) {
				return true
			}
		}
		return false
	}
	if has() {
		t.Error("it is there although the whole flow is in view")
	}
	h.look(geom.Viewport{Zoom: 2, Offset: geom.Pt(0, 0)})
	h.rest()
	h.drain()
	if !has() {
		t.Fatal("it is not there although part of the flow is out of view")
	}
	end := h.minimap.view.Screen(h.drawn("End").Card().Center())
	h.minimap.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos(end)}})
	if mid := h.Middle(); mid.Dist(h.drawn("End").Card().Center()) > 1 {
		t.Errorf("a click on End leads to %v", mid)
	}
	h.SetMinimap(false)
	if has() {
		t.Error("it cannot be hidden")
	}
}

func TestWhatIsSelectedIsShownAsLargeAsItCanBe(t *testing.T) {
	h := newBench(t)
	h.Select(h.key("Spare"))
	h.look(geom.Viewport{Zoom: 0.3})
	h.FitSelection()
	if h.view.Zoom != 1 || h.Middle().Dist(h.drawn("Spare").Bounds().Center()) > 1 {
		t.Errorf("zoom %v, middle %v", h.view.Zoom, h.Middle())
	}
}

func TestShiftAltArrowsKeepWhatIsSelected(t *testing.T) {
	h := newBench(t)
	h.Select(h.key("Start"))
	for range 2 {
		h.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt | fyne.KeyModifierShift})
	}
	if h.chosen() != "End Get Start" {
		t.Errorf("selected %s", h.chosen())
	}
}

func TestWhatIsAddedByKeyFollowsByTheRightPort(t *testing.T) {
	h := newBench(t)
	for _, c := range []struct {
		node    string
		failure bool
		want    string
	}{{"Get", false, "success"}, {"Get", true, "failure"}, {"Spare", false, "success"}, {"End", false, ""}, {"Start", true, ""}} {
		q, ok := h.Behind(h.key(c.node), c.failure)
		if ok != (c.want != "") || q.Port != c.want {
			t.Errorf("behind %s, failure %v: %+v, %v", c.node, c.failure, q, ok)
		}
	}
}
