package debug

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// A bar is a row with objects at its left and at its right. Where they have no room, it
// makes its savings, the first of them first.
type bar struct {
	height, gap, margin float32
	left                int // how many of the objects stand left
	savings             []saving
}

func newBar(height float32, left, right []fyne.CanvasObject, savings ...saving) *fyne.Container {
	b := &bar{height: height, gap: 6, margin: 16, left: len(left), savings: savings}
	return container.New(b, append(left[:len(left):len(left)], right...)...)
}

func (b *bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, b.height) }

func (b *bar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.save(objects, size.Width)
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
		if takes(o) {
			x += place(o, x) + b.gap
		}
	}
	x = size.Width - b.margin
	for i := len(objects) - 1; i >= b.left; i-- {
		if o := objects[i]; takes(o) {
			x -= o.MinSize().Width
			place(o, x)
			x -= b.gap
		}
	}
}

// save makes savings until all has room, and takes back what a later one made needless.
func (b *bar) save(objects []fyne.CanvasObject, width float32) {
	for _, s := range b.savings {
		s(false)
	}
	n := 0
	for ; n < len(b.savings) && b.need(objects) > width; n++ {
		b.savings[n](true)
	}
	for i := n - 2; i >= 0; i-- {
		b.savings[i](false)
		if b.need(objects) > width {
			b.savings[i](true)
		}
	}
}

func (b *bar) need(objects []fyne.CanvasObject) float32 {
	w := 2*b.margin - b.gap
	for _, o := range objects {
		if takes(o) {
			w += o.MinSize().Width + b.gap
		}
	}
	return w
}

// takes reports whether an object takes room: a line whose parts are all hidden does not.
func takes(o fyne.CanvasObject) bool { return o.Visible() && o.MinSize().Width > 0 }

// empty is a page that has nothing to show: what it is for, and what to do.
func empty(icon, text string) fyne.CanvasObject {
	faint := kit.NewColorIcon(icon, 28, func() color.Color { return kit.Colors().Faint })
	return container.New(hollow{kit.NewLabel(text, kit.Muted).Natural()}, faint, kit.NewProse(text, kit.Muted, 0))
}

// hollow puts an icon over a text in the middle, the text no wider than it is or than
// there is room.
type hollow struct{ natural float32 }

func (hollow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, 60) }

func (h hollow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := max(40, min(h.natural+1, s.Width-24))
	o[1].Resize(fyne.NewSize(w, o[1].MinSize().Height)) // it knows its height once it has its width
	icon, text := o[0].MinSize(), fyne.NewSize(w, o[1].MinSize().Height)
	y := max(0, (s.Height-icon.Height-8-text.Height)/2)
	o[0].Resize(icon)
	o[0].Move(fyne.NewPos((s.Width-icon.Width)/2, y))
	o[1].Resize(text)
	o[1].Move(fyne.NewPos((s.Width-w)/2, y+icon.Height+8))
}

// stateIcon shows a status by shape and colour.
func stateIcon(name string, ink func(*draw.Theme) color.NRGBA) *kit.Icon {
	return kit.NewColorIcon(name, 16, func() color.Color { return ink(kit.Colors()) })
}
