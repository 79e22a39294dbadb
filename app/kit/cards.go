package kit

import "fyne.io/fyne/v2"

// Cards puts objects of one size into rows, as many in each as there is room for, wide
// enough to fill it.
type Cards struct {
	Narrow, Gap float32 // the least width of one; between them

	width float32 // as last laid out: the height follows from it
}

func (c *Cards) columns(width float32, n int) int {
	most := max(1, min(n, int((width+c.Gap)/(c.Narrow+c.Gap))))
	rows := (n + most - 1) / most
	return (n + rows - 1) / rows // four in two rows are two and two, not three and one
}

func (c *Cards) visible(objects []fyne.CanvasObject) (out []fyne.CanvasObject, tall float32) {
	for _, o := range objects {
		if o.Visible() {
			out = append(out, o)
			tall = max(tall, o.MinSize().Height)
		}
	}
	return out, tall
}

// MinSize implements [fyne.Layout].
func (c *Cards) MinSize(objects []fyne.CanvasObject) fyne.Size {
	shown, tall := c.visible(objects)
	if len(shown) == 0 {
		return fyne.NewSize(0, 0)
	}
	cols := c.columns(max(c.width, c.Narrow), len(shown))
	rows := float32((len(shown) + cols - 1) / cols)
	return fyne.NewSize(c.Narrow, rows*tall+(rows-1)*c.Gap)
}

// Layout implements [fyne.Layout]. The last row is no wider than the others.
func (c *Cards) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	shown, _ := c.visible(objects)
	if len(shown) == 0 {
		return
	}
	cols := c.columns(size.Width, len(shown))
	w := (size.Width - float32(cols-1)*c.Gap) / float32(cols)
	for _, o := range shown {
		o.Resize(fyne.NewSize(w, o.Size().Height))
	}
	_, tall := c.visible(shown) // again: a text wraps at its new width
	for i, o := range shown {
		o.Move(fyne.NewPos(float32(i%cols)*(w+c.Gap), float32(i/cols)*(tall+c.Gap)))
		o.Resize(fyne.NewSize(w, tall))
	}
}
