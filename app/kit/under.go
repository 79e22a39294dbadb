package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ListUnder shows a list right below a control, which keeps the focus, and gives what
// takes it away again. Where there is no room below it stands above. It does nothing in
// a window without tooltips.
func ListUnder(o fyne.CanvasObject, list *Picks) (shut func()) {
	t := tipsFor(o)
	if t == nil {
		return func() {}
	}
	t.hide()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.lists)
	at = at.Subtract(origin)
	size := fyne.NewSize(max(o.Size().Width, 300), min(232, list.Tall()+8))
	room := t.lists.Size()
	at.X = max(4, min(at.X, room.Width-size.Width-4))
	if below := at.Y + o.Size().Height + 2; below+size.Height < room.Height || at.Y < size.Height {
		at.Y = below
	} else {
		at.Y -= size.Height + 2
	}
	card := container.NewStack(NewCard(Surface), Inset(list, 4, 4, 4, 4))
	card.Resize(size)
	card.Move(at)
	t.lists.Objects = []fyne.CanvasObject{card}
	t.lists.Refresh()
	return func() {
		t.lists.Objects = nil
		t.lists.Refresh()
	}
}
