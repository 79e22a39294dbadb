package canvas

import (
	"image"

	"flowbench/canvas/geom"
)

// forget drops tiles that have long been out of sight.
func (t *tiles) forget(m *mosaic) {
	most := mostKept
	t.each(m, 1, func(tileKey, geom.Rect) { most++ })
	for age := 30; len(m.tiles) > most && age >= 1; age /= 2 {
		for k, tl := range m.tiles {
			if tl.used < t.round-age && !tl.busy {
				delete(m.tiles, k)
				t.leave(tl)
			}
		}
	}
}

func (t *tiles) drop(m *mosaic) {
	if m == nil {
		return
	}
	for _, tl := range m.tiles {
		if !tl.busy {
			t.leave(tl)
		}
	}
	m.tiles = nil
}

// leave lets go of a tile's pixels, and has the window do so: by itself it would keep them
// for a minute.
func (t *tiles) leave(tl *tile) {
	if tl.sent {
		tl.raster.Refresh()
	}
	if tl.img != nil {
		t.spend(tl.img)
		tl.img = nil
	}
}

// spend keeps an image for the next tile, if few are kept.
func (t *tiles) spend(img *image.RGBA) {
	if len(t.free) < mostFree {
		t.free = append(t.free, img)
	}
}

func (t *tiles) blank() *image.RGBA {
	if n := len(t.free); n > 0 {
		img := t.free[n-1]
		t.free = t.free[:n-1]
		return img
	}
	return image.NewRGBA(image.Rect(0, 0, tilePx, tilePx))
}
