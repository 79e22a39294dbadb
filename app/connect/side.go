package connect

import (
	"image/color"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// A side is the list of providers. The arrow keys choose while the search has the focus;
// Enter leads to what is beside the list.
type side struct {
	card   *Card
	search *kit.Entry
	rows   *kit.Rows
	empty  *kit.Prose
	hits   []Provider
	object fyne.CanvasObject
}

const sideRow = 44

func newSide(k *Card) *side {
	s := &side{card: k}
	s.search = kit.NewSearch("Search services", func(string) { s.typed() })
	s.search.OnKey = s.key
	s.search.OnSubmitted = func(string) { s.into() }
	s.rows = kit.NewRows(sideRow, func() fyne.CanvasObject { return newSideItem(s) }, func(i int, o fyne.CanvasObject) { o.(*sideItem).set(i) })
	s.empty = kit.NewProse("No service is called so. “Your own API” takes an account at any host.", kit.Muted, 0)
	s.empty.Hide()
	s.object = container.NewBorder(kit.Inset(s.search, 16, 16, 8, 20), nil, nil, nil,
		container.NewStack(kit.Inset(s.rows, 0, 8, 8, 12), kit.Inset(s.empty, sideRow+12, 16, 0, 20)))
	return s
}

// filter leaves the providers that match the search: those with connections first.
// One's own hosts stay when they do not match, as the last.
func (s *side) filter() {
	k := s.card
	s.hits = nil
	found := func(p Provider) bool { return matches(s.search.Text, append(p.Search, p.Title, p.Summary)...) }
	for _, p := range k.providers {
		if found(p) || p.ID == own {
			s.hits = append(s.hits, p)
		}
	}
	rank := func(p Provider) int {
		switch {
		case p.ID == own && !found(p):
			return 3
		case len(k.of(p.ID)) > 0:
			return 0
		case p.ID == own:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(s.hits, func(a, b Provider) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	})
	s.empty.Hidden = len(s.hits) != 1 || found(s.hits[0]) // else one's own is left, though it does not match
	s.rows.SetCount(len(s.hits))
}

// typed chooses the first that is left when the chosen one is not.
func (s *side) typed() {
	s.filter()
	if s.at() < 0 && len(s.hits) > 0 {
		s.card.page.leave(func() { s.card.choose(s.hits[0].ID) })
	}
	s.mark()
}

func (s *side) at() int {
	return slices.IndexFunc(s.hits, func(p Provider) bool { return p.ID == s.card.chosen })
}

// mark shows which one is chosen.
func (s *side) mark() {
	if at := s.at(); at >= 0 {
		s.rows.Reveal(at)
	}
	s.rows.Update()
}

func (s *side) key(e *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -8, fyne.KeyPageDown: 8}[e.Name]
	if step == 0 || len(s.hits) == 0 {
		return false
	}
	to := max(0, min(len(s.hits)-1, s.at()+step))
	if s.hits[to].ID != s.card.chosen {
		s.pick(to)
	}
	return true
}

func (s *side) pick(i int) {
	s.card.page.leave(func() {
		s.card.choose(s.hits[i].ID)
		s.card.focus(s.search)
	})
}

// into puts the focus on the first thing to do beside the list.
func (s *side) into() {
	if p, ok := s.card.page.(*shelf); ok {
		s.card.focus(p.firstAction())
	}
}

// matches reports whether each word of the query is part of one of the texts.
func matches(query string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, w := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// A sideItem is a provider in the list. Tab passes over it.
type sideItem struct {
	widget.BaseWidget
	side   *side
	i      int
	over   bool
	chosen bool
	ground *kit.Ground
	tile   *look.Tile
	title  *kit.Label
	count  *kit.Label
	root   fyne.CanvasObject
}

func newSideItem(s *side) *sideItem {
	i := &sideItem{side: s, tile: look.NewTile(26, draw.Sign{}), title: kit.NewLabel("", kit.Body), count: kit.NewText("", kit.Caption)}
	i.ground = kit.NewGround(func(t *draw.Theme) color.Color {
		switch {
		case i.chosen:
			return t.Chosen
		case i.over:
			return t.Hover
		}
		return color.Transparent
	})
	i.ground.Radius = kit.Radius
	i.root = container.NewStack(kit.Inset(i.ground, 2, 0, 2, 0), kit.Inset(kit.LineGrow(10, 1, i.tile, i.title, i.count), 0, 12, 0, 8))
	i.ExtendBaseWidget(i)
	return i
}

func (i *sideItem) set(at int) {
	i.i = at
	p := i.side.hits[at]
	i.chosen = p.ID == i.side.card.chosen
	i.tile.SetSign(p.Sign)
	i.title.SetRole(kit.Body)
	if i.chosen {
		i.title.SetRole(kit.Strong)
	}
	i.title.Set(p.Title)
	text := ""
	if n := len(i.side.card.of(p.ID)); n > 0 {
		text = strconv.Itoa(n)
	}
	i.count.Set(text)
	i.ground.Refresh()
	i.root.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (i *sideItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.root) }

// Tapped implements [fyne.Tappable].
func (i *sideItem) Tapped(*fyne.PointEvent) {
	if i.side.hits[i.i].ID != i.side.card.chosen || !i.side.card.browsing() {
		i.side.pick(i.i)
	}
}

// MouseIn implements [desktop.Hoverable].
func (i *sideItem) MouseIn(e *desktop.MouseEvent) {
	i.over = true
	i.ground.Refresh()
	if p := i.side.hits[i.i]; p.Summary != "" {
		kit.TipIn(i, p.Summary, e.AbsolutePosition)
	}
}

// MouseMoved implements [desktop.Hoverable].
func (i *sideItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (i *sideItem) MouseOut() { i.over = false; kit.TipOut(i); i.ground.Refresh() }

// Cursor implements [desktop.Cursorable].
func (i *sideItem) Cursor() desktop.Cursor { return desktop.PointerCursor }

// browsing reports whether connections are listed beside the list.
func (k *Card) browsing() bool { _, ok := k.page.(*shelf); return ok }
