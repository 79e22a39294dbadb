package window

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

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
			node.Config = flow.ConfigOf("url", "https://api.example.com/items/"+name(i), "method", "GET")
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
// everything shows the document as it is then; without the window's painting.
func BenchmarkEditShown(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "large.json")
			if err := os.WriteFile(path, flow.Write(large(n)), 0o600); err != nil {
				b.Fatal(err)
			}
			w := open(b, b.TempDir())
			w.openPath(path)
			w.board.Select(w.shown().Nodes[n/2].Key)
			drain()
			for b.Loop() {
				w.board.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
				drain()
			}
		})
	}
}

// drain takes the calls that wait.
func drain() {
	for len(calls) > 0 {
		(<-calls)()
	}
}
