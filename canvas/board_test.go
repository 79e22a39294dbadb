package canvas

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// bench is a board on a document, with a hand that presses and drags.
type bench struct {
	testing.TB
	*Board
	doc      *flow.Document
	edits    []flow.Edit
	selected []flow.Key
	refused  string
	queue    []func()
	rest     func()
}

func look(n *flow.Node) show.Look {
	l := show.Look{Line: n.Kind, NoInput: n.Kind == "start"}
	switch n.Kind {
	case "end":
	case "start":
		l.Ports = []draw.Port{{Name: "success"}}
	default:
		l.Ports = []draw.Port{{Name: "success"}, {Name: "failure", Style: draw.Failure}}
	}
	return l
}

func at(x, y int) *flow.Point { return &flow.Point{X: x, Y: y} }

func to(names ...string) []flow.Leg { return []flow.Leg{{Port: "success", To: names}} }

func newBench(t testing.TB, nodes ...*flow.Node) *bench {
	test.NewTempApp(t)
	h := &bench{TB: t}
	h.Board = newBoard(func(f func()) { h.queue = append(h.queue, f) }, func(job func()) { job() })
	h.Board.after = func(_ time.Duration, f func()) func() {
		h.rest = f
		return func() { h.rest = nil }
	}
	h.OnSelect = func(k []flow.Key) { h.selected = k }
	h.OnRefuse = func(why string) { h.refused = why }
	h.OnEdit = func(e flow.Edit) {
		h.edits = append(h.edits, e)
		if err := h.doc.Do(e); err != nil {
			t.Errorf("%s: %v", e.Label(), err)
		}
	}
	if nodes == nil {
		nodes = []*flow.Node{
			{Name: "Start", Kind: "start", At: at(0, 0), Wires: to("Get")},
			{Name: "Get", Kind: "api", At: at(240, 0), Wires: to("End")},
			{Name: "End", Kind: "end", At: at(480, 0)},
			{Name: "Spare", Kind: "api", At: at(240, 240)},
		}
	}
	in := &flow.Integration{Flows: []*flow.Flow{{Name: "Watch", Nodes: nodes}}}
	h.doc = flow.Open(in, func() { h.SetFlow(h.doc.Integration().Flows[0], look) })
	h.Resize(fyne.NewSize(1000, 700))
	test.WidgetRenderer(h.Board) // as the window does
	h.SetFlow(in.Flows[0], look)
	h.view = geom.Viewport{Zoom: 1, Offset: geom.Pt(100, 100)}
	h.settle()
	h.drain()
	return h
}

func (h *bench) drain() {
	for len(h.queue) > 0 {
		f := h.queue[0]
		h.queue = h.queue[1:]
		f()
	}
}

func (h *bench) key(name string) flow.Key { return h.node(name).Key }

func (h *bench) node(name string) *flow.Node {
	n := h.doc.Integration().Flows[0].Node(name)
	if n == nil {
		h.Fatalf("there is no node %s", name)
	}
	return n
}

func (h *bench) drawn(name string) *draw.Node { return h.scene.Node(show.Key(h.key(name))) }

func (h *bench) on(world geom.Point) geom.Point { return h.view.Screen(world) }

// middle is a place on the node's card that is no port.
func (h *bench) middle(name string) geom.Point { return h.on(h.drawn(name).Card().Center()) }

func (h *bench) out(name, port string) geom.Point {
	p, _, ok := h.drawn(name).Out(port)
	if !ok {
		h.Fatalf("%s has no port %s", name, port)
	}
	return h.on(p)
}

func (h *bench) press(p geom.Point, button desktop.MouseButton, mods fyne.KeyModifier) {
	h.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos(p)}, Button: button, Modifier: mods})
}

func (h *bench) move(p geom.Point) {
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: pos(p)}})
	h.drain()
}

func (h *bench) release() {
	h.MouseUp(&desktop.MouseEvent{})
	h.DragEnd()
	h.drain()
}

func (h *bench) click(p geom.Point, mods fyne.KeyModifier) {
	h.press(p, desktop.MouseButtonPrimary, mods)
	h.MouseUp(&desktop.MouseEvent{})
	h.drain()
}

func (h *bench) drag(from, to geom.Point, mods fyne.KeyModifier) {
	h.press(from, desktop.MouseButtonPrimary, mods)
	h.move(from.Lerp(to, 0.5))
	h.move(to)
	h.release()
}

func (h *bench) typed(k fyne.KeyName) { h.TypedKey(&fyne.KeyEvent{Name: k}); h.drain() }

func (h *bench) wantEdits(n int) {
	h.Helper()
	if len(h.edits) != n {
		h.Fatalf("%d edits, want %d: %+v", len(h.edits), n, h.edits)
	}
}

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

func TestDeleteIsOneEditWithTheWires(t *testing.T) {
	h := newBench(t)
	h.click(h.on(geom.Pt(206, 30)), 0)
	if len(h.SelectedWires()) != 1 {
		t.Fatalf("selected wires: %v", h.SelectedWires())
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

func TestTheWheelZoomsAtThePointerAndPaintsWhenItRests(t *testing.T) {
	h := newBench(t)
	p := h.middle("Get")
	under := h.view.World(p)
	painted := h.tiles.painted
	for range 5 {
		h.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: pos(p)}, Scrolled: fyne.Delta{DY: 25}})
		h.drain()
	}
	if d := h.view.World(p).Dist(under); d > 1e-6 {
		t.Errorf("the point moved by %v", d)
	}
	if h.view.Zoom < 1.5 {
		t.Errorf("zoom is %v", h.view.Zoom)
	}
	if h.tiles.painted != painted {
		t.Error("tiles are painted while the wheel turns")
	}
	h.rest()
	h.drain()
	if h.tiles.front.zoom != h.view.Zoom || h.tiles.painted == painted {
		t.Error("at rest the tiles are not painted anew")
	}
	h.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DX: 25}})
	if h.tiles.front.zoom != h.view.Zoom {
		t.Error("a sideways scroll zooms")
	}
}

func TestOnlyTouchedTilesArePainted(t *testing.T) {
	h := newBench(t)
	h.look(geom.Viewport{Zoom: 3, Offset: geom.Pt(0, 300)})
	h.drain()
	all := len(h.tiles.front.tiles)
	painted := h.tiles.painted
	h.SetMarks(Marks{Nodes: map[flow.Key]NodeMark{h.key("Start"): {State: draw.Done, Text: "3 ms"}}})
	h.drain()
	if n := h.tiles.painted - painted; n == 0 || n >= all/2 {
		t.Errorf("a mark on one node paints %d of %d tiles", n, all)
	}
	painted = h.tiles.painted
	h.SetFlow(h.Flow(), look)
	h.SetMarks(h.marks)
	h.drain()
	if n := h.tiles.painted - painted; n != 0 {
		t.Errorf("showing the same flow again paints %d tiles", n)
	}
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

func TestObjectsStayFewHoweverLargeTheFlow(t *testing.T) {
	h := newBench(t, grid(10_000)...)
	for _, zoom := range []float64{0.05, 0.3, 1, 4} {
		h.look(geom.Viewport{Zoom: zoom, Offset: geom.Pt(-100, -100)})
		h.drain()
		if n := count(h.objects); n > 100 {
			t.Errorf("at zoom %v: %d objects", zoom, n)
		}
	}
	h.look(geom.Viewport{Zoom: 1})
	h.drain()
	h.SelectAll()
	first := h.middle("N0")
	h.press(first, desktop.MouseButtonPrimary, 0)
	h.move(first.Add(geom.Pt(30, 30)))
	if n := count(h.objects); n > 200 {
		t.Errorf("dragging all: %d objects", n)
	}
	h.release()
	h.wantEdits(1)
}

func count(objects []fyne.CanvasObject) (n int) {
	for _, o := range objects {
		n++
		switch o := o.(type) {
		case *fyne.Container:
			n += count(o.Objects)
		case fyne.Widget:
			n += count(test.WidgetRenderer(o).Objects())
		}
	}
	return n
}

func grid(n int) []*flow.Node {
	var nodes []*flow.Node
	for i := range n {
		node := &flow.Node{Name: fmt.Sprintf("N%d", i), Kind: "api", At: at(i%100*240, i/100*96)}
		if i%100 < 99 && i+1 < n {
			node.Wires = to(fmt.Sprintf("N%d", i+1))
		}
		nodes = append(nodes, node)
	}
	return nodes
}

func TestAThemeChangePaintsEveryTileAnew(t *testing.T) {
	h := newBench(t)
	old := h.theme
	h.theme = draw.Dark
	if old == draw.Dark {
		h.theme = draw.Light
	}
	h.tiles.renew()
	h.place()
	h.drain()
	for k, tl := range h.tiles.front.tiles {
		want := image.NewRGBA(tl.img.Rect)
		h.scene.Paint(want, draw.View{Zoom: 1, Scale: 1, Origin: image.Pt(k.x*tilePx, k.y*tilePx), Grid: true}, h.theme)
		if !slices.Equal(tl.img.Pix, want.Pix) {
			t.Errorf("tile %v is not painted in the theme", k)
		}
	}
}

func TestAnotherFlowIsFittedAndThisOneRemembered(t *testing.T) {
	h := newBench(t)
	before := h.view
	other := &flow.Flow{Name: "Other", Nodes: []*flow.Node{{Key: 900, Name: "Far", Kind: "api", At: at(90_000, 0)}}}
	h.SetFlow(other, look)
	if !geom.XYWH(0, 0, 1000, 700).Holds(h.view.ScreenRect(h.scene.Bounds())) {
		t.Error("the other flow is not in view")
	}
	h.SetFlow(h.doc.Integration().Flows[0], look)
	if h.view != before {
		t.Errorf("back again it is shown at %v, not %v", h.view, before)
	}
}

func TestAFlowStaysFittedUntilTheBoardIsTouched(t *testing.T) {
	h := newBench(t)
	test.NewTempWindow(t, h.Board)
	h.Fit()
	h.Resize(fyne.NewSize(500, 400))
	if on := h.view.ScreenRect(h.scene.Bounds()); !geom.XYWH(0, 0, 500, 400).Holds(on) {
		t.Errorf("in a smaller board it lies at %v", on)
	}
	h.click(geom.Pt(5, 5), 0)
	before := h.view
	h.Resize(fyne.NewSize(1000, 700))
	if h.view != before {
		t.Error("a touched board is fitted again")
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

func TestPaintingBesideChangesIsSafe(t *testing.T) {
	test.NewTempApp(t)
	queue := make(chan func(), 1000)
	b := NewBoard(func(f func()) { queue <- f })
	b.Resize(fyne.NewSize(1600, 1000))
	f := &flow.Flow{Name: "Large", Nodes: grid(400)}
	for i, n := range f.Nodes {
		n.Key = flow.Key(i + 1)
	}
	b.SetFlow(f, look)
	b.look(geom.Viewport{Zoom: 0.5})
	for i := range 60 {
		b.SetMarks(Marks{Nodes: map[flow.Key]NodeMark{flow.Key(i%400 + 1): {State: draw.Running}}})
		b.Select(flow.Key(i%7 + 1))
		f.Nodes[i].At.Y += 12
		b.SetFlow(f, look)
		for len(queue) > 0 {
			(<-queue)()
		}
	}
	for b.tiles.busy > 0 {
		(<-queue)()
	}
	if b.tiles.painted == 0 {
		t.Error("nothing was painted")
	}
}
