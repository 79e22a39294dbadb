package draw

import (
	"strings"
	"testing"
)

// said is the text of a column, its lines joined by |.
func said(c *column) string {
	var b strings.Builder
	y := 0.0
	for i, r := range c.runs {
		if i > 0 && r.at.Y != y {
			b.WriteByte('|')
		}
		y = r.at.Y
		b.WriteString(r.text)
	}
	return b.String()
}

func TestANoteIsMarkdown(t *testing.T) {
	for _, row := range []struct{ body, want string }{
		{"", ""},
		{"two\nlines", "two|lines"},
		{"one *two* **three** `four`", "onetwothreefour"},
		{"# Head\nand text", "Head|and text"},
		{"1. a\n2. b", "1.a|2.b"},
		{"- a\n  - b", "•a|•b"},
		{"```\na  b\n\tc\n```", "a  b|    c"},
		{"3 \\* 4 &amp; <b>5</b>", "3 * 4 & <b>5</b>"},
		{"<div>\nas it is\n</div>", "<div>|as it is|</div>"},
		{"![a picture](x.png) [a *link*](https://a.example)", "a picturealink"},
		{"[a](b) x~~y~~", "axy"},
	} {
		if got := said(columnOf(row.body, 400)); got != row.want {
			t.Errorf("%q is set as %q, want %q", row.body, got, row.want)
		}
	}
	c := columnOf("a *b* **c** ***d*** `e` [f](g) ~~h~~", 400)
	want := []look{
		{face: Regular}, {face: Italic}, {face: SemiBold}, {face: SemiBoldItalic},
		{face: Mono, code: true}, {ink: link}, {struck: true},
	}
	if len(c.runs) != len(want) {
		t.Fatalf("%d runs: %+v", len(c.runs), c.runs)
	}
	for i, w := range want {
		got := c.runs[i].look
		got.size = 0
		if got != w {
			t.Errorf("%q looks like %+v, want %+v", c.runs[i].text, got, w)
		}
	}
}

func TestANoteKeepsWithinItsWidth(t *testing.T) {
	bodies := []string{
		longNote, strings.Repeat("x", 500), strings.Repeat("word ", 200), strings.Repeat("> ", 300) + "deep",
		strings.Repeat("- ", 300) + "deep", strings.Repeat("**a*b", 300), "`" + strings.Repeat("code ", 100) + "`", strings.Repeat("漢", 100),
	}
	withoutSystemFonts(t)
	for _, body := range bodies {
		for _, width := range []float64{noteSize, 40, 192} {
			c := readNote(body, width)
			for _, r := range c.runs {
				if r.at.X+r.width > width+noteSize*1.6 {
					t.Errorf("%.20q… in %v: %q reaches to %v", body, width, r.text, r.at.X+r.width)
					break
				}
				if r.at.Y > c.height {
					t.Errorf("%.20q… in %v: %q stands at %v, below its end %v", body, width, r.text, r.at.Y, c.height)
					break
				}
			}
		}
	}
}
