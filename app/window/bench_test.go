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
)

// large is a flow of n nodes in rows of a hundred, with 1.2 wires each: every fifth node
// leads on to the next row too, and each names the one before it.
func large(n int) *flow.Integration {
	f := &flow.Flow{Name: "Large"}
	name := func(i int) string {
		switch i {
		case 0:
			return "Start"
		case n - 1:
			return "End"
		}
		return fmt.Sprintf("Node%d", i)
	}
	for i := range n {
		node := &flow.Node{Name: name(i), Kind: "api", At: &flow.Point{X: i % 100 * 240, Y: i / 100 * 144}}
		switch {
		case i == 0:
			node.Kind = "start"
		case i == n-1:
			node.Kind = "end"
		case i%4 == 1:
			node.Kind, node.Config = "function", flow.ConfigOf("program", ".steps."+name(i-1)+".output | length")
		default:
			node.Config = flow.ConfigOf("url", "https://api.ahrefs.com/v3/"+name(i), "method", "GET")
		}
		if i+1 < n {
			node.Wires = []flow.Leg{{Port: "success", To: []string{name(i + 1)}}}
		}
		if i%5 == 1 && node.Kind == "api" && i+100 < n {
			node.Wires = append([]flow.Leg{{Port: "failure", To: []string{name(i + 100)}}}, node.Wires...)
		}
		f.Nodes = append(f.Nodes, node)
	}
	return &flow.Integration{Details: flow.Details{Name: "Large"}, Flows: []*flow.Flow{f}}
}

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
	if err := os.WriteFile(path, flow.Write(large(n)), 0o600); err != nil {
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
