package check

import (
	"slices"

	"flowbench/engine/flow"
)

// A graph is the nodes of a flow and what comes before each.
type graph struct {
	nodes     []*flow.Node // in document order, bodies after their container
	container []*flow.Node
	index     map[string]int
	before    []set // the nodes that have run when this one does; nil in or after a circle
	incoming  []int
	wheels    []wheel
}

// A wheel is a circle of wires; the last of its nodes leads back to the first.
type wheel struct {
	nodes []*flow.Node
	port  string // of the last one
}

func newGraph(f *flow.Flow) *graph {
	g := &graph{index: map[string]int{}}
	for n, c := range f.All {
		g.index[n.Name] = len(g.nodes)
		g.nodes = append(g.nodes, n)
		g.container = append(g.container, c)
	}
	g.before = make([]set, len(g.nodes))
	g.incoming = make([]int, len(g.nodes))
	for i, n := range g.nodes {
		for _, to := range g.next(i, n) {
			g.incoming[to]++
		}
	}
	g.order(f.Nodes, newSet(len(g.nodes)))
	g.circles()
	return g
}

// next returns where a node's wires lead, each node once; wires that lead nowhere or
// across a container's border do not count.
func (g *graph) next(i int, n *flow.Node) []int {
	var out []int
	for _, l := range n.Wires {
		for _, name := range l.To {
			if to, ok := g.index[name]; ok && g.container[to] == g.container[i] && !slices.Contains(out, to) {
				out = append(out, to)
			}
		}
	}
	return out
}

// order goes through nodes that stand beside one another, each after all that lead to
// it, and notes for each what has run by then.
func (g *graph) order(list []*flow.Node, outside set) {
	waits := map[int]int{}
	var ready []int
	for _, n := range list {
		i := g.index[n.Name]
		if waits[i] = g.incoming[i]; waits[i] == 0 {
			ready = append(ready, i)
		}
	}
	runs := map[int]set{}
	for len(ready) > 0 {
		i := ready[0]
		ready = ready[1:]
		if runs[i] == nil {
			runs[i] = outside.clone()
		}
		g.before[i] = runs[i]
		g.order(g.nodes[i].Body, runs[i])
		for _, to := range g.next(i, g.nodes[i]) {
			if runs[to] == nil {
				runs[to] = outside.clone()
			}
			runs[to].join(runs[i])
			runs[to].add(i)
			if waits[to]--; waits[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
}

// circles finds the wires that lead back, walking in document order.
func (g *graph) circles() {
	const open, done = 1, 2
	state := make([]int, len(g.nodes))
	var path []int
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		path = append(path, i)
		for _, l := range g.nodes[i].Wires {
			for _, name := range l.To {
				to, ok := g.index[name]
				switch {
				case !ok || g.container[to] != g.container[i] || g.before[to] != nil:
				case state[to] == open:
					var round []*flow.Node
					for _, j := range path[slices.Index(path, to):] {
						round = append(round, g.nodes[j])
					}
					g.wheels = append(g.wheels, wheel{round, l.Port})
				case state[to] == 0:
					visit(to)
				}
			}
		}
		path = path[:len(path)-1]
		state[i] = done
	}
	for i := range g.nodes {
		if state[i] == 0 && g.before[i] == nil {
			visit(i)
		}
	}
}

// around reports whether container j holds node i, at any depth.
func (g *graph) around(i, j int) bool {
	for c := g.container[i]; c != nil; c = g.container[g.index[c.Name]] {
		if g.index[c.Name] == j {
			return true
		}
	}
	return false
}

// after reports whether node j runs after node i, or after a container that holds it.
func (g *graph) after(j, i int) bool {
	if g.before[j] == nil {
		return false
	}
	for !g.before[j].has(i) {
		c := g.container[i]
		if c == nil {
			return false
		}
		i = g.index[c.Name]
	}
	return true
}

// A set is a set of nodes by their place in the graph.
type set []uint64

func newSet(n int) set { return make(set, n/64+1) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s set) clone() set     { return slices.Clone(s) }
func (s set) join(t set) {
	for i := range s {
		s[i] |= t[i]
	}
}
