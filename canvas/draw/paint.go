package draw

import (
	"image"
	"math"

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

// The largest picture there is: one side, and all of its pixels, which take
// 400 MB of memory.
const (
	MostSide   = 16_000
	MostPixels = 100e6
)

// PictureRect is the pixels of a picture of the whole scene, scale of them to
// a unit, and the scale that it really has: one that would be too large is
// made smaller.
func (s *Scene) PictureRect(scale float64) (image.Rectangle, float64) {
	r := s.frame()
	scale = min(scale, MostSide/r.W(), MostSide/r.H(), math.Sqrt(MostPixels/(r.W()*r.H())))
	return image.Rect(floor(r.Min.X*scale), floor(r.Min.Y*scale), floor(r.Max.X*scale)+1, floor(r.Max.Y*scale)+1), scale
}

// Picture is the whole scene as pixels, scale of them to a unit: on the board,
// or on nothing.
func (s *Scene) Picture(t *Theme, scale float64, transparent bool) *image.RGBA {
	r, scale := s.PictureRect(scale)
	img := image.NewRGBA(image.Rectangle{Max: r.Size()})
	s.Paint(img, View{Zoom: 1, Scale: scale, Origin: r.Min, Grid: !transparent}, t)
	return img
}

// Preview is the picture as it fits into size, at most as large as it is; on a
// chequered ground where it is on nothing.
func (s *Scene) Preview(t *Theme, size image.Point, transparent bool) *image.RGBA {
	whole := s.frame()
	fit := min(float64(size.X)/whole.W(), float64(size.Y)/whole.H(), 2)
	r, scale := s.PictureRect(fit)
	img := image.NewRGBA(image.Rectangle{Max: r.Size()})
	v := View{Zoom: 1, Scale: scale, Origin: r.Min, Grid: !transparent}
	if scale < 0.2 { // nobody could read it
		v.Zoom, v.Scale = scale, 1
	}
	if transparent {
		chequer(img, t)
	}
	s.Paint(img, v, t)
	return img
}

func chequer(img *image.RGBA, t *Theme) {
	const side = 10
	fill(img, img.Rect, t.Surface)
	for y := 0; y < img.Rect.Dy(); y += side {
		for x := y / side % 2 * side; x < img.Rect.Dx(); x += 2 * side {
			fill(img, image.Rect(x, y, x+side, y+side), t.Pressed)
		}
	}
}
