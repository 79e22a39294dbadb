package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// Icons lets a person choose one of the built-in icons for a node; own is what stands on
// its tile without one, and then is told "" for it. Each is shown in the node's colour.
func Icons(c fyne.Canvas, names []string, chosen string, own draw.Sign, then func(name string)) *Dialog {
	g := &iconGrid{names: names, chosen: chosen, own: own, then: then, cells: container.NewGridWrap(fyne.NewSquareSize(iconCell))}
	g.search = kit.NewSearch("Search icons", func(string) { g.fill() })
	g.search.OnSubmitted = func(string) { g.pick(0) }
	g.search.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyDown {
			g.focus(0)
		}
		return k.Name == fyne.KeyDown
	}
	g.empty = kit.NewProse("No icon is called so. Try a shorter word.", kit.Muted, 0)
	g.scroll = container.NewVScroll(g.cells)
	body := container.NewBorder(kit.Inset(g.search, 2, pad, 10, pad), nil, nil, nil,
		container.NewStack(kit.Inset(g.scroll, 0, pad-4, 8, pad-4), kit.Inset(g.empty, 12, pad, 0, pad)))
	reset := kit.NewButton("Kind's Own Icon", "undo", kit.Plain, "Show the icon of its kind again", func() { g.choose("") })
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { g.dialog.cancel() })
	g.dialog = show(c, frame{title: "Change Icon", body: body, fill: true, aside: reset, buttons: []*kit.Button{no}, width: 512, height: 460, first: g.search})
	g.fill()
	return g.dialog
}

const (
	iconCell = 52
	iconTile = 32
)

type iconGrid struct {
	names  []string
	chosen string
	own    draw.Sign
	then   func(string)
	hits   []string
	rows   []*kit.Row
	search *kit.Entry
	cells  *fyne.Container
	scroll *container.Scroll
	empty  *kit.Prose
	dialog *Dialog
}

func (g *iconGrid) fill() {
	g.hits, g.rows, g.cells.Objects = nil, nil, nil
	for _, name := range g.names {
		if !matches(g.search.Text, strings.ReplaceAll(name, "-", " ")) {
			continue
		}
		sign := g.own
		sign.Icon, sign.Letter = name, ""
		at := len(g.hits)
		row := kit.NewRow(look.NewTile(iconTile, sign), strings.ReplaceAll(name, "-", " "), func() { g.pick(at) })
		row.Inset = fyne.NewSquareSize((iconCell - iconTile) / 2)
		row.Selected = name == g.chosen
		row.OnKey = func(k *fyne.KeyEvent) bool { return g.key(at, k) }
		row.OnFocus = func() { g.reveal(row) }
		g.hits, g.rows = append(g.hits, name), append(g.rows, row)
		g.cells.Add(row)
	}
	if len(g.hits) == 0 {
		g.empty.Show()
	} else {
		g.empty.Hide()
	}
	g.scroll.ScrollToTop()
	g.scroll.Refresh()
}

// key moves the focus from one icon to another.
func (g *iconGrid) key(at int, k *fyne.KeyEvent) bool {
	across := max(1, int(g.cells.Size().Width)/(iconCell+4))
	step := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -across, fyne.KeyDown: across}[k.Name]
	if step == 0 {
		return false
	}
	g.focus(at + step)
	return true
}

// focus puts the focus on an icon, or back on the search before the first.
func (g *iconGrid) focus(at int) {
	switch {
	case at < 0:
		g.dialog.canvas.Focus(g.search)
	case at < len(g.rows):
		g.dialog.canvas.Focus(g.rows[at])
	}
}

func (g *iconGrid) reveal(row *kit.Row) {
	top, below := row.Position().Y, row.Position().Y+row.Size().Height
	switch at := g.scroll.Offset.Y; {
	case top < at:
		g.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case below > at+g.scroll.Size().Height:
		g.scroll.ScrollToOffset(fyne.NewPos(0, below-g.scroll.Size().Height))
	}
}

func (g *iconGrid) pick(at int) {
	if at < len(g.hits) {
		g.choose(g.hits[at])
	}
}

func (g *iconGrid) choose(name string) {
	g.dialog.Close()
	g.then(name)
}
