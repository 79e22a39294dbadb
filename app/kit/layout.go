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

// Column stacks objects with a gap between them; hidden ones take no room. Each is given
// its width before it is asked for its height, since a text that wraps follows from it.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

type column struct{ gap float32 }

func (l column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	gap := float32(0)
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			s.Width = max(s.Width, m.Width)
			s.Height += gap + m.Height
			gap = l.gap
		}
	}
	return s
}

func (l column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return // not placed yet
	}
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if now := o.Size(); now.Width != size.Width {
			o.Resize(fyne.NewSize(size.Width, now.Height))
		}
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, h))
		o.Move(fyne.NewPos(0, y))
		y += h + l.gap
	}
}

// Lead puts objects side by side: the first as wide as its text, as far as the others
// leave room for it.
func Lead(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(lead{line{gap: gap, grow: -1}}, objects...)
}

type lead struct{ line }

func (l lead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.line.Layout(objects, size)
	first := objects[0].MinSize()
	more := min(natural(objects[0])-first.Width, size.Width-l.MinSize(objects).Width)
	if more <= 0 {
		return
	}
	objects[0].Resize(fyne.NewSize(first.Width+more, first.Height))
	for _, o := range objects[1:] {
		o.Move(o.Position().AddXY(more, 0))
	}
}

// Share puts objects side by side over the whole width: each fixed one as wide as it
// needs, within 46 parts of a hundred, the others evenly in what is left.
func Share(gap float32, fixed []bool, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(sharing{gap, fixed}, objects...)
}

type sharing struct {
	gap   float32
	fixed []bool
}

func (l sharing) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return line{gap: l.gap}.MinSize(objects)
}

func (l sharing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return // not placed yet
	}
	rest, grow := size.Width-l.gap*float32(len(objects)-1), 0
	wide := make([]float32, len(objects))
	for i, o := range objects {
		if !l.fixed[i] {
			grow++
			continue
		}
		wide[i] = min(natural(o), size.Width*0.46)
		rest -= wide[i]
	}
	var x float32
	for i, o := range objects {
		if !l.fixed[i] {
			wide[i] = max(0, rest/float32(grow))
		}
		if now := o.Size(); now.Width != wide[i] {
			o.Resize(fyne.NewSize(wide[i], now.Height))
		}
		o.Resize(fyne.NewSize(wide[i], o.MinSize().Height))
		o.Move(fyne.NewPos(x, 0))
		x += wide[i] + l.gap
	}
}

// natural is the width at which nothing in an object is cut.
func natural(o fyne.CanvasObject) float32 {
	if n, ok := o.(interface{ Natural() float32 }); ok {
		return n.Natural()
	}
	return o.MinSize().Width
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
	if size.Width <= 0 {
		return // not placed yet
	}
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
