package kit

import "fyne.io/fyne/v2"

// UpTo is the layout of a scroll that is as high as its content, up to a limit. What is
// beside it, such as a ground, has the same size.
func UpTo(most float32, content fyne.CanvasObject) fyne.Layout { return &tall{most, content} }

type tall struct {
	most  float32
	inner fyne.CanvasObject
}

func (l *tall) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, min(l.most, l.inner.MinSize().Height))
}

func (l *tall) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.inner.Resize(fyne.NewSize(s.Width, l.inner.Size().Height))
	for _, o := range objects {
		o.Resize(s)
	}
}
