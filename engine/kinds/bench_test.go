package kinds

import (
	"testing"

	"flowbench/engine/catalog"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// BenchmarkLoad is what a step costs before it does anything: its settings into its struct.
func BenchmarkLoad(b *testing.B) {
	for _, k := range All(catalog.Builtin()) {
		config := spec.Values{}
		for _, e := range k.Examples {
			if e.Fails == "" {
				config = e.Config
				break
			}
		}
		b.Run(k.ID, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var r node.Runner = k.New()
				if err := spec.Load(r.Fields(), config); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
