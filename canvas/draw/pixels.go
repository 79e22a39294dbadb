package draw

import (
	"image"
	"image/color"
	"math"
)

func floor(v float64) int { return int(math.Floor(v)) }
func round(v float64) int { return int(math.Floor(v + 0.5)) }

// cover lays c over one pixel, a of 255 strong.
func cover(p []uint8, c color.NRGBA, a uint32) {
	a = a * uint32(c.A) / 255
	if a == 0 {
		return
	}
	if a == 255 {
		p[0], p[1], p[2], p[3] = c.R, c.G, c.B, 255
		return
	}
	rest := 255 - a
	p[0] = uint8((uint32(c.R)*a + uint32(p[0])*rest + 127) / 255)
	p[1] = uint8((uint32(c.G)*a + uint32(p[1])*rest + 127) / 255)
	p[2] = uint8((uint32(c.B)*a + uint32(p[2])*rest + 127) / 255)
	p[3] = uint8((255*a + uint32(p[3])*rest + 127) / 255)
}

// fill lays c over a rectangle.
func fill(img *image.RGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(img.Rect)
	if r.Empty() || c.A == 0 {
		return
	}
	first := img.Pix[img.PixOffset(r.Min.X, r.Min.Y):][:r.Dx()*4]
	if c.A < 255 {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			row := img.Pix[img.PixOffset(r.Min.X, y):][:r.Dx()*4]
			for i := 0; i < len(row); i += 4 {
				cover(row[i:i+4:i+4], c, 255)
			}
		}
		return
	}
	for i := 0; i < len(first); i += 4 {
		first[i], first[i+1], first[i+2], first[i+3] = c.R, c.G, c.B, 255
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(img.Pix[img.PixOffset(r.Min.X, y):], first)
	}
}

// blend lays c over img as strongly as the mask says, its corner at x, y.
func blend(img *image.RGBA, x, y int, m *image.Alpha, c color.NRGBA) {
	blendPart(img, x, y, m, m.Rect.Add(image.Pt(x, y)), c)
}

// blendPart is blend for a part of the image alone, which lies within the mask.
func blendPart(img *image.RGBA, x, y int, m *image.Alpha, part image.Rectangle, c color.NRGBA) {
	r := part.Intersect(img.Rect)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		src := m.Pix[m.PixOffset(r.Min.X-x, py-y):][:r.Dx()]
		dst := img.Pix[img.PixOffset(r.Min.X, py):]
		for i, a := range src {
			if a != 0 {
				cover(dst[i*4:i*4+4:i*4+4], c, uint32(a))
			}
		}
	}
}

// shade lays c over the pixels of r as strongly as inside says: a distance in
// pixels, positive within the shape. One pixel of border is soft.
func shade(img *image.RGBA, r image.Rectangle, c color.NRGBA, inside func(x, y float64) float64) {
	r = r.Intersect(img.Rect)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		row := img.Pix[img.PixOffset(r.Min.X, py):]
		for i := range r.Dx() {
			d := inside(float64(r.Min.X+i)+0.5, float64(py)+0.5) + 0.5
			if d > 0 {
				cover(row[i*4:i*4+4:i*4+4], c, uint32(min(d, 1)*255))
			}
		}
	}
}

// rounded fills a rectangle with round corners.
func rounded(img *image.RGBA, r image.Rectangle, radius float64, c color.NRGBA) {
	if !r.Overlaps(img.Rect) || c.A == 0 {
		return
	}
	n := min(int(math.Ceil(radius)), r.Dx()/2, r.Dy()/2)
	if n <= 0 {
		fill(img, r, c)
		return
	}
	radius = min(radius, float64(n))
	fill(img, image.Rect(r.Min.X+n, r.Min.Y, r.Max.X-n, r.Min.Y+n), c)
	fill(img, image.Rect(r.Min.X, r.Min.Y+n, r.Max.X, r.Max.Y-n), c)
	fill(img, image.Rect(r.Min.X+n, r.Max.Y-n, r.Max.X-n, r.Max.Y), c)
	for _, corner := range [...]struct {
		at     image.Point
		cx, cy float64
	}{
		{r.Min, float64(r.Min.X) + radius, float64(r.Min.Y) + radius},
		{image.Pt(r.Max.X-n, r.Min.Y), float64(r.Max.X) - radius, float64(r.Min.Y) + radius},
		{image.Pt(r.Min.X, r.Max.Y-n), float64(r.Min.X) + radius, float64(r.Max.Y) - radius},
		{image.Pt(r.Max.X-n, r.Max.Y-n), float64(r.Max.X) - radius, float64(r.Max.Y) - radius},
	} {
		shade(img, image.Rectangle{corner.at, corner.at.Add(image.Pt(n, n))}, c, func(x, y float64) float64 {
			return radius - math.Hypot(x-corner.cx, y-corner.cy)
		})
	}
}

// A stroke is a mask that lines of one colour are drawn into, each pixel as
// strong as the strongest of them, to be laid over the image at once: so lines
// that meet or cross leave no dark spot.
type stroke struct {
	mask  *image.Alpha
	dirty image.Rectangle
}

func (s *stroke) ready(r image.Rectangle) {
	if s.mask == nil || s.mask.Rect != r {
		s.mask = image.NewAlpha(r)
	}
}

// capsule draws the line from x0, y0 to x1, y1 with round ends.
func (s *stroke) capsule(x0, y0, x1, y1, width float64) {
	half := width/2 + 0.5
	b := s.mask.Rect
	top := max(floor(min(y0, y1)-half), b.Min.Y)
	bottom := min(floor(max(y0, y1)+half)+1, b.Max.Y)
	left, right := min(x0, x1)-half, max(x0, x1)+half
	if top >= bottom || right < float64(b.Min.X) || left >= float64(b.Max.X) {
		return
	}
	dx, dy := x1-x0, y1-y0
	l2 := dx*dx + dy*dy
	inv, reach := 0.0, half*1.5 // reach: how far sideways of the line's middle a row is touched
	if l2 > 1e-6 {
		inv = 1 / l2
	}
	steep := dy*dy > 1e-6
	if steep {
		reach = min(half*math.Sqrt(l2)/math.Abs(dy), math.Abs(dx)+half)
	}
	for y := top; y < bottom; y++ {
		fy := float64(y) + 0.5
		from, to := left, right
		if steep {
			x := x0 + min(max((fy-y0)/dy, 0), 1)*dx
			from, to = max(left, x-reach-half), min(right, x+reach+half)
		}
		first, last := max(floor(from), b.Min.X), min(floor(to)+1, b.Max.X)
		if first >= last {
			continue
		}
		row := s.mask.Pix[s.mask.PixOffset(first, y):][:last-first]
		for i := range row {
			fx := float64(first+i) + 0.5
			t := min(max(((fx-x0)*dx+(fy-y0)*dy)*inv, 0), 1)
			ex, ey := fx-(x0+t*dx), fy-(y0+t*dy)
			d2 := ex*ex + ey*ey
			if d2 >= half*half {
				continue
			}
			if a := uint8(min(half-math.Sqrt(d2), 1) * 255); a > row[i] {
				row[i] = a
			}
		}
	}
	s.dirty = s.dirty.Union(image.Rect(max(floor(left), b.Min.X), top, min(floor(right)+1, b.Max.X), bottom))
}

// lay puts what was drawn onto the image, and is empty again.
func (s *stroke) lay(img *image.RGBA, c color.NRGBA) {
	r := s.dirty
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := s.mask.Pix[s.mask.PixOffset(r.Min.X, y):][:r.Dx()]
		dst := img.Pix[img.PixOffset(r.Min.X, y):]
		for i, a := range src {
			if a != 0 {
				cover(dst[i*4:i*4+4:i*4+4], c, uint32(a))
			}
		}
		clear(src)
	}
	s.dirty = image.Rectangle{}
}
