package draw

// ForPicture is the content as a picture shows it, in which nothing is
// selected or lit up: all of it, or what is selected; with what a run made of
// it and what is wrong with it, or without.
func (c Content) ForPicture(selection, marks bool) Content {
	nodes, groups := c.kept(selection)
	number := make([]int, len(c.Groups)) // of the groups in the picture, and one more
	var out Content
	for i, g := range c.Groups {
		if !groups[i] {
			continue
		}
		g.Selected = false
		if !marks {
			g.Mark = NoMark
		}
		out.Groups = append(out.Groups, g)
		number[i] = len(out.Groups)
	}
	for _, n := range c.Notes {
		if !selection || n.Selected {
			n.Selected = false
			out.Notes = append(out.Notes, n)
		}
	}
	for _, w := range c.Wires {
		if selection && (!holds(nodes, number, w.From, w.FromGroup) || !holds(nodes, number, w.To, w.ToGroup)) {
			continue
		}
		if w.FromGroup > 0 {
			w.FromGroup = number[w.FromGroup-1]
		}
		if w.ToGroup > 0 {
			w.ToGroup = number[w.ToGroup-1]
		}
		w.Selected, w.Target = false, false
		if !marks {
			w.Taken, w.Faded, w.Records = false, false, ""
		}
		out.Wires = append(out.Wires, w)
	}
	for _, n := range c.Nodes {
		if !nodes[n.Key] {
			continue
		}
		n.Selected, n.Target = false, false
		if !marks {
			n.Mark, n.MarkText, n.Attempts, n.Errors, n.Warnings = NoMark, "", 0, 0, 0
			n.Pinned, n.Breakpoint = false, false
		}
		out.Nodes = append(out.Nodes, n)
	}
	return out
}

// holds tells whether an end of a wire is in the picture: its node, or the
// folded group that stands for it.
func holds(nodes map[Key]bool, groups []int, k Key, group int) bool {
	if group > 0 {
		return groups[group-1] > 0
	}
	return nodes[k]
}

// kept are the nodes and groups in the picture. With a container comes what
// stands in it, with a group its nodes, and with all of its nodes a group.
func (c Content) kept(selection bool) (nodes map[Key]bool, groups []bool) {
	nodes, groups = make(map[Key]bool, len(c.Nodes)), make([]bool, len(c.Groups))
	for i, g := range c.Groups {
		groups[i] = !selection || g.Selected
		for _, k := range g.Nodes {
			nodes[k] = nodes[k] || groups[i]
		}
	}
	for _, n := range c.Nodes { // a container stands before what is in it
		nodes[n.Key] = nodes[n.Key] || !selection || n.Selected || n.Parent != 0 && nodes[n.Parent]
	}
	for i, g := range c.Groups {
		whole := len(g.Nodes) > 0 && !g.Folded
		for _, k := range g.Nodes {
			whole = whole && nodes[k]
		}
		groups[i] = groups[i] || whole
	}
	return nodes, groups
}

// Empty tells whether there is nothing to be drawn.
func (c Content) Empty() bool { return len(c.Nodes)+len(c.Notes)+len(c.Groups) == 0 }
