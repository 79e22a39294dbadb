package geom

import (
	"math"
	"math/rand"
	"testing"
)

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	v := Viewport{Zoom: 0.78, Offset: Pt(-120, 44)}
	at := Pt(300, 200)
	before := v.World(at)
	for _, zoom := range []float64{0.1, 1, 3.3, 99} {
		v = v.ZoomAt(at, zoom)
		if d := v.World(at).Dist(before); d > 1e-9 {
			t.Errorf("zoom %v moved the point by %v", zoom, d)
		}
		if v.Zoom > MaxZoom {
			t.Errorf("zoom %v is beyond %v", v.Zoom, MaxZoom)
		}
	}
}

func TestFitShowsAllInTheMiddle(t *testing.T) {
	r := XYWH(-500, 100, 2000, 300)
	v := Fit(r, Size{1000, 600}, 40, 1)
	on := v.ScreenRect(r)
	if !XYWH(39.9, 39.9, 920.2, 520.2).Holds(on) {
		t.Errorf("fit put it at %v", on)
	}
	if c := on.Center(); c.Dist(Pt(500, 300)) > 1e-6 {
		t.Errorf("the middle is at %v", c)
	}
	if v := Fit(XYWH(0, 0, 10, 10), Size{1000, 600}, 40, 1); v.Zoom != 1 {
		t.Errorf("a small thing is shown at %v, want no more than 1", v.Zoom)
	}
}

func TestWireLeavesRightAndArrivesFromTheLeft(t *testing.T) {
	for _, to := range []Point{{300, 0}, {300, 200}, {20, 90}, {0, 200}, {-400, 50}, {-3000, -50}, {10, 0}} {
		c := Wire(Pt(0, 0), to)
		if c.A != Pt(0, 0) || c.D != to {
			t.Errorf("to %v: ends at %v and %v", to, c.A, c.D)
		}
		if c.B.X <= c.A.X || c.C.X >= c.D.X || c.B.Y != c.A.Y || c.C.Y != c.D.Y {
			t.Errorf("to %v: leans on %v and %v", to, c.B, c.C)
		}
		for i := range 21 {
			if p := c.At(float64(i) / 20); !c.Bounds().Grow(1e-9).Contains(p) {
				t.Errorf("to %v: %v lies outside of %v", to, p, c.Bounds())
			}
		}
	}
}

func TestFlattenBySizeOnTheScreen(t *testing.T) {
	c := Wire(Pt(0, 0), Pt(68, 0))
	for _, row := range []struct {
		zoom float64
		want int
	}{{0.05, 2}, {1, 5}, {2, 11}, {4, 20}} {
		if got := len(c.Flatten(row.zoom, nil)) - 1; got != row.want {
			t.Errorf("at zoom %v: %d segments, want %d", row.zoom, got, row.want)
		}
	}
}

func TestWireIsHitNearItsLine(t *testing.T) {
	c := Wire(Pt(0, 0), Pt(200, 100))
	for _, row := range []struct {
		at   Point
		zoom float64
		hit  bool
	}{
		{Pt(100, 50), 1, true}, {Pt(100, 57), 1, true}, {Pt(100, 70), 1, false},
		{Pt(100, 70), 0.3, true}, {Pt(0, 100), 1, false}, {Pt(-5, 0), 1, true}, {Pt(205, 100), 4, false},
	} {
		if _, hit := c.Near(row.at, 6/row.zoom); hit != row.hit {
			t.Errorf("%v at zoom %v: hit %v", row.at, row.zoom, hit)
		}
	}
}

func TestPortsStandOnTheCardsEdge(t *testing.T) {
	for n := 1; n <= 12; n++ {
		card := Rect{Max: Point(Pt(NodeSize(n).W, NodeSize(n).H))}
		for i := range n {
			p := OutPort(card, i, n)
			if p.X != card.Max.X || p.Y < 8 || p.Y > card.H()-8 {
				t.Errorf("port %d of %d is at %v of %v", i, n, p, card)
			}
		}
	}
	if NodeSize(2) != (Size{172, 60}) {
		t.Errorf("a node with two ports is %v", NodeSize(2))
	}
}

func TestIndexFindsWhatASearchOfAllFinds(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	x := NewIndex[int]()
	all := map[int]Rect{}
	some := func() Rect {
		w := r.Float64() * 300
		if r.Intn(50) == 0 {
			w *= 100
		}
		return XYWH(r.Float64()*20000-10000, r.Float64()*20000-10000, w, r.Float64()*300)
	}
	for i := range 2000 {
		k := r.Intn(800)
		if i%5 == 0 {
			x.Remove(k)
			delete(all, k)
		} else {
			all[k] = some()
			x.Put(k, all[k])
		}
	}
	for range 200 {
		q := some()
		got := map[int]int{}
		x.Query(q, func(k int) { got[k]++ })
		for k, at := range all {
			if want := at.Overlaps(q); want != (got[k] == 1) || got[k] > 1 {
				t.Fatalf("%v in %v: found %d times", at, q, got[k])
			}
		}
	}
	for k := range all {
		x.Remove(k)
	}
	if len(x.cells)+len(x.large)+len(x.where) != 0 {
		t.Error("removed items are still held")
	}
}

func TestSnap(t *testing.T) {
	for _, row := range [][2]float64{{5, 0}, {6, 12}, {-5, 0}, {-7, -12}, {30, 36}} {
		if got := Snap(row[0], 12); math.Abs(got-row[1]) > 1e-9 {
			t.Errorf("Snap(%v) = %v, want %v", row[0], got, row[1])
		}
	}
}
