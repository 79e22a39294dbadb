package canvas

import (
	"image"
	"math"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

const (
	tilePx   = 512
	mostFree = 4 // images kept for the next tiles to be painted
	mostKept = 4 // tiles kept beyond those in view and the ring around them
)

type tileKey struct{ x, y int }

// A tile is a square of the scene as pixels.
type tile struct {
	raster *fynecanvas.Raster
	img    *image.RGBA // nil until painted for the first time
	busy   bool        // being painted
	dirty  bool        // to be painted, again if it is busy
	sent   bool        // the window has the pixels of img
	used   int         // the placing that last showed it
}

// put places the raster on the board. Its own Resize would send the pixels to the window
// again with each step of a zoom, where all that changes is how far they are stretched.
// They are smoothed only where that is seen, when they are enlarged: it costs a third more.
func (tl *tile) put(at geom.Rect, enlarged bool) {
	put := fynecanvas.Raster{Generator: tl.raster.Generator, ScaleMode: fynecanvas.ImageScalePixels}
	if enlarged {
		put.ScaleMode = fynecanvas.ImageScaleSmooth
	}
	put.Resize(fyne.NewSize(float32(at.W()), float32(at.H())))
	put.Move(pos(at.Min))
	tl.sent = tl.sent && put.ScaleMode == tl.raster.ScaleMode
	*tl.raster = put
	if !tl.sent {
		tl.send()
	}
}

func (tl *tile) send() {
	tl.raster.Refresh()
	tl.sent = true
}

// A mosaic is the tiles of one zoom, screen scale and theme.
type mosaic struct {
	zoom, scale float64
	theme       *draw.Theme
	tiles       map[tileKey]*tile
}

// tiles shows the scene of a board. front is what is seen; next, where the zoom
// or the theme is another, is being painted and takes its place when it covers
// the board. Everything runs on Fyne's goroutine but the painting.
type tiles struct {
	b           *Board
	do, run     func(func())
	front, next *mosaic
	scale       float64 // pixels to a point, as the rasters are asked for it
	seen        float32 // the canvas's scale that it was taken from
	free        []*image.RGBA
	busy        int
	painted     int // so far, for the tests
	rested      []func()
	round       int
	covers      geom.Rect        // what the tiles placed last cover, if they leave no gaps
	lifted      map[draw.ID]bool // drawn live for now, so not in tiles
}

func newTiles(b *Board, do, run func(func())) *tiles {
	t := &tiles{b: b, do: do, run: run, scale: 1}
	t.front = &mosaic{zoom: 1, scale: 1, theme: b.theme, tiles: map[tileKey]*tile{}}
	return t
}

// renew begins a new mosaic if the one in front is not what the board shows.
func (t *tiles) renew() {
	t.rescale()
	want := mosaic{zoom: t.b.view.Zoom, scale: t.scale, theme: t.b.theme}
	fits := func(m *mosaic) bool {
		return m != nil && m.zoom == want.zoom && m.scale == want.scale && m.theme == want.theme
	}
	switch {
	case fits(t.front):
		t.drop(t.next)
		t.next = nil
	case !fits(t.next):
		t.drop(t.next)
		want.tiles = map[tileKey]*tile{}
		t.next = &want
	}
}

// rescale follows the scale of the window's screen.
func (t *tiles) rescale() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t.b); c != nil && c.Scale() != t.seen {
		t.seen = c.Scale()
		t.scale = float64(t.seen)
	}
}

// spoil says that places of the scene look different now.
func (t *tiles) spoil(rects ...geom.Rect) {
	for _, m := range []*mosaic{t.front, t.next} {
		if m == nil {
			continue
		}
		side := tilePx / (m.zoom * m.scale)
		for _, r := range rects {
			if r.Empty() {
				continue
			}
			x0, y0 := floor(r.Min.X/side), floor(r.Min.Y/side)
			x1, y1 := floor(r.Max.X/side), floor(r.Max.Y/side)
			if (x1-x0+1)*(y1-y0+1) > len(m.tiles) {
				for k, tl := range m.tiles {
					tl.dirty = tl.dirty || k.x >= x0 && k.x <= x1 && k.y >= y0 && k.y <= y1
				}
				continue
			}
			for y := y0; y <= y1; y++ {
				for x := x0; x <= x1; x++ {
					if tl := m.tiles[tileKey{x, y}]; tl != nil {
						tl.dirty = true
					}
				}
			}
		}
	}
}

// spoilAll says that everything looks different now.
func (t *tiles) spoilAll() {
	for _, m := range []*mosaic{t.front, t.next} {
		if m != nil {
			for _, tl := range m.tiles {
				tl.dirty = true
			}
		}
	}
}

func floor(v float64) int { return int(math.Floor(v)) }
func round(v float64) int { return int(math.Floor(v + 0.5)) }

// place appends the rasters that are in view, each in its place, and has
// painted those that are not as they should be.
func (t *tiles) place(objects []fyne.CanvasObject) []fyne.CanvasObject {
	t.round++
	t.rescale()
	if t.next == nil && (t.front.theme != t.b.theme || t.front.scale != t.scale) {
		t.renew()
	}
	if m := t.next; m != nil && m.zoom == t.b.view.Zoom {
		t.each(m, 0, func(k tileKey, _ geom.Rect) { t.want(m, k) })
		t.swap()
	}
	m := t.front
	still := m.zoom == t.b.view.Zoom
	t.covers = geom.Rect{}
	area := 0.0
	t.each(m, 0, func(k tileKey, at geom.Rect) {
		tl := m.tiles[k]
		if still {
			tl = t.want(m, k)
		}
		if tl == nil || tl.img == nil {
			return
		}
		area += at.W() * at.H()
		t.covers = t.covers.Union(at)
		tl.used = t.round
		tl.put(at, m.zoom < t.b.view.Zoom)
		objects = append(objects, tl.raster)
	})
	if t.covers.W()*t.covers.H()-area > 1 {
		t.covers = geom.Rect{}
	}
	t.ahead()
	t.forget(m)
	return objects
}

// ahead has those painted that will be seen next, when there is nothing else to paint.
func (t *tiles) ahead() {
	if m := t.front; t.busy == 0 && t.next == nil && m.zoom == t.b.view.Zoom {
		t.each(m, 1, func(k tileKey, _ geom.Rect) { t.want(m, k) })
	}
}

// each calls for every tile in view, and ring more on each side, where it lies
// on the screen. A mosaic of another zoom is stretched.
func (t *tiles) each(m *mosaic, ring int, do func(tileKey, geom.Rect)) {
	v := t.b.view
	side := tilePx * v.Zoom / m.zoom // on this screen, in pixels
	off := geom.Pt(float64(round(v.Offset.X*m.scale)), float64(round(v.Offset.Y*m.scale)))
	size := sizeOf(t.b.Size())
	w, h := size.W*m.scale, size.H*m.scale
	x0, y0 := floor(-off.X/side)-ring, floor(-off.Y/side)-ring
	x1, y1 := floor((w-1-off.X)/side)+ring, floor((h-1-off.Y)/side)+ring
	if (x1-x0+1)*(y1-y0+1) > 160 { // stretched so far that the tiles are tiny: only those there are
		for k := range m.tiles {
			if k.x >= x0 && k.x <= x1 && k.y >= y0 && k.y <= y1 {
				do(k, edges(k, side, off, m.scale))
			}
		}
		return
	}
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			k := tileKey{x, y}
			do(k, edges(k, side, off, m.scale))
		}
	}
}

// edges is where a tile lies, in points. Its edges are whole pixels, shared
// with its neighbours: there are no seams at any zoom.
func edges(k tileKey, side float64, off geom.Point, scale float64) geom.Rect {
	at := func(i int, off float64) float64 { return (math.Round(float64(i)*side) + off) / scale }
	return geom.Rect{
		Min: geom.Pt(at(k.x, off.X), at(k.y, off.Y)),
		Max: geom.Pt(at(k.x+1, off.X), at(k.y+1, off.Y)),
	}
}

// want is a tile that has been painted, or is being painted.
func (t *tiles) want(m *mosaic, k tileKey) *tile {
	tl := m.tiles[k]
	if tl == nil {
		tl = t.newTile()
		m.tiles[k] = tl
	}
	tl.used = t.round
	if tl.dirty && !tl.busy {
		t.paint(m, k, tl)
	}
	return tl
}

func (t *tiles) newTile() *tile {
	tl := &tile{dirty: true}
	tl.raster = fynecanvas.NewRaster(func(w, h int) image.Image {
		if tl.img == nil {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		t.measure(w, tl)
		return tl.img
	})
	return tl
}

// measure learns from the size a raster is asked for how many pixels a point
// has: more than the canvas says, where the system scales the window.
func (t *tiles) measure(w int, tl *tile) {
	m := t.front
	if m.zoom != t.b.view.Zoom || m.scale != t.scale || tl.raster.Size().Width == 0 {
		return
	}
	scale := float64(w) / float64(tl.raster.Size().Width)
	if math.Abs(scale/t.scale-1) < 0.02 {
		return
	}
	t.do(func() {
		t.scale = scale
		t.renew()
		t.b.place()
	})
}

func (t *tiles) paint(m *mosaic, k tileKey, tl *tile) {
	img := t.blank()
	view := draw.View{Zoom: m.zoom, Scale: m.scale, Origin: image.Pt(k.x*tilePx, k.y*tilePx), Grid: !t.b.gridOff, Plain: true}
	if lifted := t.lifted; lifted != nil {
		view.Skip = func(id draw.ID) bool { return lifted[id] }
	}
	scene := t.b.scene
	tl.dirty, tl.busy = false, true
	t.busy++
	t.run(func() {
		scene.Paint(img, view, m.theme)
		t.do(func() { t.finish(m, k, tl, img) })
	})
}

func (t *tiles) finish(m *mosaic, k tileKey, tl *tile, img *image.RGBA) {
	t.busy--
	t.painted++
	tl.busy = false
	if m.tiles[k] == tl {
		fresh := tl.img == nil
		if !fresh {
			t.spend(tl.img)
		}
		tl.img, tl.sent = img, false
		if m == t.front {
			tl.send()
		}
		switch {
		case tl.dirty && tl.used == t.round:
			t.paint(m, k, tl)
		case fresh && tl.used == t.round || m == t.next:
			t.b.place()
		}
	} else {
		t.leave(tl)
		t.spend(img)
	}
	if t.busy == 0 {
		rested := t.rested
		t.rested = nil
		for _, f := range rested {
			f()
		}
		t.ahead()
	}
}

// whenRested calls f once all that is being painted has been.
func (t *tiles) whenRested(f func()) {
	if t.busy == 0 {
		f()
		return
	}
	t.rested = append(t.rested, f)
}

// swap brings the next mosaic to the front, if it covers the board.
func (t *tiles) swap() {
	covers := true
	t.each(t.next, 0, func(k tileKey, _ geom.Rect) {
		if tl := t.next.tiles[k]; tl == nil || tl.img == nil {
			covers = false
		}
	})
	if covers {
		t.drop(t.front)
		t.front, t.next = t.next, nil
	}
}
