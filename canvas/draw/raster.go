package draw

import (
	"image"
	"image/color"
	"math"
	"sync"

	"flowbench/canvas/geom"

	"golang.org/x/image/vector"
)

// raster is the surface of pixels. World point p lies at p*k - origin.
type raster struct {
	img     *image.RGBA
	k       float64 // pixels to a world unit
	dot     float64 // pixels to a point of the screen
	origin  geom.Point
	strokes map[color.NRGBA]*stroke
	inks    []color.NRGBA // of strokes not yet laid, in the order they came
	spare   []*stroke
	points  []geom.Point
	vector  vector.Rasterizer
	shadows map[shadowKey]*image.Alpha
	border  stroke
}

type shadowKey struct {
	size      image.Point
	k, radius int
}

var rasters = sync.Pool{New: func() any {
	return &raster{strokes: map[color.NRGBA]*stroke{}, shadows: map[shadowKey]*image.Alpha{}}
}}

func (p *raster) at(w geom.Point) (x, y float64) { return w.X*p.k - p.origin.X, w.Y*p.k - p.origin.Y }

// whole is a rectangle on whole pixels, so that straight edges are sharp.
func (p *raster) whole(r geom.Rect) image.Rectangle {
	x0, y0 := p.at(r.Min)
	x1, y1 := p.at(r.Max)
	return image.Rect(round(x0), round(y0), round(x1), round(y1))
}

// thick is the width of a line: never less than a point of the screen.
func (p *raster) thick(width float64) float64 { return max(width*p.k, p.dot) }

func (p *raster) rect(r geom.Rect, radius float64, in, line color.NRGBA, width float64) {
	box := p.whole(r)
	radius *= p.k
	if width > 0 && line.A > 0 {
		w := max(round(width*p.k), round(p.dot), 1)
		rounded(p.img, box, radius, line)
		box, radius = box.Inset(w), max(radius-float64(w), 0)
	}
	rounded(p.img, box, radius, in)
}

// borderDash is how long the pieces of a dashed border are.
const borderDash = 5.0

// dashed draws at once, unlike curve: what follows lies above it.
func (p *raster) dashed(r geom.Rect, radius, width float64, ink color.NRGBA) {
	box := p.whole(r)
	if !box.Overlaps(p.img.Rect) {
		return
	}
	w := max(width*p.k, p.dot)
	p.points = outlineOf(r.Grow(-width/2), max(radius-width/2, 0), p.points[:0])
	p.border.ready(p.img.Rect)
	p.dashes(&p.border, w, borderDash*p.k)
	p.border.lay(p.img, ink)
}

// outlineOf appends the border of a rounded rectangle to dst, as a line.
func outlineOf(r geom.Rect, radius float64, dst []geom.Point) []geom.Point {
	turn := [...]struct{ at, from geom.Point }{
		{geom.Pt(r.Max.X-radius, r.Min.Y+radius), geom.Pt(0, -1)},
		{geom.Pt(r.Max.X-radius, r.Max.Y-radius), geom.Pt(1, 0)},
		{geom.Pt(r.Min.X+radius, r.Max.Y-radius), geom.Pt(0, 1)},
		{geom.Pt(r.Min.X+radius, r.Min.Y+radius), geom.Pt(-1, 0)},
	}
	for _, c := range turn {
		for i := range 5 {
			sin, cos := math.Sincos(float64(i) / 4 * math.Pi / 2)
			dst = append(dst, c.at.Add(geom.Pt(c.from.X*cos-c.from.Y*sin, c.from.Y*cos+c.from.X*sin).Mul(radius)))
		}
	}
	return append(dst, dst[0])
}

// shadow is two shadows in one: a close one that gives the edge and a far one
// that lifts the card. What the card will cover is left out.
func (p *raster) shadow(r geom.Rect, radius float64, c color.NRGBA) {
	box := p.whole(r)
	pad := int(18*p.k) + 1
	if !box.Inset(-pad).Overlaps(p.img.Rect) || box.Dx() > 4096 || box.Dy() > 4096 {
		return
	}
	key := shadowKey{box.Size(), round(p.k * 256), round(radius * 8)}
	m := p.shadows[key]
	if m == nil {
		if len(p.shadows) > 64 {
			clear(p.shadows)
		}
		m = shadowMask(box.Size(), pad, p.k, radius*p.k)
		p.shadows[key] = m
	}
	corner := box.Min.Sub(image.Pt(pad, pad))
	covered := box.Inset(1)
	covered.Min.Y += int(radius * p.k)
	covered.Max.Y -= int(radius * p.k)
	all := m.Rect.Add(corner)
	for _, part := range []image.Rectangle{
		{all.Min, image.Pt(all.Max.X, covered.Min.Y)},
		{image.Pt(all.Min.X, covered.Min.Y), image.Pt(covered.Min.X, covered.Max.Y)},
		{image.Pt(covered.Max.X, covered.Min.Y), image.Pt(all.Max.X, covered.Max.Y)},
		{image.Pt(all.Min.X, covered.Max.Y), all.Max},
	} {
		blendPart(p.img, corner.X, corner.Y, m, part, c)
	}
}

func shadowMask(size image.Point, pad int, k, radius float64) *image.Alpha {
	m := image.NewAlpha(image.Rect(0, 0, size.X+2*pad, size.Y+2*pad))
	w, h := float64(size.X)/2, float64(size.Y)/2
	light := func(x, y, drop, blur float64) float64 {
		// the distance from the edge of a rounded rectangle whose middle is 0, 0
		qx, qy := math.Abs(x)-(w-radius), math.Abs(y-drop*k)-(h-radius)
		d := math.Hypot(max(qx, 0), max(qy, 0)) + min(max(qx, qy), 0) - radius
		return math.Erfc(d/(blur*k*math.Sqrt2)) / 2
	}
	for y := range m.Rect.Dy() {
		for x := range (m.Rect.Dx() + 1) / 2 {
			fx, fy := float64(x)+0.5-float64(pad)-w, float64(y)+0.5-float64(pad)-h
			near, far := 0.7*light(fx, fy, 1, 1.1), light(fx, fy, 4, 5.2)
			a := uint8(255 * (1 - (1-near)*(1-far)))
			m.Pix[m.PixOffset(x, y)] = a
			m.Pix[m.PixOffset(m.Rect.Dx()-1-x, y)] = a
		}
	}
	return m
}

func around(x, y, r float64) image.Rectangle {
	return image.Rect(floor(x-r)-1, floor(y-r)-1, floor(x+r)+2, floor(y+r)+2)
}

func (p *raster) circle(at geom.Point, radius float64, in, line color.NRGBA, width float64) {
	x, y := p.at(at)
	r := radius * p.k
	disc := func(r float64, c color.NRGBA) {
		if c.A > 0 && r > 0 {
			shade(p.img, around(x, y, r), c, func(px, py float64) float64 { return r - math.Hypot(px-x, py-y) })
		}
	}
	if width > 0 {
		disc(r, line)
		r -= p.thick(width)
	}
	disc(r, in)
}

func (p *raster) diamond(at geom.Point, radius float64, in, line color.NRGBA, width float64) {
	x, y := p.at(at)
	r := radius * p.k
	rhomb := func(r float64, c color.NRGBA) {
		if c.A > 0 && r > 0 {
			shade(p.img, around(x, y, r), c, func(px, py float64) float64 {
				return (r - math.Abs(px-x) - math.Abs(py-y)) / math.Sqrt2
			})
		}
	}
	if width > 0 {
		rhomb(r, line)
		r -= p.thick(width) * math.Sqrt2
	}
	rhomb(r, in)
}

func (p *raster) polygon(points []geom.Point, c color.NRGBA) {
	x0, y0 := math.Inf(1), math.Inf(1)
	x1, y1 := math.Inf(-1), math.Inf(-1)
	for _, w := range points {
		x, y := p.at(w)
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	left, top := floor(x0), floor(y0)
	box := image.Rect(left, top, floor(x1)+1, floor(y1)+1)
	if !box.Overlaps(p.img.Rect) || box.Dx() > 4096 || box.Dy() > 4096 {
		return
	}
	p.vector.Reset(box.Dx(), box.Dy())
	for i, w := range points {
		x, y := p.at(w)
		fx, fy := float32(x-float64(left)), float32(y-float64(top))
		if i == 0 {
			p.vector.MoveTo(fx, fy)
		} else {
			p.vector.LineTo(fx, fy)
		}
	}
	p.vector.ClosePath()
	m := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	p.vector.Draw(m, m.Rect, image.Opaque, image.Point{})
	blend(p.img, left, top, m, c)
}

func (p *raster) curve(c geom.Curve, width, dash float64, ink color.NRGBA) {
	w := p.thick(width)
	b := c.Bounds()
	x0, y0 := p.at(b.Min)
	x1, y1 := p.at(b.Max)
	img := p.img.Rect
	if x1+w < float64(img.Min.X) || x0-w > float64(img.Max.X) || y1+w < float64(img.Min.Y) || y0-w > float64(img.Max.Y) {
		return
	}
	s := p.strokes[ink]
	if s == nil {
		if n := len(p.spare); n > 0 {
			s, p.spare = p.spare[n-1], p.spare[:n-1]
		} else {
			s = &stroke{}
		}
		s.ready(img)
		p.strokes[ink] = s
		p.inks = append(p.inks, ink)
	}
	p.points = c.Flatten(p.k, p.points[:0])
	if dash > 0 {
		p.dashes(s, w, dash*p.k)
		return
	}
	for i := 1; i < len(p.points); i++ {
		ax, ay := p.at(p.points[i-1])
		bx, by := p.at(p.points[i])
		s.capsule(ax, ay, bx, by, w)
	}
}

// dashes draws the points' line in pieces of a length, with gaps that look
// about as long: the round ends take away from them.
func (p *raster) dashes(s *stroke, w, length float64) {
	gap := length*0.7 + w/2
	drawn, left := true, length
	for i := 1; i < len(p.points); i++ {
		ax, ay := p.at(p.points[i-1])
		bx, by := p.at(p.points[i])
		seg := math.Hypot(bx-ax, by-ay)
		for pos := 0.0; pos < seg; {
			step := min(left, seg-pos)
			if drawn {
				t0, t1 := pos/seg, (pos+step)/seg
				s.capsule(ax+(bx-ax)*t0, ay+(by-ay)*t0, ax+(bx-ax)*t1, ay+(by-ay)*t1, w)
			}
			pos += step
			if left -= step; left <= 1e-9 {
				drawn = !drawn
				left = length
				if !drawn {
					left = gap
				}
			}
		}
	}
}

func (p *raster) text(s string, f Face, size float64, at geom.Point, align float64, ink color.NRGBA) {
	px := size * p.k
	t := letters.shape(s, f)
	x, y := p.at(at)
	x -= t.width * px * align
	base := round(y)
	if x > float64(p.img.Rect.Max.X) || x+t.width*px < float64(p.img.Rect.Min.X) ||
		float64(base)-2*px > float64(p.img.Rect.Max.Y) || float64(base)+px < float64(p.img.Rect.Min.Y) {
		return
	}
	for _, g := range t.glyphs {
		quarter := round((x + g.x*px) * 4)
		whole := floor(float64(quarter) / 4)
		if m := letters.mask(g, f != f.cut(), px, uint8(quarter-whole*4)); m != nil {
			blend(p.img, whole+m.at.X, base-round(g.y*px)+m.at.Y, &m.Alpha, ink)
		}
	}
}

func (p *raster) icon(name string, r geom.Rect, ink color.NRGBA) {
	box := p.whole(r)
	if box.Overlaps(p.img.Rect) && box.Dx() > 0 {
		blend(p.img, box.Min.X, box.Min.Y, iconMask(name, box.Dx()), ink)
	}
}

func (p *raster) flush() {
	for _, ink := range p.inks {
		s := p.strokes[ink]
		s.lay(p.img, ink)
		delete(p.strokes, ink)
		p.spare = append(p.spare, s)
	}
	p.inks = p.inks[:0]
}

// dots draws the board's grid where the image lies.
func (p *raster) dots(zoom float64, c color.NRGBA) {
	pitch := gridPitch
	for pitch*zoom < 14 {
		pitch *= 2
	}
	if zoom < 0.2 {
		return
	}
	step := pitch * p.k
	r := max(p.dot, p.dot*min(zoom, 1.6))
	for gy := math.Ceil((p.origin.Y - r) / step); gy*step-p.origin.Y < float64(p.img.Rect.Max.Y)+r; gy++ {
		for gx := math.Ceil((p.origin.X - r) / step); gx*step-p.origin.X < float64(p.img.Rect.Max.X)+r; gx++ {
			x, y := float64(round(gx*step-p.origin.X)), float64(round(gy*step-p.origin.Y))
			shade(p.img, around(x, y, r), c, func(px, py float64) float64 { return r - math.Hypot(px-x, py-y) })
		}
	}
}

// gridPitch is how far the board's dots stand apart.
const gridPitch = 24.0
