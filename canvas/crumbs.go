package canvas

import (
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// crumbs say, on the upper left of the board, whose body is shown alone, and lead back
// out of it: Watch › Each.
type crumbs struct {
	b     *Board
	of    viewKey
	names string
	plate *fynecanvas.Rectangle
	row   *fyne.Container
	stack *fyne.Container
}

func newCrumbs(b *Board) *crumbs {
	c := &crumbs{b: b, plate: fynecanvas.NewRectangle(b.theme.Surface), row: container.NewHBox()}
	c.plate.StrokeWidth, c.plate.CornerRadius = 1, 8
	c.stack = container.NewStack(c.plate, c.row)
	return c
}

// path are the containers around the body that is shown, the outermost first.
func (c *crumbs) path() []flow.Key {
	var path []flow.Key
	for k := c.b.root; k != 0; k = c.b.home(k) {
		path = append([]flow.Key{k}, path...)
	}
	return path
}

func (c *crumbs) place(objects []fyne.CanvasObject) []fyne.CanvasObject {
	b := c.b
	if b.root == 0 {
		return objects
	}
	path, names := c.path(), b.flow.Name
	for _, k := range path {
		names += "/" + b.nameOf(k)
	}
	if names != c.names || c.of != b.viewKey() {
		c.names, c.of = names, b.viewKey()
		c.row.Objects = nil
		c.add(b.flow.Name, 0)
		for _, k := range path {
			c.row.Add(widget.NewLabel("›"))
			c.add(b.nameOf(k), k)
		}
	}
	c.plate.FillColor, c.plate.StrokeColor = b.theme.Surface, b.theme.Border
	c.stack.Move(fyne.NewPos(16, 12))
	c.stack.Resize(c.stack.MinSize())
	return append(objects, c.stack)
}

func (c *crumbs) add(name string, k flow.Key) {
	button := widget.NewButton(name, func() { c.b.ShowBody(k) })
	button.Importance = widget.LowImportance
	c.row.Add(button)
}
