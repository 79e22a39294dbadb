package draw

import (
	"image/color"

	"flowbench/canvas/geom"
)

// A Wire is a wire as it is shown. Where it begins and ends, how it looks and
// what is written on it the scene takes from the nodes.
type Wire struct {
	From     Key
	Port     string
	To       Key
	Taken    bool   // by the last run
	Faded    bool   // by the last run not taken
	Records  string // what went through it, such as "240"
	Selected bool
	Target   bool // lit up, because what is dragged would land here

	// Where an end's node is folded away with its group, the number of that
	// group and one more: the wire ends at its card. Leaves is then the port.
	FromGroup, ToGroup int
	Leaves             Port

	a, b  geom.Point
	cards [2]geom.Rect // at its ends, with the line below them
	style Style
	label string
	lost  bool // one of its ends is not there

	inside bool // a container
}

func (w *Wire) ID() ID       { return WireID(w.From, w.Port, w.To) }
func (w *Wire) Text() string { return "" }

// Ends are the middles of the port the wire leaves and the input it leads to.
func (w *Wire) Ends() (from, to geom.Point) { return w.a, w.b }

// Curve is the whole line of the wire.
func (w *Wire) Curve() geom.Curve { return geom.Wire(w.a, w.b) }

const (
	wireWidth = 2.0
	arrowLen  = 9.0
	arrowHalf = 5.0
	dashLen   = 6.0
	endReach  = 18.0 // how near to an end counts as on it, in pixels
)

// line is the curve that is painted: it ends where the arrow begins.
func (w *Wire) line() geom.Curve {
	return geom.Wire(w.a, geom.Pt(w.tip().X-arrowLen+2, w.b.Y))
}

func (w *Wire) tip() geom.Point { return geom.Pt(w.b.X-geom.PortR-1, w.b.Y) }

func (w *Wire) Bounds() geom.Rect {
	r := w.Curve().Bounds().Grow(arrowHalf + 3)
	if words := w.words(); words != "" {
		r = r.Union(w.spot(words).plate().Grow(1))
	}
	return r
}

func (w *Wire) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	if w.lost {
		return Hit{}, 0, false
	}
	at := Hit{Item: w, ID: w.ID()}
	d, ok := w.Curve().Near(p, reach)
	far := min(endReach/6*reach, w.a.Dist(w.b)/3)
	switch {
	case w.FromGroup == 0 && p.Dist(w.a) <= far:
		at.Part = FromEnd
	case w.ToGroup == 0 && p.Dist(w.b) <= far:
		at.Part = ToEnd
	}
	return at, d, ok
}

// join finds the wire its ends, and how it looks.
func (w *Wire) join(from, to *Node, groups []*Group) {
	w.lost = true
	switch {
	case w.FromGroup > 0:
		w.a, w.style, w.label = groups[w.FromGroup-1].out(), w.Leaves.Style, w.Leaves.Label
	case from != nil:
		a, port, ok := from.Out(w.Port)
		if !ok { // a port the node no longer has: the wire must be seen to be removed
			a, port = geom.OutPort(from.Card(), 0, 1), Port{Label: w.Port, Style: Branch}
		}
		w.a, w.style, w.label = a, port.Style, port.Label
		w.cards[0] = withFooter(from.Card())
		w.inside = from.Parent != 0
	default:
		return
	}
	switch {
	case w.ToGroup > 0:
		w.b = groups[w.ToGroup-1].in()
	case to != nil:
		w.b = to.In()
		w.cards[1] = withFooter(to.Card())
	default:
		return
	}
	w.lost = false
}

// Ink is the wire's colour in a theme.
func (w *Wire) Ink(base *Theme) color.NRGBA {
	t := base
	if w.Faded {
		t = t.faded
	}
	switch {
	case w.Selected || w.Target:
		return base.Primary
	case w.style == Failure:
		return t.Failure
	case w.Taken:
		return mix(t.Muted, t.Text, 0.55)
	}
	return t.Muted
}

func (w *Wire) draw(s *sheet, l layer) {
	if w.lost {
		return
	}
	switch l {
	case lines:
		width, dash := wireWidth, 0.0
		if w.Taken || w.Selected || w.Target {
			width = 2.75
		}
		if w.style == Failure {
			dash = dashLen
		}
		line := w.line()
		if s.detail == blocks { // without its arrow
			line = w.Curve()
		}
		s.curve(line, width, dash, w.Ink(s.Theme))
	case labels:
		if s.detail == blocks {
			return
		}
		s.polygon(arrow(w.tip()), w.Ink(s.Theme))
		if words := w.words(); words != "" && s.detail == everything {
			w.drawWords(s, words)
		}
	}
}

// arrow is the head of a wire that ends at tip.
func arrow(tip geom.Point) []geom.Point {
	return []geom.Point{
		tip,
		{X: tip.X - arrowLen, Y: tip.Y - arrowHalf},
		{X: tip.X - arrowLen + 2, Y: tip.Y},
		{X: tip.X - arrowLen, Y: tip.Y + arrowHalf},
	}
}
