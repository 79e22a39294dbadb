package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// scrim dims the window behind a dialog.
func scrim(t *draw.Theme) color.Color {
	if t.Dark {
		return color.NRGBA{0, 0, 0, 140}
	}
	return color.NRGBA{24, 32, 44, 90}
}

func nothing(*draw.Theme) color.Color { return color.Transparent }

// A pane is the card: it keeps clicks from what lies behind it.
type pane struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

func newPane(content fyne.CanvasObject) *pane {
	p := &pane{content: content}
	p.ExtendBaseWidget(p)
	return p
}

func (p *pane) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }
func (p *pane) Tapped(*fyne.PointEvent)             {}
func (p *pane) MouseIn(*desktop.MouseEvent)         {}
func (p *pane) MouseMoved(*desktop.MouseEvent)      {}
func (p *pane) MouseOut()                           {}

// A pick is a list to choose one of a few from.
type pick struct{ widget.Select }

func newPick(options []string, selected string, on func(string)) *pick {
	p := &pick{}
	p.Options, p.Selected, p.PlaceHolder = options, selected, "Choose"
	p.OnChanged = on
	p.ExtendBaseWidget(p)
	return p
}

// TypedKey implements [fyne.Focusable].
func (p *pick) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
		kit.PassKey(p, e)
	default:
		p.Select.TypedKey(e)
	}
}

// mark is an icon on a tile of its colour.
func mark(icon string, side float32, c func(*draw.Theme) color.NRGBA) fyne.CanvasObject {
	ground := kit.NewGround(func(t *draw.Theme) color.Color { return t.Tile(c(t)) })
	ground.Radius = side * 0.22
	ground.Min = fyne.NewSquareSize(side)
	return &fyne.Container{Layout: stackMiddle{}, Objects: []fyne.CanvasObject{
		ground, kit.NewColorIcon(icon, side*0.2+12, func() color.Color { return c(kit.Colors()) }),
	}}
}

func failureColor(t *draw.Theme) color.NRGBA { return t.Failure }
func warningColor(t *draw.Theme) color.NRGBA { return t.Warning }
func successColor(t *draw.Theme) color.NRGBA { return t.Success }

// stackMiddle centres the upper objects, at their own size, on the lowest.
type stackMiddle struct{}

func (stackMiddle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (stackMiddle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	side := o[0].MinSize()
	o[0].Resize(side)
	o[0].Move(fyne.NewPos(0, 0))
	for _, up := range o[1:] {
		m := up.MinSize()
		up.Resize(m)
		up.Move(fyne.NewPos((side.Width-m.Width)/2, (side.Height-m.Height)/2))
	}
}

// small is an icon beside a line of text.
func small(icon string, c func(*draw.Theme) color.NRGBA) fyne.CanvasObject {
	return kit.Inset(kit.NewColorIcon(icon, 16, func() color.Color { return c(kit.Colors()) }), 1, 0, 0, 0)
}

// boxed puts rows into a bordered box.
func boxed(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(kit.NewCard(kit.Surface), o)
}

func control(t *draw.Theme) color.Color { return t.Control }
