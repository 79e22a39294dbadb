package draw

import "flowbench/canvas/geom"

// A Note is text on the board, beside the flow.
type Note struct {
	Rect     geom.Rect
	Body     string
	Selected bool

	number int
}

const (
	noteSize   = 12.5
	noteLine   = 18.0
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

func (n *Note) draw(s *sheet, l layer) {
	if l != papers {
		return
	}
	border, width := mix(s.Board, s.Warning, 0.4), 1.0
	if n.Selected {
		border, width = s.Primary, 2
	}
	radius := 8.0
	if s.detail == blocks {
		radius = 0
	}
	s.rect(n.Rect, radius, mix(s.Surface, s.Warning, 0.12), border, width)
	if s.detail < everything {
		return
	}
	y := n.Rect.Min.Y + notePad + 11
	for _, line := range wrap(n.Body, Regular, noteSize, n.Rect.W()-2*notePad) {
		if y > n.Rect.Max.Y-4 {
			return
		}
		s.text(line, Regular, noteSize, geom.Pt(n.Rect.Min.X+notePad, y), 0, s.Text)
		y += noteLine
	}
}
