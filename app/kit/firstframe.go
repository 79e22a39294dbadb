package kit

import (
	"fmt"
	"image/color"
	"os"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// FirstFrame returns the content of a window; do brings a call to its goroutine. With
// FLOWBENCH_FIRST_FRAME set in the environment the program says "first frame" on its error
// output once the window has painted it for the first time, and "full frame" once it has
// painted what was not ready by then too: whole calls what it is given when all is. By
// these lines the time that a start takes is measured.
func FirstFrame(content fyne.CanvasObject, do func(func()), whole func(func())) fyne.CanvasObject {
	if os.Getenv("FLOWBENCH_FIRST_FRAME") == "" {
		return content
	}
	var dot *fynecanvas.Raster
	var next func()
	next = func() {
		fmt.Fprintln(os.Stderr, "first frame")
		whole(func() {
			next = func() { fmt.Fprintln(os.Stderr, "full frame") }
			dot.Refresh()
		})
	}
	painted := func() { // it may be painted more often than it is asked to be
		if now := next; now != nil {
			next = nil
			now()
		}
	}
	dot = fynecanvas.NewRasterWithPixels(func(int, int, int, int) color.Color {
		go do(painted) // it is being painted: what runs next runs after the frame
		return color.Transparent
	})
	dot.Resize(fyne.NewSize(1, 1))
	return container.NewStack(content, container.NewWithoutLayout(dot))
}
