package canvas

import (
	"slices"
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestDeleteIsOneEditWithTheWires(t *testing.T) {
	h := newBench(t)
	h.click(h.on(geom.Pt(206, 30)), 0)
	if len(h.sel.wires) != 1 {
		t.Fatalf("selected wires: %v", h.sel.wires)
	}
	h.typed(fyne.KeyDelete)
	h.wantEdits(1)
	if h.node("Start").To("success") != nil {
		t.Error("the wire is still there")
	}
	h.Select(h.key("Get"), h.key("End"))
	h.typed(fyne.KeyDelete)
	h.wantEdits(2)
	if len(h.nodes) != 2 || len(h.selected) != 0 {
		t.Errorf("%d nodes are left, %v selected", len(h.nodes), h.selected)
	}
	h.doc.Undo()
	h.doc.Undo()
	if len(h.nodes) != 4 || h.scene.Wire(Wire{h.key("Start"), "success", h.key("Get")}.id()) == nil {
		t.Error("undo does not show everything again")
	}
	h.Select()
	h.typed(fyne.KeyDelete)
	h.wantEdits(2)
}

func TestClicksSelectAsPeopleExpect(t *testing.T) {
	h := newBench(t)
	get, end := h.key("Get"), h.key("End")
	for _, row := range []struct {
		what string
		at   geom.Point
		mods fyne.KeyModifier
		want []flow.Key
	}{
		{"a node", h.middle("Get"), 0, []flow.Key{get}},
		{"another", h.middle("End"), 0, []flow.Key{end}},
		{"shift adds", h.middle("Get"), fyne.KeyModifierShift, []flow.Key{get, end}},
		{"ctrl takes away", h.middle("End"), fyne.KeyModifierShortcutDefault, []flow.Key{get}},
		{"shift on the board keeps", geom.Pt(20, 600), fyne.KeyModifierShift, []flow.Key{get}},
		{"the board clears", geom.Pt(20, 600), 0, nil},
	} {
		h.click(row.at, row.mods)
		slices.Sort(row.want)
		if !slices.Equal(h.Selected(), row.want) && len(h.Selected())+len(row.want) > 0 {
			t.Errorf("%s: %v, want %v", row.what, h.Selected(), row.want)
		}
	}
	h.wantEdits(0)
}

func TestMarksAndProblemsStayThroughAnEdit(t *testing.T) {
	h := newBench(t)
	h.SetMarks(Marks{
		Nodes: map[flow.Key]NodeMark{h.key("Get"): {State: draw.Failed, Text: "404"}},
		Wires: map[Wire]WireMark{{h.key("Start"), "success", h.key("Get")}: {Taken: true, Records: "1"}},
	})
	h.SetProblems(map[flow.Key]Problems{h.key("End"): {Errors: 2}})
	h.drag(h.middle("Get"), h.middle("Get").Add(geom.Pt(0, 48)), 0)
	if n := h.drawn("Get"); n.Mark != draw.Failed || n.MarkText != "404" || !n.Selected {
		t.Errorf("after a move: %+v", n)
	}
	if h.drawn("End").Errors != 2 {
		t.Error("its problems are gone")
	}
	if w := h.scene.Wire(Wire{h.key("Start"), "success", h.key("Get")}.id()); !w.Taken || w.Records != "1" {
		t.Errorf("the wire: %+v", w)
	}
	h.SetMarks(Marks{})
	h.SetProblems(nil)
	if n := h.drawn("Get"); n.Mark != draw.NoMark || h.drawn("End").Errors != 0 {
		t.Errorf("after clearing: %+v", n)
	}
}

func TestDropOnAWireStandsBetween(t *testing.T) {
	h := newBench(t)
	w := test.NewTempWindow(t, h.Board)
	w.Resize(fyne.NewSize(1000, 700))
	h.look(geom.Viewport{Zoom: 1, Offset: geom.Pt(100, 100)})
	h.drain()
	abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.Board).Add(pos(h.on(geom.Pt(206, 30))))
	if !h.CanDrop(abs) {
		t.Fatal("it cannot be dropped on the board")
	}
	wire := Wire{h.key("Start"), "success", h.key("Get")}
	if !h.scene.Wire(wire.id()).Target {
		t.Error("the wire is not lit up")
	}
	spot, ok := h.DropAt(abs)
	if !ok || spot.Wire == nil || *spot.Wire != wire {
		t.Fatalf("dropped on %+v", spot)
	}
	if h.scene.Wire(wire.id()).Target {
		t.Error("the wire stays lit up")
	}
	h.emit(h.Insert(&flow.Node{Name: "Wait", Kind: "delay"}, spot, "success"))
	h.wantEdits(1)
	if !slices.Equal(h.node("Start").To("success"), []string{"Wait"}) || !slices.Equal(h.node("Wait").To("success"), []string{"Get"}) {
		t.Errorf("Start leads to %v, Wait to %v", h.node("Start").To("success"), h.node("Wait").To("success"))
	}
	for _, a := range []string{"Start", "Wait", "Get", "End"} {
		for _, b := range []string{"Start", "Wait", "Get", "End"} {
			if a != b && h.drawn(a).Frame().Overlaps(h.drawn(b).Frame()) {
				t.Errorf("%s lies on %s", a, b)
			}
		}
	}
	h.doc.Undo()
	if *h.node("Get").At != *at(240, 0) || len(h.nodes) != 4 {
		t.Error("undo does not take all of it back")
	}
	if h.CanDrop(abs.AddXY(-2000, 0)) {
		t.Error("it can be dropped off the board")
	}
}

func TestKeysNudgeOpenAndZoom(t *testing.T) {
	h := newBench(t)
	opened := flow.Key(0)
	h.OnOpen = func(k flow.Key) { opened = k }
	h.Select(h.key("Get"))
	h.typed(fyne.KeyRight)
	h.typed(fyne.KeyDown)
	h.wantEdits(2)
	if *h.node("Get").At != *at(252, 12) {
		t.Errorf("nudged to %v", *h.node("Get").At)
	}
	h.typed(fyne.KeyReturn)
	if opened != h.key("Get") {
		t.Errorf("Enter opened %v", opened)
	}
	h.DoubleTapped(&fyne.PointEvent{Position: pos(h.middle("End"))})
	if opened != h.key("End") {
		t.Errorf("a double click opened %v", opened)
	}
	h.TypedRune('+')
	if h.Zoom() != 1.2 {
		t.Errorf("+ zooms to %v", h.Zoom())
	}
	h.TypedRune('0')
	if h.Zoom() != 1 {
		t.Errorf("0 zooms to %v", h.Zoom())
	}
	h.pan(geom.Pt(5000, 0))
	h.TypedRune('f')
	h.drain()
	if on := h.view.ScreenRect(h.scene.Bounds()); !geom.XYWH(0, 0, 1000, 700).Holds(on) {
		t.Errorf("F shows %v", on)
	}
}

func TestTheMenuIsForWhatLiesUnderThePointer(t *testing.T) {
	h := newBench(t)
	w := test.NewTempWindow(t, h.Board)
	w.Resize(fyne.NewSize(1000, 700))
	h.look(geom.Viewport{Zoom: 1, Offset: geom.Pt(100, 100)})
	var spots []Spot
	h.Menu = func(s Spot) *fyne.Menu { spots = append(spots, s); return nil }
	for _, p := range []geom.Point{h.middle("Get"), h.on(geom.Pt(206, 30)), h.on(geom.Pt(0, 300))} {
		h.press(p, desktop.MouseButtonSecondary, 0)
		h.MouseUp(&desktop.MouseEvent{})
		h.TappedSecondary(&fyne.PointEvent{Position: pos(p)})
	}
	if len(spots) != 3 || spots[0].Node != h.key("Get") || spots[1].Wire == nil || spots[2].Node != 0 || spots[2].Wire != nil {
		t.Errorf("asked for %+v", spots)
	}
}

func TestAWireOfAPortThatIsGoneIsShownSoThatItCanBeDeleted(t *testing.T) {
	h := newBench(t,
		&flow.Node{Name: "Pick", Kind: "api", At: at(0, 0), Wires: []flow.Leg{{Port: "ElseIf2", To: []string{"End"}}}},
		&flow.Node{Name: "End", Kind: "end", At: at(480, 0)})
	h.click(h.on(geom.Pt(240, 30)), 0)
	h.typed(fyne.KeyDelete)
	h.wantEdits(1)
	if h.node("Pick").Wires != nil {
		t.Error("the wire is still there")
	}
}

func TestAPortUnderThePointerIsRinged(t *testing.T) {
	h := newBench(t)
	over := func(p geom.Point) {
		h.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos(p)}})
	}
	over(h.out("Get", "failure"))
	if !h.live.onPort || h.Cursor() != desktop.CrosshairCursor {
		t.Error("a port is not shown as one")
	}
	over(h.middle("Get"))
	if h.live.onPort || h.Cursor() != desktop.PointerCursor {
		t.Error("a card is shown as a port")
	}
	over(geom.Pt(5, 5))
	if h.Cursor() != desktop.DefaultCursor {
		t.Error("the board is shown as something to press")
	}
}

func TestWhatIsDroppedBesideAWireStandsInIt(t *testing.T) {
	h := newBench(t)
	w := test.NewTempWindow(t, h.Board)
	w.Resize(fyne.NewSize(1000, 700))
	h.look(geom.Viewport{Zoom: 1, Offset: geom.Pt(100, 100)})
	h.drain()
	on := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.Board).Add(pos(h.on(geom.Pt(206, 30))))
	if spot, _ := h.DropAt(on.AddXY(0, 18)); spot.Wire == nil {
		t.Error("dropped 18 pixels beside the wire, it does not stand in it")
	}
	if spot, _ := h.DropAt(on.AddXY(0, 60)); spot.Wire != nil {
		t.Error("dropped far from the wire, it stands in it")
	}
}
