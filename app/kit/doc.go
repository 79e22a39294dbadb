// Package kit holds the controls of the window in the product's look: labels, buttons,
// tabs, fields, rows, switches, splitters and tooltips. A control takes its colours from
// canvas/draw each time it is painted, so a change of theme is a refresh.
//
// Each control has four states: hover, pressed, focus and disabled. Each that acts has a
// tooltip, which names its shortcut.
package kit

import (
	"image/color"

	fynecanvas "fyne.io/fyne/v2/canvas"

	"flowbench/app/look"
	"flowbench/canvas/draw"
)

// Colors are the colours of the light the window is in.
func Colors() *draw.Theme { return look.Colours() }

// The measures of the window, in pixels at scale 1.
const (
	Padding  = 16
	Height   = 32 // of fields and buttons
	Radius   = 6
	BodySize = 13
)

// Clear is no colour at all.
var Clear = color.Transparent

func box(fill, stroke color.Color, width, radius float32) *fynecanvas.Rectangle {
	r := fynecanvas.NewRectangle(fill)
	r.StrokeColor, r.StrokeWidth, r.CornerRadius = stroke, width, radius
	return r
}
