package window

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
)

// A command is what a person can have the window do. The menu bar, the command palette,
// the shortcuts sheet, the tooltips and the keys all come from the one table of commands,
// in commands.go.
type command struct {
	id    string // never changes: what was used last is kept by it
	title string
	tip   string // for the palette and tooltips, where the title does not say it all
	keys  string // see strokes
	needs *need  // nil: it can always be done
	do    func(*Window)

	on    func(*Window) bool   // of one that is on or off
	name  func(*Window) string // what stands behind the title: "Undo" Move Get
	field claim                // while a text is being written, the key is the text's
	board bool                 // the board sees to its key by itself
}

// A claim says in which fields for text a command's key means what it means in texts.
type claim int

const (
	noField  claim = iota
	anyField       // copy, paste and the like
	ownField       // of a dialog or a search: what is typed into the properties is undone with the document
)

// A menu is a menu of the menu bar, in sections.
type menu struct {
	title    string
	sections [][]command
}

// A need is what has to be there before a command can be done, and what is said if it is not.
type need struct {
	met   func(*Window) bool
	plead string
}

// command returns the command of that id.
func (w *Window) command(id string) *command {
	for c := range w.commands {
		if c.id == id {
			return c
		}
	}
	panic("window: there is no command " + id)
}

// commands yields every command, in the order of the menus.
func (w *Window) commands(yield func(*command) bool) {
	for _, m := range w.menus {
		for _, s := range m.sections {
			for i := range s {
				if !yield(&s[i]) {
					return
				}
			}
		}
	}
}

// can reports whether a command can be done now.
func (w *Window) can(c *command) bool { return c.needs == nil || c.needs.met(w) }

// perform does a command, or says what it needs. Nothing is done behind a dialog.
func (w *Window) perform(c *command) {
	if dialogs.Open(w.win.Canvas()) {
		return
	}
	if !w.can(c) {
		w.toast(c.needs.plead)
		return
	}
	c.do(w)
}

// press does a command whose shortcut was pressed. In a field for text the shortcuts of
// texts are the field's, in a dialog too.
func (w *Window) press(c *command, s fyne.Shortcut) {
	if e := w.writing(c.field); e != nil {
		e.TypedShortcut(w.withClipboard(s))
		return
	}
	w.perform(c)
}

// writing is the field for text that has the focus, if a claim is on it.
func (w *Window) writing(in claim) fyne.Shortcutable {
	f := w.win.Canvas().Focused()
	e, ok := f.(fyne.Shortcutable)
	if !ok || in == noField || f == fyne.Focusable(w.board) {
		return nil
	}
	if in == ownField && !dialogs.Open(w.win.Canvas()) && w.s != nil && f != w.palette.Search() && f != w.find.search {
		return nil
	}
	return e
}

// withClipboard gives the shortcuts of a menu, which come without one, the clipboard.
func (w *Window) withClipboard(s fyne.Shortcut) fyne.Shortcut {
	switch s.(type) {
	case *fyne.ShortcutCut:
		return &fyne.ShortcutCut{Clipboard: w.app.Clipboard()}
	case *fyne.ShortcutCopy:
		return &fyne.ShortcutCopy{Clipboard: w.app.Clipboard()}
	case *fyne.ShortcutPaste:
		return &fyne.ShortcutPaste{Clipboard: w.app.Clipboard()}
	}
	return s
}

// label is the title with what stands behind it.
func (w *Window) label(c *command) string {
	if c.name != nil {
		if more := c.name(w); more != "" {
			return c.title + " " + more
		}
	}
	return c.title
}

// key is the command's first key, for a person.
func (c *command) key() string {
	for _, s := range strokes(c.keys) {
		return s.String()
	}
	return ""
}

// hint is a command's tooltip.
func (c *command) hint() string {
	if c.tip != "" {
		return kit.Tip(c.tip, c.key())
	}
	return kit.Tip(c.title, c.key())
}

// listen has the keys of all commands do them. What the menu bar shows with Ctrl or Alt,
// it sees to itself; the rest comes here: second shortcuts, and keys without either.
func (w *Window) listen() {
	c := w.win.Canvas()
	chars, keys := map[rune]*command{}, map[stroke]*command{}
	for cmd := range w.commands {
		for i, s := range strokes(cmd.keys) {
			switch {
			case !s.bare() && i > 0:
				c.AddShortcut(s.shortcut(), func(s fyne.Shortcut) { w.press(cmd, s) })
			case !s.bare() || cmd.board:
			case s.char() != 0:
				chars[s.char()] = cmd
			default:
				keys[s.typed()] = cmd
			}
		}
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		pressed := stroke(e.Name)
		if d, ok := w.app.Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
			pressed = "Shift+" + pressed
		}
		if cmd := keys[pressed]; cmd != nil {
			w.perform(cmd)
		}
	})
	c.SetOnTypedRune(func(r rune) {
		if cmd := chars[unicode.ToLower(r)]; cmd != nil {
			w.perform(cmd)
		}
	})
}
