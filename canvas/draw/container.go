package draw

import (
	"fmt"
	"image/color"

	"flowbench/canvas/geom"
)

const (
	roomPad  = 8.0  // from a container's border to the room its nodes stand in
	foldSide = 18.0 // of the square with the chevron
	stackGap = 5.0  // how far the edges behind a folded card stand out
)

// inner is the room of a container, where its own nodes stand.
func (n *Node) inner() geom.Rect {
	if n.Body.H == 0 {
		return geom.Rect{}
	}
	r := n.Frame()
	r.Min.Y = n.Card().Max.Y
	r = r.Grow(-roomPad)
	r.Min.Y -= roomPad
	return r
}

// foldBox is the square with the chevron, on the right of a head.
func foldBox(head geom.Rect) geom.Rect {
	return geom.XYWH(head.Max.X-foldSide-13, head.Center().Y-foldSide/2, foldSide, foldSide)
}

// foldable tells whether the chevron is drawn where reach is 6 pixels.
func foldable(reach float64) bool { return detailOf(6/reach) == everything }

// drawFold draws the chevron: to the right while folded, else down.
func drawFold(s *sheet, box geom.Rect, folded bool, ink color.NRGBA) {
	sign := "chevron-down"
	if folded {
		sign = "chevron-right"
	}
	s.icon(sign, box, ink)
}

// drawRoom draws the ground that a container's nodes stand on.
func (n *Node) drawRoom(s *sheet, t *Theme) {
	room := n.inner()
	if s.detail == blocks {
		room = room.Grow(roomPad - s.least(roomPad, 1))
		s.rect(room, 0, t.Board, none, 0)
		return
	}
	s.rect(room, geom.Radius-3, t.room(), t.Border, 1)
	if s.detail == everything && n.Inner == 0 {
		c := room.Center()
		s.text("Drag a node in here", Regular, subSize, geom.Pt(c.X, c.Y+4), 0.5, t.Muted)
	}
}

// room is the ground that a container's nodes stand on.
func (t *Theme) room() color.NRGBA { return mix(t.Board, t.Surface, 0.35) }

// drawStack draws the edges of two cards behind a folded one.
func drawStack(s *sheet, t *Theme, card geom.Rect) {
	for i := 2.0; i >= 1; i-- {
		edge := card.Add(geom.Pt(0, i*stackGap))
		edge.Min.X += i * stackGap
		edge.Max.X -= i * stackGap
		s.rect(edge, geom.Radius, mix(t.Surface, t.Board, 0.3*i), mix(t.Border, t.Muted, 0.25), 1)
	}
}

func nodes(n int) string {
	if n == 1 {
		return "1 node"
	}
	return fmt.Sprintf("%d nodes", n)
}
