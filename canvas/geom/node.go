package geom

// The measures of a node. Heights and the places of ports are such that on the
// board's grid of 12 a wire can always be made straight.
const (
	NodeW     = 172.0
	NodeH     = 60.0
	Tile      = 36.0 // the square with the icon
	TilePad   = 12.0 // from the card's left edge to the tile
	Radius    = 10.0
	PortPitch = 24.0
	PortR     = 5.0
)

// NodeSize is the size of a node's card; it grows with more than two ports.
func NodeSize(ports int) Size {
	return Size{NodeW, max(NodeH, float64(ports)*PortPitch+12)}
}

// InPort is the middle of a card's input.
func InPort(card Rect) Point { return Pt(card.Min.X, card.Center().Y) }

// OutPort is the middle of port i of n.
func OutPort(card Rect, i, n int) Point {
	return Pt(card.Max.X, card.Center().Y+(float64(i)-float64(n-1)/2)*PortPitch)
}
