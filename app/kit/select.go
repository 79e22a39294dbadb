package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// An Option is one of the values of a Select.
type Option struct {
	Value, Text string
	Doc         string
	Sign        *draw.Sign // a tile before it
}

// A Select is a field that takes one of a few values. It looks like an Entry. Left and
// Right change the value; Space, Enter, Up and Down open the list.
type Select struct {
	widget.DisableableWidget
	hover
	focusing
	Options     []Option
	Value       string
	PlaceHolder string
	OnChanged   func(value string) // of a choice made by hand

	focused bool
	bad     bool
	badRole Role
	text    *Label
}

// NewSelect makes a field to choose a value by.
func NewSelect(options []Option, value string, on func(string)) *Select {
	s := &Select{Options: options, Value: value, PlaceHolder: "Choose", OnChanged: on, text: NewLabel("", Body)}
	s.ExtendBaseWidget(s)
	return s
}

// SetTip gives the field a tooltip, for one that stands without a label.
func (s *Select) SetTip(tip string) { s.tip = tip }

// Put sets the value without telling.
func (s *Select) Put(value string) {
	if s.Value != value {
		s.Value = value
		s.Refresh()
	}
}

// Mark draws the border in the colour of a problem; Unmark takes that back.
func (s *Select) Mark(r Role) { s.bad, s.badRole = true, r; s.Refresh() }

// Unmark draws the border as ever.
func (s *Select) Unmark() {
	if s.bad {
		s.bad = false
		s.Refresh()
	}
}

func (s *Select) index() int {
	for i, o := range s.Options {
		if o.Value == s.Value {
			return i
		}
	}
	return -1
}

// chosen is the option that the field shows, and whether it is a value at all. A value
// that is not offered is shown as it is.
func (s *Select) chosen() (Option, bool) {
	if i := s.index(); i >= 0 {
		return s.Options[i], true
	}
	if s.Value != "" {
		return Option{Value: s.Value, Text: s.Value}, true
	}
	return Option{Text: s.PlaceHolder}, false
}

func (s *Select) choose(i int) {
	if i < 0 || i >= len(s.Options) || s.Options[i].Value == s.Value {
		return
	}
	s.Value = s.Options[i].Value
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(s.Value)
	}
}

// Tapped implements [fyne.Tappable].
func (s *Select) Tapped(*fyne.PointEvent) { s.open() }

func (s *Select) open() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if s.Disabled() || c == nil || len(s.Options) == 0 {
		return
	}
	TipOut(s)
	c.Focus(s)
	var picks []Pick
	wide := s.Size().Width
	for _, o := range s.Options {
		picks = append(picks, Pick{Text: o.Text, Tip: o.Doc, Sign: o.Sign})
		w := fyne.MeasureText(o.Text, BodySize, fyne.TextStyle{}).Width + 48
		if o.Sign != nil {
			w += 28
		}
		wide = max(wide, min(420, w))
	}
	hint := ""
	if len(s.Options) > 12 {
		hint = "Search"
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s).AddXY(0, s.Size().Height+2)
	OpenPicks(c, at, wide, NewPicks(picks, s.index(), s.choose), hint)
}

// MouseIn implements [desktop.Hoverable].
func (s *Select) MouseIn(e *desktop.MouseEvent) {
	s.over = true
	TipIn(s, withCut(s.text, s.tip), e.AbsolutePosition)
	s.Refresh()
}

// MouseMoved implements [desktop.Hoverable].
func (s *Select) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (s *Select) MouseOut() { s.out(s) }

// FocusGained implements [fyne.Focusable].
func (s *Select) FocusGained() {
	s.focused = true
	s.Refresh()
	s.came()
}

// FocusLost implements [fyne.Focusable].
func (s *Select) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements [fyne.Focusable].
func (s *Select) TypedRune(ch rune) { PassRune(s, ch) }

// TypedKey implements [fyne.Focusable].
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown, fyne.KeyUp:
		s.open()
	case fyne.KeyLeft:
		s.choose(s.index() - 1)
	case fyne.KeyRight:
		s.choose(s.index() + 1)
	default:
		PassKey(s, e)
	}
}

// Cursor implements [desktop.Cursorable].
func (s *Select) Cursor() desktop.Cursor {
	if s.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Natural is the width at which no option is cut.
func (s *Select) Natural() float32 {
	w := fyne.MeasureText(s.PlaceHolder, BodySize, fyne.TextStyle{}).Width
	for _, o := range s.Options {
		w = max(w, fyne.MeasureText(o.Text, BodySize, fyne.TextStyle{}).Width)
	}
	return w + 46
}

// CreateRenderer implements [fyne.Widget].
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{s: s, ground: box(Clear, Clear, 1, Radius), arrow: NewIcon("chevron-down", 16), tile: look.NewTile(20, draw.Sign{})}
	r.Refresh()
	return r
}

type selectRenderer struct {
	s      *Select
	ground *fynecanvas.Rectangle
	arrow  *Icon
	tile   *look.Tile
}

func (r *selectRenderer) Destroy()           {}
func (r *selectRenderer) MinSize() fyne.Size { return fyne.NewSize(56, Height) }
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.tile, r.s.text, r.arrow}
}

func (r *selectRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	x := float32(9)
	if r.tile.Visible() {
		r.tile.Resize(fyne.NewSquareSize(20))
		r.tile.Move(fyne.NewPos(6, (s.Height-20)/2))
		x = 32
	}
	r.s.text.Resize(fyne.NewSize(max(0, s.Width-x-28), s.Height))
	r.s.text.Move(fyne.NewPos(x, 0))
	r.arrow.Resize(fyne.NewSquareSize(16))
	r.arrow.Move(fyne.NewPos(s.Width-24, (s.Height-16)/2))
}

func (r *selectRenderer) Refresh() {
	s := r.s
	o, value := s.chosen()
	s.text.Set(o.Text)
	s.text.Color = func() color.Color {
		switch t := Colors(); {
		case s.Disabled():
			return t.Faint
		case !value:
			return t.Muted
		default:
			return t.Text
		}
	}
	show(r.tile, o.Sign != nil)
	if o.Sign != nil {
		r.tile.SetSign(*o.Sign)
	}
	paintField(r.ground, s.Disabled(), s.focused, s.over, s.bad, s.badRole)
	s.text.Refresh()
	r.arrow.Refresh()
	r.Layout(s.Size())
}
