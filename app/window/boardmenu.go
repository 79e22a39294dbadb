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
	if s.Wire != nil {
		from, to := fl.ByKey(s.Wire.From), fl.ByKey(s.Wire.To)
		remove := fyne.NewMenuItem("Delete", func() {
			w.Do(flow.Disconnect{Flow: w.flow, From: from.Name, Port: s.Wire.Port, To: to.Name})
		})
		return fyne.NewMenu("", w.addMenu("Add node here", s), fyne.NewMenuItemSeparator(), remove)
	}
	items := append([]*fyne.MenuItem{w.addMenu("Add node", s)}, w.popUp("paste", "", "all", "arrange", "fit")...)
	items[1].Action = func() { w.pasteAt(s) }
	return fyne.NewMenu("", items...)
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
