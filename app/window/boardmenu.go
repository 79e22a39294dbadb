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
	fit := fyne.NewMenuItem("Show whole flow", w.board.Fit)
	all := fyne.NewMenuItem("Select All", w.board.SelectAll)
	arrange := fyne.NewMenuItem("Auto arrange", w.arrange)
	return fyne.NewMenu("", w.addMenu("Add node", s), fyne.NewMenuItemSeparator(), all, arrange, fit)
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

func (w *Window) nodeMenu(n *flow.Node) *fyne.Menu {
	disable := "Disable"
	if n.Disabled {
		disable = "Enable"
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem("Open settings", w.openNode),
		fyne.NewMenuItem("Rename", w.renameNode),
		fyne.NewMenuItem(disable, func() {
			state := n.State()
			state.Disabled = !state.Disabled
			w.Do(flow.SetState{Flow: w.flow, Node: n.Name, State: state})
		}),
	}
	if k, ok := w.kinds.Lookup(n.Kind); !ok || !k.Single {
		items = append(items, fyne.NewMenuItem("Duplicate", w.duplicate))
	}
	items = append(items, fyne.NewMenuItem("Help", w.help), fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Delete", w.board.Delete))
	return fyne.NewMenu("", items...)
}
