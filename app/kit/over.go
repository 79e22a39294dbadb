package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// TipsOver gives what lies over a window's content, such as a dialog, tooltips of its
// own; done gives them back to the content. It changes nothing in a window without any.
func TipsOver(c fyne.Canvas, content fyne.CanvasObject) (with fyne.CanvasObject, done func()) {
	under := theTips[c]
	if under == nil {
		return content, func() {}
	}
	under.hide()
	t := &Tips{layer: container.NewWithoutLayout(), lists: container.NewWithoutLayout(), do: under.do}
	theTips[c] = t
	return container.NewStack(content, t.lists, t.layer), func() {
		t.hide()
		theTips[c] = under
	}
}
