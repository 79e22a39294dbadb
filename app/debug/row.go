package debug

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine"
	"flowbench/engine/event"
)

// nameOf is a step's name as the flow log shows it.
func nameOf(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// outcome is what stands beside a step's name: the status of its call, the branch it
// took, or how many items; bad tells that it is a failure.
func outcome(s *Step) (label string, bad bool) {
	if s.Items != nil {
		return strconv.Itoa(s.Item) + " ×", false
	}
	if c := s.Call(); c != nil && c.Status > 0 {
		return strconv.Itoa(c.Status), c.Status >= 400
	}
	return branchLabel(s.Port), false
}

// A mark is how a state looks: never by its colour alone.
func mark(s event.Status) (icon string, ink func(*draw.Theme) color.NRGBA) {
	switch s {
	case event.Succeeded:
		return "check", func(t *draw.Theme) color.NRGBA { return t.Success }
	case event.Failed:
		return "cross", func(t *draw.Theme) color.NRGBA { return t.Failure }
	case event.Skipped:
		return "minus", func(t *draw.Theme) color.NRGBA { return t.Faint }
	case event.Cancelled:
		return "stop", func(t *draw.Theme) color.NRGBA { return t.Muted }
	}
	return "more", func(t *draw.Theme) color.NRGBA { return t.Primary }
}

// A stepRow is one line of the flow log.
type stepRow struct {
	widget.BaseWidget
	list *stepList
	line line
	over bool
	cut  bool // the summary has no room
}

func newStepRow(l *stepList) *stepRow {
	r := &stepRow{list: l, line: line{step: &Step{StepView: &engine.StepView{}}, log: -1}}
	r.ExtendBaseWidget(r)
	return r
}

func (r *stepRow) set(l line) {
	r.line = l
	r.Refresh()
}

// Tapped implements [fyne.Tappable].
func (r *stepRow) Tapped(*fyne.PointEvent) {
	kit.TipOut(r)
	r.list.tap(r.line)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.list); c != nil {
		c.Focus(r.list)
	}
}

// MouseIn implements [desktop.Hoverable].
func (r *stepRow) MouseIn(e *desktop.MouseEvent) {
	r.over = true
	if r.cut {
		kit.TipIn(r, r.text(), e.AbsolutePosition)
	}
	r.Refresh()
}

// MouseMoved implements [desktop.Hoverable].
func (r *stepRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (r *stepRow) MouseOut() {
	r.over = false
	kit.TipOut(r)
	r.Refresh()
}

// Cursor implements [desktop.Cursorable].
func (r *stepRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (r *stepRow) text() string {
	switch {
	case r.line.item != nil:
		return r.line.item.summary()
	case r.line.log < 0:
		return r.line.step.Summary
	}
	l := r.line.step.Logs[r.line.log]
	if l.Label == "" {
		return Brief(l.Value)
	}
	return l.Label + ": " + Brief(l.Value)
}

// CreateRenderer implements [fyne.Widget].
func (r *stepRow) CreateRenderer() fyne.WidgetRenderer {
	text := func() *fynecanvas.Text { return fynecanvas.NewText("", nil) }
	rr := &stepRowRenderer{row: r, ground: fynecanvas.NewRectangle(kit.Clear), arrow: kit.NewColorIcon("chevron-right", 12, func() color.Color { return kit.Colors().Muted }), icon: kit.NewIcon("", 16),
		name: text(), label: text(), took: text(), summary: text(),
		track: fynecanvas.NewRectangle(kit.Clear), bar: fynecanvas.NewRectangle(kit.Clear)}
	rr.ground.CornerRadius, rr.bar.CornerRadius = kit.Radius, 2
	rr.name.TextSize, rr.label.TextSize, rr.took.TextSize, rr.summary.TextSize = kit.BodySize, 12, 12, 11.5
	rr.name.TextStyle.Bold, rr.summary.TextStyle.Monospace = true, true
	rr.took.Alignment = fyne.TextAlignTrailing
	rr.Refresh()
	return rr
}

// The places of a row, from its left. Without room the bar goes first.
const (
	rowHeight  = 28
	pitch      = rowHeight + 2 // from row to row
	indent     = 14
	treeWide   = 16 // of the arrows
	iconAt     = 8
	nameAt     = 34
	labelWide  = 58
	tookWide   = 58
	barWide    = 72
	gap        = 12
	summaryFor = 130 // the least room for the summary before the bar goes
)

type stepRowRenderer struct {
	row                        *stepRow
	ground, track, bar         *fynecanvas.Rectangle
	arrow, icon                *kit.Icon
	name, label, took, summary *fynecanvas.Text
}

func (r *stepRowRenderer) Destroy()           {}
func (r *stepRowRenderer) MinSize() fyne.Size { return fyne.NewSize(120, rowHeight) }
func (r *stepRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.arrow, r.icon, r.name, r.label, r.took, r.track, r.bar, r.summary}
}

func (r *stepRowRenderer) Layout(s fyne.Size) {
	l, cols := r.row.line, r.row.list.columns
	r.ground.Resize(s)
	mid := func(o fyne.CanvasObject, x, w float32) {
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
	}
	deep := float32(l.depth) * indent
	mid(r.arrow, deep+5, 12)
	in := cols.tree + deep
	mid(r.icon, iconAt+in, 16)
	r.name.Text = kit.Elide(l.title(), cols.name-deep, r.name.TextSize, r.name.TextStyle)
	mid(r.name, nameAt+in, cols.name-deep)
	x := float32(nameAt) + cols.tree + cols.name + gap
	if l.log >= 0 { // a logged value stands under its step
		r.fit(nameAt+in+14, s)
		mid(r.icon, nameAt+in-6, 14)
		r.track.Hide()
		r.bar.Hide()
		return
	}
	r.label.Text = kit.Elide(r.labelText(), labelWide-4, r.label.TextSize, r.label.TextStyle)
	mid(r.label, x, labelWide)
	x += labelWide
	mid(r.took, x, tookWide)
	x += tookWide + gap
	if s.Width-x-barWide-gap < summaryFor {
		r.track.Hide()
		r.bar.Hide()
	} else {
		r.place(x, s)
		x += barWide + gap
	}
	r.fit(x, s)
}

// fit gives the summary what room is left.
func (r *stepRowRenderer) fit(x float32, s fyne.Size) {
	room := s.Width - x - 10
	whole := r.row.text()
	r.summary.Text = kit.Elide(whole, room, r.summary.TextSize, r.summary.TextStyle)
	r.row.cut = r.summary.Text != whole
	h := r.summary.MinSize().Height
	r.summary.Resize(fyne.NewSize(room, h))
	r.summary.Move(fyne.NewPos(x, (s.Height-h)/2))
}

// place draws the time bar: where in the run the step lay, and how long it took.
func (r *stepRowRenderer) place(x float32, s fyne.Size) {
	l, total := r.row.line, r.row.list.columns.total
	r.track.Show()
	r.track.Move(fyne.NewPos(x, s.Height/2))
	r.track.Resize(fyne.NewSize(barWide, 1))
	if l.status() == event.Skipped || total <= 0 {
		r.bar.Hide()
		return
	}
	r.bar.Show()
	from, width := span(l.offset(), r.spent(), total, barWide)
	r.bar.Move(fyne.NewPos(x+from, s.Height/2-3))
	r.bar.Resize(fyne.NewSize(width, 7))
}

// span is where a bar begins and how wide it is; it is never too thin to be seen.
func span(offset, ms, total float64, width float32) (from, wide float32) {
	wide = max(3, float32(min(ms/total, 1))*width)
	from = min(float32(offset/total)*width, width-wide)
	return max(0, from), wide
}

// spent is how long the step took, or runs by now.
func (r *stepRowRenderer) spent() float64 {
	l := r.row.line
	switch {
	case l.status() == "":
		return max(0, r.row.list.columns.total-l.offset())
	case l.item != nil:
		return max(0, l.item.until-l.offset())
	}
	return l.step.MS
}

func (r *stepRowRenderer) labelText() string {
	if r.row.line.item != nil {
		return ""
	}
	text, _ := outcome(r.row.line.step)
	return text
}

func (r *stepRowRenderer) Refresh() {
	t, l := kit.Colors(), r.row.line
	st := l.step
	isLog := l.log >= 0
	chosen := st.Path != "" && l.key() == r.row.list.lit && !isLog
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = kit.Clear, kit.Clear, 0
	switch {
	case chosen:
		r.ground.FillColor = t.Chosen
		if r.row.list.focused {
			r.ground.StrokeColor, r.ground.StrokeWidth = t.Primary, 2
		}
	case r.row.over:
		r.ground.FillColor = t.Hover
	}
	status := l.status()
	icon, ink := mark(status)
	if l.item != nil && l.item.failed != nil && status == event.Succeeded { // a node inside went on from it
		icon, ink = "warning", func(t *draw.Theme) color.NRGBA { return t.Warning }
	}
	name, text := t.Text, t.Muted
	switch status {
	case event.Skipped:
		name, text = t.Muted, t.Faint
	case event.Failed:
		text = t.Failure
	}
	if isLog {
		icon, ink, text = "debug", func(t *draw.Theme) color.NRGBA { return t.Tints[draw.DebugTint] }, t.Text
	}
	r.icon.Name, r.icon.Color = icon, func() color.Color { return ink(kit.Colors()) }
	r.name.Color, r.label.Color, r.took.Color, r.summary.Color = name, t.Muted, t.Muted, text
	if _, bad := outcome(st); bad && l.item == nil {
		r.label.Color = t.Failure
	}
	r.took.Text = ""
	if !isLog && status != event.Skipped {
		r.took.Text = Duration(r.spent())
	}
	r.track.FillColor, r.bar.FillColor = t.Border, ink(t)
	for _, o := range []fyne.CanvasObject{r.name, r.label, r.took} {
		if isLog {
			o.Hide()
		} else {
			o.Show()
		}
	}
	r.arrow.Name = "chevron-right"
	if l.isOpen() {
		r.arrow.Name = "chevron-down"
	}
	if r.arrow.Show(); !l.opens() {
		r.arrow.Hide()
	}
	r.Layout(r.row.Size())
	for _, o := range r.Objects() {
		if o.Visible() {
			o.Refresh()
		}
	}
}
