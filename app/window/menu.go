package window

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
)

// menuBar is the window's menu bar. Its shortcuts win over the widget that has the focus:
// see press.
func (w *Window) menuBar() *fyne.MainMenu {
	bar := fyne.NewMainMenu()
	for _, m := range w.menus {
		one := fyne.NewMenu(m.title)
		for i, section := range m.sections {
			if i > 0 {
				one.Items = append(one.Items, fyne.NewMenuItemSeparator())
			}
			for j := range section {
				one.Items = append(one.Items, w.menuItem(&section[j]))
			}
		}
		bar.Items = append(bar.Items, one)
	}
	return bar
}

// menuItem is a command as an entry of a menu.
func (w *Window) menuItem(c *command) *fyne.MenuItem {
	it := fyne.NewMenuItem(w.label(c), nil)
	if all := strokes(c.keys); len(all) > 0 && (!all[0].bare() || runtime.GOOS != "darwin") { // a Mac's menu would take a bare key from every field
		it.Shortcut = all[0].shortcut()
	}
	it.Action = func() { w.press(c, it.Shortcut) }
	it.Disabled = !w.can(c)
	it.Checked = c.on != nil && c.on(w)
	it.IsQuit = c.id == "quit"
	return it
}

// menuState is all that the menu bar shows and that changes.
func (w *Window) menuState() string {
	var s strings.Builder
	for c := range w.commands {
		s.WriteString(w.label(c))
		if w.can(c) {
			s.WriteByte('+')
		}
		if c.on != nil && c.on(w) {
			s.WriteByte('*')
		}
	}
	return s.String()
}

// refreshMenu renews the menu bar when what it shows has changed.
func (w *Window) refreshMenu() {
	if now := w.menuState(); now != w.menuFor {
		w.menuFor = now
		w.win.SetMainMenu(w.menuBar())
	}
}

// popUp makes a pop-up menu of commands; "" is a line between them.
func (w *Window) popUp(ids ...string) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, id := range ids {
		if id == "" {
			items = append(items, fyne.NewMenuItemSeparator())
			continue
		}
		c := w.command(id)
		it := w.menuItem(c)
		it.Action = func() { w.perform(c) }
		items = append(items, it)
	}
	return items
}
