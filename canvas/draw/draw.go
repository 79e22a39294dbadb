// Package draw paints a flow: as pixels for the board's tiles and for pictures
// of any size, and as SVG. It needs no display and knows neither the document
// nor the window.
//
// A Scene holds what is drawn as one list of items: nodes, wires, notes,
// groups. Each item has bounds, a hit test and a way to draw itself; the tiles,
// the hit test, the picture and the search all read this list. A Scene is made
// from plain data (Content) and may be painted by several goroutines while its
// owner changes it: items are never changed, only replaced.
//
// The package also owns the product's colours (Theme, Light, Dark), its faces
// and its icons, from which the window's theme is made as well.
package draw

import "image/color"

// A Key names a node of a scene for as long as it lives.
type Key uint64

// A Sort is what kind of item an item is.
type Sort uint8

// The sorts, from the lowest to the topmost.
const (
	GroupItem Sort = iota
	NoteItem
	WireItem
	NodeItem
)

// An ID names an item of a scene: a node by its Key, a wire by both ends and
// its port, a note or a group by its number.
type ID struct {
	Sort Sort
	Key  Key
	Port string
	To   Key
}

func NodeID(k Key) ID                         { return ID{Sort: NodeItem, Key: k} }
func WireID(from Key, port string, to Key) ID { return ID{WireItem, from, port, to} }
func NoteID(i int) ID                         { return ID{Sort: NoteItem, Key: Key(i)} }
func GroupID(i int) ID                        { return ID{Sort: GroupItem, Key: Key(i)} }

// mix goes from a to b: by nothing at 0, all the way at 1.
func mix(a, b color.NRGBA, t float64) color.NRGBA {
	at := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t + 0.5) }
	return color.NRGBA{at(a.R, b.R), at(a.G, b.G), at(a.B, b.B), at(a.A, b.A)}
}
