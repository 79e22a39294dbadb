package draw

import (
	"bytes"
	"image"
	"sync"

	"flowbench/assets"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A Face is one of the product's faces.
type Face uint8

const (
	Regular Face = iota
	SemiBold
	Mono
	Italic         // Regular, slanted
	SemiBoldItalic // SemiBold, slanted
)

// cut is the face of which a slanted one is made.
func (f Face) cut() Face {
	switch f {
	case Italic:
		return Regular
	case SemiBoldItalic:
		return SemiBold
	}
	return f
}

// slant is how far a slanted face leans, for each unit of height.
const slant = 0.2

// A glyph of a shaped text: its outline's number in a face, and where it stands, in ems.
type glyph struct {
	id   font.GID
	from *font.Face
	x, y float64
}

type shaped struct {
	glyphs []glyph
	width  float64
}

type textKey struct {
	text string
	face Face
}

// A glyph's mask is kept by its size in quarter pixels and by the quarter of
// the pixel it begins in.
type maskKey struct {
	id    font.GID
	from  *font.Face
	leans bool
	size  int
	shift uint8
}

type mask struct {
	image.Alpha
	at image.Point // of the mask's upper left corner, from the glyph's origin
}

// setter shapes texts and draws their glyphs. Shaping is done once, at a large
// size, so that a text is as wide at one zoom as at any other.
type setter struct {
	mu        sync.Mutex
	faces     [3]*font.Face
	shaper    shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	texts     map[textKey]shaped
	masks     map[maskKey]*mask
}

const (
	shapeSize = 1000
	mostTexts = 4096
	mostMasks = 4096
)

var letters = &setter{texts: map[textKey]shaped{}, masks: map[maskKey]*mask{}}

func (s *setter) face(f Face) *font.Face {
	f = f.cut()
	if s.faces[f] == nil {
		data := [...][]byte{Regular: assets.Regular, SemiBold: assets.SemiBold, Mono: assets.Mono}[f]
		face, err := font.ParseTTF(bytes.NewReader(data))
		if err != nil {
			panic("draw: a built-in font: " + err.Error())
		}
		s.faces[f] = face
	}
	return s.faces[f]
}

func (s *setter) shape(text string, f Face) shaped {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := textKey{text, f.cut()}
	if t, ok := s.texts[key]; ok {
		return t
	}
	runes := []rune(text)
	in := shaping.Input{Text: runes, RunEnd: len(runes), Face: s.face(f), Size: fixed.I(shapeSize), Direction: di.DirectionLTR}
	var t shaped
	if s.simple(runes, f) {
		s.add(&t, in)
	} else {
		for _, piece := range s.pieces(in) {
			s.add(&t, piece)
		}
	}
	if len(s.texts) >= mostTexts {
		clear(s.texts)
	}
	s.texts[key] = t
	return t
}

// add shapes a piece of a text that one face can show.
func (s *setter) add(t *shaped, in shaping.Input) {
	em := func(v fixed.Int26_6) float64 { return float64(v) / 64 / shapeSize }
	for _, g := range s.shaper.Shape(in).Glyphs {
		t.glyphs = append(t.glyphs, glyph{g.GlyphID, in.Face, t.width + em(g.XOffset), em(g.YOffset)})
		t.width += em(g.XAdvance)
	}
}

// mask is the picture of a glyph; nil for one that has none, such as a space.
func (s *setter) mask(g glyph, leans bool, size float64, shift uint8) *mask {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := maskKey{g.id, g.from, leans, int(size*4 + 0.5), shift}
	if m, ok := s.masks[key]; ok {
		return m
	}
	if len(s.masks) >= mostMasks {
		clear(s.masks)
	}
	m := trace(key)
	s.masks[key] = m
	return m
}

func trace(key maskKey) *mask {
	outline, ok := key.from.GlyphData(key.id).(font.GlyphOutline)
	if !ok || len(outline.Segments) == 0 {
		return nil
	}
	k := float32(key.size) / 4 / float32(key.from.Upem())
	dx := float32(key.shift) / 4
	lean := float32(0)
	if key.leans {
		lean = slant
	}
	at := func(p opentype.SegmentPoint) (float32, float32) { return (p.X+lean*p.Y)*k + dx, -p.Y * k }
	x0, y0 := at(outline.Segments[0].Args[0])
	x1, y1 := x0, y0
	for _, seg := range outline.Segments {
		for _, p := range seg.ArgsSlice() {
			x, y := at(p)
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
		}
	}
	left, top := floor(float64(x0)), floor(float64(y0))
	w, h := floor(float64(x1))+1-left, floor(float64(y1))+1-top
	raster := vector.NewRasterizer(w, h)
	in := func(p opentype.SegmentPoint) (float32, float32) {
		x, y := at(p)
		return x - float32(left), y - float32(top)
	}
	for i, seg := range outline.Segments {
		ax, ay := in(seg.Args[0])
		switch seg.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				raster.ClosePath()
			}
			raster.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			raster.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			bx, by := in(seg.Args[1])
			raster.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			bx, by := in(seg.Args[1])
			cx, cy := in(seg.Args[2])
			raster.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	raster.ClosePath()
	m := &mask{*image.NewAlpha(image.Rect(0, 0, w, h)), image.Pt(left, top)}
	raster.Draw(&m.Alpha, m.Rect, image.Opaque, image.Point{})
	return m
}

// Measure is the width of a text at a size.
func Measure(text string, f Face, size float64) float64 {
	return letters.shape(text, f).width * size
}

// Cut is as much of the text as fits into width, with an ellipsis where some is left out.
func Cut(text string, f Face, size, width float64) string {
	if Measure(text, f, size) <= width {
		return text
	}
	runes := []rune(text)
	if len(runes) > 400 {
		runes = runes[:400]
	}
	lo, hi := 0, len(runes)
	for lo < hi {
		n := (lo + hi + 1) / 2
		if Measure(string(runes[:n])+"…", f, size) <= width {
			lo = n
		} else {
			hi = n - 1
		}
	}
	for lo > 0 && runes[lo-1] == ' ' {
		lo--
	}
	return string(runes[:lo]) + "…"
}
