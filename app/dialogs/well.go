package dialogs

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// well shows code in a box of at most so many lines; more of it scrolls.
func well(text string, lines float32) fyne.CanvasObject {
	prose := kit.NewProse(text, kit.Code, 0)
	scroll := container.NewVScroll(kit.Inset(prose, 8, 10, 8, 10))
	return container.New(kit.UpTo(lines*16+16, scroll.Content), kit.NewCard(kit.CodeGround), scroll)
}

// stacked has a head, what takes the room that is left, and a foot.
type stacked struct{}

func (stacked) MinSize(o []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, x := range o {
		m := x.MinSize()
		s = fyne.NewSize(max(s.Width, m.Width), s.Height+m.Height)
	}
	return s
}

func (stacked) Layout(o []fyne.CanvasObject, s fyne.Size) {
	top, bottom := o[0].MinSize().Height, o[2].MinSize().Height
	place := func(x fyne.CanvasObject, y, h float32) {
		x.Move(fyne.NewPos(0, y))
		x.Resize(fyne.NewSize(s.Width, h))
	}
	place(o[0], 0, top)
	place(o[1], top, max(0, s.Height-top-bottom))
	place(o[2], s.Height-bottom, bottom)
}
