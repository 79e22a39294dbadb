package canvas

import (
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
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

// Behind is the place behind a node: by the first of its ports that no wire leaves, else
// by the first of all. Failures are another matter: only they count where they are meant.
func (b *Board) Behind(k flow.Key, failure bool) (Quick, bool) {
	d := b.scene.Node(show.Key(k))
	if d == nil {
		return Quick{}, false
	}
	ports := slices.DeleteFunc(slices.Clone(d.Ports), func(p draw.Port) bool { return (p.Style == draw.Failure) != failure })
	if len(ports) == 0 {
		return Quick{}, false
	}
	port := ports[max(0, slices.IndexFunc(ports, func(p draw.Port) bool { return len(b.nodes[k].To(p.Name)) == 0 }))].Name
	at, _, _ := d.Out(port)
	return Quick{From: k, Port: port, At: at.Add(geom.Pt(columnGap, 0)), In: b.home(k), Between: true}, true
}

// QuickAdd asks what shall follow the node that is selected alone, or what shall be done
// where it fails; with none selected, what shall be added in the middle of the board.
func (b *Board) QuickAdd(failure bool) {
	if keys := b.sel.tops(b); len(keys) == 1 {
		if q, ok := b.Behind(keys[0], failure); ok {
			b.Reveal(keys[0])
			at, _, _ := b.scene.Node(show.Key(keys[0])).Out(q.Port)
			b.quick(q, b.view.Screen(at))
			return
		}
	}
	if failure {
		b.refuse("Select a node that can fail.")
		return
	}
	size := sizeOf(b.Size())
	mid := geom.Pt(size.W/2, size.H/2)
	b.quick(Quick{At: b.view.World(mid), In: b.root}, mid)
}
