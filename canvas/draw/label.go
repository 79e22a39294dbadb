package draw

import (
	"math"

	"flowbench/canvas/geom"
)

const (
	labelSize = 11.0
	labelPad  = 5.0
)

// A label is what is written on a wire: on a plate that breaks the line, or,
// where the wire is short, above it.
type label struct {
	text  string
	at    geom.Point // the middle of its baseline
	half  float64    // of its width
	above bool
	rise  float64 // how much higher, because the line is not quite level
}

// plate is the room that the label takes.
func (l label) plate() geom.Rect {
	return geom.Rect{Min: geom.Pt(l.at.X-l.half, l.at.Y-13), Max: geom.Pt(l.at.X+l.half, l.at.Y+5)}
}

func (w *Wire) words() string {
	switch {
	case w.label == "":
		return w.Records
	case w.Records == "":
		return w.label
	}
	return w.label + " · " + w.Records
}

// withFooter is a card with the line that a run writes below it.
func withFooter(card geom.Rect) geom.Rect {
	card.Max.Y += 24
	return card
}

// spot finds words their place on the wire: behind its port where it is long,
// for its middle may lie under other cards; else as near to the middle as is
// clear of the cards at its ends. Where nothing is they are cut to the room
// between the cards.
func (w *Wire) spot(words string) label {
	d := w.b.Sub(w.a)
	flat := d.X > 0 && d.Y > -30 && d.Y < 30
	l := label{text: words, half: Measure(words, SemiBold, labelSize)/2 + labelPad}
	if flat {
		l.rise = math.Abs(d.Y) / 6
		l.above = w.label == "" || d.X < 2*l.half+36
		if room := d.X - 10; l.above && 2*l.half > room && room > 30 {
			l = l.cut(room)
		}
	}
	c := w.Curve()
	if l.at = l.on(c.At(l.start(c))); d.X > 2*l.half+120 && w.clear(l) {
		return l
	}
	for _, t := range []float64{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74} {
		l.at = l.on(c.At(t))
		if w.clear(l) {
			return l
		}
	}
	if room := d.X - 2*labelPad; !flat && room > 30 && 2*l.half > room {
		l = l.cut(room)
	}
	l.at = l.on(c.At(0.5))
	return l
}

// start is where on the curve the label stands if it begins close behind the port.
func (l label) start(c geom.Curve) (t float64) {
	for t < 0.5 && c.At(t).X < c.A.X+l.half+18 {
		t += 0.02
	}
	return t
}

func (w *Wire) clear(l label) bool {
	r := l.plate()
	return !r.Overlaps(w.cards[0]) && !r.Overlaps(w.cards[1])
}

// on is where the label stands at a point of the wire.
func (l label) on(p geom.Point) geom.Point {
	if l.above {
		return geom.Pt(p.X-2, p.Y-7-l.rise)
	}
	return geom.Pt(p.X, p.Y+4)
}

func (l label) cut(width float64) label {
	l.text = Cut(l.text, SemiBold, labelSize, width-2*labelPad)
	l.half = width / 2
	return l
}

func (w *Wire) drawWords(s *sheet, words string) {
	t := s.Theme
	if w.Faded {
		t = t.faded
	}
	l := w.spot(words)
	face := Regular
	if w.label != "" {
		face = SemiBold
	}
	if !l.above {
		ground := s.Board
		if w.inside {
			ground = s.room()
		}
		s.rect(l.plate(), 5, ground, none, 0)
	}
	s.text(l.text, face, labelSize, l.at, 0.5, t.Muted)
}
