package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Role is what a text is for; it decides size, weight and colour.
type Role int

// The roles.
const (
	Body    Role = iota
	Strong       // body, semi-bold
	Title        // 15 semi-bold
	Large        // 22 semi-bold: the start page
	Caption      // 11.5 muted: the label above a field
	Muted        // body, muted
	Faint        // 11.5, faint
	Head         // 10.5 capitals: group heads
	Code         // monospace 11.5
	CodeDim      // monospace 11.5, muted
	Good         // body in the success colour
	Bad          // body in the failure colour
	Caution      // body in the warning colour
	Accent       // semi-bold in the primary colour
)

func (r Role) look() (size float32, style fyne.TextStyle, c color.Color) {
	t := Colors()
	switch r {
	case Strong:
		return BodySize, fyne.TextStyle{Bold: true}, t.Text
	case Title:
		return 15, fyne.TextStyle{Bold: true}, t.Text
	case Large:
		return 22, fyne.TextStyle{Bold: true}, t.Text
	case Caption:
		return 11.5, fyne.TextStyle{}, t.Muted
	case Muted:
		return BodySize, fyne.TextStyle{}, t.Muted
	case Faint:
		return 11.5, fyne.TextStyle{}, t.Faint
	case Head:
		return 10.5, fyne.TextStyle{Bold: true}, t.Muted
	case Code:
		return 11.5, fyne.TextStyle{Monospace: true}, t.Text
	case CodeDim:
		return 11.5, fyne.TextStyle{Monospace: true}, t.Muted
	case Good:
		return BodySize, fyne.TextStyle{}, t.Success
	case Bad:
		return BodySize, fyne.TextStyle{}, t.Failure
	case Caution:
		return BodySize, fyne.TextStyle{}, t.Warning
	case Accent:
		return BodySize, fyne.TextStyle{Bold: true}, t.Primary
	}
	return BodySize, fyne.TextStyle{}, t.Text
}

// A Label is one line of text. It is cut with an ellipsis where there is no room,
// unless it is Whole; what was cut is its tooltip.
type Label struct {
	widget.BaseWidget
	Text  string
	Role  Role
	Color func() color.Color // in place of the role's colour
	Align fyne.TextAlign
	Whole bool // takes the room that it needs

	cut bool
}

// NewLabel makes a label that is cut where there is no room.
func NewLabel(text string, role Role) *Label {
	l := &Label{Text: text, Role: role}
	l.ExtendBaseWidget(l)
	return l
}

// NewText makes a label that takes the room it needs.
func NewText(text string, role Role) *Label {
	l := NewLabel(text, role)
	l.Whole = true
	return l
}

// Set changes the text.
func (l *Label) Set(text string) {
	if l.Text != text {
		l.Text = text
		l.Refresh()
	}
}

// SetRole changes the role.
func (l *Label) SetRole(r Role) {
	if l.Role != r {
		l.Role = r
		l.Refresh()
	}
}

// Natural is the width at which nothing is cut.
func (l *Label) Natural() float32 {
	size, style, _ := l.Role.look()
	return fyne.MeasureText(l.Text, size, style).Width + 1
}

// CreateRenderer implements [fyne.Widget].
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	r := &labelRenderer{label: l, text: fynecanvas.NewText("", nil)}
	r.Refresh()
	return r
}

type labelRenderer struct {
	label *Label
	text  *fynecanvas.Text
}

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *labelRenderer) Destroy()                     {}

func (r *labelRenderer) MinSize() fyne.Size {
	size, style, _ := r.label.Role.look()
	s := fyne.MeasureText(r.label.Text, size, style)
	if !r.label.Whole {
		s.Width = min(s.Width, 24)
	}
	return s
}

func (r *labelRenderer) Layout(s fyne.Size) {
	if s.Width <= 0 {
		return // not placed yet
	}
	r.fit(s.Width)
	h := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(s.Width, h))
	r.text.Move(fyne.NewPos(0, (s.Height-h)/2))
}

func (r *labelRenderer) fit(width float32) {
	l := r.label
	text := Elide(l.Text, width, r.text.TextSize, r.text.TextStyle)
	l.cut = text != l.Text
	if r.text.Text != text {
		r.text.Text = text
		r.text.Refresh()
	}
}

func (r *labelRenderer) Refresh() {
	size, style, c := r.label.Role.look()
	if r.label.Color != nil {
		c = r.label.Color()
	}
	r.text.TextSize, r.text.TextStyle, r.text.Color, r.text.Alignment = size, style, c, r.label.Align
	r.Layout(r.label.Size())
	r.text.Refresh()
}

// Elide cuts a text to a width with an ellipsis.
func Elide(text string, width, size float32, style fyne.TextStyle) string {
	if text == "" || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return string(runes[:lo]) + "…"
}

// NewParagraph makes a text that wraps.
func NewParagraph(text string, role Role) *widget.RichText {
	size, style, _ := role.look()
	seg := &widget.TextSegment{Text: text, Style: widget.RichTextStyle{Inline: false, TextStyle: style, SizeName: sizeName(size), ColorName: colorName(role)}}
	rt := widget.NewRichText(seg)
	rt.Wrapping = fyne.TextWrapWord
	return rt
}
