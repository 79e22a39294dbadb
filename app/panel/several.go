package panel

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A Deed is something that can be done with all that is selected.
type Deed struct {
	Title, Tip string
	Do         func()
}

// Deeds are deeds under a common head.
type Deeds struct {
	Title string
	List  []Deed
}

// several shows what can be done with many nodes at once.
func (p *Panel) several(count int) fyne.CanvasObject {
	all := kit.Column(16, kit.NewText(fmt.Sprintf("%d nodes", count), kit.Title))
	for _, group := range p.host.Deeds() {
		part := kit.Column(8, kit.NewText(strings.ToUpper(group.Title), kit.Head))
		for pair := range slices.Chunk(group.List, 2) {
			var row []fyne.CanvasObject
			for _, d := range pair {
				row = append(row, kit.NewButton(d.Title, "", kit.Plain, d.Tip, d.Do))
			}
			part.Add(kit.Grid(8, row...))
		}
		all.Add(part)
	}
	return kit.Inset(all, 20, kit.Padding, 16, kit.Padding)
}
