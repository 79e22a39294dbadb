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
	noteSize = 12.5
	noteLine = 18.0
	notePad  = 12.0
)

func (n *Note) ID() ID            { return noteID(n.number) }
func (n *Note) Text() string      { return n.Body }
func (n *Note) Bounds() geom.Rect { return n.Rect.Grow(2) }

func (n *Note) hit(p geom.Point, _ float64) (Hit, float64, bool) {
	return Hit{Item: n, ID: n.ID()}, 0, n.Rect.Contains(p)
}

func (n *Note) draw(s *sheet, l layer) {
	if l != ground {
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

// A Group is a frame around nodes that belong together. It lies where they lie.
type Group struct {
	Title    string
	Tint     Tint
	Nodes    []Key
	Selected bool

	number int
	rect   geom.Rect
}

const groupHead = 24.0

func (g *Group) ID() ID            { return groupID(g.number) }
func (g *Group) Text() string      { return g.Title }
func (g *Group) Bounds() geom.Rect { return g.rect.Grow(2) }

// hit finds a group by its title and its border: its middle is board.
func (g *Group) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	head := g.rect
	head.Max.Y = head.Min.Y + groupHead
	on := g.rect.Grow(reach).Contains(p) && (!g.rect.Grow(-reach).Contains(p) || head.Contains(p))
	return Hit{Item: g, ID: g.ID()}, 0, on
}

func (g *Group) draw(s *sheet, l layer) {
	if l != ground || g.rect.Empty() {
		return
	}
	tint := s.Tints[g.Tint]
	border, width := mix(s.Board, tint, 0.4), 1.0
	if g.Selected {
		border, width = s.Primary, 2
	}
	radius := 14.0
	if s.detail == blocks {
		radius = 0
	}
	s.rect(g.rect, radius, mix(s.Board, tint, 0.08), border, width)
	if s.detail == everything && g.Title != "" {
		title := Cut(g.Title, SemiBold, subSize, g.rect.W()-24)
		s.text(title, SemiBold, subSize, geom.Pt(g.rect.Min.X+14, g.rect.Min.Y+20), 0, mix(tint, s.Text, 0.3))
	}
}

// groupRect is where a group lies that holds these nodes.
func groupRect(frames []geom.Rect) geom.Rect {
	var r geom.Rect
	for _, f := range frames {
		r = r.Union(f)
	}
	if r.Empty() {
		return r
	}
	r = r.Grow(24)
	r.Min.Y -= groupHead - 8
	r.Max.Y += 8
	return r
}
