package canvas

import (
	"math"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// notch is what one notch of a mouse wheel scrolls.
const notch = 25.0

// Scrolled implements fyne.Scrollable. A wheel zooms at the pointer; with Shift,
// and by two fingers, which scroll in parts of a notch or sideways, it pans.
func (b *Board) Scrolled(e *fyne.ScrollEvent) {
	dx, dy := float64(e.Scrolled.DX), float64(e.Scrolled.DY)
	if dx != 0 || math.Mod(dy, notch) != 0 && modifiers()&fyne.KeyModifierShortcutDefault == 0 {
		b.pan(geom.Pt(dx, dy))
		return
	}
	b.zoomAt(point(e.Position), b.view.Zoom*math.Pow(1.1, dy/notch))
}

func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// MouseIn implements desktop.Hoverable.
func (b *Board) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *Board) MouseMoved(e *desktop.MouseEvent) {
	at := point(e.Position)
	b.mouse = &at
	if b.gesture != nil {
		return
	}
	b.cursor = desktop.DefaultCursor
	hit, ok := b.at(point(e.Position))
	b.peek.over(b, hit.ID, ok && hit.Part != draw.Output, point(e.Position))
	var port geom.Point
	onPort := false
	if ok {
		b.cursor = desktop.PointerCursor
		if hit.Part == draw.Resize {
			b.cursor = desktop.CrosshairCursor
		}
		if n := b.scene.Node(hit.ID.Key); n != nil && hit.Part == draw.Output {
			b.cursor = desktop.CrosshairCursor
			port, _, onPort = n.Out(hit.Port)
		}
	}
	if b.live.hover(port, onPort) {
		b.place()
	}
}

// MouseOut implements desktop.Hoverable.
func (b *Board) MouseOut() {
	b.mouse = nil
	b.peek.hide(b)
	if b.gesture == nil && b.live.hover(geom.Point{}, false) {
		b.place()
	}
}

// Cursor implements desktop.Cursorable.
func (b *Board) Cursor() desktop.Cursor { return b.cursor }

// DoubleTapped implements fyne.DoubleTappable: it opens a node, a note or a group's
// title for writing, and on the empty board asks what shall be added there.
func (b *Board) DoubleTapped(e *fyne.PointEvent) {
	at := point(e.Position)
	hit, ok := b.at(at)
	switch {
	case !ok:
		b.quick(Quick{At: b.view.World(at), In: b.bodyAt(b.view.World(at), nil)}, at)
	case hit.Part != draw.Body:
	case hit.ID.Sort == draw.NodeItem:
		b.open(flow.Key(hit.ID.Key))
	case hit.ID.Sort == draw.NoteItem:
		b.EditNote(int(hit.ID.Key))
	case hit.ID.Sort == draw.GroupItem:
		b.RenameGroup(int(hit.ID.Key))
	}
}

func (b *Board) open(k flow.Key) {
	if b.OnOpen != nil {
		b.OnOpen(k)
	}
}

// TappedSecondary implements fyne.SecondaryTappable: it shows the menu.
func (b *Board) TappedSecondary(e *fyne.PointEvent) {
	if b.Menu == nil || b.quiet {
		return
	}
	menu := b.Menu(b.spot(point(e.Position)))
	c := fyne.CurrentApp().Driver().CanvasForObject(b)
	if menu == nil || c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(menu, c, e.AbsolutePosition)
}

// FocusGained implements fyne.Focusable.
func (b *Board) FocusGained() {
	b.focused = true
	b.live.pending = nil // what was being chosen is, or was given up
	b.place()
}

// FocusLost implements fyne.Focusable.
func (b *Board) FocusLost() {
	b.space, b.focused, b.walking = false, false, false
	b.cancel()
	b.place()
}

// KeyDown implements desktop.Keyable: the space bar held pans.
func (b *Board) KeyDown(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		b.space = true
	}
}

// KeyUp implements desktop.Keyable.
func (b *Board) KeyUp(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		b.space = false
	}
}

// TypedKey implements fyne.Focusable.
func (b *Board) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDelete, fyne.KeyBackspace:
		if !b.cancel() {
			b.Delete()
		}
	case fyne.KeyEscape:
		if !b.cancel() {
			b.Select()
		}
	case fyne.KeyTab:
		by := 1
		if modifiers()&fyne.KeyModifierShift != 0 {
			by = -1
		}
		b.walk(by)
	case fyne.KeyReturn, fyne.KeyEnter:
		if keys := b.Selected(); len(keys) == 1 {
			b.open(keys[0])
		} else if len(keys) == 0 && !b.sel.empty() {
			b.Rename()
		}
	case fyne.KeyLeft:
		b.nudge(-1, 0)
	case fyne.KeyRight:
		b.nudge(1, 0)
	case fyne.KeyUp:
		b.nudge(0, -1)
	case fyne.KeyDown:
		b.nudge(0, 1)
	default:
		if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(e)
		}
	}
}

// nudge moves the selected nodes by one step of the grid, with Shift by four;
// with nothing selected it pans.
func (b *Board) nudge(x, y float64) {
	if b.gesture != nil {
		return
	}
	if len(b.sel.nodes)+len(b.sel.notes)+len(b.sel.groups) == 0 {
		b.pan(geom.Pt(-x, -y).Mul(4 * Grid))
		return
	}
	step := Grid
	if modifiers()&fyne.KeyModifierShift != 0 {
		step *= 4
	}
	b.emit(b.moveEdit(b.moving(), b.SelectedNotes(), geom.Pt(x, y).Mul(step), nil))
	b.follow()
}

// TypedRune implements fyne.Focusable. What the board has no use for is passed
// on to the window.
func (b *Board) TypedRune(r rune) {
	switch r {
	case '+', '=':
		b.ZoomTo(b.view.Zoom * zoomStep)
	case '-', '_':
		b.ZoomTo(b.view.Zoom / zoomStep)
	case '0':
		b.ZoomTo(1)
	case '1', 'f', 'F':
		b.Fit()
	case ' ':
	default:
		if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil && c.OnTypedRune() != nil {
			c.OnTypedRune()(r)
		}
	}
}

// alongs are the ways to go along wires, by the arrows.
var alongs = map[fyne.KeyName][2]int{
	fyne.KeyLeft: {-1, 0}, fyne.KeyRight: {1, 0}, fyne.KeyUp: {0, -1}, fyne.KeyDown: {0, 1},
}

// TypedShortcut implements fyne.Shortcutable. What the board has no use for is
// passed on to the window.
func (b *Board) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		b.SelectAll()
		return
	case *desktop.CustomShortcut:
		d, ok := alongs[s.KeyName]
		switch {
		case ok && s.Modifier == fyne.KeyModifierAlt:
			b.Follow(d[0], d[1])
			return
		case ok && s.Modifier == fyne.KeyModifierAlt|fyne.KeyModifierShift:
			b.Extend(d[0], d[1])
			return
		}
	}
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(b).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
