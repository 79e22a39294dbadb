package refactor

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/flow"
)

// paste pastes what another flow gave through its text, as the clipboard does.
func paste(t *testing.T, d *flow.Document, p flow.Part, target Target) Pasted {
	t.Helper()
	p, err := flow.ReadPart(flow.WritePart(p))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Paste(d.Integration(), p, target, reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Do(got.Edit); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAPasteFindsFreeNamesAndReferencesFollow(t *testing.T) {
	d := open(t)
	before := flow.Write(d.Integration())
	p, err := Copy(d.Integration(), "F", Selection{Nodes: []string{"Get", "Each", "Map", "Any"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := paste(t, d, p, Target{Flow: "F", By: flow.Point{X: 12, Y: 24}})
	if !slices.Equal(got.Nodes, []string{"Get2", "Each2", "Map2", "Any2"}) || d.UndoLabel() != "Paste 4 nodes" || got.Left != nil {
		t.Fatalf("%v, %q, %v", got.Nodes, d.UndoLabel(), got.Left)
	}
	f := d.Integration().Flow("F")
	for _, c := range []struct{ node, field, want string }{
		{"Get2", "url", "https://api.example.com/{{context.steps.Get2.output}}"},
		{"Each2", "items", `{{ context.steps["Get2"].output.list }}`},
		{"Map2", "program", ".steps.Get2.output | map(.Get)"},
		{"Post2", "url", "https://api.example.com/Get"},
	} {
		if text := f.Node(c.node).Config.Text(c.field); text != c.want {
			t.Errorf("%s of %s is %s, want %s", c.field, c.node, text, c.want)
		}
	}
	if body := string(f.Node("Post2").Config.Get("body")); !strings.Contains(body, `"{{context.steps.Get2.output.id}} and {{context.steps.Getter.output}}"`) {
		t.Errorf("the body is %s", body)
	}
	if get := f.Node("Get2"); *get.At != (flow.Point{X: 252, Y: 24}) || get.To("failure") != nil || !slices.Equal(get.To("success"), []string{"Each2"}) || *f.Node("Post2").At != (flow.Point{X: 24, Y: 48}) {
		t.Errorf("Get2 lies at %v and leads to %v", get.At, get.Wires)
	}
	d.Undo()
	if !bytes.Equal(flow.Write(d.Integration()), before) || d.UndoLabel() != "" {
		t.Error("undo is not one step back")
	}
}

func TestAPasteIntoAnotherFlowKeepsWhatIsNotThere(t *testing.T) {
	d := open(t)
	p, err := Copy(d.Integration(), "F", Selection{Nodes: []string{"Each", "Map"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := paste(t, d, p, Target{Flow: "G"})
	g := d.Integration().Flow("G")
	if !slices.Equal(got.Nodes, []string{"Each", "Map"}) || g.Node("Each").Config.Text("items") != `{{ context.steps["Get"].output.list }}` {
		t.Errorf("%v; a reference to a node that was not copied reads %s", got.Nodes, g.Node("Each").Config.Text("items"))
	}
	if to := g.Node("Each").To("success"); !slices.Equal(to, []string{"Map"}) || g.Node("Map").Wires != nil {
		t.Errorf("Each leads to %v, Map to %v", to, g.Node("Map").Wires)
	}
}

func TestAPasteTakesNamesThatAreFreeOnBothSides(t *testing.T) {
	d := drawn(t, "A, A3")
	p := flow.Part{Nodes: []*flow.Node{
		{Name: "a", Kind: "api", Config: flow.ConfigOf("url", "{{context.steps.A2.output}}{{context.steps.a.output}}")},
		{Name: "A2", Kind: "api", Wires: []flow.Leg{{Port: "success", To: []string{"a", "A3", "Gone"}}}},
		{Name: strings.Repeat("x", 64), Kind: "api"}}}
	got := paste(t, d, p, Target{Flow: "F"})
	if !slices.Equal(got.Nodes, []string{"a4", "A2", strings.Repeat("x", 64)}) {
		t.Fatalf("the names are %v", got.Nodes)
	}
	if url := d.Integration().Flow("F").Node("a4").Config.Text("url"); url != "{{context.steps.A2.output}}{{context.steps.a4.output}}" {
		t.Errorf("the references read %s", url)
	}
	if to := d.Integration().Flow("F").Node("A2").To("success"); !slices.Equal(to, []string{"a4"}) {
		t.Errorf("a wire leads out of what was pasted: %v", to)
	}
	if again := paste(t, d, p, Target{Flow: "F"}); again.Nodes[2] != strings.Repeat("x", 63)+"2" {
		t.Errorf("a long name's copy is %s", again.Nodes[2])
	}
}

func TestAFlowKeepsItsOneStart(t *testing.T) {
	d := drawn(t, "Start>A, A>End")
	whole, err := Copy(d.Integration(), "F", Selection{Nodes: []string{"Start", "A", "End"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := paste(t, d, whole, Target{Flow: "F"})
	if !slices.Equal(got.Nodes, []string{"A2", "End2"}) || !slices.Equal(got.Left, []string{"Start was left out: this flow has its Start already"}) {
		t.Errorf("%v; %v", got.Nodes, got.Left)
	}
	empty := flow.Open(&flow.Integration{Flows: []*flow.Flow{{Name: "F"}}}, nil)
	if got := paste(t, empty, whole, Target{Flow: "F"}); len(got.Nodes) != 3 || wiring(empty.Integration()) != "Start>A, A>End" {
		t.Errorf("%v; %s", got.Nodes, wiring(empty.Integration()))
	}
	alone := flow.Part{Nodes: whole.Nodes[:1]}
	if _, err := Paste(d.Integration(), alone, Target{Flow: "F"}, nil); err == nil || err.Error() != "Start was left out: this flow has its Start already" {
		t.Errorf("a Start alone: %v", err)
	}
	two := flow.Open(&flow.Integration{Flows: []*flow.Flow{{Name: "F", Nodes: []*flow.Node{{Name: "S", Kind: "start"}, {Name: "T", Kind: "start"}}}}}, nil)
	if p, err := Copy(two.Integration(), "F", Selection{Nodes: []string{"S", "T"}}, nil); err != nil || len(p.Nodes) != 1 {
		t.Errorf("of two Starts %d were copied: %v", len(p.Nodes), err)
	}
}

func TestAPasteIntoAContainerTakesWhatMayStandThere(t *testing.T) {
	d := drawn(t, "L(X), A>End")
	p, err := Copy(d.Integration(), "F", Selection{Nodes: []string{"A", "End"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Notes = []flow.Note{{Text: "n"}}
	got := paste(t, d, p, Target{Flow: "F", In: "L"})
	if _, c, _ := d.Integration().Flow("F").Siblings("A2"); c == nil || c.Name != "L" || !slices.Equal(got.Nodes, []string{"A2"}) || len(got.Left) != 1 || got.Notes != nil {
		t.Errorf("%v; %v", got.Nodes, got.Left)
	}
	if _, err := Paste(d.Integration(), flow.Part{Nodes: p.Nodes[1:]}, Target{Flow: "F", In: "L"}, nil); err == nil || !strings.Contains(err.Error(), "End cannot stand in a container") {
		t.Errorf("End alone: %v", err)
	}
}

func TestNotesAndWholeGroupsAreCopiedToo(t *testing.T) {
	d := drawn(t, "A>B, C")
	for _, e := range []flow.Edit{
		flow.SetNotes{Flow: "F", Notes: []flow.Note{{Text: "one"}, {At: flow.Point{X: 12}, Text: "two"}}},
		flow.SetGroups{Flow: "F", Groups: []flow.Group{{Title: "AB", Nodes: []string{"A", "B"}}, {Title: "BC", Nodes: []string{"B", "C"}}}},
	} {
		if err := d.Do(e); err != nil {
			t.Fatal(err)
		}
	}
	s := Selection{Nodes: []string{"A", "B"}, Notes: []int{1}}
	p, err := Copy(d.Integration(), "F", s, nil)
	if err != nil || len(p.Notes) != 1 || len(p.Groups) != 1 || p.Groups[0].Title != "AB" {
		t.Fatalf("%+v, %v", p, err)
	}
	got := paste(t, d, p, Target{Flow: "F", By: flow.Point{X: 48, Y: 48}})
	f := d.Integration().Flow("F")
	if g := f.Groups[2]; !slices.Equal(g.Nodes, []string{"A2", "B2"}) || f.Notes[2].At != (flow.Point{X: 60, Y: 48}) || !slices.Equal(got.Notes, []int{2}) || d.UndoLabel() != "Paste 2 nodes and a note" {
		t.Errorf("%v, %v, %q", f.Groups, f.Notes, d.UndoLabel())
	}
	e, err := Cut(d.Integration(), "F", s)
	if err != nil || d.Do(e) != nil || d.UndoLabel() != "Cut 2 nodes and a note" {
		t.Fatalf("%v, %q", err, d.UndoLabel())
	}
	if f := d.Integration().Flow("F"); f.Node("A") != nil || len(f.Notes) != 2 || f.Notes[0].Text != "one" || len(f.Groups[0].Nodes) != 0 {
		t.Errorf("after the cut: %v, %v", f.Notes, f.Groups)
	}
	if _, err := Copy(d.Integration(), "F", Selection{}, nil); err == nil {
		t.Error("nothing was copied, and nobody was told")
	}
	if _, err := Cut(d.Integration(), "F", Selection{}); err == nil {
		t.Error("nothing was cut, and nobody was told")
	}
}

func TestACopyOutOfSeveralContainersHasOneOrigin(t *testing.T) {
	d := drawn(t, "L(X), A")
	p, err := Copy(d.Integration(), "F", Selection{Nodes: []string{"X", "A"}}, func(n *flow.Node) *flow.Point {
		return &flow.Point{X: len(n.Name), Y: 7}
	})
	if err != nil || *p.Nodes[0].At != (flow.Point{X: 1, Y: 7}) || d.Integration().Flow("F").Node("X").At != nil {
		t.Errorf("%v, %v", p.Nodes[0].At, err)
	}
}

// most is the most that may be pasted: nodes in a row, each refers to the one before.
func most() (p flow.Part) {
	for i := range flow.MaxPartNodes {
		n := &flow.Node{Name: fmt.Sprintf("Node%d", i), Kind: "api", At: &flow.Point{X: i},
			Config: flow.ConfigOf("url", fmt.Sprintf("https://api.example.com/{{context.steps.Node%d.output.id}}", max(i-1, 0)))}
		if i > 0 {
			p.Nodes[i-1].Wires = []flow.Leg{{Port: "success", To: []string{n.Name}}}
		}
		p.Nodes = append(p.Nodes, n)
	}
	return p
}

func TestInALargePasteEveryReferenceFollows(t *testing.T) {
	p := most()
	d := flow.Open(&flow.Integration{Flows: []*flow.Flow{{Name: "F"}}}, nil)
	paste(t, d, p, Target{Flow: "F"})
	got := paste(t, d, p, Target{Flow: "F"})
	last, before := got.Nodes[flow.MaxPartNodes-1], got.Nodes[flow.MaxPartNodes-2]
	if n := d.Integration().Flow("F").Node(last); n == nil || !strings.Contains(n.Config.Text("url"), "context.steps."+before+".output") {
		t.Errorf("the last is %s: %+v", last, n)
	}
}

func BenchmarkPaste2000Into2000(b *testing.B) {
	d := flow.Open(&flow.Integration{Flows: []*flow.Flow{{Name: "F"}}}, nil)
	for b.Loop() {
		for range 2 {
			got, err := Paste(d.Integration(), most(), Target{Flow: "F"}, reader)
			if err != nil || d.Do(got.Edit) != nil {
				b.Fatal(err)
			}
		}
		d.Undo()
		d.Undo()
	}
}
