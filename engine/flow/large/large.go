// Package large makes flows of many nodes, to measure with.
package large

import (
	"fmt"

	"flowbench/engine/flow"
)

// Integration is a document of one flow: n nodes in rows of a hundred, with 1.2 wires each: each leads on to
// the next, every fifth to the next row too; each Function names the node before it.
func Integration(n int) *flow.Integration {
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
	wide := 100
	if n < 1000 {
		wide = 10
	}
	for i := range n {
		node := &flow.Node{Name: name(i), Kind: "api", At: &flow.Point{X: i % wide * 240, Y: i / wide * 120}}
		switch {
		case i == 0:
			node.Kind = "start"
		case i == n-1:
			node.Kind = "end"
		case i%4 == 0:
			node.Kind, node.Config = "function", flow.ConfigOf("program", ".steps."+name(i-1)+".output | length")
		default:
			node.Config = flow.ConfigOf("method", "GET", "url", "https://api.ahrefs.com/v3/"+name(i))
		}
		var wires []flow.Leg
		if i%5 == 1 && node.Kind == "api" && i+wide < n-1 {
			wires = append(wires, flow.Leg{Port: "failure", To: []string{name(i + wide)}})
		}
		if i+1 < n {
			wires = append(wires, flow.Leg{Port: "success", To: []string{name(i + 1)}})
		}
		node.Wires = wires
		f.Nodes = append(f.Nodes, node)
	}
	return &flow.Integration{Details: flow.Details{Name: "Large"}, Flows: []*flow.Flow{f}}
}
