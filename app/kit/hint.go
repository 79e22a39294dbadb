package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// A Hint gives what it holds a tooltip: its own text, and before it what an ellipsis in
// the labels took away. Keys pass it by.
type Hint struct {
	widget.BaseWidget
	hover
	Content fyne.CanvasObject
}

// NewHint puts a tooltip on an object; "" shows only what was cut.
func NewHint(o fyne.CanvasObject, tip string) *Hint {
	h := &Hint{Content: o}
	h.tip = tip
	h.ExtendBaseWidget(h)
	return h
}

// NewHelp is a small question mark whose tooltip explains.
func NewHelp(tip string) fyne.CanvasObject {
	return NewHint(Inset(NewIcon("help", 14), 1, 1, 1, 1), tip)
}

// MouseIn implements [desktop.Hoverable].
func (h *Hint) MouseIn(e *desktop.MouseEvent) {
	TipIn(h, withCut(h.Content, h.tip), e.AbsolutePosition)
}

// MouseMoved implements [desktop.Hoverable].
func (h *Hint) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (h *Hint) MouseOut() { TipOut(h) }

// Visible implements [fyne.CanvasObject]: what holds nothing to see takes no room.
func (h *Hint) Visible() bool { return h.BaseWidget.Visible() && h.Content.Visible() }

// Natural is the width at which nothing is cut.
func (h *Hint) Natural() float32 { return natural(h.Content) }

// CreateRenderer implements [fyne.Widget].
func (h *Hint) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.Content) }

// withCut is a tooltip that begins with the texts that were cut in an object.
func withCut(o fyne.CanvasObject, tip string) string {
	lines := cutTexts(o, nil)
	if tip != "" {
		lines = append(lines, tip)
	}
	return strings.Join(lines, "\n")
}

func cutTexts(o fyne.CanvasObject, to []string) []string {
	switch o := o.(type) {
	case *Label:
		if o.cut && o.Visible() {
			return append(to, cut(o.Text, 600))
		}
	case *Hint:
		return cutTexts(o.Content, to)
	case *fyne.Container:
		for _, c := range o.Objects {
			to = cutTexts(c, to)
		}
	}
	return to
}
