package draw

import (
	"image/color"

	"flowbench/canvas/geom"
)

// A Note is text on the board, beside the flow. It is Markdown.
type Note struct {
	Rect     geom.Rect
	Body     string
	Color    string // the name of a tint; "" is a note's own yellow
	Selected bool

	number int
}

const (
	notePad    = 12.0
	noteCorner = 14.0 // of the square it is resized by, in pixels
)

func (n *Note) ID() ID            { return NoteID(n.number) }
func (n *Note) Text() string      { return n.Body }
func (n *Note) Bounds() geom.Rect { return n.Rect.Grow(2) }

func (n *Note) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	at := Hit{Item: n, ID: n.ID()}
	corner := min(noteCorner*reach/6, n.Rect.W()/3, n.Rect.H()/3)
	if p.X >= n.Rect.Max.X-corner && p.Y >= n.Rect.Max.Y-corner {
		at.Part = Resize
	}
	return at, 0, n.Rect.Contains(p)
}

func (n *Note) tint(t *Theme) color.NRGBA {
	if n.Color == "" {
		return t.Warning
	}
	return t.Tints[TintOf(n.Color)]
}

func (n *Note) draw(s *sheet, l layer) {
	if l != papers {
		return
	}
	tint := n.tint(s.Theme)
	paper := mix(s.Surface, tint, 0.12)
	border, width := mix(s.Board, tint, 0.4), 1.0
	if n.Selected {
		border, width = s.Primary, s.least(2, 1.5)
	}
	radius := 8.0
	if s.detail == blocks {
		radius = 0
	}
	s.rect(n.Rect, radius, paper, border, width)
	if s.detail == blocks {
		return
	}
	n.drawText(s, paper, tint)
	if n.Selected {
		n.drawGrip(s)
	}
}

// drawText writes what there is room for; three dots say that there is more.
func (n *Note) drawText(s *sheet, paper, tint color.NRGBA) {
	from := n.Rect.Min.Add(geom.Pt(notePad, notePad-1))
	c := columnOf(n.Body, max(n.Rect.W()-2*notePad, noteSize))
	room := n.Rect.Max.Y - from.Y - notePad + 3
	more := c.height > room
	if more {
		room -= 8
	}
	for _, g := range c.grounds {
		if g.Min.Y < room {
			g.Max.Y = min(g.Max.Y, room)
			drawPanel(s, panel{g.Add(from), g.sort}, paper, tint)
		}
	}
	for _, r := range c.runs {
		if r.at.Y+0.3*r.size <= room {
			r.at = r.at.Add(from)
			r.draw(s, paper, tint)
		}
	}
	if more && s.detail == everything {
		at := geom.Pt(n.Rect.Center().X, n.Rect.Max.Y-9)
		s.icon("more", geom.Rect{Min: at, Max: at}.Grow(8), s.Muted)
	}
}

func drawPanel(s *sheet, p panel, paper, tint color.NRGBA) {
	switch p.sort {
	case codeGround:
		s.rect(p.Rect, 4, mix(paper, s.Text, 0.07), none, 0)
	case quoteBar:
		s.rect(p.Rect, 1.5, mix(paper, tint, 0.6), none, 0)
	case thinRule:
		s.rect(p.Rect, 0, mix(paper, tint, 0.4), none, 0)
	case openBox:
		s.rect(p.Rect, 3, paper, s.Muted, 1)
	case doneBox:
		s.rect(p.Rect, 3, s.Success, none, 0)
		s.icon("check", p.Rect, s.OnState)
	}
}

// draw writes the run; from afar it is a bar.
func (r *run) draw(s *sheet, paper, tint color.NRGBA) {
	if s.detail < everything {
		s.rect(geom.XYWH(r.at.X, r.at.Y-0.55*r.size, r.width, 0.5*r.size), 1, mix(paper, s.Text, 0.2), none, 0)
		return
	}
	ink := s.Text
	switch r.ink {
	case aside:
		ink = s.Muted
	case link:
		ink = s.Primary
		s.rect(geom.XYWH(r.at.X, r.at.Y+2, r.width, 1), 0, mix(paper, ink, 0.6), none, 0)
	}
	s.text(r.text, r.face, r.size, r.at, 0, ink)
	if r.struck {
		s.rect(geom.XYWH(r.at.X, r.at.Y-0.33*r.size, r.width, 1), 0, ink, none, 0)
	}
}

// drawGrip draws what the note is resized by.
func (n *Note) drawGrip(s *sheet) {
	for _, d := range []float64{5, 9} {
		a, b := n.Rect.Max.Add(geom.Pt(-d-3, -4)), n.Rect.Max.Add(geom.Pt(-4, -d-3))
		s.curve(geom.Curve{A: a, B: a, C: b, D: b}, 1.25, 0, s.Primary)
	}
}
