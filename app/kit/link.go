package kit

import (
	"net/url"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// A link is a link in running text. It has a part on each line that it stands on; the
// first is the one that Tab comes to, all look alike.
type link struct {
	focusing
	to    *url.URL
	open  func(*url.URL)
	head  *linkHead
	parts []*linkPart // the head's among them

	over, focused bool
}

func newLink(to *url.URL, open func(*url.URL)) *link {
	l := &link{to: to, open: open, head: &linkHead{}}
	l.head.link = l
	l.head.ExtendBaseWidget(l.head)
	l.parts = []*linkPart{&l.head.linkPart}
	return l
}

// part is the part on the so-manieth line.
func (l *link) part(n int) *linkPart {
	if n == len(l.parts) {
		p := &linkPart{link: l}
		p.ExtendBaseWidget(p)
		l.parts = append(l.parts, p)
	}
	return l.parts[n]
}

func (l *link) refresh() {
	for _, p := range l.parts {
		p.object().Refresh()
	}
}

// A linkPart is what stands of a link on one line.
type linkPart struct {
	widget.BaseWidget
	link *link
	text *fynecanvas.Text
}

// object is the part as it stands on the canvas.
func (p *linkPart) object() fyne.Widget {
	if p == &p.link.head.linkPart {
		return p.link.head
	}
	return p
}

// hold places the part, with its text y below its top.
func (p *linkPart) hold(text *fynecanvas.Text, y float32, at fyne.Position, size fyne.Size) {
	text.Move(text.Position().AddXY(0, y))
	p.text = text
	p.Move(at)
	p.Resize(size)
	p.object().Refresh()
}

// Tapped implements [fyne.Tappable].
func (p *linkPart) Tapped(*fyne.PointEvent) {
	TipOut(p.object())
	p.link.open(p.link.to)
}

// MouseIn implements [desktop.Hoverable].
func (p *linkPart) MouseIn(e *desktop.MouseEvent) {
	p.link.over = true
	TipIn(p.object(), p.link.to.String(), e.AbsolutePosition)
	p.link.refresh()
}

// MouseMoved implements [desktop.Hoverable].
func (p *linkPart) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (p *linkPart) MouseOut() {
	p.link.over = false
	TipOut(p.object())
	p.link.refresh()
}

// Cursor implements [desktop.Cursorable].
func (p *linkPart) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements [fyne.Widget].
func (p *linkPart) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{part: p, line: box(Clear, nil, 0, 0), ring: box(Clear, Clear, 2, 4)}
	r.Refresh()
	return r
}

// A linkHead is the first part of a link, which the keys reach.
type linkHead struct{ linkPart }

// FocusGained implements [fyne.Focusable].
func (h *linkHead) FocusGained() { h.link.focused = true; h.link.refresh(); h.link.came() }

// FocusLost implements [fyne.Focusable].
func (h *linkHead) FocusLost() { h.link.focused = false; h.link.refresh() }

// TypedRune implements [fyne.Focusable].
func (h *linkHead) TypedRune(r rune) { PassRune(h, r) }

// TypedKey implements [fyne.Focusable].
func (h *linkHead) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		h.Tapped(nil)
		return
	}
	PassKey(h, e)
}

type linkRenderer struct {
	part *linkPart
	line *fynecanvas.Rectangle // under the text, while the pointer is on the link
	ring *fynecanvas.Rectangle // around it, while it has the focus
}

func (r *linkRenderer) Destroy()           {}
func (r *linkRenderer) MinSize() fyne.Size { return r.part.Size() }
func (r *linkRenderer) Objects() []fyne.CanvasObject {
	if r.part.text == nil {
		return nil // on no line yet
	}
	return []fyne.CanvasObject{r.ring, r.line, r.part.text}
}

func (r *linkRenderer) Layout(s fyne.Size) {
	t := r.part.text
	if t == nil {
		return
	}
	r.line.Move(fyne.NewPos(t.Position().X, t.Position().Y+t.Size().Height-1))
	r.line.Resize(fyne.NewSize(t.Size().Width, 1))
	r.ring.Move(fyne.NewPos(-3, 0))
	r.ring.Resize(s.AddWidthHeight(6, 0))
}

func (r *linkRenderer) Refresh() {
	l, c := r.part.link, Colors()
	r.line.FillColor, r.ring.StrokeColor = Clear, Clear
	if l.over {
		r.line.FillColor = c.Primary
	}
	if l.focused {
		r.ring.StrokeColor = c.Primary
	}
	r.Layout(r.part.Size())
	r.line.Refresh()
	r.ring.Refresh()
}
