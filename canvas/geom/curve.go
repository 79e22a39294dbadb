package geom

import "math"

// A Curve is a cubic Bezier: from A to D, leaning on B and C.
type Curve struct{ A, B, C, D Point }

// Wire is the curve of a wire from a port to an input. It leaves to the right
// and arrives from the left; where the input lies behind the port it swings
// out, the further the more, but ever less so.
func Wire(from, to Point) Curve {
	dx := to.X - from.X
	reach := dx / 2
	if dx < 0 {
		reach = 6.25 * math.Sqrt(-dx)
	}
	reach = max(reach, min(24, from.Dist(to)/2))
	return Curve{from, Pt(from.X+reach, from.Y), Pt(to.X-reach, to.Y), to}
}

// At is the point at t, from 0 to 1.
func (c Curve) At(t float64) Point {
	ab, bc, cd := c.A.Lerp(c.B, t), c.B.Lerp(c.C, t), c.C.Lerp(c.D, t)
	return ab.Lerp(bc, t).Lerp(bc.Lerp(cd, t), t)
}

// Bounds holds the whole curve: that of its four points.
func (c Curve) Bounds() Rect {
	a, b := Span(c.A, c.B), Span(c.C, c.D)
	return Rect{
		Point{min(a.Min.X, b.Min.X), min(a.Min.Y, b.Min.Y)},
		Point{max(a.Max.X, b.Max.X), max(a.Max.Y, b.Max.Y)},
	}
}

// Segments is how many straight lines stand for the curve at a zoom: 2 to 20,
// by its length on the screen.
func (c Curve) Segments(zoom float64) int {
	length := (c.A.Dist(c.B) + c.B.Dist(c.C) + c.C.Dist(c.D)) * zoom
	return min(max(int(length/12), 2), 20)
}

// Flatten appends the curve to dst as a polyline that looks smooth at a zoom.
func (c Curve) Flatten(zoom float64, dst []Point) []Point {
	n := c.Segments(zoom)
	for i := range n + 1 {
		dst = append(dst, c.At(float64(i)/float64(n)))
	}
	return dst
}

// Near tells whether p is within reach of the curve, and how far from it.
func (c Curve) Near(p Point, reach float64) (float64, bool) {
	if !c.Bounds().Grow(reach).Contains(p) {
		return 0, false
	}
	var line [21]Point
	d := Distance(p, c.Flatten(2, line[:0]))
	return d, d <= reach
}

// Distance is how far p is from a polyline.
func Distance(p Point, line []Point) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		best = min(best, toSegment(p, line[i-1], line[i]))
	}
	return best
}

func toSegment(p, a, b Point) float64 {
	d := b.Sub(a)
	l2 := d.X*d.X + d.Y*d.Y
	if l2 == 0 {
		return p.Dist(a)
	}
	q := p.Sub(a)
	t := min(max((q.X*d.X+q.Y*d.Y)/l2, 0), 1)
	return p.Dist(a.Lerp(b, t))
}
