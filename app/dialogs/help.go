package dialogs

import (
	"net/url"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
)

// Help shows a page of help at the right of the window. Only a link that leads to an
// https address can be followed, by a click, which open is told; an image is never loaded.
func Help(c fyne.Canvas, title, markdown string, open func(*url.URL)) *Dialog {
	markdown = strings.TrimSpace(markdown)
	if rest, ok := strings.CutPrefix(markdown, "# "); ok { // the drawer has its own title
		_, markdown, _ = strings.Cut(rest, "\n")
	}
	return show(c, frame{title: title, subtitle: "Help", body: HelpPage(markdown, open), place: drawer, width: 460, fill: true})
}

// HelpPage is a page of help that scrolls, to stand anywhere.
func HelpPage(markdown string, open func(*url.URL)) fyne.CanvasObject {
	body := kit.Column(0)
	for _, b := range blocks(markdown) {
		switch b.sort {
		case codeBlock:
			body.Add(kit.Inset(well(b.text, 24), 4, pad, 6, pad))
		case tableBlock:
			body.Add(kit.Inset(table(b.rows), 4, pad, 8, pad))
		default:
			above := float32(-3)
			if strings.HasPrefix(b.text, "#") {
				above = 8
			}
			body.Add(kit.Inset(prose(b.text, open), above, pad-8, -3, pad-8))
		}
	}
	body.Add(kit.Gap(0, pad))
	return container.NewVScroll(container.New(topDown{}, body))
}

// prose is Markdown without tables and code blocks.
func prose(markdown string, open func(*url.URL)) fyne.CanvasObject {
	t := widget.NewRichTextFromMarkdown(oneFace(markdown))
	t.Segments = tame(t.Segments, open)
	t.Wrapping = fyne.TextWrapWord
	t.Refresh()
	return t
}

// tame takes from parsed Markdown what would reach out by itself.
func tame(in []widget.RichTextSegment, open func(*url.URL)) []widget.RichTextSegment {
	out := make([]widget.RichTextSegment, 0, len(in))
	for _, s := range in {
		switch s := s.(type) {
		case *widget.HyperlinkSegment:
			if s.URL == nil || s.URL.Scheme != "https" || open == nil {
				out = append(out, &widget.TextSegment{Text: s.Text, Style: widget.RichTextStyleInline})
				continue
			}
			u := s.URL
			s.OnTapped = func() { open(u) }
			out = append(out, s)
		case *widget.ImageSegment:
			out = append(out, &widget.TextSegment{Text: s.Title, Style: widget.RichTextStyleInline})
		case *widget.ListSegment:
			s.Items = tame(s.Items, open)
			out = append(out, s)
		case *widget.ParagraphSegment:
			s.Texts = tame(s.Texts, open)
			out = append(out, s)
		case *widget.TextSegment:
			out = append(out, s)
		default:
			out = append(out, s)
		}
	}
	return out
}

var (
	bold  = regexp.MustCompile(`\*\*(.+?)\*\*`)
	code  = regexp.MustCompile("`([^`]+)`")
	marks = strings.NewReplacer("*", `\*`, "_", `\_`, "[", `\[`, "<", `\<`)
)

// oneFace takes bold and code out of running text: where words of several faces meet the
// end of a line, Fyne breaks them letter by letter.
func oneFace(markdown string) string {
	markdown = bold.ReplaceAllString(markdown, "$1")
	return code.ReplaceAllStringFunc(markdown, func(c string) string { return marks.Replace(c[1 : len(c)-1]) })
}

// table shows rows under each other: a drawer is too narrow for columns.
func table(rows [][]string) fyne.CanvasObject {
	if len(rows) < 2 {
		return kit.Column(0)
	}
	head := rows[0]
	box := kit.Column(0)
	for i, row := range rows[1:] {
		if i > 0 {
			box.Add(kit.Rule(false))
		}
		first := []fyne.CanvasObject{kit.NewText(cell(row, 0), kit.Strong)}
		rest := 1
		if len(head) > 2 {
			first = append(first, kit.NewText(cell(row, 1), kit.CodeDim))
			rest = 2
		}
		col := kit.Column(2, kit.Line(10, first...))
		for j := rest; j < len(head); j++ {
			if text := cell(row, j); text != "" {
				role := kit.Body
				if j == rest && len(head) > 2 {
					role = kit.Muted
				}
				col.Add(kit.NewProse(text, role, 0))
			}
		}
		box.Add(kit.Inset(col, 9, 12, 9, 12))
	}
	return container.NewStack(kit.NewCard(kit.Surface), box)
}

func cell(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
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
