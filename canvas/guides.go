package canvas

import (
	"math"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
)

// mostGuided is how many nodes in view there may be for guides: among more they would
// say nothing.
const mostGuided = 200

// guides line up what is dragged with what is in view: edges with edges, middles with
// middles.
type guides struct {
	b      *Board
	frames []geom.Rect
}

// A guide is a line that shows what is level with what.
type guide struct{ a, b geom.Point }

func newGuides(b *Board, lifted map[draw.ID]bool) *guides {
	g := &guides{b: b}
	size := sizeOf(b.Size())
	for _, n := range b.scene.Within(b.view.WorldRect(geom.XYWH(0, 0, size.W, size.H))) {
		if !lifted[n.ID()] {
			g.frames = append(g.frames, n.Frame())
		}
	}
	if len(g.frames) > mostGuided {
		g.frames = nil
	}
	return g
}

// snap gives the place for a frame that is held at free and would snap to the grid at
// to: beside a line that is nearer, on the line.
func (g *guides) snap(free geom.Rect, to geom.Point) (geom.Point, []guide) {
	reach := 6 / g.b.view.Zoom
	dx, dy := to.X-free.Min.X, to.Y-free.Min.Y
	bestX, bestY := reach, reach
	for _, f := range g.frames {
		for _, e := range [][2]float64{{f.Min.X, free.Min.X}, {f.Center().X, free.Center().X}, {f.Max.X, free.Max.X}} {
			if d := e[0] - e[1]; math.Abs(d) < bestX {
				bestX, dx = math.Abs(d), d
			}
		}
		for _, e := range [][2]float64{{f.Min.Y, free.Min.Y}, {f.Center().Y, free.Center().Y}, {f.Max.Y, free.Max.Y}} {
			if d := e[0] - e[1]; math.Abs(d) < bestY {
				bestY, dy = math.Abs(d), d
			}
		}
	}
	at := free.Add(geom.Pt(dx, dy))
	return at.Min, g.lines(at)
}

// lines are the guides for a frame where it stands: for each direction one, along the
// nodes that it is level with.
func (g *guides) lines(at geom.Rect) []guide {
	var out []guide
	same := func(a, b float64) bool { return math.Abs(a-b) < 0.5 }
	for _, edge := range []func(geom.Rect) float64{
		func(r geom.Rect) float64 { return r.Center().X }, func(r geom.Rect) float64 { return r.Min.X }, func(r geom.Rect) float64 { return r.Max.X },
	} {
		top, bottom, found := at.Min.Y, at.Max.Y, false
		for _, f := range g.frames {
			if same(edge(f), edge(at)) {
				top, bottom, found = min(top, f.Min.Y), max(bottom, f.Max.Y), true
			}
		}
		if found {
			out = append(out, guide{geom.Pt(edge(at), top-12), geom.Pt(edge(at), bottom+12)})
			break
		}
	}
	for _, edge := range []func(geom.Rect) float64{
		func(r geom.Rect) float64 { return r.Center().Y }, func(r geom.Rect) float64 { return r.Min.Y }, func(r geom.Rect) float64 { return r.Max.Y },
	} {
		left, right, found := at.Min.X, at.Max.X, false
		for _, f := range g.frames {
			if same(edge(f), edge(at)) {
				left, right, found = min(left, f.Min.X), max(right, f.Max.X), true
			}
		}
		if found {
			out = append(out, guide{geom.Pt(left-12, edge(at)), geom.Pt(right+12, edge(at))})
			break
		}
	}
	return out
}
