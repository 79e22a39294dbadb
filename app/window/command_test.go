package window

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/palette"
)

func TestEveryCommandHasATitleAndAKeyOfItsOwn(t *testing.T) {
	ids, keys, titles := map[string]bool{}, map[string]string{}, map[string]bool{}
	for _, m := range table() {
		if m.title == "" {
			t.Error("a menu has no title")
		}
		for _, section := range m.sections {
			for _, c := range section {
				if c.id == "" || c.title == "" || c.do == nil || ids[c.id] || titles[m.title+c.title] {
					t.Errorf("the command %q, %q is not whole, or there twice", c.id, c.title)
				}
				ids[c.id], titles[m.title+c.title] = true, true
				if len(strokes(c.keys)) == 0 {
					t.Errorf("%q has no key", c.title)
				}
				for _, s := range strokes(c.keys) {
					name := strings.ToLower(s.shortcut().ShortcutName())
					if other := keys[name]; other != "" {
						t.Errorf("%s is the key of %q and of %q", s, other, c.title)
					}
					keys[name] = c.title
				}
			}
		}
	}
}

func TestMenuPaletteAndSheetShowEveryCommand(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	items := map[string]fyne.Shortcut{}
	for _, m := range w.menuBar().Items {
		for _, it := range m.Items {
			items[m.Label+"/"+it.Label] = it.Shortcut
		}
	}
	choices := map[string]string{}
	for _, c := range w.paletteChoices() {
		choices[c.ID] = c.Doc + "/" + c.Title + " " + c.Note
	}
	lines := map[string][]string{}
	for _, g := range w.keySheet() {
		for _, l := range g.Lines {
			lines[g.Title+"/"+l.Does] = l.Keys
		}
	}
	for _, m := range w.menus {
		for _, section := range m.sections {
			for _, c := range section {
				first := strokes(c.keys)[0]
				label := m.title + "/" + w.label(&c)
				if s := items[label]; s == nil || s.ShortcutName() != first.shortcut().ShortcutName() {
					t.Errorf("the menu shows %q with %v", label, s)
				}
				if got, want := choices[c.id], label+" "+c.key(); got != want && c.id != "palette" {
					t.Errorf("the palette shows %q, not %q", got, want)
				}
				if got := lines[m.title+"/"+c.title]; len(got) != len(strokes(c.keys)) || got[0] != c.key() {
					t.Errorf("the sheet shows %q with %v", label, got)
				}
			}
		}
	}
}

func TestKeysDoTheirCommand(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "delay"})
	w.board.TypedRune('D')
	if n := w.shown().Node("Delay"); !n.Disabled || w.s.UndoLabel() != "Disable Delay" {
		t.Errorf("D did not disable the node: the last step is %q", w.s.UndoLabel())
	}
	w.perform(w.command("undo"))
	w.board.TypedShortcut(stroke("Ctrl+Shift+Z").shortcut()) // the second key of Redo
	if !w.shown().Node("Delay").Disabled {
		t.Error("Ctrl+Shift+Z did not redo")
	}
	w.board.TypedRune('?')
	if !dialogs.Open(w.win.Canvas()) {
		t.Error("? shows no keys")
	}
	w.board.TypedRune('D')
	if !w.shown().Node("Delay").Disabled {
		t.Error("a key did something behind a dialog")
	}
}

// A text that is being written keeps the keys that mean something in texts.
func TestAFieldForTextKeepsItsShortcuts(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select()
	search := w.palette.Search()
	w.win.Canvas().Focus(search)
	for _, r := range "delay" {
		search.TypedRune(r)
	}
	for _, id := range []string{"all", "undo"} {
		c := w.command(id)
		w.press(c, strokes(c.keys)[0].shortcut())
	}
	if keys := w.board.Selected(); len(keys) != 0 {
		t.Errorf("Select All in a search selected %v on the board", keys)
	}
	if w.shown().Node("End") == nil || search.(interface{ SelectedText() string }).SelectedText() == "delay" {
		t.Error("Undo in a search did not change the text")
	}
	w.win.Canvas().Focus(w.board)
	all := w.command("all")
	w.press(all, strokes(all.keys)[0].shortcut())
	if len(w.board.Selected()) != 2 {
		t.Errorf("Select All on the board selected %v", w.board.Selected())
	}
}

func TestADialogsFieldCopiesAndPastes(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "Mine"})
	board := false
	text := &command{id: "text", needs: opened, field: anyField, do: func(*Window) { board = true }}
	w.details()
	e := w.win.Canvas().Focused().(interface{ SelectedText() string })
	w.press(text, &fyne.ShortcutSelectAll{})
	if e.SelectedText() != "Mine" {
		t.Fatalf("Ctrl+A selects %q", e.SelectedText())
	}
	w.press(text, &fyne.ShortcutCut{})
	if got := w.app.Clipboard().Content(); got != "Mine" {
		t.Errorf("Ctrl+X leaves %q on the clipboard", got)
	}
	w.press(text, &fyne.ShortcutPaste{})
	w.press(text, &fyne.ShortcutPaste{})
	w.press(text, &fyne.ShortcutSelectAll{})
	if e.SelectedText() != "MineMine" || board {
		t.Errorf("Ctrl+V made %q; the board was asked: %v", e.SelectedText(), board)
	}
}

func TestThePaletteBeginsWithWhatWasUsedLast(t *testing.T) {
	w := open(t, t.TempDir())
	for _, id := range []string{"save", "run", "save"} {
		w.used(id)
	}
	got := w.paletteChoices()[:3]
	if ids := []string{got[0].ID, got[1].ID, got[2].ID}; !slices.Equal(ids, []string{"save", "run", "new"}) {
		t.Errorf("the palette begins with %v", ids)
	}
}
