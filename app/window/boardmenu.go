package window

import (
	"fyne.io/fyne/v2"

	"flowbench/canvas"
	"flowbench/engine/flow"
)

// boardMenu is the pop-up menu of the board.
func (w *Window) boardMenu(s canvas.Spot) *fyne.Menu {
	fl := w.shown()
	if fl == nil {
		return nil
	}
	if n := fl.ByKey(s.Node); n != nil {
		return w.nodeMenu(n)
	}
	switch {
	case s.Wire != nil:
		return w.wireMenu(s)
	case s.Note >= 0:
		write := fyne.NewMenuItem("Write", func() { w.board.EditNote(s.Note) })
		return fyne.NewMenu("", append([]*fyne.MenuItem{write}, w.popUp("cut", "copy", "duplicate", "", "delete")...)...)
	case s.Group >= 0:
		return w.groupMenu(s.Group)
	}
	items := append([]*fyne.MenuItem{w.addMenu("Add node", s)}, w.popUp("note", "paste", "", "all", "arrange", "fit")...)
	items[1].Action = func() { w.board.AddNote(s.At) }
	items[2].Action = func() { w.pasteAt(s) }
	return fyne.NewMenu("", items...)
}

func (w *Window) wireMenu(s canvas.Spot) *fyne.Menu {
	from, to := w.shown().ByKey(s.Wire.From), w.shown().ByKey(s.Wire.To)
	goTo := func(n *flow.Node) *fyne.MenuItem {
		return fyne.NewMenuItem("Go to "+n.Name, func() {
			w.board.Select(n.Key)
			w.board.Reveal(n.Key)
		})
	}
	remove := fyne.NewMenuItem("Delete", func() {
		w.Do(flow.Disconnect{Flow: w.flow, From: from.Name, Port: s.Wire.Port, To: to.Name})
	})
	return fyne.NewMenu("", w.addMenu("Add node here", s), fyne.NewMenuItemSeparator(), goTo(from), goTo(to), fyne.NewMenuItemSeparator(), remove)
}

// tints are the colours that a group can have, as a person names them.
var tints = []struct{ color, title string }{
	{"flow", "Grey"}, {"logic", "Violet"}, {"connect", "Blue"}, {"data", "Green"}, {"debug", "Amber"}, {"ai", "Pink"},
}

// groupMenu is the menu of a group, which is selected.
func (w *Window) groupMenu(i int) *fyne.Menu {
	colour := fyne.NewMenuItem("Colour", nil)
	colour.ChildMenu = fyne.NewMenu("")
	for _, t := range tints {
		item := fyne.NewMenuItem(t.title, func() { w.board.TintGroup(i, t.color) })
		item.Checked = w.shown().Groups[i].Color == t.color
		colour.ChildMenu.Items = append(colour.ChildMenu.Items, item)
	}
	return fyne.NewMenu("", append(w.popUp("rename", "fold"), append([]*fyne.MenuItem{colour, fyne.NewMenuItemSeparator()}, w.popUp("ungroup")...)...)...)
}

// addMenu lists the kinds, to add one at a spot.
func (w *Window) addMenu(label string, s canvas.Spot) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, nil)
	item.ChildMenu = fyne.NewMenu("")
	for _, it := range w.items() {
		if it.Nested {
			continue
		}
		entry := fyne.NewMenuItem(it.Title, func() {
			if it.Kind == "integration" {
				w.chooseService(&s)
			} else if n := w.newNode(it); n != nil && !w.refuseSecond(n) {
				w.insert(n, s)
			}
		})
		item.ChildMenu.Items = append(item.ChildMenu.Items, entry)
	}
	return item
}

// nodeMenu is the menu of a node, which is selected.
func (w *Window) nodeMenu(*flow.Node) *fyne.Menu {
	return fyne.NewMenu("", w.popUp("properties", "rename", "icon", "disable", "", "cut", "copy", "duplicate", "", "help", "", "delete", "delete-joined")...)
}
