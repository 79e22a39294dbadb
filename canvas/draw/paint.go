package draw

import (
	"image"

	"flowbench/canvas/geom"
)

// A View says what a painting shows: the scene at a zoom, on a screen with
// Scale pixels to a point, from the pixel Origin on. The scene's zero point is
// pixel 0, 0.
type View struct {
	Zoom, Scale float64
	Origin      image.Point
	Grid        bool          // paint the board with its dots; else the ground stays as it is
	Plain       bool          // paint the board without its dots
	Skip        func(ID) bool // leave these out
	Only        func(ID) bool // paint nothing but these
}

// Paint draws the part of the scene that lies in the image. It may be called
// by several goroutines at once, each with an image of its own.
func (s *Scene) Paint(img *image.RGBA, v View, t *Theme) {
	p := rasters.Get().(*raster)
	defer rasters.Put(p)
	p.img, p.k, p.dot = img, v.Zoom*v.Scale, v.Scale
	p.origin = geom.Pt(float64(v.Origin.X), float64(v.Origin.Y))
	if v.Grid || v.Plain {
		fill(img, img.Rect, t.Board)
	}
	if v.Grid {
		p.dots(v.Zoom, t.Dot)
	}
	box := img.Rect.Add(v.Origin)
	world := geom.Rect{
		Min: geom.Pt(float64(box.Min.X), float64(box.Min.Y)).Mul(1 / p.k),
		Max: geom.Pt(float64(box.Max.X), float64(box.Max.Y)).Mul(1 / p.k),
	}.Grow(4 / v.Zoom)
	items := s.Items(world)
	drawItems(newSheet(p, t, v.Zoom), items, func(id ID) bool {
		return (v.Skip == nil || !v.Skip(id)) && (v.Only == nil || v.Only(id))
	})
	p.img = nil
}

func drawItems(s *sheet, items []Item, shown func(ID) bool) {
	for l := range layers {
		for _, item := range items {
			if shown(item.ID()) {
				item.draw(s, l)
			}
		}
		s.flush()
	}
}

// margin is the room around a picture, in world units.
const margin = 24

// frame is what a picture of the whole scene shows.
func (s *Scene) frame() geom.Rect {
	r := s.Bounds()
	if r.Empty() {
		return geom.XYWH(0, 0, geom.NodeW, geom.NodeH)
	}
	return r.Grow(margin)
}

// Picture is the whole scene as pixels, scale of them to a unit: on the board,
// or on nothing. One larger than 16,000 pixels is made smaller.
func (s *Scene) Picture(t *Theme, scale float64, transparent bool) *image.RGBA {
	const most = 16000
	r := s.frame()
	scale = min(scale, most/r.W(), most/r.H())
	origin := image.Pt(floor(r.Min.X*scale), floor(r.Min.Y*scale))
	img := image.NewRGBA(image.Rect(0, 0, floor(r.Max.X*scale)+1-origin.X, floor(r.Max.Y*scale)+1-origin.Y))
	v := View{Zoom: 1, Scale: scale, Origin: origin, Grid: !transparent}
	s.Paint(img, v, t)
	return img
}
