package draw

import (
	"image"
	"image/color"

	"flowbench/canvas/geom"
)

// A Sign is what stands on a tile: an icon in its tint, or a letter that stands
// for a provider, with the provider's colour where it has one.
type Sign struct {
	Icon, Letter string
	Tint         Tint
	Color        color.NRGBA
}

// ink is the sign's colour in a theme.
func (g Sign) ink(t *Theme) color.NRGBA {
	switch {
	case g.Color.A == 0:
		return t.Tints[g.Tint]
	case t == t.faded:
		return mix(t.Board, g.Color, 0.45)
	}
	return g.Color
}

// draw puts the tile into a square.
func (g Sign) draw(s *sheet, t *Theme, r geom.Rect) {
	ink := g.ink(t)
	ground := t.Tile(ink)
	k := r.W() / geom.Tile
	s.rect(r, 8*k, ground, none, 0)
	if s.detail == blocks {
		return
	}
	if g.Color.A != 0 {
		ink = readable(ink, ground)
	}
	if g.Letter != "" {
		s.text(g.Letter, SemiBold, 17*k, geom.Pt(r.Center().X, r.Center().Y+6.2*k), 0.5, ink)
	} else if g.Icon != "" {
		s.icon(g.Icon, r.Grow(-7*k), ink)
	}
}

// TileImage is a tile of side pixels, for lists and heads.
func TileImage(side int, t *Theme, g Sign) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	p := rasters.Get().(*raster)
	defer rasters.Put(p)
	p.img, p.k, p.dot, p.origin = img, 1, 1, geom.Point{}
	g.draw(newSheet(p, t, 1), t, geom.XYWH(0, 0, float64(side), float64(side)))
	p.img = nil
	return img
}

// readable moves a colour that was chosen elsewhere towards black or white
// until it can be told from its ground.
func readable(ink, ground color.NRGBA) color.NRGBA {
	light := func(c color.NRGBA) int { return 299*int(c.R) + 587*int(c.G) + 114*int(c.B) }
	end := color.NRGBA{0, 0, 0, 255}
	if light(ground) < 128_000 {
		end = color.NRGBA{255, 255, 255, 255}
	}
	for range 8 {
		if d := light(ink) - light(ground); d > 100_000 || d < -100_000 {
			break
		}
		ink = mix(ink, end, 0.2)
	}
	return ink
}
