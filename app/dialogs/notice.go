package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// notice is a text in a tinted box with an icon.
func notice(icon string, c func(*draw.Theme) color.NRGBA, text string) fyne.CanvasObject {
	ground := kit.NewGround(func(t *draw.Theme) color.Color { return t.Tile(c(t)) })
	ground.Radius = kit.Radius
	sign := kit.NewColorIcon(icon, 16, func() color.Color { return c(kit.Colors()) })
	return container.NewStack(ground, kit.Inset(kit.Beside(10, kit.Inset(sign, 1, 0, 0, 0), kit.NewProse(text, kit.Body, 0)), 9, 12, 9, 12))
}
