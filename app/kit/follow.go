package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// focusing tells when the focus comes to a control.
type focusing struct{ onFocus func() }

func (f *focusing) came() {
	if f.onFocus != nil {
		f.onFocus()
	}
}

// Follow has a scroll show each of these controls in it when the focus comes to it, as by
// Tab.
func Follow(s *container.Scroll, controls ...fyne.CanvasObject) {
	for _, o := range controls {
		show := func() { ScrollTo(s, o) }
		switch o := o.(type) {
		case *Entry:
			o.OnFocus = show
		case *Area:
			o.OnFocus = show
		case *Secret:
			o.OnFocus = show
		case *Check:
			o.onFocus = show
		case *Select:
			o.onFocus = show
		case *Switch:
			o.onFocus = show
		case *Button:
			o.onFocus = show
		case *Row:
			o.OnFocus = show
		case *Words:
			for _, l := range o.links {
				l.onFocus = func() { ScrollTo(s, l.head) }
			}
		}
	}
}

// ScrollTo scrolls as little as it takes to show an object, with its label above it.
func ScrollTo(s *container.Scroll, o fyne.CanvasObject) {
	const above, below = 40, 16
	d := fyne.CurrentApp().Driver()
	y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s.Content).Y
	room := s.Size().Height
	at := s.Offset.Y
	at = max(at, y+o.Size().Height+below-room)
	at = max(0, min(at, y-above))
	if at != s.Offset.Y {
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, at))
	}
}
