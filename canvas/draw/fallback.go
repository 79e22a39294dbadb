package draw

import (
	"io"
	"log"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/shaping"
)

// The product's faces hold Latin, Greek and Cyrillic. What else a text has, such
// as Chinese, is drawn with a face of the system, as the window's toolkit does
// too; what none has, with a sign that stands for it.

// lost stands for a character that no face has.
const lost = '\uFFFD'

// simple tells whether a text needs nothing but its own face, from left to right.
func (s *setter) simple(runes []rune, f Face) bool {
	for _, r := range runes {
		if r < ' ' || r > '~' && (r >= 0x590 && r < 0x2000 || !has(s.face(f), r)) {
			return false
		}
	}
	return true
}

// has tells whether a face has a character, as an outline.
func has(face *font.Face, r rune) bool {
	g, ok := face.NominalGlyph(r)
	if !ok {
		return false
	}
	_, ok = face.GlyphData(g).(font.GlyphOutline)
	return ok
}

// substitutes is where the pieces of a text that its own face cannot show find another.
type substitutes struct {
	s   *setter
	own *font.Face
}

// ResolveFace implements shaping.Fontmap.
func (c substitutes) ResolveFace(r rune) *font.Face {
	for _, face := range []*font.Face{c.own, c.s.face(Regular), c.s.face(Mono)} {
		if has(face, r) {
			return face
		}
	}
	if face := systemFace(r); face != nil && has(face, r) {
		return face
	}
	return c.own
}

// pieces splits a text where another face or direction is needed.
func (s *setter) pieces(in shaping.Input) []shaping.Input {
	faces := substitutes{s, in.Face}
	for i, r := range in.Text {
		if r < ' ' {
			in.Text[i] = ' '
		} else if !has(faces.ResolveFace(r), r) {
			in.Text[i] = lost
		}
	}
	return s.segmenter.Split(in, faces)
}

// systemFace is a face of the system that has a character, or nil. The first
// call looks through the system's fonts.
var systemFace = func() func(rune) *font.Face {
	var fonts *fontscan.FontMap
	return func(r rune) *font.Face {
		if fonts == nil {
			fonts = fontscan.NewFontMap(log.New(io.Discard, "", 0))
			if fonts.UseSystemFonts("") == nil {
				fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
			}
		}
		return fonts.ResolveFace(r)
	}
}()
