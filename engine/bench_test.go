//go:build unix

package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/itchyny/gojq"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/transport"
)

// The reference run: get 100 records, keep and shape 30 of them, decide, post them, give
// them. The floor does the same in plain Go: net/http, and gojq compiled once.

const shape = `[.records[] | select(.score >= 70) | {url, score, title: (.title | ascii_upcase)}]`

func reference(b testing.TB) (*httptest.Server, *engine.Flow) {
	var records []map[string]any
	for i := range 100 {
		records = append(records, map[string]any{"id": i, "url": fmt.Sprintf("https://example.com/page/%d", i), "score": i,
			"title": fmt.Sprintf("Record number %d of the list", i), "text": strings.Repeat("words ", 15), "tags": []string{"a", "b"}})
	}
	page, _ := json.Marshal(map[string]any{"records": records})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost {
			io.Copy(io.Discard, r.Body)
			io.WriteString(w, `{"ok":true}`)
			return
		}
		w.Write(page)
	}))
	b.Cleanup(server.Close)
	f := compileFlow(b, server.URL, &flow.Flow{Name: "Reference", Nodes: []*flow.Node{
		startNode("Get"),
		link("Get", "api", "success>Shape", "url", "https://api.example.com/records", "method", "GET"),
		link("Shape", "function", "success>Any", "program", ".steps.Get.output | "+shape),
		link("Any", "condition", "If>Post Else>End", "branches", []any{map[string]any{"name": "If", "when": "all",
			"rules": []any{map[string]any{"left": "{{context.steps.Shape.output | length}}", "operator": "greater", "right": "0"}}}}),
		link("Post", "api", "success>End", "url", "https://api.example.com/report", "method", "POST", "bodyAs", "json",
			"body", map[string]any{"records": "{{context.steps.Shape.output}}"}),
		link("End", "end", "", "outputs", map[string]any{"result": "{{context.steps.Shape.output}}"}),
	}})
	return server, f
}

func startNode(to string) *flow.Node {
	return link("Start", "start", "success>"+to, "inputs", []any{}, "outputs", []any{map[string]any{"name": "result", "type": "JSON"}})
}

func link(name, kind, wires string, config ...any) *flow.Node {
	n := &flow.Node{Name: name, Kind: kind, Config: flow.ConfigOf(config...)}
	for _, w := range strings.Fields(wires) {
		port, to, _ := strings.Cut(w, ">")
		n.Wires = append(n.Wires, flow.Leg{Port: port, To: []string{to}})
	}
	return n
}

func compileFlow(b testing.TB, base string, f *flow.Flow) *engine.Flow {
	client, err := transport.New(transport.Options{Mappings: map[string]string{"api.example.com": base}, Sandbox: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	cat := catalog.Builtin()
	c, err := engine.Compile(engine.Job{Integration: &flow.Integration{Flows: []*flow.Flow{f}}, Kinds: kinds.All(cat),
		Caller: &engine.Network{Catalog: cat, Client: client, Sandbox: true}, Env: engine.Environment{Name: "Sandbox", Sandbox: true}})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// lines writes events as `flowbench run --events` does.
type lines struct{ w io.Writer }

func (l lines) Event(e event.Event) { engine.WriteEvent(l.w, e) }
func (l lines) Blob(string, []byte) {}

func runOnce(b testing.TB, f *engine.Flow) {
	if out := f.Run(context.Background(), engine.Start{Run: "r1"}, lines{io.Discard}); out.Status != event.Succeeded {
		b.Fatalf("%+v", out.Error)
	}
}

func floorOnce(b testing.TB, client *http.Client, code *gojq.Code, base string) {
	resp, err := client.Get(base + "/records")
	if err != nil {
		b.Fatal(err)
	}
	raw, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	var page any
	if err := json.Unmarshal(raw, &page); err != nil {
		b.Fatal(err)
	}
	v, _ := code.Run(page).Next()
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		b.Fatal(v)
	}
	body, _ := json.Marshal(map[string]any{"records": list})
	if resp, err = client.Post(base+"/report", "application/json", bytes.NewReader(body)); err != nil {
		b.Fatal(err)
	}
	raw, _ = io.ReadAll(resp.Body)
	resp.Body.Close()
	var answer any
	json.Unmarshal(raw, &answer)
	json.Marshal(list)
}

func compiled(b testing.TB, program string) *gojq.Code {
	q, err := gojq.Parse(program)
	if err != nil {
		b.Fatal(err)
	}
	code, err := gojq.Compile(q)
	if err != nil {
		b.Fatal(err)
	}
	return code
}

// cpu is the time this process has computed, the test's own server included.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure runs both in turns and returns how the first compares to the second, in
// computing time and in wall time.
func measure(rounds int, ours, floor func()) (cpuRatio, wallRatio float64, oursCPU, floorCPU time.Duration) {
	var oursWall, floorWall time.Duration
	for round := range rounds {
		for _, side := range []struct {
			f         func()
			cpu, wall *time.Duration
		}{{ours, &oursCPU, &oursWall}, {floor, &floorCPU, &floorWall}} {
			runtime.GC()
			at, used := time.Now(), cpu()
			side.f()
			if round > 0 { // the first round warms up
				*side.wall += time.Since(at)
				*side.cpu += cpu() - used
			}
		}
	}
	n := time.Duration(rounds - 1)
	return float64(oursCPU) / float64(floorCPU), float64(oursWall) / float64(floorWall), oursCPU / n, floorCPU / n
}

func BenchmarkReferenceRun(b *testing.B) {
	server, f := reference(b)
	client, code := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, compiled(b, shape)
	const runs = 200
	for b.Loop() {
		ratio, _, ours, floor := measure(6, func() {
			for range runs {
				runOnce(b, f)
			}
		}, func() {
			for range runs {
				floorOnce(b, client, code, server.URL)
			}
		})
		b.ReportMetric(ratio, "x-floor-cpu")
		b.ReportMetric(float64(ours.Microseconds())/runs, "µs-cpu/run")
		b.ReportMetric(float64(floor.Microseconds())/runs, "µs-cpu/floor")
	}
}

func BenchmarkSixteenAtOnce(b *testing.B) {
	server, f := reference(b)
	client, code := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, compiled(b, shape)
	crowd := func(do func()) func() {
		return func() {
			var all sync.WaitGroup
			for range 16 {
				all.Go(func() {
					for range 30 {
						do()
					}
				})
			}
			all.Wait()
		}
	}
	for b.Loop() {
		used, wall, _, _ := measure(6, crowd(func() { runOnce(b, f) }), crowd(func() { floorOnce(b, client, code, server.URL) }))
		b.ReportMetric(1/wall, "x-floor-throughput")
		b.ReportMetric(used, "x-floor-cpu")
	}
}

// BenchmarkHundredSteps compares what a step adds in a long flow with gojq doing the
// same step's program on the same input, and with a flow of two steps taken away.
func BenchmarkHundredSteps(b *testing.B) {
	const steps = 100
	const program = `.steps.%s.output | {n: (.n + 1), name: "step \(.n)", list: [.list[] | . * 2 % 7]}`
	chain := func(n int) *engine.Flow {
		nodes := []*flow.Node{startNode("S1")}
		for i := 1; i <= n; i++ {
			p := strings.ReplaceAll(program, "%s", fmt.Sprintf("S%d", i-1))
			if i == 1 {
				p = `{n: 0, list: [range(20)]}`
			}
			next := fmt.Sprintf("S%d", i+1)
			if i == n {
				next = "End"
			}
			nodes = append(nodes, link(fmt.Sprintf("S%d", i), "function", "success>"+next, "program", p))
		}
		nodes = append(nodes, link("End", "end", "", "outputs", map[string]any{"result": fmt.Sprintf("{{context.steps.S%d.output.n}}", n)}))
		return compileFlow(b, "http://127.0.0.1:1", &flow.Flow{Name: "Chain", Nodes: nodes})
	}
	long, short := chain(steps+2), chain(2)
	code := compiled(b, strings.ReplaceAll(program, "%s", "S0"))
	first, _ := compiled(b, `{n: 0, list: [range(20)]}`).Run(nil).Next()
	const runs = 50
	for b.Loop() {
		_, _, longCPU, floor := measure(6, func() {
			for range runs {
				runOnce(b, long)
			}
		}, func() {
			for range runs {
				v := first
				for range steps {
					v, _ = code.Run(map[string]any{"steps": map[string]any{"S0": map[string]any{"output": v}}}).Next()
				}
			}
		})
		_, _, shortCPU, _ := measure(6, func() {
			for range runs {
				runOnce(b, short)
			}
		}, func() {})
		added := (longCPU - shortCPU) / runs / steps
		b.ReportMetric(float64(added)/float64(floor/runs/steps), "x-gojq")
		b.ReportMetric(float64(added.Nanoseconds()), "ns-cpu/step")
		b.ReportMetric(float64((floor / runs / steps).Nanoseconds()), "ns-cpu/gojq")
	}
}

// A loop holds no more than its results: what an item made is gone when the next begins.
func BenchmarkTenThousandItems(b *testing.B) {
	const items = 10_000
	each := link("Each", "loop", "success>End", "over", "times", "times", items)
	each.Body = []*flow.Node{link("Next", "function", "success>Keep", "program", "currentItem + 1"), link("Keep", "debug", "", "value", "{{context.steps.Next.output}}")}
	f := compileFlow(b, "http://127.0.0.1:1", &flow.Flow{Name: "Loop", Nodes: []*flow.Node{startNode("Each"), each,
		link("End", "end", "", "outputs", map[string]any{"result": "{{context.steps.Each.output | length}}"})}})
	b.ReportAllocs()
	for b.Loop() {
		runOnce(b, f)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/items, "ns/item")
}
