package look

import (
	"image"

	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// A Tile is the small coloured square that stands for a kind or a provider.
type Tile struct {
	widget.BaseWidget
	side float32
	sign draw.Sign
}

// NewTile is a tile of a side: 26 in lists, 36 on cards and heads.
func NewTile(side float32, s draw.Sign) *Tile {
	t := &Tile{side: side, sign: s}
	t.ExtendBaseWidget(t)
	return t
}

// SetSign changes what stands on the tile.
func (t *Tile) SetSign(s draw.Sign) {
	if t.sign != s {
		t.sign = s
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{tile: t}
	r.img = fynecanvas.NewRaster(r.paint)
	return r
}

type tileRenderer struct {
	tile *Tile
	img  *fynecanvas.Raster
}

func (r *tileRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height, r.tile.side)
	r.img.Resize(fyne.NewSquareSize(side))
	r.img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}

func (r *tileRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.tile.side) }
func (r *tileRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *tileRenderer) Refresh()                     { r.img.Refresh() }
func (r *tileRenderer) Destroy()                     {}

func (r *tileRenderer) paint(w, h int) image.Image {
	return draw.TileImage(min(w, h), Colours(), r.tile.sign)
}
