package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tabs are words in a row, the chosen one underlined. Left and Right move the choice.
type Tabs struct {
	widget.BaseWidget
	Items    []string
	Icons    map[string]string // by item: what stands in its place where there is little room
	Selected int
	Filled   bool // the chosen one on a ground instead of underlined
	Close    bool // nearer to each other, where there is little room
	Boxed    bool // as one field: parts of the same width, with a border around all
	OnSelect func(int)
	OnMenu   func(i int, at fyne.Position) // right button on a tab
	OnDouble func(i int)

	last  time.Time       // of a tap, for the second of two
	rects []fyne.Position // x, width
	short map[int]bool    // shown as an icon, or cut
	over  int
	focus bool
}

// NewTabs makes tabs; on is told which one was chosen by hand.
func NewTabs(items []string, on func(int)) *Tabs {
	t := &Tabs{Items: items, OnSelect: on, over: -1}
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the tabs and the chosen one.
func (t *Tabs) Set(items []string, selected int) {
	t.Items, t.Selected = items, selected
	t.Refresh()
}

// Select chooses a tab as a click does.
func (t *Tabs) Select(i int) {
	if i < 0 || i >= len(t.Items) {
		return
	}
	changed := t.Selected != i
	t.Selected = i
	t.Refresh()
	if changed && t.OnSelect != nil {
		t.OnSelect(i)
	}
}

func (t *Tabs) at(x float32) int {
	for i, r := range t.rects {
		if x >= r.X && x < r.X+r.Y {
			return i
		}
	}
	return -1
}

// Span is where a tab lies, across.
func (t *Tabs) Span(i int) (x, width float32) {
	if i < 0 || i >= len(t.rects) {
		return 0, 0
	}
	return t.rects[i].X, t.rects[i].Y
}

// Tapped implements [fyne.Tappable]. It waits for no second tap: a tab answers at once.
func (t *Tabs) Tapped(e *fyne.PointEvent) {
	TipOut(t)
	i, now := t.at(e.Position.X), time.Now()
	twice := i >= 0 && i == t.Selected && now.Sub(t.last) < twiceWithin
	t.last = now
	if twice && t.OnDouble != nil {
		t.OnDouble(i)
		return
	}
	t.Select(i)
}

const twiceWithin = 400 * time.Millisecond

// TappedSecondary implements [fyne.SecondaryTappable].
func (t *Tabs) TappedSecondary(e *fyne.PointEvent) {
	TipOut(t)
	if i := t.at(e.Position.X); i >= 0 && t.OnMenu != nil {
		t.OnMenu(i, e.AbsolutePosition)
	}
}

// MouseIn implements [desktop.Hoverable].
func (t *Tabs) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements [desktop.Hoverable].
func (t *Tabs) MouseMoved(e *desktop.MouseEvent) {
	if i := t.at(e.Position.X); i != t.over {
		t.over = i
		t.Refresh()
		TipOut(t)
		if i >= 0 && t.short[i] {
			TipIn(t, t.Items[i], e.AbsolutePosition)
		}
	}
}

// MouseOut implements [desktop.Hoverable].
func (t *Tabs) MouseOut() { t.over = -1; TipOut(t); t.Refresh() }

// Cursor implements [desktop.Cursorable].
func (t *Tabs) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements [fyne.Focusable].
func (t *Tabs) FocusGained() { t.focus = true; t.Refresh() }

// FocusLost implements [fyne.Focusable].
func (t *Tabs) FocusLost() { t.focus = false; t.Refresh() }

// TypedRune implements [fyne.Focusable].
func (t *Tabs) TypedRune(ch rune) { PassRune(t, ch) }

// TypedKey implements [fyne.Focusable].
func (t *Tabs) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		t.Select(t.Selected - 1)
	case fyne.KeyRight:
		t.Select(t.Selected + 1)
	default:
		PassKey(t, e)
	}
}

// CreateRenderer implements [fyne.Widget].
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{tabs: t, line: fynecanvas.NewRectangle(Clear), ground: box(Clear, nil, 0, Radius), frame: box(Clear, Clear, 1, Radius)}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	tabs   *Tabs
	line   *fynecanvas.Rectangle
	ground *fynecanvas.Rectangle
	frame  *fynecanvas.Rectangle
	texts  []*fynecanvas.Text
	icons  []*Icon
}

func (r *tabsRenderer) Destroy() {}
func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.frame, r.ground, r.line}
	for i, t := range r.texts {
		out = append(out, t, r.icons[i])
	}
	return out
}

func (r *tabsRenderer) MinSize() fyne.Size {
	if r.tabs.Icons != nil || r.tabs.Boxed {
		return fyne.NewSize(80, Height) // makes do with less
	}
	w := r.wide(r.gap())
	return fyne.NewSize(w, Height)
}

// wide is the width of all with a gap between them.
func (r *tabsRenderer) wide(gap float32) float32 {
	w := gap * float32(max(0, len(r.texts)-1))
	for i := range r.texts {
		w += r.width(i)
	}
	return w
}

func (r *tabsRenderer) gap() float32 {
	switch {
	case r.tabs.Boxed:
		return 0
	case r.tabs.Filled:
		return 4
	case r.tabs.Close:
		return 12
	}
	return 20
}

func (r *tabsRenderer) width(i int) float32 {
	if r.tabs.short[i] && r.tabs.Icons[r.tabs.Items[i]] != "" {
		return 18
	}
	w := fyne.MeasureText(r.tabs.Items[i], BodySize, fyne.TextStyle{Bold: true}).Width
	if r.tabs.Filled {
		w = min(w+24, widest)
	}
	return w
}

// widest is how wide a filled tab may be; what is longer is cut.
const widest = 220

// fit finds the gap at which the tabs have room: first they move together, then those
// with an icon are shown as it.
func (r *tabsRenderer) fit(width float32) float32 {
	gap := r.gap()
	r.tabs.short = map[int]bool{}
	if r.tabs.Icons == nil {
		return gap
	}
	for i := 0; r.wide(12) > width && i < len(r.texts); i++ {
		if r.tabs.Icons[r.tabs.Items[i]] != "" {
			r.tabs.short[i] = true
		}
	}
	if n := float32(len(r.texts) - 1); n > 0 {
		gap = max(8, min(gap, gap+(width-r.wide(gap))/n))
	}
	return gap
}

func (r *tabsRenderer) Layout(s fyne.Size) {
	var x float32
	gap := r.fit(s.Width)
	r.tabs.rects = r.tabs.rects[:0]
	r.line.Hide()
	r.ground.Hide()
	show(r.frame, r.tabs.Boxed)
	r.frame.Resize(s)
	for i, t := range r.texts {
		if i > 0 {
			x += gap
		}
		w := r.width(i)
		if r.tabs.Boxed {
			w += (s.Width - r.wide(0)) / float32(len(r.texts))
		}
		icon := r.tabs.short[i] && r.tabs.Icons[r.tabs.Items[i]] != ""
		text := r.tabs.Items[i]
		if !icon {
			room := min(w, max(0, s.Width-x))
			if r.tabs.Filled {
				room -= 20
			}
			text = Elide(text, room, BodySize, t.TextStyle)
			r.tabs.short[i] = text != r.tabs.Items[i]
		}
		show(t, !icon)
		show(r.icons[i], icon)
		if t.Text != text {
			t.Text = text
			t.Refresh()
		}
		m := t.MinSize()
		t.Resize(m)
		t.Move(fyne.NewPos(x+(w-m.Width)/2, (s.Height-m.Height)/2))
		r.icons[i].Resize(fyne.NewSquareSize(16))
		r.icons[i].Move(fyne.NewPos(x+(w-16)/2, (s.Height-16)/2))
		r.tabs.rects = append(r.tabs.rects, fyne.NewPos(x-gap/2, w+gap))
		if i == r.tabs.Selected {
			switch {
			case r.tabs.Boxed:
				r.ground.Show()
				r.ground.Move(fyne.NewPos(x+3, 3))
				r.ground.Resize(fyne.NewSize(w-6, s.Height-6))
			case r.tabs.Filled:
				r.ground.Show()
				r.ground.Move(fyne.NewPos(x, 0))
				r.ground.Resize(fyne.NewSize(w, s.Height))
			default:
				r.line.Show()
				r.line.Move(fyne.NewPos(x, s.Height-2))
				r.line.Resize(fyne.NewSize(w, 2))
			}
		}
		x += w
	}
}

func (r *tabsRenderer) Refresh() {
	c := Colors()
	for i := len(r.texts); i < len(r.tabs.Items); i++ {
		r.texts = append(r.texts, fynecanvas.NewText("", nil))
		r.icons = append(r.icons, NewIcon("", 16))
	}
	r.texts, r.icons = r.texts[:len(r.tabs.Items)], r.icons[:len(r.tabs.Items)]
	for i, t := range r.texts {
		t.Text, t.TextSize, t.Color = r.tabs.Items[i], BodySize, c.Muted
		t.TextStyle.Bold = i == r.tabs.Selected
		switch {
		case i == r.tabs.Selected:
			t.Color = c.Primary
		case i == r.tabs.over:
			t.Color = c.Text
		}
		t.Refresh()
		ink := t.Color
		r.icons[i].Name, r.icons[i].Color = r.tabs.Icons[r.tabs.Items[i]], func() color.Color { return ink }
		r.icons[i].Refresh()
	}
	r.line.FillColor = c.Primary
	r.ground.FillColor, r.ground.CornerRadius = c.Chosen, Radius
	r.ground.StrokeWidth, r.ground.StrokeColor = 0, Clear
	r.frame.FillColor, r.frame.StrokeColor, r.frame.StrokeWidth = c.Background, c.Control, 1
	switch {
	case r.tabs.Boxed:
		r.ground.CornerRadius = Radius - 2
		if r.tabs.focus {
			r.frame.StrokeColor, r.frame.StrokeWidth = c.Primary, 2
		}
	case r.tabs.focus:
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, c.Primary
		if !r.tabs.Filled {
			r.line.FillColor = c.Text
		}
	}
	r.frame.Refresh()
	r.ground.Refresh()
	r.line.Refresh()
	r.Layout(r.tabs.Size())
}
