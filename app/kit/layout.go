package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"flowbench/canvas/draw"
)

// Inset puts room around an object.
func Inset(o fyne.CanvasObject, top, right, bottom, left float32) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), o)
}

// Column stacks objects with a gap between them; hidden ones take no room.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

// Line puts objects side by side at their own width, centred upright, with a gap.
func Line(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{gap: gap, grow: -1}, objects...)
}

// LineGrow is a Line in which the object at index takes the room that is left.
func LineGrow(gap float32, grow int, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(line{gap: gap, grow: grow}, objects...)
}

type line struct {
	gap  float32
	grow int
}

func (l line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
		n++
	}
	s.Width += l.gap * float32(max(0, n-1))
	return s
}

func (l line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest := size.Width - l.MinSize(objects).Width
	var x float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i == l.grow {
			m.Width += max(0, rest)
			m.Height = max(m.Height, min(size.Height, m.Height))
		}
		o.Resize(m)
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		x += m.Width + l.gap
	}
}

// Gap is empty room.
func Gap(w, h float32) fyne.CanvasObject {
	r := fynecanvas.NewRectangle(Clear)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

// MinSize keeps an object at least this large.
func MinSize(o fyne.CanvasObject, w, h float32) fyne.CanvasObject {
	return container.NewStack(Gap(w, h), o)
}

// A Ground is a rectangle in a colour of the theme.
type Ground struct {
	widget.BaseWidget
	Fill   func(*draw.Theme) color.Color
	Stroke func(*draw.Theme) color.Color
	Radius float32
	Min    fyne.Size
}

// NewGround makes a ground.
func NewGround(fill func(*draw.Theme) color.Color) *Ground {
	g := &Ground{Fill: fill}
	g.ExtendBaseWidget(g)
	return g
}

// NewCard makes a ground with a border and round corners.
func NewCard(fill func(*draw.Theme) color.Color) *Ground {
	g := NewGround(fill)
	g.Radius = Radius
	g.Stroke = func(t *draw.Theme) color.Color { return t.Border }
	return g
}

// Surface, Background, Code and Border are grounds' colours.
func Surface(t *draw.Theme) color.Color    { return t.Surface }
func Background(t *draw.Theme) color.Color { return t.Background }
func CodeGround(t *draw.Theme) color.Color { return t.Code }
func Border(t *draw.Theme) color.Color     { return t.Border }
func Chosen(t *draw.Theme) color.Color     { return t.Chosen }

// Rule is a line between panels: across, or upright.
func Rule(upright bool) *Ground {
	g := NewGround(Border)
	g.Min = fyne.NewSize(0, 1)
	if upright {
		g.Min = fyne.NewSize(1, 0)
	}
	return g
}

// CreateRenderer implements [fyne.Widget].
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, rect: fynecanvas.NewRectangle(Clear)}
	r.Refresh()
	return r
}

type groundRenderer struct {
	ground *Ground
	rect   *fynecanvas.Rectangle
}

func (r *groundRenderer) Destroy()                     {}
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) MinSize() fyne.Size           { return r.ground.Min }
func (r *groundRenderer) Layout(s fyne.Size)           { r.rect.Resize(s) }
func (r *groundRenderer) Refresh() {
	t := Colors()
	r.rect.FillColor, r.rect.CornerRadius = r.ground.Fill(t), r.ground.Radius
	if r.ground.Stroke != nil {
		r.rect.StrokeColor, r.rect.StrokeWidth = r.ground.Stroke(t), 1
	}
	r.rect.Refresh()
}
