package debug

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// A keyList is a list whose choice follows the arrow keys and which hears Ctrl+C. It
// leaves it to its rows to show what is chosen, and where the focus is.
type keyList struct {
	widget.List
	focused   bool
	onMove    func(by int)
	onKeyCopy func()
	onOpen    func(open bool) // Right and Left; may be nil
}

// far is further than any list is long.
const far = 1 << 30

// FocusGained implements [fyne.Focusable].
func (l *keyList) FocusGained() { l.focused = true; l.List.Refresh() }

// FocusLost implements [fyne.Focusable].
func (l *keyList) FocusLost() { l.focused = false; l.List.Refresh() }

// TypedKey implements [fyne.Focusable].
func (l *keyList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.onMove(-1)
	case fyne.KeyDown:
		l.onMove(1)
	case fyne.KeyPageUp:
		l.onMove(-8)
	case fyne.KeyPageDown:
		l.onMove(8)
	case fyne.KeyRight, fyne.KeyLeft:
		if l.onOpen != nil {
			l.onOpen(e.Name == fyne.KeyRight)
		}
	case fyne.KeyHome:
		l.onMove(-far)
	case fyne.KeyEnd:
		l.onMove(far)
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (l *keyList) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok {
		l.onKeyCopy()
	}
}
