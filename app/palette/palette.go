// Package palette is the Assets panel: what can be put on the board, in groups, with a
// search. An item is added by a click, or dragged to where it shall stand.
package palette

import (
	"image/color"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// An Item is a kind of node, or one service of the Integration kind.
type Item struct {
	Kind     string
	Provider string // of an Integration node
	Title    string
	Doc      string
	Group    string // the head it stands under
	Sign     draw.Sign
	Words    string // by which the search finds it besides
	Nested   bool   // under the item before it
}

// A Palette is the Assets panel.
type Palette struct {
	widget.BaseWidget
	// OnAdd puts an item on the board, where there is room.
	OnAdd func(Item)
	// OnDrag and OnDrop follow an item that is dragged; the place is on the window.
	OnDrag func(Item, fyne.Position)
	OnDrop func(Item, fyne.Position)
	// OnNewIntegration opens the list of services.
	OnNewIntegration func()
	// OnFold is told after a group was folded away or shown again: see [Palette.Folded].
	OnFold func()

	items  []Item
	search *kit.Entry
	list   *fyne.Container
	shut   map[string]bool // groups folded away
	first  *Item           // what Enter in the search adds
	rows   []*kit.Row      // the items in sight
	scroll *container.Scroll
	root   fyne.CanvasObject
}

// New makes the panel.
func New(items []Item) *Palette {
	p := &Palette{items: items, list: kit.Column(0), shut: map[string]bool{}}
	p.search = kit.NewSearch("Search nodes and services", func(string) { p.fill() })
	p.search.OnSubmitted = func(string) {
		if p.first != nil && p.search.Text != "" && p.OnAdd != nil {
			p.OnAdd(*p.first)
		}
	}
	p.search.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyDown {
			p.focus(0)
		}
		return k.Name == fyne.KeyDown
	}
	add := kit.NewButton("+ New Integration", "", kit.Plain, "Add an Integration node: choose the service it uses", func() {
		if p.OnNewIntegration != nil {
			p.OnNewIntegration()
		}
	})
	add.Color = func() color.Color { return kit.Colors().Primary }
	top := kit.Inset(kit.Column(10, kit.NewLabel("Assets", kit.Title), p.search), 14, 12, 4, 12)
	bottom := kit.Column(0, kit.Rule(false), kit.Inset(add, 12, 12, 14, 12))
	p.scroll = container.NewVScroll(kit.Inset(p.list, 0, 8, 12, 8))
	p.root = container.NewStack(kit.NewGround(kit.Surface), container.NewBorder(top, bottom, nil, nil, p.scroll))
	p.ExtendBaseWidget(p)
	p.fill()
	return p
}

// CreateRenderer implements [fyne.Widget].
func (p *Palette) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.root) }

// Search is the search field, for the key that leads there.
func (p *Palette) Search() fyne.Focusable { return p.search }

// SetItems changes what is offered.
func (p *Palette) SetItems(items []Item) { p.items = items; p.fill() }

// Folded lists the groups that are folded away, in order.
func (p *Palette) Folded() []string {
	var out []string
	for _, group := range slices.Sorted(maps.Keys(p.shut)) {
		if p.shut[group] {
			out = append(out, group)
		}
	}
	return out
}

// Fold folds groups away, as they were before.
func (p *Palette) Fold(groups []string) {
	for _, group := range groups {
		p.shut[group] = true
	}
	p.fill()
}

// focus puts the focus on an item, or back on the search before the first.
func (p *Palette) focus(i int) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	switch {
	case c == nil:
	case i < 0:
		c.Focus(p.search)
	case i < len(p.rows):
		c.Focus(p.rows[i])
	}
}

// reveal scrolls so that an item is seen.
func (p *Palette) reveal(row *kit.Row) {
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(row).Y - d.AbsolutePositionForObject(p.scroll).Y
	switch below := top + row.Size().Height - p.scroll.Size().Height; {
	case top < 0:
		p.scroll.ScrollToOffset(p.scroll.Offset.AddXY(0, top))
	case below > 0:
		p.scroll.ScrollToOffset(p.scroll.Offset.AddXY(0, below))
	}
}

func (p *Palette) fill() {
	p.list.Objects = nil
	p.first, p.rows = nil, nil
	query := strings.ToLower(strings.TrimSpace(p.search.Text))
	group, hits := "", 0
	for i := range p.items {
		it := p.items[i]
		if query == "" && p.shut[it.Group] && it.Group == group {
			continue
		}
		if query != "" && !Matches(it, query) {
			continue
		}
		if it.Group != group {
			group = it.Group
			p.list.Add(p.head(group))
			if query == "" && p.shut[group] {
				continue
			}
		}
		if p.first == nil {
			p.first = &p.items[i]
		}
		hits++
		p.list.Add(p.row(it, it.Nested && query == ""))
	}
	if hits == 0 && query != "" {
		p.list.Add(kit.Inset(kit.NewProse("Nothing is called so. An API node calls any other service.", kit.Muted, 0), 8, 8, 0, 8))
	}
	p.list.Refresh()
}

// Matches reports whether every word of the query is in the item's words.
func Matches(it Item, query string) bool {
	text := strings.ToLower(it.Title + "\n" + it.Doc + "\n" + it.Words)
	for _, w := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (p *Palette) head(group string) fyne.CanvasObject {
	icon := "chevron-down"
	if p.shut[group] {
		icon = "chevron-right"
	}
	row := kit.NewRow(kit.LineGrow(4, 0, kit.NewLabel(strings.ToUpper(group), kit.Head), kit.NewIcon(icon, 12)), "", func() {
		p.shut[group] = !p.shut[group]
		p.fill()
		if p.OnFold != nil {
			p.OnFold()
		}
	})
	row.Inset = fyne.NewSize(8, 4)
	return kit.Inset(row, 6, 0, 0, 0)
}

func (p *Palette) row(it Item, nested bool) fyne.CanvasObject {
	side := float32(28)
	if nested {
		side = 22
	}
	line := kit.LineGrow(10, 1, look.NewTile(side, it.Sign), kit.NewLabel(it.Title, kit.Body))
	row := kit.NewRow(line, it.Doc+". Click to add it, or drag it to the board.", func() {
		if p.OnAdd != nil {
			p.OnAdd(it)
		}
	})
	row.Inset = fyne.NewSize(8, 3)
	at := len(p.rows)
	p.rows = append(p.rows, row)
	row.OnFocus = func() { p.reveal(row) }
	row.OnKey = func(k *fyne.KeyEvent) bool {
		switch k.Name {
		case fyne.KeyDown:
			p.focus(at + 1)
		case fyne.KeyUp:
			p.focus(at - 1)
		default:
			return false
		}
		return true
	}
	row.OnDrag = func(at fyne.Position) {
		if p.OnDrag != nil {
			p.OnDrag(it, at)
		}
	}
	row.OnDrop = func(at fyne.Position) {
		if p.OnDrop != nil {
			p.OnDrop(it, at)
		}
	}
	if nested {
		return kit.Inset(row, 0, 0, 0, 14)
	}
	return row
}
