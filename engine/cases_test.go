package engine_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"flowbench/engine"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/sandbox"
	"flowbench/engine/transport"
)

var update = flag.Bool("update", false, "write the golden files")

// notes is a sink that keeps the events as lines.
type notes struct {
	events []event.Event
	lines  bytes.Buffer
}

func (n *notes) Event(e event.Event) {
	n.events = append(n.events, e)
	if e.Call != nil && e.Call.Got != nil { // what the sandbox answers is its own tests' business
		call := *e.Call
		call.Got = nil
		e.Call = &call
	}
	if err := engine.WriteEvent(&n.lines, e); err != nil {
		panic(err)
	}
}
func (n *notes) Blob(hash string, _ []byte) { n.lines.WriteString("blob " + hash + "\n") }

// What differs from run to run: times, and where the sandbox listens.
var volatile = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`"at":"[^"]*",`), ``},
	{regexp.MustCompile(`"(ms|waited)":[0-9.e+-]+`), `"$1":0`},
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+`), `http://SANDBOX`},
}

func steady(b []byte) string {
	s := string(b)
	for _, v := range volatile {
		s = v.what.ReplaceAllString(s, v.with)
	}
	return s
}

// TestCases runs each folder of testdata: flow.json with inputs.json, one step at a time,
// against the sandbox; events.jsonl is what it is to tell.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/flow.json")
	if err != nil || len(folders) == 0 {
		t.Fatal("there are no cases", err)
	}
	cat := catalog.Builtin()
	for _, file := range folders {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			server := sandbox.New(cat, sandbox.Programs())
			if err := server.Listen("127.0.0.1:0"); err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			client, err := transport.New(transport.Options{Mappings: server.Mappings(), Sandbox: true})
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, err := flow.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if canonical := flow.Write(in); !bytes.Equal(b, canonical) {
				if !*update {
					t.Error("flow.json is not canonical")
				}
				os.WriteFile(file, canonical, 0o644)
			}
			var inputs map[string]any
			if b, err := os.ReadFile(filepath.Join(dir, "inputs.json")); err == nil {
				if err := json.Unmarshal(b, &inputs); err != nil {
					t.Fatal(err)
				}
			}
			s := &notes{}
			out := engine.Run(t.Context(), engine.Job{Integration: in, Kinds: kinds.All(cat),
				Env:    engine.Environment{Name: "Sandbox", Sandbox: true},
				Caller: &engine.Network{Catalog: cat, Client: client, Sandbox: true},
				Limits: engine.Limits{Parallel: 1}, Start: engine.Start{Run: "r1", Inputs: inputs}}, s)
			got := steady(s.lines.Bytes())
			golden := filepath.Join(dir, "events.jsonl")
			if *update {
				os.WriteFile(golden, []byte(got), 0o644)
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, strings.Split(got, "\n"), strings.Split(string(want), "\n"))
			if v := engine.Collect(s.events); v.Output != nil && v.Output.Ref == "" && string(v.Output.Value) != string(out.Output) {
				t.Errorf("the events give %s, the run %s", v.Output.Value, out.Output)
			}
		})
	}
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("line %d\ngot  %.2000s\nwant %.2000s", i+1, g, w)
		}
	}
}
