package library

import (
	"image/color"

	"fyne.io/fyne/v2"

	"flowbench/canvas/draw"
)

// The measures of the page.
const (
	widest  = 1240 // of the content; it stands in the middle of a wider window
	edge    = 40
	between = 32
)

// pageLayout has the guide at the right of the main column, both from the top.
type pageLayout struct{}

func (l pageLayout) columns(width float32, guide bool) (x, main, side float32) {
	room := min(width-2*edge, widest)
	x = (width - room) / 2
	if !guide {
		return x, room, 0
	}
	side = max(240, min(300, room*0.25))
	return x, room - side - between, side
}

func (l pageLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := o[0].MinSize().Height
	if o[1].Visible() {
		h = max(h, o[1].MinSize().Height)
	}
	return fyne.NewSize(640, h+2*edge)
}

func (l pageLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x, main, side := l.columns(s.Width, o[1].Visible())
	place := func(o fyne.CanvasObject, x, w float32) {
		o.Resize(fyne.NewSize(w, o.Size().Height))
		o.Resize(fyne.NewSize(w, o.MinSize().Height)) // text wraps at the width it was given
		o.Move(fyne.NewPos(x, edge))
	}
	place(o[0], x, main)
	if side > 0 {
		place(o[1], x+main+between, side)
	}
}

func colorOf(c func() color.Color) func(*draw.Theme) color.Color {
	return func(*draw.Theme) color.Color { return c() }
}
