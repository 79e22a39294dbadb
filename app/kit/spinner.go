package kit

import (
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Spinner turns while something is under way.
type Spinner struct {
	widget.BaseWidget
	Side float32
}

// NewSpinner makes a spinner of that size.
func NewSpinner(side float32) *Spinner {
	s := &Spinner{Side: side}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements [fyne.Widget]. It turns as long as it has a renderer.
func (s *Spinner) CreateRenderer() fyne.WidgetRenderer {
	c := Colors()
	r := &spinnerRenderer{s: s, arc: fynecanvas.NewArc(0, 270, 0.76, c.Primary)}
	r.turn = fyne.NewAnimation(900*time.Millisecond, func(at float32) {
		r.arc.StartAngle, r.arc.EndAngle = at*360, at*360+270
		r.arc.Refresh()
	})
	r.turn.Curve = fyne.AnimationLinear
	r.turn.RepeatCount = fyne.AnimationRepeatForever
	r.turn.Start()
	return r
}

type spinnerRenderer struct {
	s    *Spinner
	arc  *fynecanvas.Arc
	turn *fyne.Animation
}

func (r *spinnerRenderer) Destroy()                     { r.turn.Stop() }
func (r *spinnerRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.s.Side) }
func (r *spinnerRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.arc} }
func (r *spinnerRenderer) Refresh()                     { r.arc.FillColor = Colors().Primary; r.arc.Refresh() }
func (r *spinnerRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height, r.s.Side)
	r.arc.Resize(fyne.NewSquareSize(side))
	r.arc.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}
