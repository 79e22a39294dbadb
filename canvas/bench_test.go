package canvas

import (
	"fmt"
	"testing"

	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What the board's own code costs for a frame, without the window's painting.

func sizes(b *testing.B, f func(b *testing.B, h *bench)) {
	for _, n := range []int{10, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := newBench(b, grid(n)...)
			f(b, h)
		})
	}
}

func BenchmarkPan(b *testing.B) {
	sizes(b, func(b *testing.B, h *bench) {
		d := geom.Pt(3, 2)
		i := 0
		for b.Loop() {
			if i++; i%50 == 0 {
				d = d.Mul(-1)
			}
			h.pan(d)
			h.drain()
		}
	})
}

func BenchmarkZoomGesture(b *testing.B) {
	sizes(b, func(b *testing.B, h *bench) {
		i := 0
		for b.Loop() {
			i++
			dy := float32(25)
			if i/5%2 == 1 {
				dy = -25
			}
			h.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(500, 350)}, Scrolled: fyne.Delta{DY: dy}})
			h.drain()
		}
	})
}

func BenchmarkDragNode(b *testing.B) {
	sizes(b, func(b *testing.B, h *bench) {
		at := h.middle("N1")
		h.press(at, desktop.MouseButtonPrimary, 0)
		i := 0.0
		for b.Loop() {
			i++
			h.move(at.Add(geom.Pt(float64(int(i)%200), 40)))
		}
		h.typed(fyne.KeyEscape)
	})
}

func BenchmarkMoveEditShown(b *testing.B) {
	sizes(b, func(b *testing.B, h *bench) {
		h.Select(h.key("N1"))
		for b.Loop() {
			h.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			h.drain()
			h.doc.Undo()
			h.drain()
		}
	})
}

func BenchmarkFirstFrame(b *testing.B) {
	sizes(b, func(b *testing.B, h *bench) {
		for b.Loop() {
			h.Forget()
			h.SetFlow(h.doc.Integration().Flows[0], look)
			h.drain()
		}
	})
}
