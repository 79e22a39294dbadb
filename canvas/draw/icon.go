package draw

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	imagedraw "image/draw"
	"sync"

	"flowbench/assets"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// An icon is kept as the outline of its strokes: closed lines in a square of 24
// by 24. So the tiles fill it at any size, the SVG shows the same, and a
// window's toolkit, which tints what is filled and not what is stroked, can
// have it too.
type icon [][]point32

type point32 struct{ x, y float32 }

const iconSize = 24

type iconKey struct {
	name string
	size int
}

var icons = struct {
	mu    sync.Mutex
	byID  map[string]icon
	masks map[iconKey]*image.Alpha
}{byID: map[string]icon{}, masks: map[iconKey]*image.Alpha{}}

// outline is the icon of that name; nothing where there is none.
func outline(name string) icon {
	icons.mu.Lock()
	defer icons.mu.Unlock()
	return outlineLocked(name)
}

func outlineLocked(name string) icon {
	if ic, ok := icons.byID[name]; ok {
		return ic
	}
	var ic icon
	if data := assets.Icon(name); data != nil {
		drawing, err := oksvg.ReadIconStream(bytes.NewReader(data))
		if err != nil {
			panic("draw: the icon " + name + ": " + err.Error())
		}
		const fine = 10 // how much larger the icon is traced
		drawing.SetTarget(0, 0, iconSize*fine, iconSize*fine)
		for i := range drawing.SVGPaths {
			drawing.SVGPaths[i].LineWidth *= fine // a target does not scale the strokes
		}
		rec := &recorder{}
		drawing.Draw(rasterx.NewDasher(iconSize*fine, iconSize*fine, rec), 1)
		for _, line := range rec.closed() {
			var trace []point32
			for _, p := range line {
				trace = append(trace, point32{float32(p.X) / 64 / fine, float32(p.Y) / 64 / fine})
			}
			ic = append(ic, trace)
		}
	}
	icons.byID[name] = ic
	return ic
}

// iconMask is the icon as pixels, size by size.
func iconMask(name string, size int) *image.Alpha {
	icons.mu.Lock()
	defer icons.mu.Unlock()
	key := iconKey{name, size}
	if m, ok := icons.masks[key]; ok {
		return m
	}
	ic := outlineLocked(name)
	if len(icons.masks) >= 512 {
		clear(icons.masks)
	}
	m := image.NewAlpha(image.Rect(0, 0, size, size))
	raster := vector.NewRasterizer(size, size)
	k := float32(size) / iconSize
	for _, line := range ic {
		raster.MoveTo(line[0].x*k, line[0].y*k)
		for _, p := range line[1:] {
			raster.LineTo(p.x*k, p.y*k)
		}
		raster.ClosePath()
	}
	raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	icons.masks[key] = m
	return m
}

// path is the outline as the data of an SVG path.
func (ic icon) path() string {
	var b bytes.Buffer
	for _, line := range ic {
		for i, p := range line {
			op := byte('L')
			if i == 0 {
				op = 'M'
			}
			fmt.Fprintf(&b, "%c%s %s", op, num(float64(p.x)), num(float64(p.y)))
		}
		b.WriteByte('Z')
	}
	return b.String()
}

// IconImage is an icon of side pixels in a colour; nil where there is none of that name.
func IconImage(name string, side int, ink color.NRGBA) image.Image {
	if outline(name) == nil || side <= 0 {
		return nil
	}
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	imagedraw.DrawMask(img, img.Rect, image.NewUniform(ink), image.Point{}, iconMask(name, side), image.Point{}, imagedraw.Src)
	return img
}

// IconSVG is an icon as an SVG of one filled shape, which a toolkit can tint;
// nil where there is none of that name.
func IconSVG(name string) []byte {
	ic := outline(name)
	if ic == nil {
		return nil
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="#000000" d="%s"/></svg>`, ic.path())
}

// recorder is a rasterx.Scanner that keeps the lines it is given.
type recorder struct{ lines [][]fixed.Point26_6 }

func (r *recorder) Start(p fixed.Point26_6) { r.lines = append(r.lines, []fixed.Point26_6{p}) }
func (r *recorder) Line(p fixed.Point26_6) {
	last := len(r.lines) - 1
	r.lines[last] = append(r.lines[last], p)
}
func (r *recorder) Draw()                              {}
func (r *recorder) GetPathExtent() fixed.Rectangle26_6 { return fixed.Rectangle26_6{} }
func (r *recorder) SetBounds(w, h int)                 {}
func (r *recorder) SetColor(any)                       {}
func (r *recorder) SetWinding(bool)                    {}
func (r *recorder) Clear()                             {}
func (r *recorder) SetClip(image.Rectangle)            {}

// closed joins the lines end to end: a stroke comes as the pieces of its
// outline, in no order.
func (r *recorder) closed() (rings [][]fixed.Point26_6) {
	from := map[fixed.Point26_6][]int{}
	for i, line := range r.lines {
		from[line[0]] = append(from[line[0]], i)
	}
	used := make([]bool, len(r.lines))
	for i := range r.lines {
		if used[i] {
			continue
		}
		used[i] = true
		ring := r.lines[i]
		for ring[len(ring)-1] != ring[0] {
			next := -1
			for _, j := range from[ring[len(ring)-1]] {
				if !used[j] {
					next = j
					break
				}
			}
			if next < 0 {
				break
			}
			used[next] = true
			ring = append(ring, r.lines[next][1:]...)
		}
		if ring = slimmed(ring); len(ring) > 2 {
			rings = append(rings, ring)
		}
	}
	return rings
}

// slimmed leaves out points that lie closer than a third of a pixel of the trace.
func slimmed(ring []fixed.Point26_6) []fixed.Point26_6 {
	out := ring[:0:0]
	for _, p := range ring {
		if n := len(out); n > 0 {
			d := p.Sub(out[n-1])
			if d.X > -20 && d.X < 20 && d.Y > -20 && d.Y < 20 {
				continue
			}
		}
		out = append(out, p)
	}
	return out
}
