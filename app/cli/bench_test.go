package cli

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/sandbox"
)

// BenchmarkColdRun compares `flowbench run`, started anew each time, with the flow's own
// work: the same flow, run again and again in one process.
func BenchmarkColdRun(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "flowbench")
	build := exec.Command("go", "build", "-o", bin, "flowbench/app")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	const path = samples + "/stripe-receipt.json"
	again := warm(b, path)
	var cold, own []float64
	for b.Loop() {
		at := time.Now()
		if out, err := exec.Command(bin, "run", path).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		cold = append(cold, ms(at))
		at = time.Now()
		again()
		own = append(own, ms(at))
	}
	b.ReportMetric(middle(cold), "ms-cold")
	b.ReportMetric(middle(own), "ms-flow")
	b.ReportMetric(middle(cold)-middle(own), "ms-beyond")
	b.ReportMetric(0, "ns/op")
}

// warm makes all that the command makes, once, and returns one run of the flow.
func warm(b *testing.B, path string) func() {
	c := &command{in: strings.NewReader(""), out: io.Discard, err: io.Discard}
	in, _, err := c.read(path)
	if err != nil {
		b.Fatal(err)
	}
	asked, err := c.order(path, in, runFlags{env: "sandbox"})
	if err != nil {
		b.Fatal(err)
	}
	order := asked.Order
	server := sandbox.New(catalog.Builtin(), sandbox.Programs())
	if err := server.Listen("127.0.0.1:0"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { server.Close() })
	order.Sandbox = server.URL()
	j, err := job(order, in, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(j.Caller.(*engine.Network).Close)
	compiled, err := engine.Compile(j)
	if err != nil {
		b.Fatal(err)
	}
	return func() {
		if o := compiled.Run(b.Context(), j.Start, engine.Discard); o.Status != event.Succeeded {
			b.Fatalf("%+v", o.Error)
		}
	}
}

func ms(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

func middle(times []float64) float64 {
	slices.Sort(times)
	return times[len(times)/2]
}
