package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/canvas/draw"
)

// A Style is how much a button asks for attention.
type Style int

// The styles.
const (
	Plain   Style = iota // bordered
	Primary              // the one main button
	Quiet                // no border: icons in toolbars and rows
	Danger               // for what cannot be undone
	Link                 // text in the primary colour
	Soft                 // one of several main buttons side by side; Primary under the pointer
)

// A Button does something when it is pressed. It has an icon, a text, or both.
type Button struct {
	widget.DisableableWidget
	hover
	focusing
	Text     string
	Icon     string // a name in assets/icons
	Style    Style
	Small    bool               // 24 high, for rows
	Tiny     bool               // 20 high, beside a label
	Color    func() color.Color // of text and icon, in place of the style's
	OnTapped func()
	OnMenu   func(at fyne.Position) // with the place under the button, to open a menu there
	OnPress  func(down bool)        // while the mouse holds it

	pressed, focused bool
}

// NewButton makes a button; tip says what it does, with its key.
func NewButton(text, icon string, style Style, tip string, tapped func()) *Button {
	b := &Button{Text: text, Icon: icon, Style: style, OnTapped: tapped}
	b.tip = tip
	b.ExtendBaseWidget(b)
	return b
}

// SetTip changes the tooltip.
func (b *Button) SetTip(tip string) { b.tip = tip }

// Set changes text and icon.
func (b *Button) Set(text, icon string) {
	if b.Text != text || b.Icon != icon {
		b.Text, b.Icon = text, icon
		b.Refresh()
	}
}

// Tapped implements [fyne.Tappable].
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		return
	}
	TipOut(b)
	if b.OnMenu != nil {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		b.OnMenu(at.AddXY(0, b.Size().Height+2))
	}
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseIn implements [desktop.Hoverable].
func (b *Button) MouseIn(e *desktop.MouseEvent) { b.in(b, e) }

// MouseMoved implements [desktop.Hoverable].
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (b *Button) MouseOut() { b.press(false); b.out(b) }

func (b *Button) press(down bool) {
	was := b.pressed
	b.pressed = down
	b.Refresh()
	if b.OnPress != nil && was != down && !b.Disabled() {
		b.OnPress(down)
	}
}

// MouseDown implements [desktop.Mouseable].
func (b *Button) MouseDown(*desktop.MouseEvent) { b.press(true) }

// MouseUp implements [desktop.Mouseable].
func (b *Button) MouseUp(*desktop.MouseEvent) { b.press(false) }

// FocusGained implements [fyne.Focusable].
func (b *Button) FocusGained() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); b.Tiny && c != nil {
		passOn(c) // Ctrl+Space in its field presses it: it is no stop between fields
		return
	}
	b.focused = true
	b.Refresh()
	b.came()
}

// passOn moves the focus on, the way that Tab goes.
func passOn(c fyne.Canvas) {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		c.FocusPrevious()
		return
	}
	c.FocusNext()
}

// FocusLost implements [fyne.Focusable].
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements [fyne.Focusable].
func (b *Button) TypedRune(ch rune) { PassRune(b, ch) }

// TypedKey implements [fyne.Focusable].
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		b.Tapped(nil)
		return
	}
	PassKey(b, e)
}

// Cursor implements [desktop.Cursorable].
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer implements [fyne.Widget].
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{button: b, ground: box(Clear, Clear, 1, Radius), ring: box(Clear, Clear, 1.5, Radius-2), text: fynecanvas.NewText("", nil), icon: NewIcon("", 16)}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	button *Button
	ground *fynecanvas.Rectangle
	ring   *fynecanvas.Rectangle // within a filled button that has the focus
	text   *fynecanvas.Text
	icon   *Icon
}

func (r *buttonRenderer) Destroy() {}
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.ring, r.icon, r.text}
}

func (r *buttonRenderer) height() float32 {
	switch {
	case r.button.Tiny:
		return 20
	case r.button.Small:
		return 24
	}
	return Height
}

func (r *buttonRenderer) padding() float32 {
	switch {
	case r.button.Style == Link:
		return 4
	case r.button.Text == "":
		return (r.height() - 16) / 2
	case r.button.Small:
		return 8
	}
	return 12
}

func (r *buttonRenderer) MinSize() fyne.Size {
	w := 2 * r.padding()
	if r.button.Icon != "" {
		w += 16
	}
	if r.button.Text != "" {
		w += r.text.MinSize().Width
		if r.button.Icon != "" {
			w += 6
		}
	}
	return fyne.NewSize(w, r.height())
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.ring.Resize(s.SubtractWidthHeight(5, 5))
	r.ring.Move(fyne.NewPos(2.5, 2.5))
	inner := r.MinSize().Width - 2*r.padding()
	x := (s.Width - inner) / 2
	if r.button.Icon != "" {
		r.icon.Resize(fyne.NewSize(16, 16))
		r.icon.Move(fyne.NewPos(x, (s.Height-16)/2))
		x += 22
	}
	t := r.text.MinSize()
	r.text.Resize(t)
	r.text.Move(fyne.NewPos(x, (s.Height-t.Height)/2))
}

func (r *buttonRenderer) Refresh() {
	b, t := r.button, Colors()
	fill, stroke, ink := r.paint(t)
	if b.Color != nil && !b.Disabled() {
		ink = b.Color()
	}
	r.ground.StrokeWidth = 1
	r.ring.StrokeColor = ink
	r.ring.Hide()
	switch {
	case !b.focused || b.Disabled():
	case b.Style == Primary || b.Style == Danger:
		r.ring.Show()
	default:
		stroke, r.ground.StrokeWidth = t.Primary, 2
	}
	r.ring.Refresh()
	if stroke == Clear {
		r.ground.StrokeWidth = 0 // an unseen line would still darken the edge
	}
	r.ground.FillColor, r.ground.StrokeColor = fill, stroke
	r.ground.Refresh()
	r.text.Text, r.text.Color, r.text.TextSize = b.Text, ink, BodySize
	if b.Small {
		r.text.TextSize = 12
	}
	r.text.TextStyle.Bold = b.Style == Primary || b.Style == Danger || b.Style == Link || b.Style == Soft
	r.text.Refresh()
	r.icon.Name, r.icon.Color = b.Icon, func() color.Color { return ink }
	r.icon.Refresh()
	if b.Icon == "" {
		r.icon.Hide()
	} else {
		r.icon.Show()
	}
	r.Layout(b.Size())
}

func (r *buttonRenderer) paint(t *draw.Theme) (fill, stroke, ink color.Color) {
	b := r.button
	fill, stroke, ink = Clear, Clear, t.Text
	switch b.Style {
	case Plain:
		fill, stroke = t.Surface, t.Border
	case Primary:
		fill, ink = t.Primary, t.OnPrimary
	case Danger:
		fill, ink = t.Failure, t.OnState
	case Link:
		ink = t.Primary
	case Quiet:
		ink = t.Muted
	case Soft:
		fill, ink = t.Chosen, t.Primary
	}
	if b.Disabled() {
		ink = t.Faint
		if b.Style == Primary || b.Style == Danger {
			fill = t.Pressed
		}
		return fill, stroke, ink
	}
	if b.Style == Primary || b.Style == Danger {
		switch {
		case b.pressed:
			fill = shade(fill, t.Text, 0.25)
		case b.over:
			fill = shade(fill, t.Text, 0.12)
		}
		return fill, stroke, ink
	}
	switch {
	case b.Style == Soft && b.pressed:
		fill, ink = shade(t.Primary, t.Text, 0.25), t.OnPrimary
	case b.Style == Soft && b.over:
		fill, ink = t.Primary, t.OnPrimary
	case b.Style == Soft:
	case b.pressed:
		fill = t.Pressed
	case b.over && b.Style != Link:
		fill = t.Hover
		ink = t.Text
	case b.over:
		fill = t.Hover
	}
	return fill, stroke, ink
}

// shade mixes a colour with another.
func shade(c color.Color, with color.NRGBA, by float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-by) + float64(b)*by) }
	return color.NRGBA{mix(n.R, with.R), mix(n.G, with.G), mix(n.B, with.B), n.A}
}
