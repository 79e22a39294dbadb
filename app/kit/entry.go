package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// An Entry is a field for text. It tells of keys first to who asks, so that a list of
// completions can take the arrows. One of several lines grows with its text up to Most.
type Entry struct {
	widget.Entry
	hover
	OnKey   func(*fyne.KeyEvent) bool // true: taken
	OnBlur  func()
	OnFocus func()
	Lines   int  // of room at least
	Most    int  // of room, before it scrolls
	Soft    bool // one paragraph: it wraps and grows, but Enter begins no line
	TakeTab bool // OnKey is told of Tab too

	self    fyne.Widget // the one in the window: what an Entry is part of, such as a Secret
	focused bool
	bad     bool
	badRole Role
	width   float32
	rows    int
}

// NewEntry makes a field of one line, or of more.
func NewEntry(lines int) *Entry {
	e := &Entry{}
	e.init(lines)
	e.ExtendBaseWidget(e)
	return e
}

// NewSoft makes a field for one paragraph, which wraps where it is longer than the field.
func NewSoft() *Entry {
	e := &Entry{Soft: true}
	e.init(2)
	e.Lines, e.rows = 1, 1
	e.SetMinRowsVisible(1)
	e.ExtendBaseWidget(e)
	return e
}

// ExtendBaseWidget implements [fyne.Widget]. What embeds an Entry is what the window knows.
func (e *Entry) ExtendBaseWidget(w fyne.Widget) {
	e.self = w
	e.Entry.ExtendBaseWidget(w)
}

// AcceptsTab implements [fyne.Tabbable]: Tab leads to the next control.
func (e *Entry) AcceptsTab() bool { return e.TakeTab }

func (e *Entry) init(lines int) {
	e.Lines, e.Most = lines, max(lines, 14)
	if lines > 1 {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.rows = lines
		e.SetMinRowsVisible(lines)
	} else {
		e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // scrolls to the side, without a bar
	}
}

// NewSearch makes a search field.
func NewSearch(hint string, on func(string)) *Entry {
	e := NewEntry(1)
	e.PlaceHolder = hint
	e.OnChanged = on
	e.Icon = theme.SearchIcon()
	return e
}

// SetAction puts a button into the field, at its right.
func (e *Entry) SetAction(b *Button) {
	b.Tiny = true
	e.ActionItem = b
}

// SetTip gives the field a tooltip, for one that stands without a label.
func (e *Entry) SetTip(tip string) { e.tip = tip }

// Mark draws the field's border in the colour of a problem; Unmark takes that back.
func (e *Entry) Mark(r Role) { e.mark(true, r) }

// Unmark draws the border as ever.
func (e *Entry) Unmark() { e.mark(false, Body) }

func (e *Entry) mark(bad bool, r Role) {
	if e.bad != bad || e.badRole != r {
		e.bad, e.badRole = bad, r
		e.Refresh()
	}
}

// Put sets the text without telling OnChanged.
func (e *Entry) Put(text string) {
	if e.Text == text {
		return
	}
	on := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = on
}

// Insert puts a text where the cursor is, and tells OnChanged.
func (e *Entry) Insert(text string) { e.Replace(e.Offset(), e.Offset(), text) }

// Replace puts a text in place of the runes from one offset to another, and the cursor
// behind it.
func (e *Entry) Replace(from, to int, text string) {
	runes := []rune(e.Text)
	to = min(to, len(runes))
	from = min(from, to)
	e.SetText(string(runes[:from]) + text + string(runes[to:]))
	e.SetOffset(from + len([]rune(text)))
}

// Offset is where the cursor is, in runes.
func (e *Entry) Offset() int {
	at := e.CursorColumn
	if e.MultiLine {
		at = e.CursorTextOffset() // wrapped rows are asked of the widget
	}
	return min(at, len([]rune(e.Text)))
}

// SetOffset moves the cursor.
func (e *Entry) SetOffset(at int) {
	if !e.MultiLine {
		e.CursorColumn = at
		e.Refresh()
		return
	}
	// Rows may be wrapped: the row is the last that begins at or before the place. One
	// beyond the last begins at 0, says Fyne.
	e.CursorColumn = 0
	row, begins := 0, 0
	for next := 1; ; next++ {
		e.CursorRow = next
		b := e.CursorTextOffset()
		if b <= begins || b > at {
			break
		}
		row, begins = next, b
	}
	e.CursorRow, e.CursorColumn = row, max(0, at-begins)
	e.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(k) {
		return
	}
	switch enter := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter; {
	case foreign(k.Name):
		PassKey(e.self, k)
	case e.Soft && enter:
		if e.OnSubmitted != nil {
			e.OnSubmitted(e.Text)
		}
	default:
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut implements [fyne.Shortcutable]. Control+Space presses the button in the
// field; in one paragraph a paste brings no line breaks.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.KeyName == fyne.KeySpace && c.Modifier == fyne.KeyModifierControl {
		if b, ok := e.ActionItem.(*Button); ok {
			b.Tapped(nil)
		}
		return
	}
	e.Entry.TypedShortcut(s)
	if _, ok := s.(*fyne.ShortcutPaste); ok && e.Soft && strings.ContainsAny(e.Text, "\r\n") {
		at := e.Offset()
		e.SetText(strings.NewReplacer("\r\n", " ", "\n", " ").Replace(e.Text))
		e.SetOffset(at)
	}
}

// SelectAll selects the text: what is typed then takes its place.
func (e *Entry) SelectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// FocusGained implements [fyne.Focusable].
func (e *Entry) FocusGained() {
	e.focused = true
	TipOut(e.self)
	e.Entry.FocusGained()
	if !e.MultiLine && !e.over { // by key: one goes on writing at the end
		e.SetOffset(len([]rune(e.Text)))
	}
	if e.OnFocus != nil {
		e.OnFocus()
	}
}

// FocusLost implements [fyne.Focusable].
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnBlur != nil {
		e.OnBlur()
	}
}

// MouseIn implements [desktop.Hoverable].
func (e *Entry) MouseIn(ev *desktop.MouseEvent) { e.in(e.self, ev) }

// MouseMoved implements [desktop.Hoverable].
func (e *Entry) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (e *Entry) MouseOut() { e.out(e.self) }

// grow makes room for the text as it is.
func (e *Entry) grow() {
	if !e.MultiLine || e.width == 0 {
		return
	}
	size, pad := e.Theme().Size(theme.SizeNameText), e.Theme().Size(theme.SizeNameInnerPadding)
	room := e.width - 2*pad
	if e.ActionItem != nil {
		room -= 20
	}
	rows := max(e.Lines, rowsOf(e.Text, room, size, e.TextStyle, e.Most))
	if rows != e.rows {
		e.rows = rows
		e.SetMinRowsVisible(rows)
	}
}

// CreateRenderer implements [fyne.Widget]. The border is our own: Fyne's lies between
// two pixels.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e, ground: box(Clear, Clear, 1, Radius)}
	r.paint()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	entry   *Entry
	ground  *fynecanvas.Rectangle
	objects []fyne.CanvasObject
}

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	r.objects = append(append(r.objects[:0], r.ground), r.WidgetRenderer.Objects()[2:]...)
	return r.objects
}

func (r *entryRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.ground.Resize(s)
	if a := r.entry.ActionItem; a != nil {
		a.Resize(fyne.NewSquareSize(20))
		a.Move(fyne.NewPos(s.Width-26, 6))
	}
	if r.entry.width != s.Width {
		r.entry.width = s.Width
		r.entry.grow()
	}
}

func (r *entryRenderer) Refresh() {
	r.entry.grow()
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *entryRenderer) paint() {
	e := r.entry
	paintField(r.ground, e.Disabled(), e.focused, e.over, e.bad, e.badRole)
}

// paintField gives the ground of a field its colours: all fields look alike.
func paintField(g *fynecanvas.Rectangle, disabled, focused, over, bad bool, role Role) {
	t := Colors()
	g.FillColor, g.StrokeColor, g.StrokeWidth = t.Background, t.Control, 1
	switch {
	case disabled:
		g.FillColor, g.StrokeColor = t.Hover, t.Border
	case focused:
		g.StrokeColor, g.StrokeWidth = t.Primary, 2
	case bad:
		_, _, g.StrokeColor = role.look()
	case over:
		g.StrokeColor = t.Muted
	}
	g.Refresh()
}

// rowsOf counts the rows that a text takes in a width, up to most.
func rowsOf(text string, width, size float32, style fyne.TextStyle, most int) int {
	n := 0
	for line := ""; n < most; {
		more := false
		line, text, more = cutLine(text)
		switch {
		case line == "" || fyne.MeasureText(line, size, style).Width <= width:
			n++
		default:
			n += len(Wrap(line, width, size, style))
		}
		if !more {
			break
		}
	}
	return min(n, most)
}

func cutLine(s string) (line, rest string, more bool) {
	for i := range len(s) {
		if s[i] == '\n' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}
