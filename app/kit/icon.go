package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

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
	r := &iconRenderer{icon: i}
	r.img = fynecanvas.NewRaster(r.paint)
	r.shown, r.ink = i.Name, i.ink()
	return r
}

// ink is the colour that the icon is drawn in now.
func (i *Icon) ink() color.NRGBA {
	if i.Color == nil {
		return Colors().Muted
	}
	return color.NRGBAModel.Convert(i.Color()).(color.NRGBA)
}

type iconRenderer struct {
	icon  *Icon
	img   *fynecanvas.Raster
	shown string
	ink   color.NRGBA
}

func (r *iconRenderer) paint(w, h int) image.Image {
	if img := draw.IconImage(r.shown, min(w, h), r.ink); img != nil {
		return img
	}
	return image.Transparent
}

func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.img} }
func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.icon.Side) }

func (r *iconRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height)
	r.img.Resize(fyne.NewSquareSize(side))
	r.img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}

func (r *iconRenderer) Refresh() {
	if name, ink := r.icon.Name, r.icon.ink(); name != r.shown || ink != r.ink {
		r.shown, r.ink = name, ink
		r.img.Refresh()
	}
}
