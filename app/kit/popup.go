package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// OpenPicks opens a list under a place of the window, as wide as asked; with a search
// field that has the focus, if hint says what to search for. Escape and a click beside
// it close it, and the focus goes back to where it was.
func OpenPicks(c fyne.Canvas, at fyne.Position, width float32, list *Picks, hint string) {
	const most = 340
	var pop *widget.PopUp
	under := c.Focused()
	shut := func() {
		pop.Hide()
		if under != nil {
			c.Focus(under)
		}
	}
	pick := list.OnPick
	list.OnPick = func(i int) {
		shut()
		pick(i)
	}
	list.OnEscape = shut
	body := MinSize(list, width-16, min(most, list.Tall()))
	var focus fyne.Focusable = list
	if hint != "" {
		search := NewSearch(hint, list.Filter)
		search.OnKey = func(k *fyne.KeyEvent) bool { return list.Key(k.Name) }
		body = container.NewBorder(Inset(search, 0, 0, 6, 0), nil, nil, nil, body)
		focus = search
	}
	pop = widget.NewPopUp(body, c)
	size, room := pop.MinSize(), c.Size()
	at.X = max(4, min(at.X, room.Width-size.Width-4))
	at.Y = max(4, min(at.Y, room.Height-size.Height-4))
	pop.ShowAtPosition(at)
	c.Focus(focus)
}
