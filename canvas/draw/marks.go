package draw

import (
	"fmt"
	"image/color"

	"flowbench/canvas/geom"
)

// A Mark is what the last run, or the one under way, made of a node.
type Mark uint8

const (
	NoMark Mark = iota
	Running
	Done
	Failed
	Skipped
	Warned
	Paused
)

const (
	markSize = 11.0
	badgeR   = 10.5
	badgeGap = 2.0
)

// A shape tells badges apart where their signs are too small to be read, and
// for those who cannot tell their colours.
type shape uint8

const (
	disc shape = iota
	diamond
	triangle
	square
	octagon
)

// A badge is a mark as it stands on a card.
type badge struct {
	shape       shape
	sign        string
	ground, ink color.NRGBA
	loud        bool // from afar it is larger than the others
}

// badge is what a run made of the node; ok is false where that is nothing to be marked.
func (m Mark) badge(t *Theme) (b badge, ok bool) {
	switch m {
	case Running:
		return badge{disc, "more", t.Primary, t.OnPrimary, true}, true
	case Done:
		return badge{disc, "check", t.Success, t.OnState, false}, true
	case Failed:
		return badge{diamond, "cross", t.Failure, t.OnState, true}, true
	case Warned:
		return badge{square, "exclamation", t.Warning, t.OnState, false}, true
	case Paused:
		return badge{square, "pause", t.Warning, t.OnState, true}, true
	}
	return badge{}, false
}

// trouble is what is wrong with the node.
func (n *Node) trouble(t *Theme) (b badge, ok bool) {
	switch {
	case n.Errors > 0:
		return badge{triangle, "exclamation", t.Failure, t.OnState, true}, true
	case n.Warnings > 0:
		return badge{triangle, "exclamation", t.Warning, t.OnState, false}, true
	}
	return badge{}, false
}

// edge is the colour of the node's border where a run marks it.
func (n *Node) edge(t *Theme) (ink color.NRGBA, ok bool) {
	switch n.Mark {
	case Failed:
		return t.Failure, true
	case Running:
		return t.Primary, true
	case Paused:
		return t.Warning, true
	}
	return none, false
}

// footer is the line below the card.
func (n *Node) footer() string {
	if n.Attempts < 2 {
		return n.MarkText
	}
	tries := fmt.Sprintf("%d tries", n.Attempts)
	if n.MarkText == "" {
		return tries
	}
	return n.MarkText + " · " + tries
}

// drawMarks draws all that marks a node. On its upper right corner stands what
// became of it, left of that what is wrong with it or that it is off; on the
// upper left corner what a run will do there; below it, how it went.
func (n *Node) drawMarks(s *sheet) {
	if s.detail == blocks {
		n.drawFar(s)
		return
	}
	card := n.Card()
	at := geom.Pt(card.Max.X-9, card.Min.Y-1)
	put := func(b badge, ok bool, way float64) {
		if ok {
			r := s.least(badgeR, 6)
			b.draw(s, at, r)
			at.X += way * (2*r + badgeGap)
		}
	}
	mark, marked := n.Mark.badge(s.Theme)
	put(mark, marked, -1)
	trouble, troubled := n.trouble(s.Theme)
	put(trouble, troubled, -1)
	if n.Disabled {
		drawOff(s, at)
	}
	at.X = card.Min.X + 9
	put(badge{octagon, "", s.Failure, s.OnState, true}, n.Breakpoint, 1)
	put(badge{disc, "pin", s.Surface, s.Primary, false}, n.Pinned, 1)
	if words := n.footer(); words != "" && s.detail == everything && !n.inHead() {
		frame := n.Frame()
		s.text(words, Regular, markSize, geom.Pt(frame.Center().X, frame.Max.Y+17+n.drop()), 0.5, s.Muted)
	}
}

// inHead tells whether that line stands in the node's head instead: where it
// is a wide container, whose lower border may be far away.
func (n *Node) inHead() bool {
	words := n.footer()
	return words != "" && n.Body.H > 0 && n.Body.W-Measure(words, Regular, markSize) > 200
}

// drop is how far below its frame a node is still drawn.
func (n *Node) drop() float64 {
	if n.Folded {
		return 2 * stackGap
	}
	return 0
}

// drawFar draws the marks as they are told apart from afar: on the middle of
// the card, no smaller than a few pixels.
func (n *Node) drawFar(s *sheet) {
	if n.Mark == NoMark && !n.Pinned && !n.Breakpoint && n.Errors+n.Warnings == 0 {
		return
	}
	card := n.Card()
	c := card.Center()
	put := func(b badge, ok bool, x float64) {
		if ok {
			px := 3.5
			if b.loud {
				px = 6
			}
			at := geom.Pt(x, c.Y)
			most := (card.H()/2 + nodeRim - 1.6*s.least(1.5, 1)) / 1.3 // within the node's bounds, which are the same at every zoom
			r := min(s.least(badgeR, px), most)
			if !b.loud && s.zoom < 0.15 { // no shape is seen, and there may be thousands
				s.rect(geom.Rect{Min: at, Max: at}.Grow(0.7*r), 0, b.ground, none, 0)
				return
			}
			b.draw(s, at, r)
		}
	}
	third := card.W() / 3
	put(badge{disc, "", s.Surface, s.Primary, false}, n.Pinned && !n.Breakpoint, c.X-third)
	put(badge{octagon, "", s.Failure, s.OnState, true}, n.Breakpoint, c.X-third)
	trouble, troubled := n.trouble(s.Theme)
	put(trouble, troubled, c.X+third)
	mark, marked := n.Mark.badge(s.Theme)
	put(mark, marked, c.X)
}

// drawOff says that a node does not run.
func drawOff(s *sheet, at geom.Point) {
	if s.detail < everything {
		r := s.least(badgeR, 6)
		badge{disc, "minus", s.Muted, s.Surface, false}.draw(s, at, r)
		return
	}
	pill := geom.XYWH(at.X+badgeR-31, at.Y-badgeR+1, 31, 2*badgeR-2)
	s.rect(pill.Grow(1.5), badgeR, s.Board, none, 0)
	s.rect(pill, badgeR-1, s.Muted, none, 0)
	s.text("Off", SemiBold, markSize, geom.Pt(pill.Center().X, pill.Center().Y+4), 0.5, s.Surface)
}

// draw puts the badge around a point, on a rim of the board's colour.
func (b badge) draw(s *sheet, at geom.Point, r float64) {
	rim := s.least(1.5, 1)
	signAt, side := at, 1.34*r
	switch b.shape {
	case disc:
		s.circle(at, r+rim/2, b.ground, s.Board, rim)
		if b.ground == s.Surface {
			s.circle(at, r-rim/2, b.ground, b.ink, rim)
			side *= 0.9
		}
	case diamond:
		s.diamond(at, 1.3*r+rim, b.ground, s.Board, rim)
		side *= 0.94
	case square:
		box := geom.Rect{Min: at, Max: at}.Grow(0.92 * r)
		s.rect(box.Grow(rim), 0.3*r+rim, s.Board, none, 0)
		s.rect(box, 0.3*r, b.ground, none, 0)
	case triangle:
		s.polygon(corners(triangleAt, at, r+1.6*rim), s.Board)
		s.polygon(corners(triangleAt, at, r), b.ground)
		signAt.Y += 0.14 * r
		side *= 1.04
	case octagon:
		s.polygon(corners(octagonAt, at, r+rim), s.Board)
		s.polygon(corners(octagonAt, at, 0.94*r), b.ground)
		s.circle(at, 0.36*r, b.ink, none, 0)
	}
	if b.sign != "" && side*s.zoom >= 7 {
		s.icon(b.sign, geom.Rect{Min: signAt, Max: signAt}.Grow(side/2), b.ink)
	}
}

// The corners of shapes around 0, 0, with a badge's radius as the unit.
var (
	triangleAt = []geom.Point{{X: -0.24, Y: -1.04}, {X: 0.24, Y: -1.04}, {X: 1.2, Y: 0.7}, {X: 1, Y: 1}, {X: -1, Y: 1}, {X: -1.2, Y: 0.7}}
	octagonAt  = []geom.Point{
		{X: -0.41, Y: -1}, {X: 0.41, Y: -1}, {X: 1, Y: -0.41}, {X: 1, Y: 0.41},
		{X: 0.41, Y: 1}, {X: -0.41, Y: 1}, {X: -1, Y: 0.41}, {X: -1, Y: -0.41},
	}
)

func corners(of []geom.Point, at geom.Point, r float64) []geom.Point {
	out := make([]geom.Point, len(of))
	for i, p := range of {
		out[i] = at.Add(p.Mul(r))
	}
	return out
}
