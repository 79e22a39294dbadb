package kit

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"flowbench/assets"
	"flowbench/canvas/draw"
)

// An Icon is one of our line drawings in a colour.
type Icon struct {
	widget.BaseWidget
	Name  string
	Side  float32
	Color func() color.Color // nil: muted
}

// NewIcon makes an icon of that size.
func NewIcon(name string, side float32) *Icon {
	i := &Icon{Name: name, Side: side}
	i.ExtendBaseWidget(i)
	return i
}

// NewColorIcon makes an icon in a colour of the theme.
func NewColorIcon(name string, side float32, c func() color.Color) *Icon {
	i := NewIcon(name, side)
	i.Color = c
	return i
}

// CreateRenderer implements [fyne.Widget].
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{icon: i, img: &fynecanvas.Image{FillMode: fynecanvas.ImageFillContain}}
	r.Refresh()
	return r
}

type iconRenderer struct {
	icon *Icon
	img  *fynecanvas.Image
}

func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Layout(s fyne.Size)           { r.img.Resize(s) }
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.icon.Side) }

func (r *iconRenderer) Refresh() {
	var c color.Color = Colors().Muted
	if r.icon.Color != nil {
		c = r.icon.Color()
	}
	res := Drawing(r.icon.Name, c)
	if r.img.Resource != res {
		r.img.Resource = res
		r.img.Refresh()
	}
}

type drawingKey struct {
	name string
	c    color.NRGBA
}

var drawings = map[drawingKey]fyne.Resource{}

// Drawing returns an icon of assets/icons in a colour, as a resource; nil where there is none.
func Drawing(name string, c color.Color) fyne.Resource {
	k := drawingKey{name, color.NRGBAModel.Convert(c).(color.NRGBA)}
	if r, ok := drawings[k]; ok {
		return r
	}
	svg := assets.Icon(name)
	if svg == nil {
		return nil
	}
	hex := fmt.Sprintf("#%02x%02x%02x", k.c.R, k.c.G, k.c.B)
	for _, black := range []string{"#000000", "#000", "black", "currentColor"} {
		svg = bytes.ReplaceAll(svg, []byte(`"`+black+`"`), []byte(`"`+hex+`"`))
	}
	r := fyne.NewStaticResource(name+hex+".svg", svg)
	drawings[k] = r
	return r
}

// A Tile is an icon or a letter on a ground of its group's colour, as on a node's card.
type Tile struct {
	widget.BaseWidget
	Icon, Letter string
	Color        func(*draw.Theme) color.NRGBA
	Side         float32
}

// NewTile makes a tile.
func NewTile(icon, letter string, c func(*draw.Theme) color.NRGBA, side float32) *Tile {
	t := &Tile{Icon: icon, Letter: letter, Color: c, Side: side}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements [fyne.Widget].
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{tile: t, ground: box(Clear, nil, 0, 6), text: fynecanvas.NewText("", nil), icon: NewIcon("", t.Side*0.55)}
	r.Refresh()
	return r
}

type tileRenderer struct {
	tile   *Tile
	ground *fynecanvas.Rectangle
	text   *fynecanvas.Text
	icon   *Icon
}

func (r *tileRenderer) Destroy()           {}
func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.tile.Side) }
func (r *tileRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.text}
}

func (r *tileRenderer) Layout(s fyne.Size) {
	side := r.tile.Side
	at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
	r.ground.Resize(fyne.NewSquareSize(side))
	r.ground.Move(at)
	in := side * 0.55
	r.icon.Resize(fyne.NewSquareSize(in))
	r.icon.Move(at.AddXY((side-in)/2, (side-in)/2))
	m := r.text.MinSize()
	r.text.Resize(m)
	r.text.Move(at.AddXY((side-m.Width)/2, (side-m.Height)/2))
}

func (r *tileRenderer) Refresh() {
	c := Colors()
	ink := r.tile.Color(c)
	r.ground.FillColor = c.Tile(ink)
	r.ground.Refresh()
	r.text.Text, r.text.Color, r.text.TextSize, r.text.TextStyle.Bold = r.tile.Letter, ink, r.tile.Side*0.46, true
	r.text.Refresh()
	r.icon.Name, r.icon.Color = r.tile.Icon, func() color.Color { return ink }
	r.icon.Refresh()
	if r.tile.Letter != "" || r.tile.Icon == "" {
		r.icon.Hide()
	} else {
		r.icon.Show()
	}
	r.Layout(r.tile.Size())
}
