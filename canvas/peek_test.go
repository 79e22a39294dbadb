package canvas

import (
	"testing"

	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestThePointerAtRestOnAWireIsToldAbout(t *testing.T) {
	h := newBench(t)
	var asked Spot
	h.Peek = func(s Spot) []string { asked = s; return []string{"Start → Get", "{}"} }
	over := func(at geom.Point) {
		h.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos(at)}})
	}
	over(h.out("Start", "success").Lerp(h.on(h.drawn("Get").In()), 0.5))
	if len(h.peek.lines) != 0 {
		t.Error("it is told before the pointer has come to rest")
	}
	if h.rest == nil {
		t.Fatal("nothing waits for the pointer to rest")
	}
	h.rest()
	if asked.Wire == nil || asked.Wire.From != h.key("Start") || len(h.peek.lines) != 2 {
		t.Errorf("asked about %+v, shown %q", asked, h.peek.lines)
	}
	over(geom.Pt(900, 600))
	if len(h.peek.lines) != 0 {
		t.Error("it is still shown over the empty board")
	}
	h.wantEdits(0)
}
