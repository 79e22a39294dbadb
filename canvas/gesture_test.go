package canvas

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestDragIsOneEditAndSnaps(t *testing.T) {
	h := newBench(t)
	h.press(h.middle("Get"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Get").Add(geom.Pt(20, 5)))
	h.move(h.middle("Get").Add(geom.Pt(50, 100)))
	if got := *h.node("Get").At; got != *at(240, 0) {
		t.Errorf("while dragging the document says %v", got)
	}
	h.release()
	h.wantEdits(1)
	if got := *h.node("Get").At; got != *at(288, 96) {
		t.Errorf("it was put at %v", got)
	}
	if h.edits[0].Label() != "Move Get" {
		t.Errorf("the edit is called %q", h.edits[0].Label())
	}
	h.doc.Undo()
	if got := h.drawn("Get").At; got != geom.Pt(240, 0) {
		t.Errorf("after undo it is drawn at %v", got)
	}
}

func TestDragOfOneOfTheSelectionMovesAll(t *testing.T) {
	h := newBench(t)
	h.Select(h.key("Get"), h.key("End"))
	h.drag(h.middle("End"), h.middle("End").Add(geom.Pt(0, 48)), 0)
	h.wantEdits(1)
	if *h.node("Get").At != *at(240, 48) || *h.node("End").At != *at(480, 48) || *h.node("Start").At != *at(0, 0) {
		t.Errorf("moved to %v and %v", *h.node("Get").At, *h.node("End").At)
	}
	if len(h.Selected()) != 2 {
		t.Errorf("selected after the drag: %v", h.Selected())
	}
	h.click(h.middle("End"), 0)
	if !slices.Equal(h.selected, []flow.Key{h.key("End")}) {
		t.Errorf("a click on one of them selects %v", h.selected)
	}
}

func TestDragBackToWhereItBeganIsNoEdit(t *testing.T) {
	h := newBench(t)
	h.drag(h.middle("Get"), h.middle("Get").Add(geom.Pt(4, 3)), 0)
	h.wantEdits(0)
}

func TestWhileDraggedANodeIsLiveAndNotInTheTiles(t *testing.T) {
	h := newBench(t)
	ink := func() int { return inked(h, h.drawn("Spare").Card()) }
	if ink() == 0 {
		t.Fatal("the node is not in the tiles at first")
	}
	h.press(h.middle("Spare"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Spare").Add(geom.Pt(60, 60)))
	if n := ink(); n != 0 {
		t.Errorf("%d of its pixels are left in the tiles", n)
	}
	if h.live.picture == nil {
		t.Error("it is not drawn live")
	}
	h.release()
	if h.live.picture != nil {
		t.Error("it is still drawn live")
	}
	if ink() == 0 {
		t.Error("it is not in the tiles where it was put")
	}
}

// inked counts the pixels of the front tiles that are the surface of a card.
func inked(h *bench, r geom.Rect) (n int) {
	for k, tl := range h.tiles.front.tiles {
		if tl.img == nil {
			continue
		}
		box := image.Rect(k.x*tilePx, k.y*tilePx, (k.x+1)*tilePx, (k.y+1)*tilePx)
		in := image.Rect(int(r.Min.X), int(r.Min.Y), int(r.Max.X), int(r.Max.Y)).Intersect(box)
		for y := in.Min.Y; y < in.Max.Y; y++ {
			for x := in.Min.X; x < in.Max.X; x++ {
				if c := tl.img.RGBAAt(x-box.Min.X, y-box.Min.Y); c.R == h.theme.Surface.R && c.G == h.theme.Surface.G {
					n++
				}
			}
		}
	}
	return n
}

func TestEscapeCancelsADrag(t *testing.T) {
	h := newBench(t)
	h.press(h.middle("Get"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Get").Add(geom.Pt(90, 90)))
	h.typed(fyne.KeyEscape)
	h.move(h.middle("Get").Add(geom.Pt(200, 90)))
	h.release()
	h.wantEdits(0)
	if h.live.picture != nil || h.tiles.lifted != nil {
		t.Error("it is still drawn live")
	}
	h.drag(h.middle("Get"), h.middle("Get").Add(geom.Pt(0, 24)), 0)
	h.wantEdits(1)
}

func TestAWireIsDrawnFromPortToNode(t *testing.T) {
	h := newBench(t)
	h.press(h.out("Get", "failure"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Spare"))
	if !h.drawn("Spare").Target {
		t.Error("the node under the pointer is not lit up")
	}
	h.release()
	h.wantEdits(1)
	if got := h.node("Get").To("failure"); !slices.Equal(got, []string{"Spare"}) {
		t.Errorf("failure leads to %v", got)
	}
	if h.drawn("Spare").Target || len(h.live.strands) != 0 {
		t.Error("something of the gesture is left")
	}
}

func TestAWireThatMayNotBeIsRefusedWithTheReason(t *testing.T) {
	many := []*flow.Node{{Name: "Start", Kind: "start", At: at(0, 0)}, {Name: "Hub", Kind: "api", At: at(0, 150)}}
	var names []string
	for i := range 11 {
		n := &flow.Node{Name: fmt.Sprintf("N%d", i), Kind: "api", At: at(300, i*96)}
		many = append(many, n)
		if i < 10 {
			names = append(names, n.Name)
		}
	}
	many[1].Wires = to(names...)
	for _, row := range []struct {
		nodes          []*flow.Node
		from, to, says string
	}{
		{nil, "Get", "Get", "itself"},
		{nil, "Start", "Get", "already"},
		{[]*flow.Node{
			{Name: "A", Kind: "api", At: at(0, 0), Wires: to("B")}, {Name: "B", Kind: "api", At: at(300, 0), Wires: to("C")},
			{Name: "C", Kind: "api", At: at(300, 200)},
		}, "C", "A", "back"},
		{nil, "Get", "Start", "Start"},
		{many, "Hub", "N10", "10"},
	} {
		h := newBench(t, row.nodes...)
		h.refused = ""
		h.view.Zoom = 0.5
		h.settle()
		h.drain()
		h.press(h.out(row.from, "success"), desktop.MouseButtonPrimary, 0)
		h.move(h.middle(row.to).Add(geom.Pt(-30, 6)))
		if h.live.words == "" {
			t.Errorf("%s to %s: nothing is said while dragging", row.from, row.to)
		}
		h.release()
		h.wantEdits(0)
		if !strings.Contains(h.refused, row.says) || !strings.HasSuffix(h.refused, ".") {
			t.Errorf("%s to %s: %q", row.from, row.to, h.refused)
		}
		if h.live.words != "" {
			t.Error("the reason stays on the board")
		}
	}
}

func TestAWireLetGoOnTheBoardIsNothing(t *testing.T) {
	h := newBench(t)
	h.drag(h.out("Get", "failure"), geom.Pt(900, 600), 0)
	h.wantEdits(0)
	if h.refused != "" {
		t.Errorf("refused: %s", h.refused)
	}
}

func TestShiftDragSelectsABox(t *testing.T) {
	h := newBench(t)
	h.drag(h.on(geom.Pt(200, -40)), h.on(geom.Pt(500, 80)), fyne.KeyModifierShift)
	if got := h.Selected(); len(got) != 2 || !slices.Contains(got, h.key("Get")) || !slices.Contains(got, h.key("End")) {
		t.Errorf("selected %v", got)
	}
	h.press(h.on(geom.Pt(-50, -40)), desktop.MouseButtonPrimary, fyne.KeyModifierShift)
	h.move(h.on(geom.Pt(100, 80)))
	h.typed(fyne.KeyEscape)
	if len(h.Selected()) != 2 || !h.live.frame.Empty() {
		t.Errorf("after escape: %v", h.Selected())
	}
	h.wantEdits(0)
}

func TestDragOnTheBoardPansAndKeepsTheSelection(t *testing.T) {
	h := newBench(t)
	h.Select(h.key("Get"))
	before, painted := h.view.Offset, h.tiles.painted
	h.drag(geom.Pt(50, 600), geom.Pt(80, 570), 0)
	if d := h.view.Offset.Sub(before); d != geom.Pt(30, -30) {
		t.Errorf("panned by %v", d)
	}
	if len(h.Selected()) != 1 {
		t.Error("a pan clears the selection")
	}
	if n := h.tiles.painted - painted; n > 6 {
		t.Errorf("a small pan paints %d tiles", n)
	}
	h.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	h.drag(h.middle("Get"), h.middle("Get").Add(geom.Pt(40, 0)), 0)
	h.wantEdits(0)
}

func TestAChangeFromElsewhereEndsTheGesture(t *testing.T) {
	h := newBench(t)
	remove := func(name string) {
		if err := h.doc.Do(flow.RemoveNode{Flow: "Watch", Name: name}); err != nil {
			t.Fatal(err)
		}
		h.drain()
	}
	h.press(h.middle("Spare"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Spare").Add(geom.Pt(60, 60)))
	remove("Spare")
	h.move(geom.Pt(500, 500))
	h.release()
	h.press(h.out("Get", "failure"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("End"))
	remove("End")
	h.move(geom.Pt(500, 500))
	h.release()
	h.wantEdits(0)
	if h.gesture != nil || h.live.picture != nil || len(h.live.strands) != 0 {
		t.Error("something of the gesture is left")
	}
	h.press(h.middle("Get"), desktop.MouseButtonPrimary, 0)
	h.move(h.middle("Get").Add(geom.Pt(24, 24)))
	h.SetFlow(h.Flow(), look) // nothing has changed
	h.release()
	h.wantEdits(1)
}
