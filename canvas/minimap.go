package canvas

import (
	"image"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	mapW, mapH = 188.0, 124.0
	mapPad     = 8.0
	mapRest    = 200 * time.Millisecond // it is painted when so long nothing has changed
)

// minimap stands on the lower right of the board while not all of the flow is in view:
// the whole flow, and a frame around what is in view, which can be dragged.
type minimap struct {
	widget.BaseWidget
	b      *Board
	hidden bool
	plate  *fynecanvas.Rectangle
	raster *fynecanvas.Raster
	frame  *fynecanvas.Rectangle
	img    *image.RGBA
	view   geom.Viewport // of the picture, in points
	stale  bool
	wait   func()
	busy   bool
}

var (
	_ fyne.Draggable    = (*minimap)(nil)
	_ desktop.Mouseable = (*minimap)(nil)
	_ fyne.Scrollable   = (*minimap)(nil)
)

func newMinimap(b *Board) *minimap {
	m := &minimap{b: b, stale: true}
	m.plate, m.frame = fynecanvas.NewRectangle(b.theme.Surface), fynecanvas.NewRectangle(b.theme.Primary)
	m.plate.StrokeWidth, m.plate.CornerRadius = 1, 8
	m.frame.StrokeWidth, m.frame.CornerRadius = 1.5, 3
	m.colour()
	m.raster = fynecanvas.NewRaster(func(int, int) image.Image {
		if m.img == nil {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		return m.img
	})
	m.ExtendBaseWidget(m)
	return m
}

// SetMinimap shows the minimap, or hides it.
func (b *Board) SetMinimap(on bool) {
	b.minimap.hidden = !on
	b.place()
}

func (m *minimap) colour() {
	t := m.b.theme
	ground := t.Primary
	ground.A = 0x18
	m.plate.FillColor, m.plate.StrokeColor = t.Surface, t.Border
	m.frame.FillColor, m.frame.StrokeColor = ground, t.Primary
}

// spoil says that the flow looks different now.
func (m *minimap) spoil() {
	m.stale = true
	if m.wait != nil {
		m.wait()
	}
	m.wait = m.b.after(mapRest, func() {
		m.wait = nil
		m.paint()
	})
}

// paint has the picture painted, if it is seen.
func (m *minimap) paint() {
	b := m.b
	if m.busy || !m.stale || !m.seen() {
		return
	}
	m.busy, m.stale = true, false
	view := geom.Fit(b.scene.Bounds(), geom.Size{W: mapW, H: mapH}, mapPad, 0.2)
	k := b.tiles.scale
	scene, theme := b.scene, b.theme
	b.tiles.run(func() {
		img := image.NewRGBA(image.Rect(0, 0, round(mapW*k), round(mapH*k)))
		origin := image.Pt(round(-view.Offset.X*k), round(-view.Offset.Y*k))
		scene.Paint(img, draw.View{Zoom: view.Zoom, Scale: k, Origin: origin}, theme)
		b.tiles.do(func() {
			m.busy = false
			m.img, m.view = img, view
			m.raster.Refresh()
			b.place()
			if m.stale {
				m.spoil()
			}
		})
	})
}

// seen tells whether there is room for it and something to say.
func (m *minimap) seen() bool {
	size := m.b.Size()
	return !m.hidden && size.Width > 3*mapW && size.Height > 3*mapH && len(m.b.nodes) > 0 && !m.b.Whole()
}

// place puts the minimap on the board.
func (m *minimap) place(objects []fyne.CanvasObject) []fyne.CanvasObject {
	if !m.seen() {
		return objects
	}
	if m.stale && m.wait == nil {
		m.spoil()
	}
	if m.img == nil {
		return objects
	}
	size := m.b.Size()
	m.Move(fyne.NewPos(size.Width-mapW-16, size.Height-mapH-12))
	m.Resize(fyne.NewSize(mapW, mapH))
	seen := m.b.view.WorldRect(geom.XYWH(0, 0, float64(size.Width), float64(size.Height)))
	r := m.view.ScreenRect(seen)
	r.Min = geom.Pt(min(max(r.Min.X, 2), mapW-6), min(max(r.Min.Y, 2), mapH-6))
	r.Max = geom.Pt(max(min(r.Max.X, mapW-2), r.Min.X+4), max(min(r.Max.Y, mapH-2), r.Min.Y+4))
	m.frame.Move(pos(r.Min))
	m.frame.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
	return append(objects, m)
}

// to brings a place of the minimap into the middle of the board.
func (m *minimap) to(at fyne.Position) {
	if m.img != nil {
		m.b.look(m.b.view.Centre(m.view.World(point(at)), sizeOf(m.b.Size())))
	}
}

// MouseDown implements desktop.Mouseable.
func (m *minimap) MouseDown(e *desktop.MouseEvent) { m.to(e.Position) }

// MouseUp implements desktop.Mouseable.
func (m *minimap) MouseUp(*desktop.MouseEvent) {}

// Dragged implements fyne.Draggable.
func (m *minimap) Dragged(e *fyne.DragEvent) { m.to(e.Position) }

// DragEnd implements fyne.Draggable.
func (m *minimap) DragEnd() {}

// Scrolled implements fyne.Scrollable: the wheel zooms the board in its middle.
func (m *minimap) Scrolled(e *fyne.ScrollEvent) {
	size := m.b.Size()
	e.Position = fyne.NewPos(size.Width/2, size.Height/2)
	m.b.Scrolled(e)
}

// CreateRenderer implements fyne.Widget.
func (m *minimap) CreateRenderer() fyne.WidgetRenderer { return &minimapRenderer{m} }

type minimapRenderer struct{ m *minimap }

func (r *minimapRenderer) Layout(s fyne.Size) {
	r.m.plate.Resize(s)
	r.m.raster.Resize(s)
}

func (r *minimapRenderer) MinSize() fyne.Size { return fyne.NewSize(mapW, mapH) }

func (r *minimapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.plate, r.m.raster, r.m.frame}
}

func (r *minimapRenderer) Refresh() {
	r.m.colour()
	r.m.plate.Refresh()
	r.m.frame.Refresh()
}

func (r *minimapRenderer) Destroy() {}
