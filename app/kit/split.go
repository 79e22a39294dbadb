package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// A Split puts two objects side by side, with a line between them that can be moved.
type Split struct {
	widget.BaseWidget
	Left, Right fyne.CanvasObject
	Share       float32 // of the width that is the left one's
	Least       float32 // neither is narrower, where there is room
	OnResize    func()  // after the line was let go

	bar *splitter
}

// NewSplit makes a split.
func NewSplit(left, right fyne.CanvasObject, share float32) *Split {
	s := &Split{Left: left, Right: right, Share: share, Least: 240}
	s.ExtendBaseWidget(s)
	s.bar = newSplitter(false, s.settle, func(by float32) {
		if w := s.Size().Width; w > 0 {
			s.Share = (s.left(w) + by) / w
		}
	})
	return s
}

func (s *Split) settle(done bool) {
	if !done {
		s.Refresh()
	} else if s.OnResize != nil {
		s.OnResize()
	}
}

func (s *Split) left(width float32) float32 {
	least := min(s.Least, width/2)
	return limit(width*s.Share, least, width-least)
}

// CreateRenderer implements [fyne.Widget].
func (s *Split) CreateRenderer() fyne.WidgetRenderer { return &splitRenderer{s} }

type splitRenderer struct{ split *Split }

func (r *splitRenderer) Destroy()           {}
func (r *splitRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 60) }
func (r *splitRenderer) Refresh() {
	r.Layout(r.split.Size())
	r.split.bar.Refresh()
}

func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.split.Left, r.split.Right, r.split.bar}
}

func (r *splitRenderer) Layout(size fyne.Size) {
	s := r.split
	x := s.left(size.Width)
	s.Left.Resize(fyne.NewSize(x, size.Height))
	s.Left.Move(fyne.NewPos(0, 0))
	s.Right.Resize(fyne.NewSize(size.Width-x-1, size.Height))
	s.Right.Move(fyne.NewPos(x+1, 0))
	s.bar.Resize(fyne.NewSize(6, size.Height))
	s.bar.Move(fyne.NewPos(x-3, 0))
}

// A splitter is the line between two panels.
type splitter struct {
	widget.BaseWidget
	flat  bool // across: moves up and down
	move  func(by float32)
	after func(done bool) // after each move, and once when it was let go
	over  bool
	line  *Ground
}

func newSplitter(flat bool, after func(bool), move func(float32)) *splitter {
	s := &splitter{flat: flat, move: move, after: after, line: NewGround(Border)}
	s.ExtendBaseWidget(s)
	return s
}

func (s *splitter) Dragged(e *fyne.DragEvent) {
	if s.flat {
		s.move(e.Dragged.DY)
	} else {
		s.move(e.Dragged.DX)
	}
	s.after(false)
}

func (s *splitter) DragEnd() { s.after(true) }

func (s *splitter) MouseIn(*desktop.MouseEvent)    { s.over = true; s.Refresh() }
func (s *splitter) MouseMoved(*desktop.MouseEvent) {}
func (s *splitter) MouseOut()                      { s.over = false; s.Refresh() }

func (s *splitter) Cursor() desktop.Cursor {
	if s.flat {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}

func (s *splitter) CreateRenderer() fyne.WidgetRenderer { return &splitterRenderer{s} }

type splitterRenderer struct{ s *splitter }

func (r *splitterRenderer) Destroy()                     {}
func (r *splitterRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *splitterRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.line} }
func (r *splitterRenderer) Refresh()                     { r.Layout(r.s.Size()); r.s.line.Refresh() }

func (r *splitterRenderer) Layout(size fyne.Size) {
	wide := float32(1)
	if r.s.over {
		wide = 3
	}
	if r.s.flat {
		r.s.line.Resize(fyne.NewSize(size.Width, wide))
		r.s.line.Move(fyne.NewPos(0, (size.Height-wide)/2))
		return
	}
	r.s.line.Resize(fyne.NewSize(wide, size.Height))
	r.s.line.Move(fyne.NewPos((size.Width-wide)/2, 0))
}
