package show

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

// groups adds the flow's groups, and finds which nodes are hidden in one that
// is folded: its own, with what stands in them.
func (m *maker) groups(f *flow.Flow) {
	m.folded = map[flow.Key]int{}
	if len(f.Groups) == 0 {
		return
	}
	nodes, container := map[string]*flow.Node{}, map[string]*flow.Node{}
	for n, c := range f.All {
		nodes[n.Name], container[n.Name] = n, c
	}
	for i, g := range f.Groups {
		group := draw.Group{Title: g.Title, Tint: draw.TintOf(g.Color), Folded: g.Collapsed}
		for _, name := range g.Nodes {
			n := nodes[name]
			if n == nil {
				continue
			}
			group.Count++
			group.Nodes = append(group.Nodes, Key(n.Key))
			if c := container[name]; c != nil {
				group.Parent = Key(c.Key)
			}
			if g.Collapsed {
				m.hide(n, i+1)
			}
		}
		m.pic.Groups = append(m.pic.Groups, group)
	}
}

func (m *maker) hide(n *flow.Node, group int) {
	if m.folded[n.Key] > 0 {
		return
	}
	for inner := range (&flow.Flow{Nodes: []*flow.Node{n}}).All {
		m.folded[inner.Key] = group
	}
}

// cards gives each folded group its card, where its nodes' upper left corner
// is. One whose nodes are out of sight anyway has none.
func (m *maker) cards() {
	for i := range m.pic.Groups {
		g := &m.pic.Groups[i]
		if !g.Folded {
			continue
		}
		g.Folded = false
		for _, k := range g.Nodes {
			at, shown := m.pic.Hidden[flow.Key(k)]
			if !shown || m.folded[flow.Key(k)] != i+1 {
				continue
			}
			if !g.Folded {
				g.Folded, g.At = true, at
			}
			g.At = geom.Pt(min(g.At.X, at.X), min(g.At.Y, at.Y))
		}
	}
}

// wire adds a wire. Of those that lead to or from a folded group, several that
// would lie on one another are one, and those within it are none.
func (m *maker) wire(w draw.Wire, ports []draw.Port) {
	if w.FromGroup > 0 && w.FromGroup == w.ToGroup {
		return
	}
	if w.FromGroup > 0 || w.ToGroup > 0 {
		ends := strand{w.FromGroup, w.From, w.Port, w.ToGroup, w.To}
		if w.FromGroup > 0 {
			ends.from, ends.port = 0, ""
			m.pic.Groups[w.FromGroup-1].Output = true
		}
		if w.ToGroup > 0 {
			ends.to = 0
			m.pic.Groups[w.ToGroup-1].Input = true
		}
		if m.strands[ends] {
			return
		}
		m.strands[ends] = true
	}
	if w.FromGroup > 0 {
		for _, p := range ports {
			if p.Name == w.Port {
				w.Leaves = p
			}
		}
	}
	m.pic.Wires = append(m.pic.Wires, w)
}

// A strand is the ends of a wire as they are drawn.
type strand struct {
	fromGroup int
	from      draw.Key
	port      string
	toGroup   int
	to        draw.Key
}
