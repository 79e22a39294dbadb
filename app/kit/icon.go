package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/look"
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
	if r.icon.Name == "" {
		return
	}
	res := look.Drawing(r.icon.Name, c)
	if r.img.Resource != res {
		r.img.Resource = res
		r.img.Refresh()
	}
}
