package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// A Finder is a list to find one entry in by typing: it opens without ado and is gone
// with Enter, Escape or a click beside it.
type Finder struct {
	Hint  string
	Empty string // said where nothing matches
	Tabs  []FinderTab
	Tight bool // one line to an entry, and no tile
	Width float32
	At    *fyne.Position // where it opens; nil: in the upper middle of the window
}

// A FinderTab is a part of a finder; the only one needs no title.
type FinderTab struct {
	Title string
	From  []Choice
	Empty string // said where it holds nothing at all
	Then  func(Choice)
}

const (
	finderRows = 8 // seen at a time
	finderLess = 3 // there is room for so many at least
	looseRow   = 46
	tightRow   = 32
)

// Find opens a finder.
func Find(c fyne.Canvas, f Finder) *Dialog {
	l := &finding{Finder: f, at: -1}
	l.search = kit.NewSearch(f.Hint, func(string) { l.filter() })
	l.search.OnKey = l.key
	l.search.OnSubmitted = func(string) { l.done() }
	height, row := float32(looseRow), newLooseItem
	if f.Tight {
		height, row = tightRow, newTightItem
	}
	l.rows = kit.NewRows(height, func() fyne.CanvasObject { return row() }, l.fill)
	l.empty = kit.NewProse("", kit.Muted, 0)
	top := kit.Column(8, l.search)
	if len(f.Tabs) > 1 {
		l.tabs = kit.NewTabs(nil, func(int) { l.at = -1; l.filter(); c.Focus(l.search) })
		l.tabs.Boxed, l.search.TakeTab = true, true
		for _, t := range f.Tabs {
			l.tabs.Items = append(l.tabs.Items, t.Title)
		}
		top.Add(l.tabs)
	}
	rows := finderLess
	for _, t := range f.Tabs {
		rows = max(rows, min(finderRows, len(t.From)))
	}
	list := container.NewStack(kit.MinSize(l.rows, 0, float32(rows)*height), kit.Inset(l.empty, 12, 10, 0, 10))
	body := container.NewBorder(kit.Inset(top, 10, 10, 6, 10), nil, nil, nil, kit.Inset(list, 0, 6, 6, 6))
	l.dialog = show(c, frame{body: body, fill: true, bare: true, place: loose, spot: f.At,
		width: f.Width, height: body.MinSize().Height, first: l.search, enter: l.done, onKey: l.key})
	l.filter()
	return l.dialog
}

type finding struct {
	Finder
	hits   []Choice
	at     int // in hits; -1 is none
	search *kit.Entry
	tabs   *kit.Tabs
	rows   *kit.Rows
	empty  *kit.Prose
	dialog *Dialog
}

func (l *finding) tab() *FinderTab {
	if l.tabs == nil {
		return &l.Tabs[0]
	}
	return &l.Tabs[l.tabs.Selected]
}

func (l *finding) filter() {
	l.hits, l.at = Rank(l.search.Text, l.tab().From), -1
	text := ""
	switch {
	case len(l.hits) > 0:
		l.at = 0
	case len(l.tab().From) == 0 && l.tab().Empty != "":
		text = l.tab().Empty
	default:
		text = l.Empty
	}
	l.empty.Set(text)
	l.rows.SetCount(len(l.hits))
	l.pick(l.at)
}

func (l *finding) pick(i int) {
	l.at = i
	if i >= 0 {
		l.rows.Reveal(i)
	}
	l.rows.Update()
}

func (l *finding) key(e *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -finderRows, fyne.KeyPageDown: finderRows}[e.Name]
	switch {
	case e.Name == fyne.KeyTab && l.tabs != nil:
		l.tabs.Select((l.tabs.Selected + 1) % len(l.Tabs))
		return true
	case step == 0:
		return false
	case len(l.hits) > 0:
		l.pick(max(0, min(len(l.hits)-1, l.at+step)))
	}
	return true
}

func (l *finding) fill(i int, o fyne.CanvasObject) {
	it := o.(*item)
	it.set(l.hits[i], i == l.at)
	it.tapped = func(bool) {
		l.pick(i)
		l.done()
	}
}

func (l *finding) done() {
	if l.at < 0 || l.dialog.closed {
		return
	}
	c, then := l.hits[l.at], l.tab().Then
	l.dialog.Close()
	then(c)
}
