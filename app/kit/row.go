package kit

import (
	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// A Row is anything that can be pressed as a whole: an entry of a list, a card, a tab.
type Row struct {
	widget.DisableableWidget
	hover
	Content  fyne.CanvasObject
	Inset    fyne.Size // around the content
	Radius   float32
	Border   bool // a card's border
	Ground   bool // a surface under it, also when not under the pointer
	Selected bool
	OnTapped func()
	OnMenu   func(at fyne.Position) // right button
	OnFocus  func()
	OnKey    func(*fyne.KeyEvent) bool // told first; true: taken

	// OnDrag and OnDrop follow a drag that begins on the row; at is on the window.
	OnDrag func(at fyne.Position)
	OnDrop func(at fyne.Position)

	dragAt  fyne.Position
	focused bool
	pressed bool
}

// NewRow makes a row around its content.
func NewRow(content fyne.CanvasObject, tip string, tapped func()) *Row {
	r := &Row{Content: content, Inset: fyne.NewSize(8, 4), Radius: Radius, OnTapped: tapped}
	r.tip = tip
	r.ExtendBaseWidget(r)
	return r
}

// SetTip changes the tooltip.
func (r *Row) SetTip(tip string) { r.tip = tip }

// Select marks the row as the chosen one.
func (r *Row) Select(on bool) {
	if r.Selected != on {
		r.Selected = on
		r.Refresh()
	}
}

// Disabled implements [fyne.Disableable]. A row that only has a tooltip, such as a label,
// is none that Tab would lead to.
func (r *Row) Disabled() bool { return r.OnTapped == nil || r.DisableableWidget.Disabled() }

// Tapped implements [fyne.Tappable].
func (r *Row) Tapped(*fyne.PointEvent) {
	TipOut(r)
	if r.OnTapped != nil && !r.Disabled() {
		r.OnTapped()
	}
}

// TappedSecondary implements [fyne.SecondaryTappable].
func (r *Row) TappedSecondary(e *fyne.PointEvent) {
	TipOut(r)
	if r.OnMenu != nil {
		r.OnMenu(e.AbsolutePosition)
	}
}

// Dragged implements [fyne.Draggable].
func (r *Row) Dragged(e *fyne.DragEvent) {
	if r.OnDrag == nil {
		return
	}
	TipOut(r)
	r.dragAt = e.AbsolutePosition
	r.OnDrag(e.AbsolutePosition)
}

// DragEnd implements [fyne.Draggable].
func (r *Row) DragEnd() {
	if r.OnDrop != nil {
		r.OnDrop(r.dragAt)
	}
}

// MouseIn implements [desktop.Hoverable].
func (r *Row) MouseIn(e *desktop.MouseEvent) {
	r.over = true
	TipIn(r, withCut(r.Content, r.tip), e.AbsolutePosition)
	r.Refresh()
}

// MouseMoved implements [desktop.Hoverable].
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (r *Row) MouseOut() { r.pressed = false; r.out(r) }

// MouseDown implements [desktop.Mouseable].
func (r *Row) MouseDown(*desktop.MouseEvent) { r.pressed = true; r.Refresh() }

// MouseUp implements [desktop.Mouseable].
func (r *Row) MouseUp(*desktop.MouseEvent) { r.pressed = false; r.Refresh() }

// FocusGained implements [fyne.Focusable].
func (r *Row) FocusGained() {
	r.focused = true
	r.Refresh()
	if r.OnFocus != nil {
		r.OnFocus()
	}
}

// FocusLost implements [fyne.Focusable].
func (r *Row) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune implements [fyne.Focusable].
func (r *Row) TypedRune(ch rune) { PassRune(r, ch) }

// TypedKey implements [fyne.Focusable].
func (r *Row) TypedKey(e *fyne.KeyEvent) {
	if r.OnKey != nil && r.OnKey(e) {
		return
	}
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		r.Tapped(nil)
		return
	}
	PassKey(r, e)
}

// Cursor implements [desktop.Cursorable].
func (r *Row) Cursor() desktop.Cursor {
	if r.OnTapped == nil || r.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer implements [fyne.Widget].
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	rr := &rowRenderer{row: r, ground: box(Clear, Clear, 1, r.Radius)}
	rr.Refresh()
	return rr
}

type rowRenderer struct {
	row    *Row
	ground *fynecanvas.Rectangle
}

func (r *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.row.Content}
}
func (r *rowRenderer) Destroy() {}

func (r *rowRenderer) MinSize() fyne.Size {
	m := r.row.Content.MinSize()
	return m.AddWidthHeight(2*r.row.Inset.Width, 2*r.row.Inset.Height)
}

func (r *rowRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	in := r.row.Inset
	r.row.Content.Move(fyne.NewPos(in.Width, in.Height))
	r.row.Content.Resize(s.SubtractWidthHeight(2*in.Width, 2*in.Height))
}

func (r *rowRenderer) Refresh() {
	t, w := Colors(), r.row
	g := r.ground
	g.FillColor, g.StrokeColor, g.StrokeWidth = Clear, Clear, 1
	if w.Ground {
		g.FillColor = t.Surface
	}
	if w.Border {
		g.StrokeColor = t.Border
	}
	live := w.OnTapped != nil && !w.Disabled()
	switch {
	case w.Selected:
		g.FillColor = t.Chosen
	case w.pressed && live:
		g.FillColor = t.Pressed
	case w.over && live:
		g.FillColor = t.Hover
	}
	if w.over && w.Border && live {
		g.StrokeColor = t.Control
	}
	if w.focused {
		g.StrokeColor, g.StrokeWidth = t.Primary, 2
	}
	if g.StrokeColor == Clear {
		g.StrokeWidth = 0 // an unseen line would still darken the edge
	}
	g.Refresh()
	r.row.Content.Refresh()
}
