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

// A span is how far a frame reaches in one direction.
type span struct{ from, to float64 }

func wide(r geom.Rect) span { return span{r.Min.X, r.Max.X} }
func high(r geom.Rect) span { return span{r.Min.Y, r.Max.Y} }

// edges are what is lined up: the middle before both sides.
func (s span) edges() [3]float64 { return [3]float64{(s.from + s.to) / 2, s.from, s.to} }

// snap gives the place for a frame that is held at free and would snap to the grid at
// to: beside a line that is near, on the line.
func (g *guides) snap(free geom.Rect, to geom.Point) (geom.Point, []guide) {
	d := to.Sub(free.Min)
	at := free.Add(geom.Pt(g.nearest(free, wide, d.X), g.nearest(free, high, d.Y)))
	var lines []guide
	if edge, reach, ok := g.line(at, wide, high); ok {
		lines = append(lines, guide{geom.Pt(edge, reach.from), geom.Pt(edge, reach.to)})
	}
	if edge, reach, ok := g.line(at, high, wide); ok {
		lines = append(lines, guide{geom.Pt(reach.from, edge), geom.Pt(reach.to, edge)})
	}
	return at.Min, lines
}

// nearest is how far the frame is shifted to be level with the nearest of the others, or
// else as it would be.
func (g *guides) nearest(free geom.Rect, along func(geom.Rect) span, plain float64) float64 {
	best, shift := 6/g.b.view.Zoom, plain
	own := along(free).edges()
	for _, f := range g.frames {
		for i, e := range along(f).edges() {
			if d := e - own[i]; math.Abs(d) < best {
				best, shift = math.Abs(d), d
			}
		}
	}
	return shift
}

// line is where the frame is level with others, and how far the line reaches that says so.
func (g *guides) line(at geom.Rect, along, across func(geom.Rect) span) (edge float64, reach span, ok bool) {
	for i, edge := range along(at).edges() {
		reach, found := across(at), false
		for _, f := range g.frames {
			if math.Abs(along(f).edges()[i]-edge) < 0.5 {
				s := across(f)
				reach, found = span{min(reach.from, s.from), max(reach.to, s.to)}, true
			}
		}
		if found {
			return edge, span{reach.from - Grid, reach.to + Grid}, true
		}
	}
	return 0, span{}, false
}
