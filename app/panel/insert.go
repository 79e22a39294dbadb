package panel

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// insertButton is the {} of a field that takes templates: it lists what may be used.
func (f *form) insertButton(entry *kit.Entry, fd spec.Field) fyne.CanvasObject {
	b := kit.NewButton("", "braces", kit.Quiet, "Insert a value of Start or an earlier node", nil)
	b.Tiny = true
	b.OnMenu = func(at fyne.Position) {
		f.openPaths(at, func(p Path) {
			text := "{{" + p.Text + "}}"
			if fd.Type == spec.Program {
				text = p.Text
			}
			entry.Insert(text)
		})
	}
	return b
}

func (f *form) openPaths(at fyne.Position, pick func(Path)) {
	paths := f.panel.host.Paths(f.panel.flow, f.node().Name)
	list := kit.Column(0)
	var shut func()
	fill := func(filter string) {
		list.Objects = nil
		group := ""
		for _, p := range paths {
			if filter != "" && !strings.Contains(strings.ToLower(p.Text), strings.ToLower(filter)) {
				continue
			}
			if p.Group != group {
				group = p.Group
				list.Add(kit.Inset(kit.NewLabel(strings.ToUpper(group), kit.Head), 8, 8, 2, 8))
			}
			row := kit.NewRow(kit.LineGrow(12, 0, kit.NewLabel(p.Label, kit.Code), kit.NewText(kit.Elide(p.Sample, 130, 11.5, fyne.TextStyle{Monospace: true}), kit.CodeDim)), p.Text, func() {
				shut()
				pick(p)
			})
			list.Add(row)
		}
		if len(list.Objects) == 0 {
			text := "Nothing leads to this node yet. Wire a node to it, or add an input variable to Start."
			if filter != "" {
				text = "Nothing is called so."
			}
			list.Add(kit.Inset(kit.NewParagraph(text, kit.Muted), 8, 8, 8, 8))
		}
		list.Refresh()
	}
	search := kit.NewSearch("Search values", fill)
	fill("")
	scroll := container.NewVScroll(list)
	scroll.SetMinSize(fyne.NewSize(340, min(320, 56+30*float32(len(paths)))))
	shut = f.panel.host.Popup(container.NewBorder(kit.Inset(search, 0, 0, 6, 0), nil, nil, nil, scroll), at)
}
