package draw

import (
	"image/color"

	"flowbench/canvas/geom"
)

// A surface takes what the items draw, in world units. There are two: pixels
// and SVG.
type surface interface {
	// rect fills a rectangle with rounded corners; with a width, line is drawn just within its border.
	rect(r geom.Rect, radius float64, fill, line color.NRGBA, width float64)
	// dashed draws a line just within the border of a rectangle, in pieces.
	dashed(r geom.Rect, radius, width float64, ink color.NRGBA)
	shadow(r geom.Rect, radius float64, c color.NRGBA)
	circle(at geom.Point, radius float64, fill, line color.NRGBA, width float64)
	diamond(at geom.Point, radius float64, fill, line color.NRGBA, width float64)
	polygon(points []geom.Point, fill color.NRGBA)
	// curve draws a line along c; with a dash, in pieces of that length.
	curve(c geom.Curve, width, dash float64, ink color.NRGBA)
	// text stands on the baseline at at; align is 0 for from there to the right, 0.5 for centred, 1 for up to there.
	text(s string, f Face, size float64, at geom.Point, align float64, ink color.NRGBA)
	icon(name string, r geom.Rect, ink color.NRGBA)
	// flush ends a layer: what is drawn later lies above.
	flush()
}

// A detail says how much is shown at a zoom.
type detail uint8

const (
	blocks detail = iota // cards are plain rectangles
	shapes               // of texts only the names of nodes
	everything
)

// detailOf is how much is shown at a zoom: only names below 0.45; no text, no
// ports and no round corners below 0.35.
func detailOf(zoom float64) detail {
	switch {
	case zoom < 0.35:
		return blocks
	case zoom < 0.45:
		return shapes
	}
	return everything
}

// A layer is one pass over the items: all of a layer lies below all of the next.
type layer uint8

const (
	ground layer = iota // groups and the rooms of containers
	papers              // notes
	lines               // wires
	labels              // arrows, and what is written on wires
	cards               // nodes and groups that are folded
	layers
)

// A sheet is what an item draws on.
type sheet struct {
	surface
	*Theme
	detail detail
	zoom   float64
}

func newSheet(to surface, t *Theme, zoom float64) *sheet {
	return &sheet{to, t, detailOf(zoom), zoom}
}

// least is a length in the world that is no less than so many pixels on the screen.
func (s *sheet) least(length, pixels float64) float64 { return max(length, pixels/s.zoom) }

var none color.NRGBA

// An Item is one drawn thing.
type Item interface {
	ID() ID
	// Bounds holds all that is painted.
	Bounds() geom.Rect
	// hit tells whether the point is on the item, which part of it, and how far from it.
	hit(p geom.Point, reach float64) (Hit, float64, bool)
	draw(s *sheet, l layer)
	// Text is what a search looks in.
	Text() string
}

// A Part is what of an item lies under a point.
type Part uint8

const (
	Body    Part = iota
	Input        // of a node
	Output       // one of a node's ports
	Fold         // the chevron on a container's head or in a group's title bar
	Resize       // the lower right corner of a note
	FromEnd      // of a wire, near the port it leaves
	ToEnd        // of a wire, near the input it leads to
)

// A Hit is what lies under a point.
type Hit struct {
	Item Item
	ID   ID
	Part Part
	Port string // of an Output
}

// rank says which of two hits counts: the higher. It goes by what is drawn on top: a
// card lies on containers, the parts of a node on its card.
func (h Hit) rank() int {
	rank := 4 * int(h.ID.Sort)
	switch item := h.Item.(type) {
	case *Group:
		if item.Folded {
			rank = 4*int(NodeItem) + 2
		}
	case *Node:
		if item.Body.H == 0 {
			rank += 2
		}
		if h.Part != Body {
			rank++
		}
	}
	return rank
}
