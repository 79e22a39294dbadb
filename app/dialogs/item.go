package dialogs

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// An item is a row of a list to choose from. Tab passes over it: the arrow keys choose.
type item struct {
	widget.BaseWidget
	tapped func(double bool)

	over, chosen bool
	pale         bool
	last         time.Time
	ground       *kit.Ground
	tile         *look.Tile
	title, doc   *kit.Label
	note         *kit.Label
	root         fyne.CanvasObject
}

func newItem() *item { return newTiled(36, 12, kit.Strong) }

// newLooseItem is a row of a finder.
func newLooseItem() *item { return newTiled(28, 10, kit.Body) }

func newTiled(side, gap float32, title kit.Role) *item {
	i := bareItem(side, title)
	text := kit.Column(2, kit.LineGrow(10, 0, i.title, i.note), i.doc)
	return i.with(kit.LineGrow(gap, 1, i.tile, text))
}

// newTightItem is a row of a finder for much of one sort: all in one line.
func newTightItem() *item {
	i := bareItem(0, kit.Body)
	i.doc.Whole = true
	return i.with(kit.LineGrow(0, 0, kit.Lead(10, i.title, i.doc), kit.Gap(10, 0), i.note))
}

func bareItem(side float32, title kit.Role) *item {
	i := &item{tile: look.NewTile(side, draw.Sign{}), title: kit.NewLabel("", title), doc: kit.NewLabel("", kit.Caption), note: kit.NewText("", kit.CodeDim)}
	i.ground = kit.NewGround(i.fill)
	i.ground.Radius = kit.Radius
	return i
}

func (i *item) with(line fyne.CanvasObject) *item {
	i.root = &fyne.Container{Layout: inset{2, 8}, Objects: []fyne.CanvasObject{i.ground, line}}
	i.title.Color = func() color.Color {
		if i.pale {
			return kit.Colors().Faint
		}
		return kit.Colors().Text
	}
	i.ExtendBaseWidget(i)
	return i
}

func (i *item) fill(t *draw.Theme) color.Color {
	switch {
	case i.chosen:
		return t.Chosen
	case i.over:
		return t.Hover
	}
	return color.Transparent
}

func (i *item) set(c Choice, chosen bool) {
	i.chosen, i.pale = chosen, c.Pale
	i.tile.SetSign(c.Sign)
	if c.Sign == (draw.Sign{}) {
		i.tile.Hide()
	} else {
		i.tile.Show()
	}
	i.title.Set(c.Title)
	i.title.Refresh()
	i.doc.Set(c.Doc)
	i.note.Set(kit.Elide(c.Note, 240, 11.5, fyne.TextStyle{Monospace: true}))
	i.root.Refresh()
}

func (i *item) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.root) }
func (i *item) MouseIn(*desktop.MouseEvent)         { i.over = true; i.ground.Refresh() }
func (i *item) MouseMoved(*desktop.MouseEvent)      {}
func (i *item) MouseOut()                           { i.over = false; i.ground.Refresh() }
func (i *item) Cursor() desktop.Cursor              { return desktop.PointerCursor }

// Tapped tells of a single click at once: waiting for a second one would feel slow.
func (i *item) Tapped(*fyne.PointEvent) {
	now := time.Now()
	double := now.Sub(i.last) < doubleClick
	i.last = now
	i.tapped(double)
}

const doubleClick = 400 * time.Millisecond

// inset puts the first object under the second, each with room at its sides.
type inset struct{ outer, inner float32 }

func (l inset) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(2*l.inner, 2*l.inner)
}

func (l inset) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, l.outer/2))
	o[0].Resize(s.SubtractWidthHeight(0, l.outer))
	o[1].Move(fyne.NewPos(l.inner, 0))
	o[1].Resize(s.SubtractWidthHeight(2*l.inner, 0))
}
