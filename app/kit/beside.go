package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Beside puts a small mark at the left of a text that wraps. A text that is not as tall
// as the mark is centred on it; a taller one begins at its top.
func Beside(gap float32, mark, text fyne.CanvasObject) *fyne.Container {
	return container.New(beside{gap}, mark, text)
}

type beside struct{ gap float32 }

func (l beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+l.gap+b.Width, max(a.Height, b.Height))
}

func (l beside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	a := o[0].MinSize()
	o[0].Resize(a)
	o[0].Move(fyne.NewPos(0, 0))
	w := s.Width - a.Width - l.gap
	o[1].Resize(fyne.NewSize(w, o[1].Size().Height))
	h := o[1].MinSize().Height // after its width: a text wraps
	o[1].Resize(fyne.NewSize(w, h))
	o[1].Move(fyne.NewPos(a.Width+l.gap, max(0, (a.Height-h)/2)))
}
