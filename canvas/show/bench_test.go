package show

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"flowbench/canvas/draw"
	"flowbench/engine/flow"
)

// BenchmarkArrange places a flow of n nodes with 1.2 wires each anew; wild, where a fifth
// of them lead anywhere further on.
func BenchmarkArrange(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		arranged(b, fmt.Sprint(n), large(n, func(int) int { return 100 }))
		r := rand.New(rand.NewPCG(1, 2))
		arranged(b, fmt.Sprint(n, "wild"), large(n, func(i int) int { return 1 + r.IntN(n-i) }))
	}
}

func arranged(b *testing.B, name string, f *flow.Flow) {
	b.Run(name, func(b *testing.B) {
		look := func(*flow.Node) Look {
			return Look{Ports: []draw.Port{{Name: "success"}, {Name: "failure", Style: draw.Failure}}}
		}
		for b.Loop() {
			Arrange(f, look)
		}
	})
}

// large is a chain of n nodes of which every fifth leads further on too.
func large(n int, further func(int) int) *flow.Flow {
	f := &flow.Flow{Name: "Large"}
	name := func(i int) string { return fmt.Sprintf("N%d", i) }
	for i := range n {
		node := &flow.Node{Key: flow.Key(i + 1), Name: name(i), Kind: "api"}
		if to := i + further(i); i%5 == 1 && to < n {
			node.Wires = append(node.Wires, flow.Leg{Port: "failure", To: []string{name(to)}})
		}
		if i+1 < n {
			node.Wires = append(node.Wires, flow.Leg{Port: "success", To: []string{name(i + 1)}})
		}
		f.Nodes = append(f.Nodes, node)
	}
	return f
}
