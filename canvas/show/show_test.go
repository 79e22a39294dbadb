package show

import (
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

func plain(n *flow.Node) Look {
	return Look{Line: n.Kind, Ports: []draw.Port{{Name: "success"}}, NoInput: n.Kind == "start"}
}

func legs(to ...string) []flow.Leg { return []flow.Leg{{Port: "success", To: to}} }

func sample() *flow.Flow {
	return &flow.Flow{Name: "Watch", Nodes: []*flow.Node{
		{Key: 1, Name: "Start", Kind: "start", Wires: legs("Each"), At: &flow.Point{X: 10, Y: 20}},
		{Key: 2, Name: "Each", Kind: "loop", Wires: legs("End"), Body: []*flow.Node{
			{Key: 3, Name: "Get", Kind: "api", Wires: legs("Post"), At: &flow.Point{X: 0, Y: 12}},
			{Key: 4, Name: "Post", Kind: "api", At: &flow.Point{X: 240, Y: 12}},
		}},
		{Key: 5, Name: "End", Kind: "end", Disabled: true},
	}}
}

func TestABodyLiesWithinItsContainer(t *testing.T) {
	pic := Flow(sample(), plain, nil)
	s := draw.NewScene(pic.Content)
	each := s.Node(2)
	for _, k := range []draw.Key{3, 4} {
		if !each.Frame().Holds(s.Node(k).Frame()) {
			t.Errorf("%v does not hold %v", each.Frame(), s.Node(k).Frame())
		}
	}
	if got := s.Node(3).At.Sub(pic.Origin[3]); got != geom.Pt(0, 12) {
		t.Errorf("its place is %v from the origin", got)
	}
	if end := s.Node(5); end.At.X < each.Frame().Max.X || !end.Disabled || end.Subtitle != "end" {
		t.Errorf("End is %+v", end)
	}
	f := sample()
	f.Nodes[1].Collapsed = true
	s = draw.NewScene(Flow(f, plain, nil).Content)
	if s.Node(3) != nil || s.Node(2).Body.H != 0 {
		t.Error("a collapsed container shows its body")
	}
}

func TestANodeWithoutAPlaceStaysWhereItWasPut(t *testing.T) {
	f, places := sample(), Places{}
	before := draw.NewScene(Flow(f, plain, places).Content).Node(5).At
	f.Nodes[0].At = &flow.Point{X: 400, Y: 900}
	if after := draw.NewScene(Flow(f, plain, places).Content).Node(5).At; after != before {
		t.Errorf("it went from %v to %v as another moved", before, after)
	}
	if len(places) != 2 {
		t.Errorf("places are kept of %d nodes, want those without one: 2", len(places))
	}
}

func TestArrangeIsOneEditThatPlacesEveryNode(t *testing.T) {
	in := &flow.Integration{Flows: []*flow.Flow{sample()}}
	undo, err := Arrange(in.Flows[0], plain).Apply(in)
	if err != nil || undo == nil {
		t.Fatal(undo, err)
	}
	for n := range in.Flows[0].All {
		if n.At == nil {
			t.Errorf("%s has no place", n.Name)
		}
	}
	s := draw.NewScene(Flow(in.Flows[0], plain, nil).Content)
	if s.Node(2).At.X != s.Node(1).At.X+geom.ColumnPitch {
		t.Errorf("Each is at %v", s.Node(2).At)
	}
	if s.Node(2).Frame().Overlaps(s.Node(5).Frame()) {
		t.Error("the container overlaps the node behind it")
	}
}
