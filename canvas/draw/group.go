package draw

import "flowbench/canvas/geom"

// A Group is a frame around nodes that belong together. It lies where they
// lie; one that is folded is a card instead, and its nodes are not in the
// scene.
type Group struct {
	Title    string
	Tint     Tint
	Nodes    []Key
	Parent   Key // the container that its nodes stand in, or 0
	Selected bool

	Folded bool
	At     geom.Point // the card's upper left corner
	Count  int        // how many nodes it holds
	Mark   Mark       // what a run made of them
	Input  bool       // wires lead to it
	Output bool       // wires leave it

	number int
	rect   geom.Rect
}

const groupHead = 36.0 // of the title bar

// GroupLead is how much room a group in a container needs above its nodes.
const GroupLead = 24.0

func (g *Group) ID() ID       { return GroupID(g.number) }
func (g *Group) Text() string { return g.Title }

func (g *Group) Bounds() geom.Rect {
	switch {
	case g.rect.Empty():
		return g.rect
	case g.Folded:
		return g.card().Bounds()
	}
	return g.rect.Grow(2)
}

// Frame is the group's border, or its card.
func (g *Group) Frame() geom.Rect { return g.rect }

// head is the group's title bar, or its card.
func (g *Group) head() geom.Rect {
	r := g.rect
	if !g.Folded {
		r.Max.Y = min(r.Min.Y+groupHead, r.Max.Y)
	}
	return r
}

// hit finds a group by its title bar and its border: its middle is board.
func (g *Group) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	at := Hit{Item: g, ID: g.ID()}
	if g.rect.Empty() {
		return at, 0, false
	}
	if foldable(reach) && foldBox(g.head()).Contains(p) {
		at.Part = Fold
		return at, 0, true
	}
	on := g.rect.Grow(reach).Contains(p) && !g.rect.Grow(-reach).Contains(p)
	return at, 0, on || g.head().Contains(p)
}

// place finds the group its rectangle: around the frames of its nodes.
func (g *Group) place(nodes map[Key]*Node) {
	if g.Folded {
		if g.Count > 0 {
			g.rect = g.card().Card()
		}
		return
	}
	var r geom.Rect
	for _, k := range g.Nodes {
		if n := nodes[k]; n != nil {
			r = r.Union(n.Frame())
		}
	}
	switch {
	case r.Empty():
	case nodes[g.Parent] != nil: // there is less room within a container
		r = r.Grow(12)
		r.Min.Y -= GroupLead - 4
	default:
		r = r.Grow(24)
		r.Min.Y -= 16
		r.Max.Y += 8
	}
	g.rect = r
}

// card is the group as one node.
func (g *Group) card() *Node {
	return &Node{
		At: g.At, Title: g.Title, Sign: Sign{Icon: "group", Tint: g.Tint}, Container: true, Folded: true, Inner: g.Count,
		Selected: g.Selected, Mark: g.Mark, NoInput: !g.Input,
	}
}

func (g *Group) draw(s *sheet, l layer) {
	switch {
	case g.rect.Empty():
	case g.Folded:
		if l == cards {
			n := g.card()
			n.draw(s, l)
			if g.Output && s.detail > blocks {
				s.circle(g.out(), geom.PortR+1, s.Muted, s.Board, 1.25)
			}
		}
	case l == ground:
		g.drawFrame(s)
	}
}

// in and out are where wires from outside end and those to outside begin.
func (g *Group) in() geom.Point  { return geom.InPort(g.rect) }
func (g *Group) out() geom.Point { return geom.OutPort(g.rect, 0, 1) }

func (g *Group) drawFrame(s *sheet) {
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
	if s.detail < everything {
		return
	}
	ink := mix(tint, s.Text, 0.3)
	box := foldBox(g.head())
	drawFold(s, box, false, ink)
	if g.Title == "" {
		return
	}
	title := Cut(g.Title, SemiBold, subSize, box.Min.X-g.rect.Min.X-32)
	label := geom.XYWH(g.rect.Min.X+8, g.rect.Min.Y+8, Measure(title, SemiBold, subSize)+16, 21)
	s.rect(label, 7, mix(s.Board, tint, 0.2), none, 0)
	s.text(title, SemiBold, subSize, geom.Pt(label.Min.X+8, label.Min.Y+15), 0, ink)
}
