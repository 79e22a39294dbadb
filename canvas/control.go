package canvas

import (
	"fmt"

	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// zoomControl stands on the lower left of the board: − 78 % + and fit.
type zoomControl struct {
	widget.BaseWidget
	plate   *fynecanvas.Rectangle
	percent *widget.Button
	row     *fyne.Container
	b       *Board
	shown   float64
}

func newZoomControl(b *Board) *zoomControl {
	z := &zoomControl{b: b, plate: fynecanvas.NewRectangle(b.theme.Surface)}
	z.paint()
	button := func(icon string, do func()) *widget.Button {
		res := theme.NewThemedResource(fyne.NewStaticResource("board-"+icon+".svg", draw.IconSVG(icon)))
		w := widget.NewButtonWithIcon("", res, do)
		w.Importance = widget.LowImportance
		return w
	}
	z.percent = widget.NewButton("100 %", func() { b.ZoomTo(1) })
	z.percent.Importance = widget.LowImportance
	z.row = container.NewHBox(
		button("minus", func() { b.ZoomTo(b.view.Zoom / zoomStep) }),
		z.percent,
		button("plus", func() { b.ZoomTo(b.view.Zoom * zoomStep) }),
		button("zoom-fit", b.Fit),
	)
	z.ExtendBaseWidget(z)
	return z
}

func (z *zoomControl) paint() {
	z.plate.FillColor, z.plate.StrokeColor = z.b.theme.Surface, z.b.theme.Border
	z.plate.StrokeWidth, z.plate.CornerRadius = 1, 8
}

func (z *zoomControl) show(zoom float64) {
	if z.shown != zoom {
		z.shown = zoom
		z.percent.SetText(fmt.Sprintf("%.0f %%", zoom*100))
	}
}

// CreateRenderer implements fyne.Widget.
func (z *zoomControl) CreateRenderer() fyne.WidgetRenderer {
	return &controlRenderer{z}
}

type controlRenderer struct{ z *zoomControl }

func (r *controlRenderer) MinSize() fyne.Size {
	row := r.z.row.MinSize()
	return fyne.NewSize(row.Width+8, row.Height)
}

func (r *controlRenderer) Layout(s fyne.Size) {
	r.z.plate.Resize(s)
	r.z.row.Resize(fyne.NewSize(s.Width-8, s.Height))
	r.z.row.Move(fyne.NewPos(4, 0))
}

func (r *controlRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.z.plate, r.z.row}
}

func (r *controlRenderer) Refresh() {
	r.z.paint()
	r.z.plate.Refresh()
	r.z.row.Refresh()
}

func (r *controlRenderer) Destroy() {}
