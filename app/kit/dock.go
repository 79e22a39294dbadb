package kit

import (
	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Dock lays a window out: a panel left, one right, one below the middle, each of a size
// that a splitter changes and each to be hidden; the middle takes the room.
type Dock struct {
	widget.BaseWidget
	Left, Middle, Right, Bottom    fyne.CanvasObject
	LeftSize, RightSize            float32
	BottomSize                     float32
	HideLeft, HideRight, HideBelow bool
	OnResize                       func() // after a splitter was let go

	bars [3]*splitter
}

// NewDock makes a dock.
func NewDock(left, middle, right, bottom fyne.CanvasObject) *Dock {
	d := &Dock{Left: left, Middle: middle, Right: right, Bottom: bottom, LeftSize: 232, RightSize: 340, BottomSize: 280}
	d.ExtendBaseWidget(d)
	d.bars[0] = newSplitter(false, d.settle, func(by float32) { d.LeftSize = limit(d.LeftSize+by, 180, 420) })
	d.bars[1] = newSplitter(false, d.settle, func(by float32) { d.RightSize = limit(d.RightSize-by, 280, 640) })
	d.bars[2] = newSplitter(true, d.settle, func(by float32) { d.BottomSize = limit(d.BottomSize-by, 120, max(160, d.Size().Height-160)) })
	return d
}

// settle follows a splitter: it lays out again while it moves, and tells when it was let go.
func (d *Dock) settle(done bool) {
	if !done {
		d.Refresh()
	} else if d.OnResize != nil {
		d.OnResize()
	}
}

func limit(v, lo, hi float32) float32 { return max(lo, min(hi, v)) }

// CreateRenderer implements [fyne.Widget].
func (d *Dock) CreateRenderer() fyne.WidgetRenderer { return &dockRenderer{d} }

type dockRenderer struct{ dock *Dock }

func (r *dockRenderer) Destroy()           {}
func (r *dockRenderer) MinSize() fyne.Size { return fyne.NewSize(640, 400) }
func (r *dockRenderer) Refresh() {
	r.Layout(r.dock.Size())
	fynecanvas.Refresh(r.dock)
}

func (r *dockRenderer) Objects() []fyne.CanvasObject {
	d := r.dock
	return []fyne.CanvasObject{d.Middle, d.Left, d.Right, d.Bottom, d.bars[0], d.bars[1], d.bars[2]}
}

func (r *dockRenderer) Layout(s fyne.Size) {
	d := r.dock
	left, right, bottom := d.LeftSize, d.RightSize, min(d.BottomSize, s.Height-120)
	place := func(o fyne.CanvasObject, hide bool, x, y, w, h float32) {
		if hide {
			o.Hide()
			return
		}
		o.Show()
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	if d.HideLeft {
		left = 0
	}
	if d.HideRight {
		right = 0
	}
	if d.HideBelow {
		bottom = 0
	}
	mid := max(0, s.Width-left-right)
	place(d.Left, d.HideLeft, 0, 0, left, s.Height)
	place(d.Right, d.HideRight, s.Width-right, 0, right, s.Height)
	place(d.Middle, false, left, 0, mid, s.Height-bottom)
	place(d.Bottom, d.HideBelow, left, s.Height-bottom, mid, bottom)
	place(d.bars[0], d.HideLeft, left-3, 0, 6, s.Height)
	place(d.bars[1], d.HideRight, s.Width-right-3, 0, 6, s.Height)
	place(d.bars[2], d.HideBelow, left, s.Height-bottom-3, mid, 6)
}
