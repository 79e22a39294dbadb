package kit

import (
	"fmt"
	"image/color"
	"os"
	"sync"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// FirstFrame returns the content of a window; do brings a call to its goroutine. With FLOWBENCH_FIRST_FRAME set in the
// environment the program says "first frame" on its error output once the window has
// painted it for the first time: by this line the time that a start takes is measured.
func FirstFrame(content fyne.CanvasObject, do func(func())) fyne.CanvasObject {
	if os.Getenv("FLOWBENCH_FIRST_FRAME") == "" {
		return content
	}
	var once sync.Once
	dot := fynecanvas.NewRasterWithPixels(func(int, int, int, int) color.Color {
		once.Do(func() { // it is being painted: what runs next runs after the frame
			go do(func() { fmt.Fprintln(os.Stderr, "first frame") })
		})
		return color.Transparent
	})
	dot.Resize(fyne.NewSize(1, 1))
	return container.NewStack(content, container.NewWithoutLayout(dot))
}
