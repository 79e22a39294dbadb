package window

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"flowbench/engine/flow"
	"flowbench/engine/flow/large"
)

// BenchmarkEditShown is what a step of the arrow keys costs the window's goroutine, until
// everything shows the document as it is then: ms-edit, the middle one, is the CPU time of
// its thread (Linux tells it), ms-wall what a clock says. Window painting and what is done
// beside, tiles and checks, are not in it.
func BenchmarkEditShown(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := open(b, b.TempDir())
			w.openPath(largeFile(b, n))
			w.board.Select(w.shown().Nodes[n/2].Key)
			settle()
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			var took, wall []float64
			for b.Loop() {
				from, cpu := time.Now(), threadCPU()
				w.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
				took, wall = append(took, threadCPU()-cpu), append(wall, time.Since(from).Seconds()*1000)
				settle()
			}
			slices.Sort(took)
			slices.Sort(wall)
			b.ReportMetric(took[len(took)/2], "ms-edit")
			b.ReportMetric(wall[len(wall)/2], "ms-wall")
		})
	}
}

// threadCPU is the CPU time of the calling thread, in milliseconds.
func threadCPU() float64 {
	const thread = 1
	var r syscall.Rusage
	syscall.Getrusage(thread, &r)
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e6
}

// BenchmarkOpen is a file brought into the library and shown, without the window's painting.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := open(b, b.TempDir())
			for b.Loop() {
				w.openPath(largeFile(b, n))
			}
			settle()
		})
	}
}

func largeFile(b *testing.B, n int) string {
	path := filepath.Join(b.TempDir(), "large.json")
	if err := os.WriteFile(path, flow.Write(large.Integration(n)), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// settle takes the calls of other goroutines until none comes any more.
func settle() {
	for {
		select {
		case f := <-calls:
			f()
		case <-time.After(300 * time.Millisecond):
			return
		}
	}
}
