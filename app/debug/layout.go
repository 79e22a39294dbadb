package debug

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// A bar is a row with objects at its left and at its right. Where they have no room, it
// leaves out those it may, the first of them first.
type bar struct {
	height, gap, margin float32
	left                int // how many of the objects stand left
	spare               []fyne.CanvasObject
	hidden              map[fyne.CanvasObject]bool // by the bar, not by who made them
}

func newBar(height float32, left, right, spare []fyne.CanvasObject) *fyne.Container {
	b := &bar{height: height, gap: 6, margin: 16, left: len(left), spare: spare, hidden: map[fyne.CanvasObject]bool{}}
	return container.New(b, append(left[:len(left):len(left)], right...)...)
}

func (b *bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, b.height) }

func (b *bar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for o := range b.hidden {
		o.Show()
	}
	clear(b.hidden)
	for _, o := range b.spare {
		if b.need(objects) <= size.Width {
			break
		}
		if o.Visible() {
			o.Hide()
			b.hidden[o] = true
		}
	}
	place := func(o fyne.CanvasObject, x float32) float32 {
		m := o.MinSize()
		if _, full := o.(*kit.Tabs); full {
			m.Height = size.Height // its line lies on the bar's lower edge
		}
		o.Resize(m)
		o.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		return m.Width
	}
	x := b.margin
	for _, o := range objects[:b.left] {
		if o.Visible() {
			x += place(o, x) + b.gap
		}
	}
	x = size.Width - b.margin
	for i := len(objects) - 1; i >= b.left; i-- {
		if o := objects[i]; o.Visible() {
			x -= o.MinSize().Width
			place(o, x)
			x -= b.gap
		}
	}
}

func (b *bar) need(objects []fyne.CanvasObject) float32 {
	w := 2 * b.margin
	for _, o := range objects {
		if o.Visible() {
			w += o.MinSize().Width + b.gap
		}
	}
	return w
}

// empty is a page that has nothing to show: what it is for, and what to do.
func empty(icon, text string) fyne.CanvasObject {
	faint := kit.NewColorIcon(icon, 28, func() color.Color { return kit.Colors().Faint })
	words := kit.NewText(text, kit.Muted)
	return container.NewCenter(kit.Column(8, container.NewCenter(faint), container.NewCenter(words)))
}

// stateIcon shows a status by shape and colour.
func stateIcon(name string, ink func(*draw.Theme) color.NRGBA) *kit.Icon {
	return kit.NewColorIcon(name, 16, func() color.Color { return ink(kit.Colors()) })
}
