package canvas

import (
	"image"
	"slices"
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

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
