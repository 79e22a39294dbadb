package window

import (
	"fmt"
	"strings"
	"testing"

	"flowbench/app/dialogs"
	"flowbench/canvas"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// sample makes a window with a flow of its own: Start, Get, Post, End in a row.
func sampleFlow(t *testing.T) *Window {
	t.Helper()
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "Mine"})
	w.Do(flow.Batch{Name: "Fill", Edits: []flow.Edit{
		flow.AddNode{Flow: w.flow, Index: -1, Node: &flow.Node{Name: "Get", Kind: "api", At: &flow.Point{X: 0, Y: 240}, Config: flow.ConfigOf("method", "GET", "url", "https://api.example.com/x")}},
		flow.AddNode{Flow: w.flow, Index: -1, Node: &flow.Node{Name: "Post", Kind: "api", At: &flow.Point{X: 240, Y: 252}, Config: flow.ConfigOf("method", "POST", "url", "https://api.example.com/{{context.steps.Get.output.id}}")}},
		flow.Connect{Flow: w.flow, From: "Get", Port: "success", To: "Post"},
		flow.AddNode{Flow: w.flow, Index: -1, Node: &flow.Node{Name: "Each", Kind: "loop", At: &flow.Point{X: 0, Y: 480}}},
	}})
	return w
}

func (w *Window) choose(names ...string) { w.board.Select(w.keysOf(names)...) }

func TestACopyIsPastedIntoAnotherFlowAndWindow(t *testing.T) {
	w := sampleFlow(t)
	w.choose("Start", "Get", "Post")
	before := string(w.s.ExportBytes())
	w.copy()
	text := w.app.Clipboard().Content()
	if !strings.HasPrefix(text, "{\n  \"flowbench\": 1,\n  \"nodes\": [\n") || string(w.s.ExportBytes()) != before {
		t.Fatalf("the clipboard holds\n%s", text)
	}
	w.paste()
	if n := w.shown().Node("Post2"); n == nil || n.Config.Text("url") != "https://api.example.com/{{context.steps.Get2.output.id}}" || w.s.UndoLabel() != "Paste 2 nodes" {
		t.Fatalf("Post2 is %+v, the step %q", n, w.s.UndoLabel())
	}
	if got := w.namesOf(w.board.Selected()); strings.Join(got, " ") != "Get2 Post2" {
		t.Errorf("%v are selected", got)
	}
	a, b := w.shown().Node("Get2").At, w.shown().Node("Post2").At
	if b.X-a.X != 240 || b.Y-a.Y != 12 || a.X%canvas.Grid != 0 || a.Y%canvas.Grid != 0 {
		t.Errorf("the copies lie at %v and %v", *a, *b)
	}
	w.paste()
	if again := w.shown().Node("Get3").At; *again == *a {
		t.Error("pasted twice, one lies on the other")
	}
	w.s.Undo()
	w.s.Undo()
	if string(w.s.ExportBytes()) != before {
		t.Error("two undos do not take two pastes back")
	}

	other := open(t, t.TempDir())
	other.app.Clipboard().SetContent(text)
	other.make(dialogs.New{Name: "Other"})
	other.paste()
	if other.shown().Node("Get") == nil || other.shown().Node("Post") == nil {
		t.Error("another window does not have the nodes")
	}
}

func TestACutIsOneStep(t *testing.T) {
	w := sampleFlow(t)
	before := string(w.s.ExportBytes())
	w.choose("Get", "Post")
	w.cut()
	if w.shown().Node("Get") != nil || w.s.UndoLabel() != "Cut 2 nodes" {
		t.Fatalf("the step is %q", w.s.UndoLabel())
	}
	w.paste()
	if n := w.shown().Node("Get"); n == nil || len(n.To("success")) != 1 {
		t.Errorf("pasted again, Get is %+v", n)
	}
	w.s.Undo()
	w.s.Undo()
	if string(w.s.ExportBytes()) != before {
		t.Error("undo is not the first state")
	}
	w.board.Select()
	w.cut()
	if w.s.UndoLabel() != "Fill" {
		t.Errorf("with nothing selected, %q was done", w.s.UndoLabel())
	}
}

func TestAPasteOverABodyStandsInIt(t *testing.T) {
	w := sampleFlow(t)
	w.choose("Get")
	w.copy()
	frame, ok := w.board.Frame(w.shown().Node("Each").Key)
	if !ok {
		t.Fatal("the loop is not shown")
	}
	w.pasteAt(canvas.Spot{At: geom.Pt(frame.Center().X, frame.Max.Y-30), Note: -1, Group: -1, In: w.shown().Node("Each").Key})
	if _, c, _ := w.shown().Siblings("Get2"); c == nil || c.Name != "Each" {
		t.Errorf("Get2 stands in %v", c)
	}
}

func TestWhatOthersCopyIsPastedToo(t *testing.T) {
	for _, c := range []struct{ name, text, node, url string }{
		{"a request", ` {"url": "https://a.example.com/r", "method": "POST", "body": {"a": 1}} `, "API", "https://a.example.com/r"},
		{"a curl command", "curl -X POST https://a.example.com/c \\\n -d a=1", "API", "https://a.example.com/c"},
		{"a whole flow", `{"flowbench": 1, "name": "", "flows": [{"name": "F", "nodes": [{"name": "Start", "kind": "start"}, {"name": "Ask", "kind": "api", "config": {"url": "u"}}, {"name": "Then", "kind": "api"}]}]}`, "Ask", "u"},
		{"an unknown kind", `{"flowbench": 1, "nodes": [{"name": "Odd", "kind": "quantum", "config": {"url": "kept"}}]}`, "Odd", "kept"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := sampleFlow(t)
			before := string(w.s.ExportBytes())
			w.app.Clipboard().SetContent(c.text)
			w.paste()
			n := w.shown().Node(c.node)
			if n == nil || n.Config.Text("url") != c.url || n.At == nil {
				t.Fatalf("%s is %+v", c.node, n)
			}
			w.s.Undo()
			if string(w.s.ExportBytes()) != before {
				t.Error("undo is not one step back")
			}
		})
	}
}

func TestWhatCannotBePastedIsToldAndNothingChanges(t *testing.T) {
	for _, c := range []struct{ name, text, why string }{
		{"nothing", "", "The clipboard holds no nodes."},
		{"words", "Hello there", "The clipboard holds no nodes."},
		{"half a flow", "{\"flowbench\": 1,\n\"nodes\": [{\"name\"", "Line 2: it ends in the middle"},
		{"several flows", `{"flowbench": 1, "name": "", "flows": [{"name": "A", "nodes": []}, {"name": "B", "nodes": []}]}`, "Import JSON"},
		{"too much", strings.Repeat("a", flow.MaxPartSize+1), "The text has 11 MB"},
		{"a huge place", `{"flowbench": 1, "nodes": [{"name": "N", "kind": "api"}], "layout": {"nodes": {"N": [0, 1e12]}}}`, "two whole numbers belong here"},
		{"no number", `{"flowbench": 1, "nodes": [{"name": "N", "kind": "api"}], "layout": {"nodes": {"N": [NaN, 0]}}}`, "Line 1: this is no JSON"},
		{"a second Start alone", `{"flowbench": 1, "nodes": [{"name": "Start", "kind": "start"}]}`, "Start was left out"},
		{"no node at all", `{"flowbench": 1, "nodes": []}`, "There is no node in what was copied"},
		{"curl without an address", "curl -s", "The command has no address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := sampleFlow(t)
			before := string(w.s.ExportBytes())
			w.app.Clipboard().SetContent(c.text)
			w.paste()
			if !dialogs.Open(w.win.Canvas()) || string(w.s.ExportBytes()) != before || w.s.UndoLabel() != "Fill" {
				t.Fatalf("told: %v, the last step is %q", dialogs.Open(w.win.Canvas()), w.s.UndoLabel())
			}
			if _, err := w.readClip(c.text); err != nil && !strings.Contains(spec.Sentence(err.Error()), c.why) {
				t.Errorf("%v, want %s", err, c.why)
			}
		})
	}
}

func TestDeleteAndJoinIsOneStep(t *testing.T) {
	w := sampleFlow(t)
	w.Do(flow.Batch{Name: "Wire", Edits: []flow.Edit{
		flow.Disconnect{Flow: w.flow, From: "Start", Port: "success", To: "End"},
		flow.Connect{Flow: w.flow, From: "Start", Port: "success", To: "Get"},
		flow.Connect{Flow: w.flow, From: "Post", Port: "success", To: "End"},
	}})
	w.choose("Get", "Post")
	w.press(w.command("delete-joined"), stroke("Ctrl+Delete").shortcut())
	if to := w.shown().Node("Start").To("success"); fmt.Sprint(to) != "[End]" || w.s.UndoLabel() != "Delete 2 nodes and join" {
		t.Errorf("Start leads to %v, the step is %q", to, w.s.UndoLabel())
	}
}
