package dialogs

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
)

// A frame is what a dialog shows.
type frame struct {
	title, subtitle string
	text            string // a paragraph above the body
	body            fyne.CanvasObject
	fill            bool              // the body takes all the height there is and scrolls by itself
	aside           fyne.CanvasObject // at the lower left
	buttons         []*kit.Button     // at the lower right; the last is the main one
	foot            fyne.CanvasObject // in place of aside and buttons

	width, height float32 // of the card; a height of 0 is as much as needed
	place         place
	at            fyne.Position  // of a popup: its upper right corner
	spot          *fyne.Position // of a loose one: its upper left corner, if there is room
	bare          bool           // the body is all there is
	ruled         bool           // a line stands above the body also where it is not cut

	first  fyne.Focusable
	enter  func()                    // Enter where no control wants it
	onKey  func(*fyne.KeyEvent) bool // before anything else; true: taken
	leave  func() bool               // asked before the person closes the dialog; false: it stays
	cancel func()                    // told when the dialog was closed without a decision
}

type place int

const (
	middle place = iota
	popup        // below a button, over a window that is not dimmed
	drawer       // at the right edge, from top to bottom
	loose        // at a spot, or in the upper middle, over a window that is not dimmed
)

// A Dialog is a card over the window.
type Dialog struct {
	widget.BaseWidget
	canvas fyne.Canvas
	frame  frame

	dim      *kit.Ground
	title    *kit.Label
	sub      *kit.Label
	card     fyne.CanvasObject
	body     fyne.CanvasObject // within the scroll, to be measured
	scroll   *container.Scroll
	rules    []fyne.CanvasObject // shown where the body is cut
	head     fyne.CanvasObject
	foot     fyne.CanvasObject
	root     fyne.CanvasObject
	previous fyne.Focusable
	tipsDone func()
	closed   bool
}

// opened are the dialogs of each canvas, the topmost last, and what had the keys before.
var opened = map[fyne.Canvas]*pile{}

type pile struct {
	dialogs []*Dialog
	onKey   func(*fyne.KeyEvent)
}

// Open reports whether a dialog is shown on the canvas: the window's shortcuts rest then.
func Open(c fyne.Canvas) bool {
	prune(c)
	return opened[c] != nil
}

// prune closes dialogs that were taken off the canvas with an overlay below them.
func prune(c fyne.Canvas) {
	for p := opened[c]; p != nil && len(p.dialogs) > 0; {
		top := p.dialogs[len(p.dialogs)-1]
		if slices.Contains(c.Overlays().List(), fyne.CanvasObject(top)) {
			return
		}
		top.end()
	}
}

func show(c fyne.Canvas, f frame) *Dialog {
	d := &Dialog{canvas: c, frame: f, previous: c.Focused()}
	prune(c)
	d.build()
	d.ExtendBaseWidget(d)
	if d.previous != nil {
		c.Unfocus() // what was typed there counts
	}
	p := opened[c]
	if p == nil {
		p = &pile{onKey: c.OnTypedKey()}
		opened[c] = p
		c.SetOnTypedKey(func(e *fyne.KeyEvent) {
			prune(c)
			if n := len(p.dialogs); n > 0 {
				p.dialogs[n-1].key(e)
			} else if p.onKey != nil {
				p.onKey(e)
			}
		})
	}
	p.dialogs = append(p.dialogs, d)
	c.Overlays().Add(d)
	d.Resize(c.Size())
	d.Resize(c.Size().AddWidthHeight(0, 1)) // again: a text knows its height once it had its width
	d.Resize(c.Size())
	if f.first != nil {
		c.Focus(f.first)
	}
	return d
}

// Close takes the dialog away, and those above it.
func (d *Dialog) Close() {
	if d.closed {
		return
	}
	p := opened[d.canvas]
	at := slices.Index(p.dialogs, d)
	for i := len(p.dialogs) - 1; i > at; i-- {
		p.dialogs[i].Close()
	}
	d.closed = true
	d.tipsDone()
	d.canvas.Overlays().Remove(d)
	if p.dialogs = p.dialogs[:at]; at == 0 {
		delete(opened, d.canvas)
		d.canvas.SetOnTypedKey(p.onKey)
	}
	if o, ok := d.previous.(fyne.CanvasObject); ok && fyne.CurrentApp().Driver().CanvasForObject(o) == d.canvas {
		d.canvas.Focus(d.previous)
	}
}

func (d *Dialog) cancel() {
	if d.closed || d.frame.leave != nil && !d.frame.leave() {
		return
	}
	d.end()
}

// end closes the dialog without a decision.
func (d *Dialog) end() {
	d.Close()
	if d.frame.cancel != nil {
		d.frame.cancel()
	}
}

// key gets what no control of the dialog wanted.
func (d *Dialog) key(e *fyne.KeyEvent) {
	if d.frame.onKey != nil && d.frame.onKey(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		d.cancel()
	case fyne.KeyReturn, fyne.KeyEnter:
		if d.frame.enter != nil {
			d.frame.enter()
		}
	default:
		d.scrollBy(e.Name)
	}
}

// scrollBy moves what is longer than the dialog.
func (d *Dialog) scrollBy(key fyne.KeyName) {
	s := d.scroll
	if own, ok := d.frame.body.(*container.Scroll); ok {
		s = own
	}
	if s == nil {
		return
	}
	page, all := s.Size().Height, s.Content.MinSize().Height
	step := map[fyne.KeyName]float32{
		fyne.KeyUp: -40, fyne.KeyDown: 40, fyne.KeyPageUp: 40 - page, fyne.KeyPageDown: page - 40, fyne.KeyHome: -all, fyne.KeyEnd: all,
	}[key]
	if step != 0 {
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(0, min(s.Offset.Y+step, all-page))))
	}
}

func (d *Dialog) build() {
	f := d.frame
	shut := kit.NewButton("", "close", kit.Quiet, kit.Tip("Close", "Esc"), d.cancel)
	shut.Small = true
	d.sub = kit.NewLabel("", kit.Caption)
	d.setSubtitle(f.subtitle)
	d.title = kit.NewLabel(f.title, kit.Title)
	titles := kit.Column(2, d.title, d.sub)
	head := kit.Column(0, kit.Inset(kit.LineGrow(8, 0, titles, shut), pad-6, pad-6, 10, pad))

	content := kit.Column(12)
	if f.text != "" {
		content.Add(kit.NewProse(f.text, kit.Body, 0))
	}
	var middle fyne.CanvasObject
	switch {
	case f.fill && f.text == "":
		middle = f.body
	case f.fill:
		content.Objects[0] = kit.Inset(content.Objects[0], 0, pad, 8, pad)
		middle = container.New(stacked{}, content, f.body, kit.Gap(0, 0))
	default:
		if f.body != nil {
			content.Add(f.body)
		}
		d.body = kit.Inset(content, 2, pad, 4, pad)
		d.scroll = container.NewVScroll(d.body)
		middle = d.scroll
	}

	foot := kit.Column(0)
	row := f.foot
	if len(f.buttons) > 0 && row == nil {
		line := []fyne.CanvasObject{kit.Gap(0, 0)}
		if f.aside != nil {
			line[0] = f.aside
		}
		line = append(line, kit.Gap(0, 0))
		for _, b := range f.buttons {
			line = append(line, b)
		}
		row = kit.LineGrow(8, 1, line...)
	}
	if row != nil {
		above, below := kit.Rule(false), kit.Rule(false)
		d.rules = []fyne.CanvasObject{above, below}
		head.Add(above)
		foot.Add(below)
		foot.Add(kit.Inset(row, 14, pad, pad-2, pad))
	} else {
		foot.Add(kit.Gap(0, 8))
	}
	if f.bare {
		head, foot = kit.Column(0), kit.Column(0)
	}
	d.head, d.foot = head, foot
	ground := kit.NewCard(kit.Surface)
	ground.Radius = 10
	if f.place == drawer {
		ground.Radius = 0
	}
	floats := f.place == popup || f.place == loose
	if floats {
		ground.Stroke = control
	}
	card := newPane(container.NewStack(ground, container.New(stacked{}, head, middle, foot)))
	d.card = card
	d.dim = kit.NewGround(scrim)
	if floats {
		d.dim.Fill = nothing
	}
	d.root, d.tipsDone = kit.TipsOver(d.canvas, container.New(dialogLayout{d}, d.dim, card))
}

const pad = 20

func (d *Dialog) setSubtitle(text string) {
	d.sub.Set(text)
	if text == "" {
		d.sub.Hide()
	} else {
		d.sub.Show()
	}
}

// CreateRenderer implements [fyne.Widget].
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.root) }

// Tapped implements [fyne.Tappable]: a click beside a popup closes it.
func (d *Dialog) Tapped(*fyne.PointEvent) {
	if d.frame.place != middle {
		d.cancel()
	}
}

// MouseIn implements [desktop.Hoverable], so that nothing below is under the pointer.
func (d *Dialog) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements [desktop.Hoverable].
func (d *Dialog) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (d *Dialog) MouseOut() {}

type dialogLayout struct{ d *Dialog }

func (l dialogLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

func (l dialogLayout) Layout(_ []fyne.CanvasObject, room fyne.Size) {
	d, f := l.d, l.d.frame
	d.dim.Resize(room)
	w := min(f.width, room.Width-2*margin)
	most := room.Height - 2*margin
	h := f.height
	switch f.place {
	case drawer:
		d.card.Resize(fyne.NewSize(w, room.Height))
		d.card.Move(fyne.NewPos(room.Width-w, 0))
		return
	case popup:
		most = room.Height - f.at.Y - margin
	}
	for _, r := range d.rules {
		r.Hide()
	}
	if h == 0 && d.body != nil {
		d.body.Resize(fyne.NewSize(w, d.body.Size().Height))
		h = d.body.MinSize().Height + d.head.MinSize().Height + d.foot.MinSize().Height
	}
	cut := h > most
	h = min(h, most)
	for i, r := range d.rules {
		if cut || f.ruled || f.fill && i == 1 {
			r.Show()
		}
	}
	d.card.Resize(fyne.NewSize(w, h))
	d.card.Refresh()
	if f.place == popup {
		x := max(margin, min(f.at.X-w, room.Width-w-margin))
		d.card.Move(fyne.NewPos(x, f.at.Y))
		return
	}
	if f.place == loose {
		at := fyne.NewPos((room.Width-w)/2, min(72, (room.Height-h)/2))
		if f.spot != nil {
			at = *f.spot
		}
		d.card.Move(fyne.NewPos(max(4, min(at.X, room.Width-w-4)), max(4, min(at.Y, room.Height-h-4))))
		return
	}
	// A little above the middle, where the eye expects it.
	d.card.Move(fyne.NewPos((room.Width-w)/2, (room.Height-h)*0.44))
}

const margin = 20

// relayout fits the card to a body that has changed.
func (d *Dialog) relayout() {
	if d.root != nil && !d.closed {
		l := dialogLayout{d}
		l.Layout(nil, d.Size())
		l.Layout(nil, d.Size())
		d.card.Refresh()
	}
}
