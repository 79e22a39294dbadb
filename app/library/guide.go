package library

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// steps are the guide, in their order.
var steps = []struct{ name, text string }{
	{StepSample, "Open a sample"},
	{StepRun, "Press Run Flow, then Generate Output"},
	{StepLog, "Click a step in the flow log to see what it sent and got"},
	{StepDebug, "Drag Debug onto the board and wire it"},
	{StepExport, "Export the flow as a file"},
}

// fillGuide shows the guide, until all of it was done.
func (p *Page) fillGuide() {
	ticks := p.host.Ticks()
	done := 0
	list := kit.Column(0)
	next := true
	for i, s := range steps {
		list.Add(step(i+1, s.text, ticks[s.name], next && !ticks[s.name]))
		if ticks[s.name] {
			done++
		} else {
			next = false
		}
	}
	p.guide.Objects = nil
	if done == len(steps) {
		p.guide.Hide()
		p.guide.Refresh()
		return
	}
	p.guide.Show()
	head := kit.LineGrow(8, 0, kit.NewLabel("The first five minutes", kit.Title), kit.NewText(fmt.Sprintf("%d of %d", done, len(steps)), kit.Faint))
	foot := kit.NewProse("F1 opens the help of what is selected. Nothing leaves this machine in Sandbox.", kit.Caption, 0)
	p.guide.Add(container.NewStack(kit.NewCard(kit.Surface), kit.Inset(kit.Column(12, head, list, kit.Rule(false), foot), 16, 16, 16, 16)))
	p.guide.Refresh()
}

func step(number int, text string, done, next bool) fyne.CanvasObject {
	role := kit.Body
	if done {
		role = kit.Muted
	}
	return kit.Inset(kit.Beside(10, tick(number, done, next), kit.NewProse(text, role, 0)), 6, 0, 6, 0)
}

// tick is the number of a step, or the mark that it was done.
func tick(number int, done, next bool) fyne.CanvasObject {
	g := kit.NewGround(kit.Surface)
	g.Radius = 11
	g.Min = fyne.NewSquareSize(22)
	ring := func() color.Color {
		switch c := kit.Colors(); {
		case done:
			return c.Success
		case next:
			return c.Primary
		default:
			return c.Control
		}
	}
	g.Stroke = colorOf(ring)
	var inner fyne.CanvasObject
	if done {
		g.Fill = colorOf(ring)
		inner = kit.NewColorIcon("check", 14, func() color.Color { return kit.Colors().OnState })
	} else {
		n := kit.NewText(fmt.Sprint(number), kit.Caption)
		if next {
			n.Color = ring
		}
		inner = n
	}
	return container.NewStack(g, container.NewCenter(inner))
}
