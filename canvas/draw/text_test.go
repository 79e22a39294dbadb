package draw

import (
	"image"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"

	"flowbench/canvas/geom"
)

func TestTextIsCutWithinItsRoom(t *testing.T) {
	withoutSystemFonts(t)
	for _, text := range []string{"", "short", "A title that is much longer than a card is wide", "ÄÖÜ → 漢字 and so on and on and on"} {
		cut := Cut(text, SemiBold, 13.5, 100)
		if w := Measure(cut, SemiBold, 13.5); w > 100 {
			t.Errorf("%q is %v wide", cut, w)
		}
		if strings.HasPrefix(cut, text) != (Measure(text, SemiBold, 13.5) <= 100) {
			t.Errorf("%q was cut to %q", text, cut)
		}
	}
	if a, b := Measure("Broken backlinks", Regular, 12), Measure("Broken backlinks", Regular, 24); b != 2*a {
		t.Errorf("twice the size is %v wide, not %v", b, 2*a)
	}
}

// withoutSystemFonts makes a test see the same on any machine.
func withoutSystemFonts(t *testing.T) {
	old := systemFace
	systemFace = func(rune) *font.Face { return nil }
	forget := func() { clear(letters.texts) }
	forget()
	t.Cleanup(func() { systemFace = old; forget() })
}

// A character that no face has is one sign, and what stands beside it is drawn as ever.
func TestACharacterNoFaceHasIsSeen(t *testing.T) {
	withoutSystemFonts(t)
	for _, text := range []string{"Ελλάδα", "Привет", "Größe → ½ “x”"} {
		for _, g := range letters.shape(text, SemiBold).glyphs {
			if g.id == 0 {
				t.Errorf("%q has a character without a glyph", text)
			}
		}
	}
	sign := Measure(string(lost), Regular, 12)
	if got, want := Measure("a漢字b", Regular, 12), Measure("a", Regular, 12)+2*sign+Measure("b", Regular, 12); got < want-0.5 || got > want+0.5 {
		t.Errorf("two lost characters are %v wide, want %v", got, want)
	}
	for _, text := range []string{"漢", "שלום", "नमस्ते", "🙂", "\x00", "a\tb", "\u200d\u200b", "\U0010FFFF"} {
		img := image.NewRGBA(image.Rect(0, 0, 100, 20))
		p := &raster{img: img, k: 1, dot: 1}
		p.text(text, Regular, 12, geom.Pt(4, 14), 0, Light.Text)
		inked := false
		for i := 3; i < len(img.Pix); i += 4 {
			inked = inked || img.Pix[i] > 0
		}
		if blank := text == "\x00" || text == "\u200d\u200b"; !inked && !blank {
			t.Errorf("nothing is drawn for %q", text)
		}
	}
}
