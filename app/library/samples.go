package library

import (
	"image"
	"image/color"
	imagedraw "image/draw"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

func (p *Page) samples() fyne.CanvasObject {
	return kit.Column(12, kit.NewLabel("Try a sample", kit.Title), p.cards)
}

func (p *Page) fillSamples() {
	p.cards.Objects = nil
	for _, s := range p.host.Samples() {
		p.cards.Add(p.card(s))
	}
}

func (p *Page) card(s Sample) fyne.CanvasObject {
	run := kit.NewButton("Open and run", "run", kit.Soft, "Open "+s.Title+" and run it in the sandbox", func() { p.host.OpenSample(s.Name, true) })
	open := kit.NewButton("Open", "", kit.Quiet, "Open it and look first", func() { p.host.OpenSample(s.Name, false) })
	run.Small, open.Small = true, true
	text := kit.NewProse(s.Text, kit.Muted, 3)
	body := kit.Column(6, kit.NewProse(s.Title, kit.Strong, 1), text)
	look := newBoard(s.Board)
	row := kit.NewRow(look, "", func() { p.host.OpenSample(s.Name, false) })
	row.Inset = fyne.NewSize(0, 0)
	top := kit.Column(0, kit.Inset(row, 1, 1, 0, 1), kit.Inset(body, 12, 14, 0, 14))
	actions := kit.Inset(kit.LineGrow(4, 2, run, open, kit.Gap(0, 0)), 10, 10, 12, 14)
	return container.NewStack(kit.NewCard(kit.Surface), container.NewBorder(nil, actions, nil, nil, top))
}

// A board is the picture of a flow's board, drawn at the size and in the light it is seen in.
type board struct {
	widget.BaseWidget
	scene *draw.Scene
}

func newBoard(s *draw.Scene) *board {
	b := &board{scene: s}
	b.ExtendBaseWidget(b)
	return b
}

func (b *board) MinSize() fyne.Size { return fyne.NewSize(120, 128) }

func (b *board) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(fynecanvas.NewRaster(b.paint))
}

// paint is the whole board in the middle of the picture; the upper corners are those of
// the card.
func (b *board) paint(w, h int) image.Image {
	t := kit.Colors()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	scale := float64(h) / 128
	fillRound(img, t.Board, int(float64(kit.Radius-1)*scale))
	if b.scene == nil {
		return img
	}
	room, size := b.scene.Bounds(), img.Bounds()
	pad := 14 * scale
	k := min((float64(w)-2*pad)/room.W(), (float64(h)-2*pad)/room.H(), 0.6*scale)
	if k <= 0 {
		return img
	}
	pic := b.scene.Picture(t, k, true)
	at := image.Pt((w-pic.Rect.Dx())/2, (h-pic.Rect.Dy())/2)
	imagedraw.Draw(img, size.Intersect(pic.Rect.Add(at)), pic, size.Intersect(pic.Rect.Add(at)).Min.Sub(at), imagedraw.Over)
	return img
}

// fillRound fills a picture whose upper corners are round.
func fillRound(img *image.RGBA, c color.NRGBA, r int) {
	imagedraw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, imagedraw.Src)
	w := img.Rect.Dx()
	for y := range r {
		for x := range r {
			dx, dy := float64(r)-float64(x)-0.5, float64(r)-float64(y)-0.5
			out := dx*dx + dy*dy - float64(r*r)
			cover := 1 - out/(2*float64(r)) // how much of the pixel lies inside, near the edge
			if cover >= 1 {
				continue
			}
			n := c
			n.A = uint8(255 * max(0, cover))
			img.Set(x, y, n)
			img.Set(w-1-x, y, n)
		}
	}
}
