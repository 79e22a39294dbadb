package canvas

import (
	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
)

// A Quick is a place where something shall be added, at the pointer: behind a port, or
// where From is 0 by itself.
type Quick struct {
	From     flow.Key
	Port     string
	At       geom.Point // in the world: where the wire ends
	In       flow.Key   // the container it shall stand in, or 0
	Between  bool       // where one wire leaves the port already, it shall stand in that
	Absolute fyne.Position
}

// quick asks what shall be added; screen is where the list opens.
func (b *Board) quick(q Quick, screen geom.Point) {
	if b.OnQuickAdd == nil {
		return
	}
	q.Absolute = fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Add(pos(screen))
	b.OnQuickAdd(q)
}

// QuickAdd asks what shall follow the node that is selected alone, by the first of its
// ports from which no wire leaves yet; else what shall be added in the middle of the board.
func (b *Board) QuickAdd() {
	size := sizeOf(b.Size())
	mid := geom.Pt(size.W/2, size.H/2)
	keys := b.sel.tops(b)
	if len(keys) == 1 {
		if d := b.shown(keys[0]); d != nil && flow.Key(d.Key) == keys[0] && len(d.Ports) > 0 {
			port := d.Ports[0].Name
			for _, p := range d.Ports {
				if len(b.nodes[keys[0]].To(p.Name)) == 0 {
					port = p.Name
					break
				}
			}
			b.Reveal(keys[0])
			at, _, _ := d.Out(port)
			b.quick(Quick{From: keys[0], Port: port, At: at.Add(geom.Pt(columnGap, 0)), In: b.home(keys[0]), Between: true}, b.view.Screen(at))
			return
		}
	}
	b.quick(Quick{At: b.view.World(mid), In: b.root}, mid)
}
