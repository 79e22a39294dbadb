package dialogs

import (
	"fmt"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// Help shows a page of help at the right of the window. Only a link that leads to an
// https address can be followed, which open is told; with no open none can. An image is
// never loaded.
func Help(c fyne.Canvas, title, markdown string, open func(*url.URL)) *Dialog {
	markdown = strings.TrimSpace(markdown)
	if rest, ok := strings.CutPrefix(markdown, "# "); ok { // the drawer has its own title
		_, markdown, _ = strings.Cut(rest, "\n")
	}
	return show(c, frame{title: title, subtitle: "Help", body: HelpPage(markdown, open), place: drawer, width: 480, fill: true})
}

// HelpPage is a page of help that scrolls, to stand anywhere.
func HelpPage(markdown string, open func(*url.URL)) fyne.CanvasObject {
	p := &page{open: open}
	body := kit.Inset(p.column(blocks(markdown), 10), 4, pad, pad, pad)
	scroll := container.NewVScroll(container.New(topDown{}, body))
	kit.Follow(scroll, p.words...)
	return scroll
}

// A page sets blocks below one another.
type page struct {
	open  func(*url.URL)
	words []fyne.CanvasObject
}

// column sets blocks with a gap between paragraphs; a heading keeps to what it is above.
func (p *page) column(all []block, gap float32) *fyne.Container {
	col := kit.Column(0)
	for i, b := range all {
		above := gap
		switch {
		case i == 0:
			above = 0
		case b.sort == heading:
			above = 22
		case all[i-1].sort == heading:
			above = 6
		}
		col.Add(kit.Inset(p.block(b), above, 0, 0, 0))
	}
	return col
}

func (p *page) block(b block) fyne.CanvasObject {
	switch b.sort {
	case heading:
		if b.level > 2 {
			return p.text(kit.Strong, b.spans)
		}
		return p.text(kit.Title, b.spans)
	case list:
		return p.list(b)
	case codeBlock:
		return well(b.code, 24)
	case table:
		return p.table(b.rows)
	}
	return p.text(kit.Body, b.spans)
}

func (p *page) text(role kit.Role, spans []kit.Span) fyne.CanvasObject {
	w := kit.NewWords(role, p.open, spans...)
	p.words = append(p.words, w)
	return w
}

// list sets each item beside its bullet or number.
func (p *page) list(b block) fyne.CanvasObject {
	col := kit.Column(6)
	var marks []fyne.CanvasObject
	room := float32(7)
	for i := range b.items {
		mark := kit.NewText("•", kit.Muted)
		if b.first > 0 {
			mark.Set(fmt.Sprintf("%d.", b.first+i))
		}
		marks = append(marks, mark)
		for room < mark.MinSize().Width {
			room++ // in whole pixels, so that the text beside it is sharp
		}
	}
	for i, item := range b.items {
		col.Add(kit.Beside(8, kit.MinSize(marks[i], room, kit.LineHeight(kit.Body)), p.column(item, 6)))
	}
	return col
}

// table shows rows under each other: a drawer is too narrow for columns.
func (p *page) table(rows [][][]kit.Span) fyne.CanvasObject {
	head := len(rows[0])
	box := kit.Column(0)
	for i, row := range rows[1:] {
		if i > 0 {
			box.Add(kit.Rule(false))
		}
		title, rest := bold(row[0]), 1
		if head > 2 {
			title, rest = append(append(title, kit.Span{Text: " "}), row[1]...), 2
		}
		col := kit.Column(2, p.text(kit.Body, title))
		for j := rest; j < len(row); j++ {
			if len(row[j]) == 0 {
				continue
			}
			role := kit.Body
			if j == rest && head > 2 {
				role = kit.Muted
			}
			col.Add(p.text(role, row[j]))
		}
		box.Add(kit.Inset(col, 9, 12, 9, 12))
	}
	return container.NewStack(kit.NewCard(kit.Surface), box)
}

func bold(spans []kit.Span) []kit.Span {
	out := append([]kit.Span(nil), spans...)
	for i := range out {
		out[i].Bold = true
	}
	return out
}

// topDown lays its object out twice, since the height of text follows from its width.
type topDown struct{}

func (topDown) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, o[0].MinSize().Height)
}

func (topDown) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[0].Resize(fyne.NewSize(s.Width, o[0].MinSize().Height))
}
