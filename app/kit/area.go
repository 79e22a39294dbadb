package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// An Area is a field of several lines in a form: Tab leads to the next control, and
// Control+Enter submits, since Enter begins a line.
type Area struct {
	Entry
	OnSubmit func()
}

// NewArea makes a field of several lines; code is set in the monospace face.
func NewArea(lines int, code bool, submit func()) *Area {
	a := &Area{OnSubmit: submit}
	a.init(max(2, lines))
	a.TextStyle.Monospace = code
	a.ExtendBaseWidget(a)
	return a
}

// TypedShortcut implements [fyne.Shortcutable].
func (a *Area) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	enter := ok && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter)
	if enter && c.Modifier == fyne.KeyModifierShortcutDefault && a.OnSubmit != nil {
		a.OnSubmit()
		return
	}
	a.Entry.TypedShortcut(s)
}
