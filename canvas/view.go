package canvas

import (
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

const (
	fitPad    = 48.0
	revealPad = 40.0 // what is brought into view keeps that far from the border
	zoomStep  = 1.2
	zoomRest  = 100 * time.Millisecond // after so long without a zoom the tiles are painted anew
)

// Zoom is how large the flow is shown; 1 is a pixel to a unit.
func (b *Board) Zoom() float64 { return b.view.Zoom }

// WhenPainted calls f once all that is seen has been painted.
func (b *Board) WhenPainted(f func()) { b.tiles.whenRested(f) }

// Fit shows the whole flow.
func (b *Board) Fit() {
	if size := sizeOf(b.Size()); size.W >= 1 && size.H >= 1 {
		b.look(geom.Fit(b.scene.Bounds(), size, fitPad, 1))
		b.fits = size
	}
	b.fitted = true
}

// Whole reports whether the whole flow is in view.
func (b *Board) Whole() bool {
	size := sizeOf(b.Size())
	return geom.XYWH(0, 0, size.W, size.H).Holds(b.view.ScreenRect(b.scene.Bounds()))
}

// ZoomTo sets the zoom and keeps the middle of the board where it is.
func (b *Board) ZoomTo(zoom float64) {
	size := sizeOf(b.Size())
	b.look(b.view.ZoomAt(geom.Pt(size.W/2, size.H/2), zoom))
}

// FitSelection shows what is selected, as large as it can be up to 100 %.
func (b *Board) FitSelection() {
	var r geom.Rect
	for id := range b.sel.ids() {
		if item := b.scene.Item(id); item != nil {
			r = r.Union(item.Bounds())
		}
	}
	if r.Empty() {
		b.Fit()
		return
	}
	b.look(geom.Fit(r, sizeOf(b.Size()), fitPad, 1))
}

// SetGrid shows the grid and snaps to it, or neither.
func (b *Board) SetGrid(on bool) {
	if b.gridOff == on {
		b.gridOff = !on
		b.tiles.spoilAll()
		b.place()
	}
}

// Center brings a node into the middle of the board; of one that is folded away, what it
// is folded into.
func (b *Board) Center(k flow.Key) {
	if n := b.find(k); n != nil {
		b.look(b.view.Centre(n.Frame().Center(), sizeOf(b.Size())))
	}
}

// Reveal brings a node into view, if it is not.
func (b *Board) Reveal(k flow.Key) {
	size := sizeOf(b.Size())
	n := b.find(k)
	if n == nil {
		return
	}
	frame := b.view.ScreenRect(n.Frame())
	if n.Body.H > 0 {
		frame = b.view.ScreenRect(n.Card())
	}
	screen := geom.XYWH(0, 0, size.W, size.H)
	switch {
	case screen.Holds(frame):
	case screen.Overlaps(frame.Grow(min(size.W, size.H) / 2)): // near: no more of a shift than it takes
		b.look(b.view.Pan(screen.Grow(-revealPad).Inward(frame)))
	default:
		b.Center(k)
	}
}

// find is a node as it is drawn. One that lies outside of the body that is shown alone
// brings the whole flow back.
func (b *Board) find(k flow.Key) *draw.Node {
	if n := b.shown(k); n != nil {
		return n
	}
	if b.root != 0 && b.nodes[k] != nil {
		b.ShowBody(0)
		b.Select(k)
	}
	return b.shown(k)
}

// Middle is the world point in the middle of the board.
func (b *Board) Middle() geom.Point {
	size := sizeOf(b.Size())
	return b.view.World(geom.Pt(size.W/2, size.H/2))
}

// look goes to a view at once.
func (b *Board) look(v geom.Viewport) {
	b.fitted = false
	b.view = v
	b.settle()
}

// zoomAt zooms as one step of many: the tiles are stretched, and painted anew
// when no further step comes.
func (b *Board) zoomAt(at geom.Point, zoom float64) {
	b.fitted = false
	b.view = b.view.ZoomAt(at, zoom)
	if b.stop != nil {
		b.stop()
	}
	b.stop = b.after(zoomRest, b.settle)
	b.place()
}

func (b *Board) settle() {
	if b.stop != nil {
		b.stop()
		b.stop = nil
	}
	b.tiles.renew()
	b.place()
}

// pan shifts the flow under the board, by screen pixels.
func (b *Board) pan(d geom.Point) {
	b.fitted = false
	b.view = b.view.Pan(d)
	b.place()
}
