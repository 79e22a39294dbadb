package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"flowbench/canvas/draw"
)

// An Entry is a field for text. It tells of keys first to who asks, so that a list of
// completions can take the arrows.
type Entry struct {
	widget.Entry
	OnKey   func(*fyne.KeyEvent) bool // true: taken
	OnBlur  func()
	OnFocus func()
	Lines   int
}

// NewEntry makes a field of one line, or of more.
func NewEntry(lines int) *Entry {
	e := &Entry{Lines: lines}
	if lines > 1 {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(lines)
	} else {
		e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // scrolls to the side, without a bar
	}
	e.ExtendBaseWidget(e)
	return e
}

// NewCode makes a field for code.
func NewCode(lines int) *Entry {
	e := NewEntry(lines)
	e.TextStyle.Monospace = true
	return e
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
func (e *Entry) Insert(text string) {
	runes := []rune(e.Text)
	at := e.offset()
	at = min(at, len(runes))
	e.SetText(string(runes[:at]) + text + string(runes[at:]))
	e.place(at + len([]rune(text)))
}

// Offset is where the cursor is, in runes.
func (e *Entry) Offset() int { return min(e.offset(), len([]rune(e.Text))) }

// SetOffset moves the cursor.
func (e *Entry) SetOffset(at int) { e.place(at) }

// offset counts by the text's own lines: wrapped rows are asked from the widget.
func (e *Entry) offset() int {
	if !e.MultiLine {
		return e.CursorColumn
	}
	return e.CursorTextOffset()
}

func (e *Entry) place(at int) {
	if !e.MultiLine {
		e.CursorColumn = at
		e.Refresh()
		return
	}
	row, col := 0, 0
	for i, r := range []rune(e.Text) {
		if i == at {
			break
		}
		if r == '\n' {
			row, col = row+1, 0
		} else {
			col++
		}
	}
	e.CursorRow, e.CursorColumn = row, col
	e.Refresh()
}

// TypedKey implements [fyne.Focusable].
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(k) {
		return
	}
	if foreign(k.Name) {
		PassKey(e, k)
		return
	}
	e.Entry.TypedKey(k)
}

// FocusGained implements [fyne.Focusable].
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus()
	}
}

// FocusLost implements [fyne.Focusable].
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnBlur != nil {
		e.OnBlur()
	}
}

// A Switch is on or off.
type Switch struct {
	widget.BaseWidget
	hover
	On        bool
	OnChanged func(bool)
	focused   bool
}

// NewSwitch makes a switch.
func NewSwitch(on bool, tip string, changed func(bool)) *Switch {
	s := &Switch{On: on, OnChanged: changed}
	s.tip = tip
	s.ExtendBaseWidget(s)
	return s
}

// Tapped implements [fyne.Tappable].
func (s *Switch) Tapped(*fyne.PointEvent) {
	s.On = !s.On
	s.Refresh()
	if s.OnChanged != nil {
		s.OnChanged(s.On)
	}
}

// Put sets the switch without telling.
func (s *Switch) Put(on bool) { s.On = on; s.Refresh() }

// MouseIn implements [desktop.Hoverable].
func (s *Switch) MouseIn(e *desktop.MouseEvent) { s.in(s, e) }

// MouseMoved implements [desktop.Hoverable].
func (s *Switch) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (s *Switch) MouseOut() { s.out(s) }

// FocusGained implements [fyne.Focusable].
func (s *Switch) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements [fyne.Focusable].
func (s *Switch) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune implements [fyne.Focusable].
func (s *Switch) TypedRune(rune) {}

// TypedKey implements [fyne.Focusable].
func (s *Switch) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn {
		s.Tapped(nil)
		return
	}
	PassKey(s, e)
}

// Cursor implements [desktop.Cursorable].
func (s *Switch) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements [fyne.Widget].
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	r := &switchRenderer{s: s, track: NewGround(nil), knob: NewGround(nil)}
	r.track.Fill, r.knob.Fill, r.track.Stroke = r.trackColor, Surface, r.trackStroke
	r.track.Radius, r.knob.Radius = 9, 7
	return r
}

// A Field is a control under its label; the label's tooltip says what it is for.
type Field struct {
	widget.BaseWidget
	Label   *Label
	Problem *Prose

	root fyne.CanvasObject
}

// NewField puts a control under its label; beside is what stands at the label's right.
func NewField(label, tip string, required bool, control fyne.CanvasObject, beside ...fyne.CanvasObject) *Field {
	text := label
	if required {
		text += " *"
	}
	f := &Field{Label: NewLabel(text, Caption), Problem: NewProse("", Bad, 3)}
	f.Problem.Hide()
	objects := []fyne.CanvasObject{f.Label}
	var head fyne.CanvasObject
	row := NewRow(f.Label, tip, nil)
	row.Inset = fyne.NewSize(0, 0)
	objects[0] = row
	if tip != "" {
		objects = append(objects, NewHelp(tip))
	}
	objects = append(objects, beside...)
	head = MinSize(LineGrow(4, 0, objects...), 0, 20)
	if sel, ok := control.(*widget.Select); ok {
		control = Framed(sel)
	}
	f.root = Column(2, head, control, f.Problem)
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements [fyne.Widget].
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }

// SetProblem shows what is wrong with the field, or nothing for "".
func (f *Field) SetProblem(text string, role Role) {
	f.Problem.Role = role
	f.Problem.Set(text)
	if text == "" {
		f.Problem.Hide()
	} else {
		f.Problem.Show()
	}
}

// Framed puts the border of a field around a control that has none.
func Framed(o fyne.CanvasObject) fyne.CanvasObject {
	frame := NewGround(func(*draw.Theme) color.Color { return Clear })
	frame.Radius = Radius
	frame.Stroke = func(t *draw.Theme) color.Color { return t.Control }
	return container.NewStack(o, frame)
}

// NewHelp is a small question mark whose tooltip explains.
func NewHelp(tip string) fyne.CanvasObject {
	row := NewRow(NewIcon("help", 14), tip, nil)
	row.Inset = fyne.NewSize(1, 1)
	return row
}

// NewSelect makes a list to choose from. It tells only of choices made by hand.
func NewSelect(options []string, selected string, on func(string)) *widget.Select {
	s := widget.NewSelect(options, nil)
	s.Selected = selected
	s.OnChanged = on
	s.PlaceHolder = "Choose"
	return s
}

// NewSearch makes a search field.
func NewSearch(hint string, on func(string)) *Entry {
	e := NewEntry(1)
	e.PlaceHolder = hint
	e.OnChanged = on
	e.Icon = theme.SearchIcon()
	return e
}
