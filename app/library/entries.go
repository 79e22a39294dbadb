package library

import (
	"fmt"
	"image/color"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// few is how many integrations need neither a search nor a list of the recent ones.
const few = 5

func (p *Page) fillLibrary() {
	entries, recent := p.host.Entries(), p.host.Recent()
	p.recent.Objects, p.rows.Objects = nil, nil
	if len(entries) <= few {
		// One list is enough: the latest first, then the rest.
		p.all.Hide()
		p.recent.Add(p.list("Your integrations", merge(recent, entries), "There is none yet. Open a sample, or press Add Integration."))
		p.refreshLists()
		return
	}
	p.all.Show()
	if len(recent) > few-1 {
		recent = recent[:few-1]
	}
	p.recent.Add(p.list("Recent", recent, "What you open is listed here."))
	hits := Search(entries, p.search.Text)
	p.rows.Add(p.box(hits, fmt.Sprintf("No integration has %q in its name, description, category or labels.", strings.TrimSpace(p.search.Text))))
	p.refreshLists()
}

func (p *Page) refreshLists() {
	p.recent.Refresh()
	p.rows.Refresh()
	p.main.Refresh()
	if p.root != nil {
		p.root.Refresh()
	}
}

// merge is first, then what of rest is not in it.
func merge(first, rest []Entry) []Entry {
	seen := map[string]bool{}
	var out []Entry
	for _, list := range [][]Entry{first, rest} {
		for _, e := range list {
			if !seen[e.ID] {
				seen[e.ID] = true
				out = append(out, e)
			}
		}
	}
	return out
}

// Search is those entries that have every word of the query as a part of their name,
// description, category or labels.
func Search(entries []Entry, query string) []Entry {
	words := strings.Fields(strings.ToLower(query))
	var out []Entry
next:
	for _, e := range entries {
		text := strings.ToLower(strings.Join(append([]string{e.Name, e.Description, e.Category}, e.Labels...), "\n"))
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

func (p *Page) list(title string, entries []Entry, empty string) fyne.CanvasObject {
	return kit.Column(12, kit.NewLabel(title, kit.Title), p.box(entries, empty))
}

func (p *Page) box(entries []Entry, empty string) fyne.CanvasObject {
	col := kit.Column(0)
	for i, e := range entries {
		if i > 0 {
			col.Add(kit.Inset(kit.Rule(false), 0, 10, 0, 10))
		}
		col.Add(p.row(e))
	}
	if len(entries) == 0 {
		col.Add(kit.Inset(kit.NewProse(empty, kit.Muted, 0), 12, 14, 12, 14))
	}
	return container.NewStack(kit.NewCard(kit.Surface), kit.Inset(col, 4, 4, 4, 4))
}

func (p *Page) row(e Entry) fyne.CanvasObject {
	name := []fyne.CanvasObject{kit.NewLabel(e.Name, kit.Strong)}
	for _, l := range e.Labels {
		name = append(name, chip(l))
	}
	text := kit.Column(3, container.New(named{}, name...), kit.NewLabel(e.line(), kit.Caption))
	when := kit.NewText(Ago(e.Updated, p.now()), kit.Faint)
	more := kit.NewButton("", "more", kit.Quiet, "Rename, duplicate or delete", nil)
	more.Small = true
	more.OnMenu = func(at fyne.Position) { p.menu(e, at) }
	row := kit.NewRow(kit.LineGrow(12, 0, text, when, more), e.File, func() { p.host.Open(e.ID) })
	row.Inset = fyne.NewSize(10, 8)
	row.OnMenu = func(at fyne.Position) { p.menu(e, at) }
	return row
}

// line says what an integration is: its description, else its size; then its file.
func (e Entry) line() string {
	var parts []string
	if e.Description != "" {
		parts = append(parts, e.Description)
	}
	switch {
	case e.Flows == 1 && e.Description == "":
		parts = append(parts, "1 flow")
	case e.Flows != 1:
		parts = append(parts, fmt.Sprintf("%d flows", e.Flows))
	}
	if e.Category != "" {
		parts = append(parts, e.Category)
	}
	if e.File != "" {
		parts = append(parts, filepath.Base(e.File))
	}
	return strings.Join(parts, " · ")
}

func (p *Page) menu(e Entry, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem("Open", func() { p.host.Open(e.ID) }),
		fyne.NewMenuItem("Rename", func() { p.rename(e) }),
		fyne.NewMenuItem("Duplicate", func() { p.host.Duplicate(e.ID) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Delete", func() { p.remove(e) })), p.canvas(), at)
}

func (p *Page) rename(e Entry) {
	check := func(name string) string {
		if strings.EqualFold(name, e.Name) {
			return ""
		}
		return p.taken(name)
	}
	dialogs.Prompt(p.canvas(), "Rename", "Name", e.Name, "Rename", check, func(name string) {
		if name != e.Name {
			p.host.Rename(e.ID, name)
		}
	})
}

func (p *Page) remove(e Entry) {
	text := "The integration, its unsaved changes and its runs are removed from the library. This cannot be undone."
	if e.File != "" {
		text = "It is removed from the library with its runs. The file " + e.File + " stays."
	}
	dialogs.Confirm(p.canvas(), "Delete "+e.Name+"?", text, "Delete", true, func() { p.host.Delete(e.ID) })
}

// taken says that another integration has the name already.
func (p *Page) taken(name string) string {
	for _, e := range p.host.Entries() {
		if strings.EqualFold(e.Name, name) {
			return "There is an integration of this name already. Choose another."
		}
	}
	return ""
}

// chip is a label of an integration.
func chip(text string) fyne.CanvasObject {
	g := kit.NewGround(func(t *draw.Theme) color.Color { return t.Pressed })
	g.Radius = 8
	return container.NewStack(g, kit.Inset(kit.NewText(kit.Elide(text, 120, 11.5, fyne.TextStyle{}), kit.Caption), 0, 7, 1, 7))
}

// named has a name and then as many labels as there is room for.
type named struct{}

const labelGap = 6

func (named) MinSize(o []fyne.CanvasObject) fyne.Size {
	var h float32
	for _, x := range o {
		h = max(h, x.MinSize().Height)
	}
	return fyne.NewSize(60, h)
}

func (named) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name := o[0].(*kit.Label)
	x := min(s.Width, fyne.MeasureText(name.Text, kit.BodySize, fyne.TextStyle{Bold: true}).Width+1)
	name.Resize(fyne.NewSize(x, s.Height))
	for _, label := range o[1:] {
		m := label.MinSize()
		fits := x+labelGap+m.Width <= s.Width
		if fits != label.Visible() {
			if fits {
				label.Show()
			} else {
				label.Hide()
			}
		}
		label.Resize(m)
		label.Move(fyne.NewPos(x+labelGap, (s.Height-m.Height)/2))
		x += labelGap + m.Width
	}
}

// Ago is when something was, for who reads it now.
func Ago(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	}
	switch {
	case now.Sub(t) < time.Minute && !t.After(now):
		return "just now"
	case day(t).Equal(day(now)):
		return t.Format("15:04")
	case day(t).AddDate(0, 0, 1).Equal(day(now)):
		return "yesterday"
	case t.Year() == now.Year():
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}
