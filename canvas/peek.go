package canvas

import (
	"slices"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

const (
	peekWait = 350 * time.Millisecond // how long the pointer rests before something is said
	peekText = 12
	peekMost = 12 // lines
)

// A peek is what is shown beside the pointer of the thing under it: the value that went
// through a wire, what is wrong with a node.
type peek struct {
	id    draw.ID // what the pointer rests on
	wait  func()  // stops waiting
	lines []string
	at    geom.Point // on the screen
	plate *fynecanvas.Rectangle
	texts []*fynecanvas.Text
}

// over follows the pointer.
func (p *peek) over(b *Board, id draw.ID, on bool, at geom.Point) {
	if !on || id.Sort != draw.NodeItem && id.Sort != draw.WireItem || b.Peek == nil {
		p.hide(b)
		return
	}
	if id == p.id {
		return
	}
	p.hide(b)
	p.id = id
	p.wait = b.after(peekWait, func() {
		if p.id != id || b.gesture != nil || b.writing != nil {
			return
		}
		lines := b.Peek(b.spot(at))
		if len(lines) > peekMost {
			lines = append(slices.Clone(lines[:peekMost-1]), "…")
		}
		p.lines, p.at = lines, at
		b.place()
	})
}

// hide takes it away.
func (p *peek) hide(b *Board) {
	if p.wait != nil {
		p.wait()
		p.wait = nil
	}
	p.id = draw.ID{}
	if p.lines != nil {
		p.lines = nil
		b.place()
	}
}

func (p *peek) place(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	if len(p.lines) == 0 {
		return objects
	}
	if p.plate == nil {
		p.plate = fynecanvas.NewRectangle(b.theme.Surface)
		p.plate.CornerRadius, p.plate.StrokeWidth = 8, 1
	}
	p.plate.FillColor, p.plate.StrokeColor = b.theme.Surface, b.theme.Control
	objects = append(objects, p.plate)
	var room fyne.Size
	for i, line := range p.lines {
		if i == len(p.texts) {
			p.texts = append(p.texts, fynecanvas.NewText("", b.theme.Text))
		}
		t := p.texts[i]
		t.Text, t.Color, t.TextSize = line, b.theme.Text, peekText
		t.TextStyle = fyne.TextStyle{Monospace: i > 0}
		if i == 0 {
			t.Color = b.theme.Muted
		}
		size := t.MinSize()
		t.Resize(size)
		room = fyne.NewSize(max(room.Width, size.Width), room.Height+size.Height)
	}
	plate := room.Add(fyne.NewSize(24, 16))
	at := pos(p.at).AddXY(16, 20)
	at.X = max(min(at.X, b.Size().Width-plate.Width-8), 8)
	if at.Y+plate.Height > b.Size().Height-8 {
		at.Y = max(float32(p.at.Y)-plate.Height-12, 8)
	}
	p.plate.Move(at)
	p.plate.Resize(plate)
	y := at.Y + 8
	for i := range p.lines {
		t := p.texts[i]
		t.Move(fyne.NewPos(at.X+12, y))
		y += t.Size().Height
		objects = append(objects, t)
	}
	return objects
}
