package window

import (
	"slices"
	"strings"
	"testing"

	"flowbench/engine/event"
	"flowbench/engine/flow"
)

// offered are the paths that a node may use, each with how its value looks.
func offered(w *Window, node string) map[string]string {
	out := map[string]string{}
	for _, p := range w.paths(w.flow, node) {
		out[p.Text] = p.Sample
	}
	return out
}

func TestInALoopTheItemIsOffered(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("each-broken-page", false)
	before := offered(w, "Result")
	for _, path := range []string{"currentItem", "index", "context.steps.PostToSlack.output.ts", "context.steps.ByPage.output", "context.steps.Start.target"} {
		if _, ok := before[path]; !ok {
			t.Errorf("before a run Result is not offered %s", path)
		}
	}
	for _, path := range []string{"context.steps.EachPage.output", "context.steps.Result.output", "context.steps.End.output"} {
		if _, ok := before[path]; ok {
			t.Errorf("Result is offered %s", path)
		}
	}
	if r := ran(t, w); r.View().Status != event.Succeeded {
		t.Fatalf("the run %s: %+v", r.View().Status, r.View().Error)
	}
	after := offered(w, "Result")
	if got := after["currentItem.page"]; got != `"https://example.com/download/beta"` || after["currentItem.links"] != "22" {
		t.Errorf("after a run the item is %s, %s", got, after["currentItem.links"])
	}
	end := offered(w, "End")
	if end["context.steps.EachPage.output"] != "list of 16" || end["context.steps.EachPage.output[0].posted"] != "true" {
		t.Errorf("after the loop its output is offered as %v", end)
	}
	for path := range end {
		if strings.HasPrefix(path, "currentItem") || strings.Contains(path, "PostToSlack") {
			t.Errorf("after the loop %s is offered", path)
		}
	}
	marks := marksOf(w.shown(), w.ran, w.last.View())
	for name, want := range map[string]string{"PostToSlack": "9 of 16 · ", "Result": "16 × · ", "EachPage": " · 16 items"} {
		if text := marks.Nodes[w.shown().Node(name).Key].Text; !strings.Contains(text, want) {
			t.Errorf("at %s stands %q, want %q in it", name, text, want)
		}
	}
}

func TestAnItemIsKnownBeforeARunWhereItsListIs(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("each-broken-page", false)
	body := &flow.Node{Name: "Say", Kind: "debug"}
	inner := &flow.Node{Name: "Inner", Kind: "loop", Config: flow.ConfigOf("items", "{{currentItem}}"), Body: []*flow.Node{body}}
	outer := &flow.Node{Name: "Outer", Kind: "loop", Config: flow.ConfigOf("items", []any{[]any{map[string]any{"id": 7}}}), Body: []*flow.Node{inner}}
	links := &flow.Node{Name: "Links", Kind: "loop", Config: flow.ConfigOf("items", "{{context.steps.BrokenBacklinks.output.backlinks}}", "output", "found"), Body: []*flow.Node{{Name: "Each", Kind: "debug"}}}
	edits := []flow.Edit{flow.AddNode{Flow: w.flow, Index: -1, Node: outer}, flow.AddNode{Flow: w.flow, Index: -1, Node: links}, flow.Connect{Flow: w.flow, From: "ByPage", Port: "success", To: "Links"},
		flow.AddNode{Flow: w.flow, Index: -1, Node: &flow.Node{Name: "After", Kind: "debug"}}, flow.Connect{Flow: w.flow, From: "Links", Port: "success", To: "After"}}
	for _, e := range edits {
		if err := w.s.Do(e); err != nil {
			t.Fatal(err)
		}
	}
	if got := offered(w, "Say"); got["currentItem.id"] != "7" {
		t.Errorf("the item of the inner loop is %q", got["currentItem.id"])
	}
	if got := offered(w, "Each"); !slices.Contains([]string{"404", "410"}, got["currentItem.http_code_target"]) {
		t.Errorf("the item of an action's list has the status %q", got["currentItem.http_code_target"])
	}
	if _, ok := offered(w, "After")["context.steps.Links.output.found"]; !ok {
		t.Error("the output field of a loop is not offered after it")
	}
}
