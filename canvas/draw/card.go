package draw

import "flowbench/canvas/geom"

const (
	titleSize = 13.5
	subSize   = 12.0
	nameZoom  = 0.55 // below it a card has its name alone, no smaller than can be read
)

func (n *Node) draw(s *sheet, l layer) {
	open := n.Body.H > 0
	if open && l == ground {
		n.drawCard(s)
		return
	}
	if l != cards {
		return
	}
	if !open {
		n.drawCard(s)
	}
	if s.detail > blocks {
		n.drawPorts(s, n.theme(s))
	}
	n.drawMarks(s)
}

// theme is the sheet's, fainter for what does not run.
func (n *Node) theme(s *sheet) *Theme {
	if n.Mark == Skipped || n.Disabled {
		return s.faded
	}
	return s.Theme
}

func (n *Node) drawCard(s *sheet) {
	t := n.theme(s)
	card, frame := n.Card(), n.Frame()
	border, width := t.Border, 1.0
	switch {
	case n.Selected || n.Target:
		border, width = s.Primary, 2
	default:
		if edge, ok := n.edge(s.Theme); ok {
			border = edge
		}
	}
	if s.detail == blocks {
		n.drawBlock(s, t)
		return
	}
	if n.Folded {
		drawStack(s, t, card)
	}
	if n.Target {
		s.rect(frame.Grow(4), geom.Radius+4, mix(s.Board, s.Primary, 0.25), none, 0)
	} else {
		s.shadow(frame, geom.Radius, t.Shadow)
	}
	if n.dashed() && width == 1 {
		s.rect(frame, geom.Radius, t.Surface, none, 0)
		s.dashed(frame, geom.Radius, 1.25, mix(t.Border, t.Muted, 0.6))
	} else {
		s.rect(frame, geom.Radius, t.Surface, border, width)
	}
	if n.Body.H > 0 {
		n.drawRoom(s, t)
	}
	n.drawWords(s, t, card)
}

// dashed tells whether the node's border says that it does not run.
func (n *Node) dashed() bool { return n.Disabled || n.Unknown }

// drawBlock draws the node as it is seen from afar: in its tint, or in the
// colour of what a run made of it; hollow where it does not run.
func (n *Node) drawBlock(s *sheet, t *Theme) {
	in := mix(t.Surface, n.Sign.ink(t), 0.55)
	line, width := none, 0.0
	if n.dashed() {
		in, line, width = s.Board, in, s.least(1, 1)
	}
	if edge, ok := n.edge(s.Theme); ok {
		in, line, width = mix(s.Surface, edge, 0.4), edge, s.least(1, 1.5)
	}
	if n.Selected || n.Target {
		line, width = s.Primary, s.least(2, 2)
	}
	s.rect(n.Frame(), 0, in, line, width)
	if n.Body.H > 0 {
		n.drawRoom(s, t)
	}
}

// drawWords fills the card: its tile, its name and what it does.
func (n *Node) drawWords(s *sheet, t *Theme, card geom.Rect) {
	c := card.Center().Y
	tile := geom.XYWH(card.Min.X+geom.TilePad, c-geom.Tile/2, geom.Tile, geom.Tile)
	n.Sign.draw(s, t, tile)
	x := tile.Max.X + 10
	room := card.Max.X - x - 8
	if n.Container && s.detail == everything {
		box := foldBox(card)
		drawFold(s, box, n.Folded, t.Muted)
		room = box.Min.X - x - 4
		if n.inHead() {
			w := Measure(n.footer(), Regular, markSize) + 16
			chip := geom.XYWH(box.Min.X-w-6, c-10, w, 20)
			s.rect(chip, 10, mix(t.Surface, t.Muted, 0.12), none, 0)
			s.text(n.footer(), Regular, markSize, geom.Pt(chip.Center().X, c+3.9), 0.5, t.Muted)
			room = chip.Min.X - x - 6
		}
	}
	if s.zoom < nameZoom {
		size := s.least(titleSize, 8)
		s.text(Cut(n.Title, SemiBold, size, room), SemiBold, size, geom.Pt(x, c+0.36*size), 0, t.Text)
		return
	}
	sub := n.Subtitle
	if n.Folded {
		if sub = nodes(n.Inner); n.Subtitle != "" {
			sub += " · " + n.Subtitle
		}
	}
	if sub == "" {
		s.text(Cut(n.Title, SemiBold, titleSize, room), SemiBold, titleSize, geom.Pt(x, c+4.9), 0, t.Text)
		return
	}
	s.text(Cut(n.Title, SemiBold, titleSize, room), SemiBold, titleSize, geom.Pt(x, c-3.6), 0, t.Text)
	s.text(Cut(sub, Regular, subSize, room), Regular, subSize, geom.Pt(x, c+14.2), 0, t.Muted)
}

func (n *Node) drawPorts(s *sheet, t *Theme) {
	card := n.Card()
	if !n.NoInput {
		line := t.Muted
		if n.Target {
			line = s.Primary
		}
		s.circle(n.In(), geom.PortR+0.5, t.Surface, line, 1.5)
	}
	for i, p := range n.Ports {
		at := geom.OutPort(card, i, len(n.Ports))
		switch p.Style {
		case Success:
			s.circle(at, geom.PortR+1, t.Success, s.Board, 1.25)
		case Failure:
			s.diamond(at, geom.PortR+2.5, t.Failure, s.Board, 1.25)
		case Branch:
			s.circle(at, geom.PortR+1, t.Muted, s.Board, 1.25)
		}
	}
}
