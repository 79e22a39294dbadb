package window

import (
	"slices"

	"flowbench/app/dialogs"
)

// usedMost is how many commands the palette remembers as used last.
const usedMost = 12

// commandPalette lists every command, those that were used last before the others.
func (w *Window) commandPalette() {
	dialogs.Find(w.win.Canvas(), dialogs.Finder{
		Hint: "Search commands", Empty: "No command is called so.", Tight: true, Width: 560,
		Tabs: []dialogs.FinderTab{{From: w.paletteChoices(), Then: func(c dialogs.Choice) {
			w.used(c.ID)
			w.perform(w.command(c.ID))
		}}},
	})
}

// paletteChoices are the commands as the palette lists them.
func (w *Window) paletteChoices() []dialogs.Choice {
	var out []dialogs.Choice
	for _, m := range w.menus {
		for _, section := range m.sections {
			for i := range section {
				c := &section[i]
				if c.id != "palette" {
					out = append(out, dialogs.Choice{ID: c.id, Title: w.label(c), Doc: m.title, Note: c.key(), Words: c.tip, Pale: !w.can(c)})
				}
			}
		}
	}
	rank := func(c dialogs.Choice) int {
		if i := slices.Index(w.view.Used, c.ID); i >= 0 {
			return i
		}
		return usedMost
	}
	slices.SortStableFunc(out, func(a, b dialogs.Choice) int { return rank(a) - rank(b) })
	return out
}

// used remembers that a command was chosen.
func (w *Window) used(id string) {
	all := slices.DeleteFunc(w.view.Used, func(other string) bool { return other == id })
	w.view.Used = slices.Insert(all, 0, id)
	w.view.Used = w.view.Used[:min(len(w.view.Used), usedMost)]
	w.saveView()
}
