package draw

import (
	"testing"

	"flowbench/canvas/geom"
)

func TestPartsThatAreGrasped(t *testing.T) {
	c := watch()
	c.Nodes = append(c.Nodes, Node{Key: 7, At: geom.Pt(0, 600), Title: "Each", Container: true, Body: geom.Size{W: 220, H: 108}},
		Node{Key: 8, At: geom.Pt(400, 600), Title: "Folded", Container: true, Folded: true, Inner: 2})
	c.Notes = []Note{{Rect: geom.XYWH(0, 300, 240, 96), Body: "Why"}}
	c.Groups = []Group{{Title: "Answer", Nodes: []Key{4, 5}}, {Title: "Rest", Folded: true, Count: 2, At: geom.Pt(0, 900), Output: true}}
	c.Wires = append(c.Wires, Wire{From: 8, Port: "success", To: 7}, Wire{From: 20, Port: "success", To: 7, FromGroup: 2})
	s := NewScene(c)
	start, ahrefs := s.Node(1), s.Node(2)
	out, _, _ := start.Out("success")
	answer := s.Group(GroupID(0)).Frame()
	for _, row := range []struct {
		what  string
		at    geom.Point
		reach float64
		id    ID
		part  Part
	}{
		{"the chevron of an open container", geom.Pt(198, 630), 6, NodeID(7), Fold},
		{"that of a folded one", geom.Pt(400+150, 630), 6, NodeID(8), Fold},
		{"its place from afar, where it is not drawn", geom.Pt(400+150, 630), 6 / 0.3, NodeID(8), Body},
		{"the chevron of a group", geom.Pt(answer.Max.X-20, answer.Min.Y+12), 6, GroupID(0), Fold},
		{"a group's title", geom.Pt(answer.Min.X+60, answer.Min.Y+12), 6, GroupID(0), Body},
		{"that of a folded group", geom.Pt(150, 930), 6, GroupID(1), Fold},
		{"its card", geom.Pt(60, 930), 6, GroupID(1), Body},
		{"a note's corner", geom.Pt(232, 388), 6, NoteID(0), Resize},
		{"a note", geom.Pt(100, 340), 6, NoteID(0), Body},
		{"a wire near its port", out.Add(geom.Pt(15, 0)), 6, WireID(1, "success", 2), FromEnd},
		{"its middle", out.Lerp(ahrefs.In(), 0.5), 6, WireID(1, "success", 2), Body},
		{"near its input", ahrefs.In().Add(geom.Pt(-15, 0)), 6, WireID(1, "success", 2), ToEnd},
		{"a wire that leaves a folded group", s.Group(GroupID(1)).out().Add(geom.Pt(8, 0)), 6, WireID(20, "success", 7), Body},
	} {
		hit, found := s.At(row.at, row.reach)
		if !found || hit.ID != row.id || hit.Part != row.part {
			t.Errorf("%s: at %v lies %v, part %v", row.what, row.at, hit.ID, hit.Part)
		}
	}
	if hit, found := s.At(answer.Center(), 6); found && hit.ID == GroupID(0) {
		t.Error("the middle of a group is not board")
	}
}
