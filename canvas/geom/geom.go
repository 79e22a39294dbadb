// Package geom holds the numbers behind the board: points and rectangles, the
// viewport, the curve of a wire, hit tests, the spatial index, the measures of
// a node and the automatic arrangement of a flow.
//
// Two spaces: the world, in which a document's positions lie, and the screen,
// which is the world scaled by the zoom and shifted. Y grows downwards in both.
// Everything here is a pure function of its arguments.
package geom

import "math"

// A Point is a position or a distance.
type Point struct{ X, Y float64 }

// Pt is short for Point{x, y}.
func Pt(x, y float64) Point { return Point{x, y} }

func (p Point) Add(q Point) Point    { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) Sub(q Point) Point    { return Point{p.X - q.X, p.Y - q.Y} }
func (p Point) Mul(k float64) Point  { return Point{p.X * k, p.Y * k} }
func (p Point) Dist(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }
func (p Point) Snap(g float64) Point { return Point{Snap(p.X, g), Snap(p.Y, g)} }
func (p Point) In(r Rect) bool       { return r.Contains(p) }
func (p Point) Lerp(q Point, t float64) Point {
	return Point{p.X + (q.X-p.X)*t, p.Y + (q.Y-p.Y)*t}
}

// A Size is a width and a height.
type Size struct{ W, H float64 }

// A Rect holds the points from Min up to but not including Max.
type Rect struct{ Min, Max Point }

// XYWH is the rectangle at x, y of that width and height.
func XYWH(x, y, w, h float64) Rect { return Rect{Point{x, y}, Point{x + w, y + h}} }

// Span is the smallest rectangle that has both points on its border.
func Span(a, b Point) Rect {
	return Rect{Point{min(a.X, b.X), min(a.Y, b.Y)}, Point{max(a.X, b.X), max(a.Y, b.Y)}}
}

func (r Rect) W() float64       { return r.Max.X - r.Min.X }
func (r Rect) H() float64       { return r.Max.Y - r.Min.Y }
func (r Rect) Size() Size       { return Size{r.W(), r.H()} }
func (r Rect) Center() Point    { return r.Min.Lerp(r.Max, 0.5) }
func (r Rect) Empty() bool      { return r.Max.X <= r.Min.X || r.Max.Y <= r.Min.Y }
func (r Rect) Add(p Point) Rect { return Rect{r.Min.Add(p), r.Max.Add(p)} }

// Grow moves each side outwards by d; a negative d shrinks.
func (r Rect) Grow(d float64) Rect {
	return Rect{Point{r.Min.X - d, r.Min.Y - d}, Point{r.Max.X + d, r.Max.Y + d}}
}

// Union is the smallest rectangle that holds both; an empty one adds nothing.
func (r Rect) Union(s Rect) Rect {
	if r.Empty() {
		return s
	}
	if s.Empty() {
		return r
	}
	return Rect{
		Point{min(r.Min.X, s.Min.X), min(r.Min.Y, s.Min.Y)},
		Point{max(r.Max.X, s.Max.X), max(r.Max.Y, s.Max.Y)},
	}
}

// Overlaps tells whether the two share any area.
func (r Rect) Overlaps(s Rect) bool {
	return r.Min.X < s.Max.X && s.Min.X < r.Max.X && r.Min.Y < s.Max.Y && s.Min.Y < r.Max.Y
}

func (r Rect) Contains(p Point) bool {
	return p.X >= r.Min.X && p.X < r.Max.X && p.Y >= r.Min.Y && p.Y < r.Max.Y
}

// Holds tells whether all of s lies within r.
func (r Rect) Holds(s Rect) bool {
	return s.Min.X >= r.Min.X && s.Max.X <= r.Max.X && s.Min.Y >= r.Min.Y && s.Max.Y <= r.Max.Y
}

// Inward is the least shift that brings s into r; where it is too large, its upper left
// corner.
func (r Rect) Inward(s Rect) Point {
	along := func(min, max, from, to float64) float64 {
		switch {
		case from < min || to-from > max-min:
			return min - from
		case to > max:
			return max - to
		}
		return 0
	}
	return Point{along(r.Min.X, r.Max.X, s.Min.X, s.Max.X), along(r.Min.Y, r.Max.Y, s.Min.Y, s.Max.Y)}
}

// Snap is the multiple of grid nearest to v.
func Snap(v, grid float64) float64 { return math.Round(v/grid) * grid }
