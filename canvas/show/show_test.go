package show

import (
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

func plain(n *flow.Node) Look {
	return Look{Line: n.Kind, Ports: []draw.Port{{Name: "success"}}, NoInput: n.Kind == "start", Body: n.Kind == "loop"}
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

func TestAnEmptyContainerHasRoomForANode(t *testing.T) {
	f := &flow.Flow{Nodes: []*flow.Node{{Key: 1, Name: "Each", Kind: "loop"}, {Key: 2, Name: "End", Kind: "end"}}}
	s := draw.NewScene(Flow(f, plain, nil).Content)
	each := s.Node(1)
	if !each.Container || each.Inner != 0 || each.Body.H < geom.NodeH || each.Body.W < geom.NodeW {
		t.Errorf("it is %+v", each)
	}
	f.Nodes[0].Collapsed = true
	if each = draw.NewScene(Flow(f, plain, nil).Content).Node(1); !each.Folded || each.Body.H != 0 {
		t.Errorf("collapsed it is %+v", each)
	}
	if end := s.Node(2); end.Container || end.Folded {
		t.Errorf("End is %+v", end)
	}
}

func TestACollapsedGroupIsOneCard(t *testing.T) {
	at := func(x, y int) *flow.Point { return &flow.Point{X: x, Y: y} }
	f := &flow.Flow{Name: "Watch", Nodes: []*flow.Node{
		{Key: 1, Name: "Start", Kind: "start", Wires: legs("A", "B"), At: at(0, 0)},
		{Key: 2, Name: "A", Kind: "api", Wires: legs("Each"), At: at(240, 96)},
		{Key: 3, Name: "B", Kind: "api", Wires: legs("End"), At: at(300, 12)},
		{Key: 4, Name: "Each", Kind: "loop", Wires: legs("End"), At: at(480, 0), Body: []*flow.Node{
			{Key: 5, Name: "Get", Kind: "api", Wires: legs("Post")}, {Key: 6, Name: "Post", Kind: "api"},
		}},
		{Key: 7, Name: "End", Kind: "end", At: at(900, 0)},
	}, Groups: []flow.Group{
		{Title: "Posting", Nodes: []string{"Post"}, Collapsed: true},
		{Title: "Work", Nodes: []string{"A", "B", "Each", "Nobody"}, Collapsed: true},
	}}
	pic := Flow(f, plain, nil)
	s := draw.NewScene(pic.Content)
	work := s.Group(draw.GroupID(1))
	if card := work.Frame(); card.Min != geom.Pt(240, 0) || card.Size() != geom.NodeSize(1) || work.Count != 3 {
		t.Errorf("the card is at %v and stands for %d nodes", card, work.Count)
	}
	if inner := s.Group(draw.GroupID(0)); !inner.Frame().Empty() {
		t.Errorf("a group in what is hidden is shown at %v", inner.Frame())
	}
	for _, k := range []draw.Key{2, 3, 4, 5, 6} {
		if s.Node(k) != nil {
			t.Errorf("node %d is shown", k)
		}
	}
	if got := pic.Hidden[3]; got != geom.Pt(300, 12) {
		t.Errorf("B is hidden at %v", got)
	}
	if len(pic.Wires) != 2 {
		t.Fatalf("%d wires are shown, want one to the card and one from it", len(pic.Wires))
	}
	for _, w := range pic.Wires {
		from, to := s.Wire(w.ID()).Ends()
		if card := work.Frame(); w.From == 1 && to != geom.InPort(card) || w.From != 1 && from != geom.OutPort(card, 0, 1) {
			t.Errorf("the wire of %d goes from %v to %v", w.From, from, to)
		}
	}
	if hit, _ := s.At(work.Frame().Center(), 6); hit.ID != draw.GroupID(1) || hit.Part != draw.Body {
		t.Errorf("on the card lies %+v", hit.ID)
	}
	f.Groups[0].Collapsed, f.Groups[1].Collapsed = false, false
	s = draw.NewScene(Flow(f, plain, nil).Content)
	if frame := s.Group(draw.GroupID(1)).Frame(); s.Node(2) == nil || s.Node(6) == nil || !frame.Holds(s.Node(4).Frame()) {
		t.Errorf("expanded it lies at %v", frame)
	}
	room := s.Node(4).Frame()
	room.Min.Y = s.Node(4).Card().Max.Y
	if posting := s.Group(draw.GroupID(0)); !room.Holds(posting.Frame()) || posting.Frame().Empty() {
		t.Errorf("the group in the container is at %v, the room for it is %v", posting.Frame(), room)
	}
}

func TestTheFirstNodeKeepsItsPlaceWhenAFlowIsArranged(t *testing.T) {
	in := &flow.Integration{Flows: []*flow.Flow{sample()}}
	first := in.Flows[0].Nodes[0]
	first.At = &flow.Point{X: 384, Y: 912}
	if _, err := Arrange(in.Flows[0], plain).Apply(in); err != nil {
		t.Fatal(err)
	}
	if *first.At != (flow.Point{X: 384, Y: 912}) {
		t.Errorf("it went to %v", *first.At)
	}
}
