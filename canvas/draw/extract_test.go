package draw

import (
	"reflect"
	"testing"
)

func TestAPictureOfASelection(t *testing.T) {
	for _, row := range []struct {
		what          string
		choose        func(c *Content)
		nodes         []Key
		wires, groups int
	}{
		{"a node", func(c *Content) { c.Nodes[0].Selected = true }, []Key{1}, 0, 0},
		{"a container, with what stands in it and the group there", func(c *Content) { c.Nodes[1].Selected = true }, []Key{2, 3, 4, 5}, 1, 1},
		{"two nodes and their wire", func(c *Content) { c.Nodes[7].Selected, c.Nodes[8].Selected = true, true }, []Key{8, 9}, 1, 0},
		{"a group", func(c *Content) { c.Groups[0].Selected = true }, []Key{9, 10, 11}, 0, 1},
		{"a folded group and what leads to it", func(c *Content) { c.Groups[1].Selected, c.Nodes[8].Selected = true, true }, []Key{9}, 1, 1},
		{"a note", func(c *Content) { c.Notes[0].Selected = true }, nil, 0, 0},
		{"nothing", func(*Content) {}, nil, 0, 0},
	} {
		c := furnished()
		c.Notes[1].Selected = false
		row.choose(&c)
		got := c.ForPicture(true, true)
		var nodes []Key
		for _, n := range got.Nodes {
			nodes = append(nodes, n.Key)
		}
		if !reflect.DeepEqual(nodes, row.nodes) || len(got.Wires) != row.wires || len(got.Groups) != row.groups {
			t.Errorf("%s: nodes %v, %d wires, %d groups", row.what, nodes, len(got.Wires), len(got.Groups))
		}
		if got.Empty() != (row.what == "nothing") {
			t.Errorf("%s: empty is %v", row.what, got.Empty())
		}
		NewScene(got).Picture(Light, 0.1, false)
	}
}

func TestAPictureShowsNoSelectionAndMarksIfAsked(t *testing.T) {
	c := furnished()
	c.Nodes = append(c.Nodes, marked().Nodes...)
	for i := range c.Nodes {
		c.Nodes[i].Key = Key(i + 1)
		c.Nodes[i].Selected, c.Nodes[i].Target = true, true
	}
	for i := range c.Wires {
		c.Wires[i].Selected, c.Wires[i].Taken, c.Wires[i].Records = true, true, "1"
	}
	c.Groups[1].Selected, c.Groups[1].Mark = true, Failed
	for _, marks := range []bool{true, false} {
		got := c.ForPicture(false, marks)
		if len(got.Nodes) != len(c.Nodes) || len(got.Wires) != len(c.Wires) || len(got.Notes) != 2 || len(got.Groups) != 3 {
			t.Fatalf("not all is in the picture of all: %d nodes", len(got.Nodes))
		}
		marked := 0
		for _, n := range got.Nodes {
			if n.Selected || n.Target {
				t.Errorf("%s is selected", n.Title)
			}
			if n.Mark != NoMark || n.MarkText != "" || n.Attempts+n.Errors+n.Warnings > 0 || n.Pinned || n.Breakpoint {
				marked++
			}
		}
		for _, w := range got.Wires {
			if w.Selected || w.Taken != marks || (w.Records != "") != marks {
				t.Errorf("a wire is %+v", w)
			}
		}
		if g := got.Groups[1]; g.Selected || (g.Mark == Failed) != marks {
			t.Errorf("the folded group is %+v", g)
		}
		if (marked > 0) != marks {
			t.Errorf("%d nodes are marked, asked for: %v", marked, marks)
		}
	}
	if !c.Nodes[0].Selected || c.Wires[0].Records == "" {
		t.Error("the content itself was changed")
	}
}
