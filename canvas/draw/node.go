package draw

import (
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

// A Style is how a port and its wires look.
type Style uint8

const (
	Success Style = iota
	Failure
	Branch
)

// A Port is where wires leave a node. Its label is shown on them.
type Port struct {
	Name, Label string
	Style       Style
}

// A Node is a node as it is shown. At is its upper left corner; its size
// follows from its ports. A container also has a Body: the size of the room
// below its head, in which other nodes stand.
type Node struct {
	Key             Key
	At              geom.Point
	Body            geom.Size
	Title, Subtitle string
	Sign            Sign
	Ports           []Port
	NoInput         bool
	Disabled        bool
	Selected        bool
	Mark            Mark
	MarkText        string // such as "312 ms · 240 rows"
	Errors          int    // problems
	Warnings        int
	Target          bool // lit up, because what is dragged would land here
}

// Card is the node's card; of a container its head.
func (n *Node) Card() geom.Rect {
	size := geom.NodeSize(len(n.Ports))
	if n.Body.W > size.W {
		size.W = n.Body.W
	}
	return geom.XYWH(n.At.X, n.At.Y, size.W, size.H)
}

// Frame is the whole node: its card, and the body of a container.
func (n *Node) Frame() geom.Rect {
	r := n.Card()
	r.Max.Y += n.Body.H
	return r
}

// In is the middle of the node's input.
func (n *Node) In() geom.Point { return geom.InPort(n.Card()) }

// Out is the middle of the port of that name, and how it looks.
func (n *Node) Out(port string) (geom.Point, Port, bool) {
	for i, p := range n.Ports {
		if p.Name == port {
			return geom.OutPort(n.Card(), i, len(n.Ports)), p, true
		}
	}
	return geom.Point{}, Port{}, false
}

func (n *Node) ID() ID       { return NodeID(n.Key) }
func (n *Node) Text() string { return n.Title + "\n" + n.Subtitle }

func (n *Node) Bounds() geom.Rect {
	r := n.Frame()
	// the shadow, the badge, and the line below the card, which may be wider than it
	side := 20.0
	if w := Measure(n.MarkText, Regular, markSize); w > r.W() {
		side += (w - r.W()) / 2
	}
	return geom.Rect{Min: geom.Pt(r.Min.X-side, r.Min.Y-20), Max: geom.Pt(r.Max.X+side, r.Max.Y+28)}
}

// portReach is how near to a port's middle counts as on it, in pixels.
const portReach = 10.0

func (n *Node) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	at := Hit{Item: n, ID: n.ID()}
	card := n.Card()
	near := max(reach/6*portReach, geom.PortR)
	for i, port := range n.Ports {
		if d := geom.OutPort(card, i, len(n.Ports)).Dist(p); d <= min(near, geom.PortPitch/2) || d <= geom.PortR+1 {
			at.Part, at.Port = Output, port.Name
			return at, 0, true
		}
	}
	if !n.NoInput && n.In().Dist(p) <= min(near, geom.NodeH/3) {
		at.Part = Input
		return at, 0, true
	}
	return at, 0, card.Contains(p) || n.Frame().Contains(p) && !n.inner().Contains(p)
}

// inner is the room of a container, where its own nodes stand.
func (n *Node) inner() geom.Rect {
	if n.Body.H == 0 {
		return geom.Rect{}
	}
	r := n.Frame()
	r.Min.Y = n.Card().Max.Y
	r = r.Grow(-8)
	r.Min.Y -= 8
	return r
}

const (
	titleSize = 13.5
	subSize   = 12.0
	markSize  = 11.0
	badgeR    = 9.0
)

func (n *Node) draw(s *sheet, l layer) {
	if n.Body.H > 0 && l == ground {
		n.drawCard(s)
		return
	}
	if l != cards {
		return
	}
	t := s.Theme
	if n.Mark == Skipped || n.Disabled {
		t = t.faded
	}
	if n.Body.H == 0 {
		n.drawCard(s)
	}
	if s.detail == blocks {
		return
	}
	n.drawPorts(s, t)
	n.drawBadges(s)
	if s.detail == everything && n.MarkText != "" {
		frame := n.Frame()
		s.text(n.MarkText, Regular, markSize, geom.Pt(frame.Center().X, frame.Max.Y+17), 0.5, s.Muted)
	}
}

func (n *Node) drawCard(s *sheet) {
	t := s.Theme
	if n.Mark == Skipped || n.Disabled {
		t = t.faded
	}
	card, frame := n.Card(), n.Frame()
	border, width := t.Border, 1.0
	switch {
	case n.Selected || n.Target:
		border, width = s.Primary, 2
	case n.Mark == Failed:
		border = s.Failure
	case n.Mark == Running:
		border = s.Primary
	}
	if s.detail == blocks {
		if width == 1 {
			border = mix(t.Surface, n.Sign.ink(t), 0.55)
		}
		s.rect(frame, 0, border, none, 0)
		if n.Body.H > 0 {
			s.rect(n.inner(), 0, t.Board, none, 0)
		}
		return
	}
	if n.Target {
		s.rect(frame.Grow(4), geom.Radius+4, mix(s.Board, s.Primary, 0.25), none, 0)
	} else {
		s.shadow(frame, geom.Radius, t.Shadow)
	}
	s.rect(frame, geom.Radius, t.Surface, border, width)
	if n.Body.H > 0 {
		s.rect(n.inner(), geom.Radius-3, mix(t.Board, t.Surface, 0.35), t.Border, 1)
	}

	c := card.Center().Y
	tile := geom.XYWH(card.Min.X+geom.TilePad, c-geom.Tile/2, geom.Tile, geom.Tile)
	n.Sign.draw(s, t, tile)
	if s.detail < everything {
		return
	}
	x := tile.Max.X + 10
	room := card.Max.X - x - 12
	if n.Subtitle == "" {
		s.text(Cut(n.Title, SemiBold, titleSize, room), SemiBold, titleSize, geom.Pt(x, c+4.9), 0, t.Text)
		return
	}
	s.text(Cut(n.Title, SemiBold, titleSize, room), SemiBold, titleSize, geom.Pt(x, c-3.6), 0, t.Text)
	s.text(Cut(n.Subtitle, Regular, subSize, room), Regular, subSize, geom.Pt(x, c+14.2), 0, t.Muted)
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

// drawBadges draws what became of the node on its upper right corner, and left
// of it what is wrong with it.
func (n *Node) drawBadges(s *sheet) {
	card := n.Card()
	at := geom.Pt(card.Max.X-9, card.Min.Y-1)
	badge := func(ground color.NRGBA, sign string, ink color.NRGBA) {
		s.circle(at, badgeR+1.5, ground, s.Board, 1.5)
		if s.detail == everything {
			s.icon(sign, geom.Rect{Min: at, Max: at}.Grow(7), ink)
		}
		at.X -= 2*badgeR + 3
	}
	switch n.Mark {
	case Running:
		badge(s.Primary, "more", s.OnPrimary)
	case Done:
		badge(s.Success, "check", s.OnState)
	case Failed:
		badge(s.Failure, "cross", s.OnState)
	case Warned:
		badge(s.Warning, "exclamation", s.OnState)
	case Paused:
		badge(s.Warning, "pause", s.OnState)
	}
	if n.Disabled {
		badge(s.Muted, "minus", s.Surface)
	}
	switch {
	case n.Errors > 0:
		badge(s.Failure, "exclamation", s.OnState)
	case n.Warnings > 0:
		badge(s.Warning, "exclamation", s.OnState)
	}
}
