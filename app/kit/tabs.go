package kit

import (
	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tabs are words in a row, the chosen one underlined. Left and Right move the choice.
type Tabs struct {
	widget.BaseWidget
	Items    []string
	Selected int
	Filled   bool // the chosen one on a ground instead of underlined
	OnSelect func(int)

	rects []fyne.Position // x, width
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

// Tapped implements [fyne.Tappable].
func (t *Tabs) Tapped(e *fyne.PointEvent) { t.Select(t.at(e.Position.X)) }

// MouseIn implements [desktop.Hoverable].
func (t *Tabs) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements [desktop.Hoverable].
func (t *Tabs) MouseMoved(e *desktop.MouseEvent) {
	if i := t.at(e.Position.X); i != t.over {
		t.over = i
		t.Refresh()
	}
}

// MouseOut implements [desktop.Hoverable].
func (t *Tabs) MouseOut() { t.over = -1; t.Refresh() }

// Cursor implements [desktop.Cursorable].
func (t *Tabs) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements [fyne.Focusable].
func (t *Tabs) FocusGained() { t.focus = true; t.Refresh() }

// FocusLost implements [fyne.Focusable].
func (t *Tabs) FocusLost() { t.focus = false; t.Refresh() }

// TypedRune implements [fyne.Focusable].
func (t *Tabs) TypedRune(rune) {}

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
	r := &tabsRenderer{tabs: t, line: fynecanvas.NewRectangle(Clear), ground: box(Clear, nil, 0, Radius)}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	tabs   *Tabs
	line   *fynecanvas.Rectangle
	ground *fynecanvas.Rectangle
	texts  []*fynecanvas.Text
}

const tabGap = 20

func (r *tabsRenderer) Destroy() {}
func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ground, r.line}
	for _, t := range r.texts {
		out = append(out, t)
	}
	return out
}

func (r *tabsRenderer) MinSize() fyne.Size {
	var w float32
	for i, t := range r.texts {
		if i > 0 {
			w += r.gap()
		}
		w += r.width(t)
	}
	return fyne.NewSize(w, Height)
}

func (r *tabsRenderer) gap() float32 {
	if r.tabs.Filled {
		return 4
	}
	return tabGap
}

func (r *tabsRenderer) width(t *fynecanvas.Text) float32 {
	w := fyne.MeasureText(t.Text, BodySize, fyne.TextStyle{Bold: true}).Width
	if r.tabs.Filled {
		w += 24
	}
	return w
}

func (r *tabsRenderer) Layout(s fyne.Size) {
	var x float32
	r.tabs.rects = r.tabs.rects[:0]
	r.line.Hide()
	r.ground.Hide()
	for i, t := range r.texts {
		if i > 0 {
			x += r.gap()
		}
		w := r.width(t)
		m := t.MinSize()
		t.Resize(m)
		t.Move(fyne.NewPos(x+(w-m.Width)/2, (s.Height-m.Height)/2))
		r.tabs.rects = append(r.tabs.rects, fyne.NewPos(x-r.gap()/2, w+r.gap()))
		if i == r.tabs.Selected {
			if r.tabs.Filled {
				r.ground.Show()
				r.ground.Move(fyne.NewPos(x, 0))
				r.ground.Resize(fyne.NewSize(w, s.Height))
			} else {
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
	for len(r.texts) < len(r.tabs.Items) {
		r.texts = append(r.texts, fynecanvas.NewText("", nil))
	}
	r.texts = r.texts[:len(r.tabs.Items)]
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
	}
	r.line.FillColor = c.Primary
	r.ground.FillColor = c.Chosen
	r.ground.StrokeWidth, r.ground.StrokeColor = 0, Clear
	if r.tabs.focus {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, c.Primary
		if !r.tabs.Filled {
			r.line.FillColor = c.Text
		}
	}
	r.ground.Refresh()
	r.line.Refresh()
	r.Layout(r.tabs.Size())
}
