package canvas

import (
	"slices"
	"strings"
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// newGarden is a bench with one of everything on it.
func newGarden(t testing.TB) *bench {
	in := garden()
	in.Flows[0].Groups[1].Collapsed = false
	h := newBench(t, in.Flows[0].Nodes...)
	h.doc = flow.Open(in, func() { h.SetFlow(h.doc.Integration().Flows[0], look) })
	h.Forget()
	h.SetFlow(in.Flows[0], look)
	h.view = geom.Viewport{Zoom: 0.5, Offset: geom.Pt(100, 150)}
	h.settle()
	h.drain()
	return h
}

// room is a free place in a container's body.
func (h *bench) room(name string) geom.Point {
	f := h.drawn(name).Frame()
	return h.on(geom.Pt(f.Min.X+60, f.Max.Y-16))
}

func (h *bench) stands(name string) string {
	_, c, _ := h.doc.Integration().Flows[0].Siblings(name)
	if c == nil {
		return ""
	}
	return c.Name
}

func TestANodeIsDraggedIntoAContainerAndOutOfIt(t *testing.T) {
	h := newGarden(t)
	h.press(h.middle("Map"), 1, 0)
	h.move(h.room("Empty"))
	if !h.drawn("Empty").Target {
		t.Error("the container is not lit up while something is held over it")
	}
	if !strings.Contains(h.live.words, "1 wire") {
		t.Errorf("of the wire that is cut it says %q", h.live.words)
	}
	h.release()
	h.wantEdits(1)
	if h.stands("Map") != "Empty" || h.doc.UndoLabel() != "Move Map into Empty" {
		t.Fatalf("Map stands in %q after %q", h.stands("Map"), h.doc.UndoLabel())
	}
	if to := h.node("Get").To("success"); !slices.Equal(to, []string{"Each"}) {
		t.Errorf("the wire across the border is left: %v", to)
	}
	if h.drawn("Empty").Target {
		t.Error("the container is still lit up")
	}
	h.drag(h.middle("Map"), geom.Pt(900, 600), 0)
	if h.stands("Map") != "" || h.doc.UndoLabel() != "Move Map out of Empty" {
		t.Errorf("Map stands in %q after %q", h.stands("Map"), h.doc.UndoLabel())
	}
	h.doc.Undo()
	h.doc.Undo()
	if to := h.node("Get").To("success"); !slices.Equal(to, []string{"Each", "Map"}) {
		t.Errorf("undo brings back %v", to)
	}
}

func TestWhatMayNotStandInAContainerIsRefused(t *testing.T) {
	h := newGarden(t)
	h.drag(h.middle("Sorry"), h.room("Empty"), 0)
	h.wantEdits(0)
	if !strings.Contains(h.refused, "Start and End") {
		t.Errorf("refused with %q", h.refused)
	}
}

func TestAContainerThatGrowsPushesWhatFollowsAside(t *testing.T) {
	h := newGarden(t)
	h.drag(h.middle("Spare"), h.room("Each").Add(geom.Pt(40, 0)), 0)
	if h.stands("Spare") != "Each" {
		t.Fatalf("Spare stands in %q", h.stands("Spare"))
	}
	each := h.drawn("Each").Frame()
	for _, name := range []string{"Map", "End", "Empty"} {
		if h.drawn(name).Frame().Overlaps(each) {
			t.Errorf("%s lies under Each", name)
		}
	}
	h.wantEdits(1)
	for _, a := range h.node("Each").Body {
		for _, b := range h.node("Each").Body {
			if a != b && h.drawn(a.Name).Frame().Overlaps(h.drawn(b.Name).Frame()) {
				t.Errorf("%s lies over %s", a.Name, b.Name)
			}
		}
	}
}

func TestAContainerIsFoldedAndOpenedByItsChevron(t *testing.T) {
	h := newGarden(t)
	card := h.drawn("Each").Card()
	chevron := h.on(geom.Pt(card.Max.X-16, card.Center().Y))
	h.click(chevron, 0)
	if !h.node("Each").Collapsed || h.doc.UndoLabel() != "Fold Each" {
		t.Fatalf("folded: %v, %q", h.node("Each").Collapsed, h.doc.UndoLabel())
	}
	if h.scene.Node(drawKey(h, "Post")) != nil {
		t.Error("what stands in it is still drawn")
	}
	h.Reveal(h.key("Deep")) // goes to what it is folded into
	h.Select(h.key("Each"))
	h.ToggleFold()
	if h.node("Each").Collapsed || h.scene.Node(drawKey(h, "Post")) == nil {
		t.Error("it was not opened again")
	}
}

func TestABodyIsShownAloneAndLeft(t *testing.T) {
	h := newGarden(t)
	h.Select(h.key("Each"))
	h.EnterBody()
	if h.Body() != h.key("Each") || h.scene.Node(drawKey(h, "Get")) != nil || h.scene.Node(drawKey(h, "Deep")) == nil {
		t.Fatal("the body is not shown alone")
	}
	h.drag(h.middle("Post"), h.middle("Post").Add(geom.Pt(0, 60)), 0)
	h.wantEdits(1)
	if h.stands("Post") != "Each" {
		t.Errorf("Post left its container")
	}
	seen := h.middle("Post")
	h.drag(seen, seen.Sub(geom.Pt(60, 96)), 0)
	if p, i := *h.node("Post").At, *h.node("Inner").At; p.X != 0 || p.Y != 0 || i.X <= 240 {
		t.Errorf("beyond the corner: Post at %v, Inner at %v", p, i)
	}
	if got := h.middle("Post"); got.Dist(seen.Sub(geom.Pt(60, 96))) > 6 {
		t.Errorf("it is seen at %v, let go at %v", got, seen.Sub(geom.Pt(60, 96)))
	}
	h.LeaveBody()
	if h.Body() != 0 || !slices.Equal(h.Selected(), []flow.Key{h.key("Each")}) {
		t.Errorf("left to %d with %v selected", h.Body(), h.Selected())
	}
	h.Select(h.key("Inner"))
	h.EnterBody()
	if err := h.doc.Do(flow.RemoveNode{Flow: "Watch", Name: "Each"}); err != nil {
		t.Fatal(err)
	}
	if h.Body() != 0 {
		t.Error("a body is shown that is gone")
	}
}

func TestAGroupMovesItsNodesAndCanBeFolded(t *testing.T) {
	h := newGarden(t)
	h.Select(h.key("Sorry"), h.key("Spare"))
	h.OnRefuse = nil
	h.Group()
	h.stopWriting(false)
	groups := h.doc.Integration().Flows[0].Groups
	if len(groups) != 3 || !slices.Equal(groups[1].Nodes, []string{"Map"}) || !slices.Equal(groups[2].Nodes, []string{"Spare", "Sorry"}) && !slices.Equal(groups[2].Nodes, []string{"Sorry", "Spare"}) {
		t.Fatalf("groups: %+v", groups)
	}
	before := *h.node("Start").At
	h.press(h.on(h.drawn("Start").At.Add(geom.Pt(-10, -34))), 1, 0) // on the title of group A
	h.move(h.on(h.drawn("Start").At.Add(geom.Pt(-10, -34+48))))
	h.release()
	if got := *h.node("Start").At; got.Y != before.Y+48 || h.node("Get").At.Y != 48 {
		t.Errorf("its nodes stand at %v and %v", got, *h.node("Get").At)
	}
	h.ToggleFold()
	if !h.doc.Integration().Flows[0].Groups[0].Collapsed || h.scene.Node(drawKey(h, "Start")) != nil {
		t.Error("the group was not folded")
	}
	h.Ungroup()
	if got := h.doc.Integration().Flows[0].Groups; len(got) != 2 || got[0].Title != "B" {
		t.Errorf("after ungrouping: %+v", got)
	}
}

func drawKey(h *bench, name string) draw.Key { return show.Key(h.key(name)) }

func TestANodeIsPutIntoAWireByDraggingItThere(t *testing.T) {
	h := newBench(t)
	mid := h.on(h.drawn("Get").Card().Center()).Lerp(h.on(h.drawn("End").Card().Center()), 0.5)
	h.drag(h.middle("Spare"), mid, 0)
	h.wantEdits(1)
	if !slices.Equal(h.node("Get").To("success"), []string{"Spare"}) || !slices.Equal(h.node("Spare").To("success"), []string{"End"}) {
		t.Errorf("wires: %v, %v", h.node("Get").Wires, h.node("Spare").Wires)
	}
	if h.doc.UndoLabel() != "Put Spare between Get and End" {
		t.Errorf("the step is called %q", h.doc.UndoLabel())
	}
	if h.drawn("End").At.X < h.drawn("Spare").At.X+geom.ColumnPitch {
		t.Error("what follows made no room")
	}
}

func TestAnEndOfAWireIsLedElsewhere(t *testing.T) {
	h := newBench(t)
	h.node("End").Kind = "api" // so that something can leave it
	h.SetFlow(h.doc.Integration().Flows[0], look)
	h.drain()
	w := h.scene.Wire(Wire{h.key("Get"), "success", h.key("End")}.id())
	h.drag(h.on(w.Curve().At(0.96)), h.middle("Spare"), 0)
	h.wantEdits(1)
	if got := h.node("Get").To("success"); !slices.Equal(got, []string{"Spare"}) {
		t.Fatalf("it leads to %v", got)
	}
	w = h.scene.Wire(Wire{h.key("Start"), "success", h.key("Get")}.id())
	from, _ := w.Ends()
	h.drag(h.on(from.Add(geom.Pt(15, 0))), h.out("End", "failure"), 0)
	h.wantEdits(2)
	if h.node("Start").Wires != nil || !slices.Equal(h.node("End").To("failure"), []string{"Get"}) {
		t.Errorf("it leaves %v and %v", h.node("Start").Wires, h.node("End").Wires)
	}
	h.refused = ""
	w = h.scene.Wire(Wire{h.key("Get"), "success", h.key("Spare")}.id())
	h.drag(h.on(w.Curve().At(0.95)), h.middle("Start"), 0)
	h.wantEdits(2)
	if !strings.Contains(h.refused, "Start") {
		t.Errorf("refused with %q", h.refused)
	}
	h.drag(h.on(w.Curve().At(0.95)), geom.Pt(900, 650), 0)
	h.wantEdits(2)
}

func TestCtrlDragAsksForCopiesAndMovesNothing(t *testing.T) {
	h := newBench(t)
	var keys []flow.Key
	var by flow.Point
	h.OnDuplicate = func(k []flow.Key, _ []int, d flow.Point) { keys, by = k, d }
	h.drag(h.middle("Get"), h.middle("Get").Add(geom.Pt(0, 120)), fyne.KeyModifierShortcutDefault)
	h.wantEdits(0)
	if !slices.Equal(keys, []flow.Key{h.key("Get")}) || by != *at(0, 120) {
		t.Errorf("asked for copies of %v by %v", keys, by)
	}
}

func TestCtrlDragOnTheBoardSelectsWhatLiesInTheBoxWholly(t *testing.T) {
	h := newBench(t)
	h.drag(h.on(geom.Pt(200, -40)), h.on(geom.Pt(500, 80)), fyne.KeyModifierShortcutDefault)
	if got := h.Selected(); !slices.Equal(got, []flow.Key{h.key("Get")}) {
		t.Errorf("selected %v", got)
	}
}

func TestACardOnALoopIsHitBeforeTheLoop(t *testing.T) {
	h := newBench(t,
		&flow.Node{Name: "End", Kind: "end", At: at(120, 20)},
		&flow.Node{Name: "Each", Kind: "loop", At: at(0, 0), Body: []*flow.Node{{Name: "Post", Kind: "api", At: at(0, 0)}}})
	h.click(h.middle("End"), 0)
	if got := h.Selected(); !slices.Equal(got, []flow.Key{h.key("End")}) {
		t.Errorf("selected %v", got)
	}
}

func TestALoopThatComesIntoAWireHasRoom(t *testing.T) {
	h := newBench(t)
	w := Wire{h.key("Get"), "success", h.key("End")}
	spot := Spot{At: h.drawn("Get").Card().Center().Lerp(h.drawn("End").Card().Center(), 0.5), Wire: &w, Note: -1, Group: -1}
	if err := h.doc.Do(h.Insert(&flow.Node{Name: "Each", Kind: "loop"}, spot, "success")); err != nil {
		t.Fatal(err)
	}
	if each, end := h.drawn("Each").Frame(), h.drawn("End").Frame(); end.Min.X < each.Max.X+columnGap-Grid {
		t.Errorf("End at %v is too near to Each, %v", end, each)
	}
	in := Spot{At: h.drawn("Each").Frame().Max.Sub(geom.Pt(20, 20)), In: h.key("Each"), Note: -1, Group: -1}
	for _, name := range []string{"A", "B", "C"} {
		if err := h.doc.Do(h.Insert(&flow.Node{Name: name, Kind: "api"}, in, "")); err != nil {
			t.Fatal(err)
		}
		if each, end := h.drawn("Each").Frame(), h.drawn("End").Frame(); end.Min.X < each.Max.X+columnGap-Grid {
			t.Errorf("with %s in it, Each at %v is too near to End, %v", name, each, end)
		}
		for _, n := range h.node("Each").Body {
			if n.Name != name && h.drawn(n.Name).Frame().Overlaps(h.drawn(name).Frame()) {
				t.Errorf("%s lies over %s", name, n.Name)
			}
		}
		in.At.X = h.drawn("Each").Frame().Max.X - 20
	}
}

func TestAnotherButtonGivesADragUpAndOpensNoMenu(t *testing.T) {
	h := newBench(t)
	menus := 0
	h.Menu = func(Spot) *fyne.Menu { menus++; return nil }
	h.press(h.middle("Get"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Get").Add(geom.Pt(0, 96)))
	h.press(h.middle("Get"), desktop.MouseButtonSecondary, 0)
	h.release()
	h.TappedSecondary(&fyne.PointEvent{Position: pos(h.middle("Get"))})
	h.wantEdits(0)
	if menus != 0 || h.gesture != nil {
		t.Errorf("%d menus, gesture %v", menus, h.gesture)
	}
}

func TestAWireIsDrawnFromItsFarEndToo(t *testing.T) {
	h := newBench(t)
	h.drag(h.on(h.drawn("Spare").In()), h.out("Get", "failure"), 0)
	h.wantEdits(1)
	if got := h.node("Get").To("failure"); !slices.Equal(got, []string{"Spare"}) {
		t.Errorf("failure leads to %v", got)
	}
}
