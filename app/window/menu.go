package window

import (
	"io/fs"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"flowbench/app/dialogs"
	"flowbench/app/look"
	"flowbench/assets"
	"flowbench/engine/kinds"
)

func key(name fyne.KeyName, mods ...fyne.KeyModifier) *desktop.CustomShortcut {
	s := &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
	for _, m := range mods {
		s.Modifier |= m
	}
	return s
}

const shift = fyne.KeyModifierShift

// item makes a menu entry with its key. A key does nothing while a dialog is open, unless
// what it does is for the dialog's fields too.
func (w *Window) item(label string, s fyne.Shortcut, do func()) *fyne.MenuItem {
	_, custom := s.(*desktop.CustomShortcut)
	it := fyne.NewMenuItem(label, func() {
		if !custom || !dialogs.Open(w.win.Canvas()) {
			do()
		}
	})
	it.Shortcut = s
	return it
}

// menu is the window's menu bar. Its shortcuts win over the widget that has the focus, so
// what an entry understands too is handed on to it.
func (w *Window) menu() *fyne.MainMenu {
	sep := fyne.NewMenuItemSeparator
	recent := fyne.NewMenuItem("Open Recent", nil)
	recent.ChildMenu = fyne.NewMenu("")
	for i, path := range w.library.Recent() {
		if i == 10 {
			break
		}
		recent.ChildMenu.Items = append(recent.ChildMenu.Items, fyne.NewMenuItem(path, func() { w.openPath(path) }))
	}
	recent.Disabled = len(recent.ChildMenu.Items) == 0
	file := fyne.NewMenu("File",
		w.item("Add Integration…", key(fyne.KeyN), w.newIntegration),
		w.item("Open File…", key(fyne.KeyO), w.openFile),
		recent, sep(),
		w.item("Save", key(fyne.KeyS), w.save),
		w.item("Save As File…", key(fyne.KeyS, shift), w.saveAs), sep(),
		w.item("Export JSON…", key(fyne.KeyE, shift), w.export),
		fyne.NewMenuItem("Copy JSON to Clipboard", w.exportClipboard),
		w.item("Import JSON from File…", key(fyne.KeyI, shift), w.importFile),
		fyne.NewMenuItem("Import JSON from Clipboard", w.importClipboard), sep(),
		w.item("Start Page", key(fyne.KeyH, shift), w.home),
		w.quit(w.close),
	)
	undo, redo := "Undo", "Redo"
	if w.s != nil {
		if l := w.s.UndoLabel(); l != "" {
			undo += " " + l
		}
		if l := w.s.RedoLabel(); l != "" {
			redo += " " + l
		}
	}
	edit := fyne.NewMenu("Edit",
		w.item(undo, &fyne.ShortcutUndo{}, w.undo),
		w.item(redo, &fyne.ShortcutRedo{}, w.redo), sep(),
		w.item("Duplicate", key(fyne.KeyD), w.duplicate),
		fyne.NewMenuItem("Delete", func() { w.board.Delete() }),
		w.item("Select All", &fyne.ShortcutSelectAll{}, w.selectAll), sep(),
		fyne.NewMenuItem("Rename Node", w.renameNode),
	)
	flowMenu := fyne.NewMenu("Flow",
		w.item("Run Flow", key(fyne.KeyReturn), w.run),
		w.item("Stop", key(fyne.KeyPeriod), w.stop),
		fyne.NewMenuItem("Problems…", w.problemsByKey),
		w.item("Earlier Runs…", key(fyne.KeyH), w.earlierRuns), sep(),
		w.item("Environment…", key(fyne.KeyE), w.chooseEnv),
		fyne.NewMenuItem("Host Mappings…", w.mappings), sep(),
		fyne.NewMenuItem("Add Flow…", w.addFlow),
		fyne.NewMenuItem("Rename Flow…", w.renameFlow),
		fyne.NewMenuItem("Delete Flow…", w.deleteFlow),
	)
	theme := fyne.NewMenuItem("Theme", nil)
	theme.ChildMenu = fyne.NewMenu("")
	for _, m := range []struct {
		label string
		mode  look.Mode
	}{{"As the System", look.System}, {"Light", look.Light}, {"Dark", look.Dark}} {
		it := fyne.NewMenuItem(m.label, func() { w.setTheme(m.mode) })
		it.Checked = w.view.Theme == string(m.mode)
		theme.ChildMenu.Items = append(theme.ChildMenu.Items, it)
	}
	view := fyne.NewMenu("View",
		w.item("Assets", key(fyne.Key1), func() { w.toggle(&w.dock.HideLeft) }),
		w.item("Debug Window", key(fyne.Key2), func() { w.toggle(&w.dock.HideBelow) }),
		w.item("Properties", key(fyne.Key3), func() { w.toggle(&w.dock.HideRight) }), sep(),
		w.item("Search Assets", key(fyne.KeyF), w.searchAssets),
		w.item("Show Whole Flow", key(fyne.Key0), w.board.Fit),
		fyne.NewMenuItem("Zoom to 100 %", func() { w.board.ZoomTo(1) }),
		fyne.NewMenuItem("Auto Arrange", w.arrange), sep(),
		theme,
	)
	help := fyne.NewMenu("Help",
		fyne.NewMenuItem("Your First Flow", func() { w.helpOn("first-flow") }),
		fyne.NewMenuItem("Templates {{ }} and jq", func() { w.helpOn("templates") }),
		fyne.NewMenuItem("Running a Flow", func() { w.helpOn("running") }),
		fyne.NewMenuItem("Sandbox and Live", func() { w.helpOn("sandbox") }), sep(),
		fyne.NewMenuItem("Help on the Selected Node", w.help),
		fyne.NewMenuItem("Keyboard", w.helpKeys),
	)
	return fyne.NewMainMenu(file, edit, flowMenu, view, help)
}

func (w *Window) quit(do func()) *fyne.MenuItem {
	it := w.item("Quit", key(fyne.KeyQ), do)
	it.IsQuit = true
	return it
}

// nothingToUndo is menuFor where neither Undo nor Redo has a label.
const nothingToUndo = "\x00"

// refreshMenu renews the labels of Undo and Redo, when they changed.
func (w *Window) refreshMenu() {
	now := nothingToUndo
	if w.s != nil {
		now = w.s.UndoLabel() + "\x00" + w.s.RedoLabel()
	}
	if now != w.menuFor {
		w.menuFor = now
		w.win.SetMainMenu(w.menu())
	}
}

// shortcuts are the keys that are in no menu.
func (w *Window) shortcuts() {
	c := w.win.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if dialogs.Open(c) {
			return
		}
		switch e.Name {
		case fyne.KeyF1:
			w.help()
		case fyne.KeyF2:
			w.renameNode()
		case fyne.KeyF8:
			w.problemsByKey()
		}
	})
	c.SetOnTypedRune(func(r rune) {
		if r == '/' && !dialogs.Open(c) {
			w.searchAssets()
		}
	})
	c.AddShortcut(key(fyne.KeyZ, shift), func(fyne.Shortcut) { w.redo() })
}

func (w *Window) searchAssets() {
	if w.s == nil {
		return
	}
	if w.dock.HideLeft {
		w.toggle(&w.dock.HideLeft)
	}
	w.win.Canvas().Focus(w.palette.Search())
}

// entry is the field that has the focus, if its own undo and selection come first: a
// field of a dialog or a search. What is typed into the properties is undone with the
// document.
func (w *Window) entry() fyne.Shortcutable {
	f := w.win.Canvas().Focused()
	e, ok := f.(fyne.Shortcutable)
	if !ok || f == fyne.Focusable(w.board) {
		return nil
	}
	return e
}

func (w *Window) undo() {
	if e := w.entry(); e != nil && (dialogs.Open(w.win.Canvas()) || w.s == nil || w.win.Canvas().Focused() == w.palette.Search()) {
		e.TypedShortcut(&fyne.ShortcutUndo{})
		return
	}
	if w.s != nil {
		w.s.Undo()
	}
}

func (w *Window) redo() {
	if e := w.entry(); e != nil && (dialogs.Open(w.win.Canvas()) || w.s == nil || w.win.Canvas().Focused() == w.palette.Search()) {
		e.TypedShortcut(&fyne.ShortcutRedo{})
		return
	}
	if w.s != nil {
		w.s.Redo()
	}
}

func (w *Window) selectAll() {
	if e := w.entry(); e != nil {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
		return
	}
	w.board.SelectAll()
}

func (w *Window) stop() {
	if w.s != nil {
		w.s.CancelRun()
	}
}

func (w *Window) problemsByKey() {
	if w.s == nil {
		return
	}
	at := w.app.Driver().AbsolutePositionForObject(w.bar.warning).AddXY(0, w.bar.warning.Size().Height+2)
	w.showProblems(at)
}

// help shows the help page of the node that is selected, else the keys.
func (w *Window) help() {
	n := w.chosen()
	if n == nil {
		w.helpKeys()
		return
	}
	k, ok := w.kinds.Lookup(n.Kind)
	if !ok {
		return
	}
	page := kinds.Help(k)
	if p := w.faces.Provider(n); p != nil {
		if a := p.Action(n.Config.Text("action")); a != nil {
			page += "\n" + strings.Replace(kinds.ActionHelp(p, a), "# ", "## ", 1)
		}
	}
	dialogs.Help(w.win.Canvas(), k.Title+" node", page, w.browse)
}

// helpOn shows a page of assets/help, whose first line is its title.
func (w *Window) helpOn(name string) {
	b, err := fs.ReadFile(assets.Help(), name+".md")
	if err != nil {
		w.fail("The help page is missing", err)
		return
	}
	title, page, _ := strings.Cut(string(b), "\n")
	dialogs.Help(w.win.Canvas(), strings.TrimPrefix(title, "# "), page, w.browse)
}

const keysPage = `# Keyboard

| key | does |
|---|---|
| Ctrl+Enter, Ctrl+. | run the flow, stop it |
| F1, F2, F8 | help, rename the node, problems |
| / or Ctrl+F | search the Assets panel; Enter adds the first hit |
| Ctrl+1, Ctrl+2, Ctrl+3 | Assets, Debug window, Properties |
| Ctrl+Z, Ctrl+Shift+Z | undo, redo |
| Ctrl+D, Delete | duplicate, delete what is selected |
| arrows | move what is selected |
| + and -, F | zoom, show the whole flow |
| Space held, middle button, Shift+wheel | pan |
| Ctrl+N, O, S | new integration, open a file, save |
| Ctrl+E | environment: Sandbox or Live |
`

func (w *Window) helpKeys() { dialogs.Help(w.win.Canvas(), "Keyboard", keysPage, w.browse) }
