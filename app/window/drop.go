package window

import (
	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/app/palette"
)

// dragItem shows an item under the pointer.
func (w *Window) dragItem(it palette.Item, at fyne.Position) {
	if w.shown() == nil {
		return
	}
	if len(w.ghost.Objects) == 0 {
		card := kit.NewBoxed(kit.Line(8, look.NewTile(28, it.Sign), kit.NewText(it.Title, kit.Strong)))
		card.Resize(card.MinSize())
		w.ghost.Objects = []fyne.CanvasObject{card}
	}
	card := w.ghost.Objects[0]
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.ghost)
	card.Move(at.Subtract(origin).SubtractXY(card.Size().Width/2, card.Size().Height/2))
	w.ghost.Refresh()
	w.board.CanDrop(at)
}

// dropItem puts a dragged item where it was let go.
func (w *Window) dropItem(it palette.Item, at fyne.Position) {
	w.ghost.Objects = nil
	w.ghost.Refresh()
	w.board.CanDrop(fyne.NewPos(-1, -1))
	if w.shown() == nil {
		return
	}
	spot, ok := w.board.DropAt(at)
	if !ok {
		return
	}
	if it.Kind == "integration" && it.Provider == "" {
		w.chooseService(&spot)
		return
	}
	if n := w.newNode(it); n != nil && !w.refuseSecond(n) {
		w.insert(n, spot)
	}
}
