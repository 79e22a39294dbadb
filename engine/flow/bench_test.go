package flow

import (
	"fmt"
	"testing"
)

func large(n int) *Integration {
	f := &Flow{Name: "F"}
	for i := range n {
		node := &Node{Name: fmt.Sprintf("Node%d", i), Kind: "api", At: &Point{i % 100 * 240, i / 100 * 96},
			Config: ConfigOf("url", "https://api.example.com/items", "method", "GET")}
		if i+1 < n {
			node.Wires = []Leg{{"success", []string{fmt.Sprintf("Node%d", i+1)}}}
		}
		f.Nodes = append(f.Nodes, node)
	}
	return &Integration{Flows: []*Flow{f}}
}

func BenchmarkRead10000(b *testing.B) {
	file := Write(large(10_000))
	for b.Loop() {
		if _, err := Read(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite10000(b *testing.B) {
	in := large(10_000)
	for b.Loop() {
		Write(in)
	}
}

func BenchmarkEditOf10000(b *testing.B) {
	paste := Batch{Name: "Paste"}
	for i := range 2000 {
		paste.Edits = append(paste.Edits, AddNode{Flow: "F", Index: -1, Node: &Node{Name: fmt.Sprintf("New%d", i), Kind: "api"}})
	}
	var wire, move Batch
	var all MoveNodes
	all.Flow = "F"
	for i := range 2000 {
		wire.Edits = append(wire.Edits, Connect{"F", fmt.Sprintf("Node%d", i), "failure", fmt.Sprintf("Node%d", 9000+i%10)})
		move.Edits = append(move.Edits, MoveNodes{"F", []Place{{fmt.Sprintf("Node%d", i), &Point{1, 1}}}})
	}
	for i := range 10_000 {
		all.To = append(all.To, Place{fmt.Sprintf("Node%d", i), &Point{1, 1}})
	}
	for _, c := range []struct {
		name string
		edit Edit
	}{
		{"add", AddNode{Flow: "F", Index: -1, Node: &Node{Name: "New", Kind: "api"}}},
		{"connect", Connect{"F", "Node1", "failure", "Node9999"}},
		{"type", SetField{Flow: "F", Node: "Node5000", Field: "url", Value: Of("x")}},
		{"rename", RenameNode{"F", "Node5000", "Renamed"}},
		{"remove", RemoveNode{"F", "Node5000"}},
		{"move all", all},
		{"paste 2000", paste},
		{"connect 2000", wire},
		{"move 2000 one by one", move},
	} {
		b.Run(c.name, func(b *testing.B) {
			d := Open(large(10_000), nil)
			for b.Loop() {
				if err := d.Do(c.edit); err != nil {
					b.Fatal(err)
				}
				d.Undo()
			}
		})
	}
}
