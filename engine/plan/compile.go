package plan

import (
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/flow"
)

// A Plan is a flow, ready to be run any number of times.
type Plan struct {
	steps []step
	top   *scope
	index map[string]int // looked up, never ranged over
}

// A step is a node with its wires, numbered in document order.
type step struct {
	node *flow.Node
	in   []wire // what leads to it
	next []int  // the steps its wires lead to, each once
	body *scope // of a container
	home *scope // the list it stands in
	at   int    // its place there
	seen bits   // its ancestors
}

// A wire is the port of an earlier step.
type wire struct {
	from int
	port string
}

// A scope is a list of nodes whose wires lead only to each other: a flow or a body.
type scope struct {
	container int // -1 for the flow itself
	steps     []int
	start     int // the step that begins, -1 in a body: all that nothing leads to
}

// Compile reads a flow. Its errors name the nodes and say what to do.
func Compile(f *flow.Flow) (*Plan, error) {
	p := &Plan{index: map[string]int{}}
	top, err := p.add(f.Nodes, -1)
	if err != nil {
		return nil, err
	}
	p.top = top
	for _, i := range top.steps {
		if p.steps[i].node.Kind != "start" {
			continue
		}
		if top.start >= 0 {
			return nil, fmt.Errorf("%s and %s are both Start nodes: a flow has one", p.name(top.start), p.name(i))
		}
		top.start = i
	}
	if top.start < 0 {
		return nil, fmt.Errorf("the flow %q has no Start node: add one, so that it has a place to begin", f.Name)
	}
	for i := range p.steps {
		if err := p.connect(i); err != nil {
			return nil, err
		}
	}
	if s := p.steps[top.start]; len(s.in) > 0 {
		return nil, fmt.Errorf("the wire from %s leads back to %s, where the flow begins: remove it", p.name(s.in[0].from), s.node.Name)
	}
	return p, p.order()
}

// add numbers the nodes of a list and of the bodies in it.
func (p *Plan) add(nodes []*flow.Node, container int) (*scope, error) {
	s := &scope{container: container, start: -1}
	for _, n := range nodes {
		if _, twice := p.index[n.Name]; twice {
			return nil, fmt.Errorf("two nodes have the name %q: rename one", n.Name)
		}
		i := len(p.steps)
		p.index[n.Name] = i
		p.steps = append(p.steps, step{node: n, home: s, at: len(s.steps)})
		s.steps = append(s.steps, i)
		if len(n.Body) > 0 {
			body, err := p.add(n.Body, i)
			if err != nil {
				return nil, err
			}
			p.steps[i].body = body
		}
	}
	return s, nil
}

func (p *Plan) connect(i int) error {
	s := &p.steps[i]
	for _, leg := range s.node.Wires {
		for _, name := range leg.To {
			to, ok := p.index[name]
			switch {
			case !ok:
				return fmt.Errorf("a wire leads from %s to %q, but there is no such node: remove the wire", s.node.Name, name)
			case p.steps[to].home != s.home:
				return fmt.Errorf("a wire leads from %s to %s across the border of a container: remove it", s.node.Name, name)
			}
			w := wire{i, leg.Port}
			if !slices.Contains(p.steps[to].in, w) {
				p.steps[to].in = append(p.steps[to].in, w)
			}
			if !slices.Contains(s.next, to) {
				s.next = append(s.next, to)
			}
		}
	}
	return nil
}

// order finds each step's ancestors, and a circle if there is one.
func (p *Plan) order() error {
	missing := make([]int, len(p.steps))
	var ready []int
	for i := range p.steps {
		for range p.steps[i].in {
			missing[i]++
		}
	}
	// A body's steps have their container's ancestors: containers come first, and
	// stand before their body in document order.
	settled := make([]bool, len(p.steps))
	free := func(i int) bool {
		c := p.steps[i].home.container
		return missing[i] == 0 && (c < 0 || settled[c])
	}
	for i := range p.steps {
		if free(i) {
			ready = append(ready, i)
		}
	}
	done := 0
	for ; done < len(ready); done++ {
		i := ready[done]
		s := &p.steps[i]
		settled[i] = true
		s.seen = newBits(len(p.steps))
		if c := s.home.container; c >= 0 {
			s.seen.join(p.steps[c].seen)
		}
		for _, w := range s.in {
			s.seen.join(p.steps[w.from].seen)
			s.seen.set(w.from)
		}
		for _, to := range s.next {
			for _, w := range p.steps[to].in {
				if w.from == i {
					missing[to]--
				}
			}
			if free(to) {
				ready = append(ready, to)
			}
		}
		if s.body != nil {
			for _, b := range s.body.steps {
				if free(b) {
					ready = append(ready, b)
				}
			}
		}
	}
	if done == len(p.steps) {
		return nil
	}
	return fmt.Errorf("the wires lead in a circle: %s: remove one of them", strings.Join(p.circle(settled), " → "))
}

// circle walks back from a step that was never settled until it meets itself.
func (p *Plan) circle(settled []bool) []string {
	at := slices.Index(settled, false)
	var path []int
	for !slices.Contains(path, at) {
		path = append(path, at)
		from := -1
		for _, w := range p.steps[at].in {
			if !settled[w.from] {
				from = w.from
				break
			}
		}
		if from < 0 { // its container waits
			from = p.steps[at].home.container
			path = path[:0]
		}
		at = from
	}
	path = append(path[slices.Index(path, at):], at)
	slices.Reverse(path)
	names := make([]string, len(path))
	for k, i := range path {
		names[k] = p.name(i)
	}
	return names
}

func (p *Plan) name(i int) string { return p.steps[i].node.Name }

// Len is how many steps the plan has, bodies included. Steps are numbered from 0 in
// document order.
func (p *Plan) Len() int { return len(p.steps) }

// Node returns the node of a step.
func (p *Plan) Node(i int) *flow.Node { return p.steps[i].node }

// Find returns the number of the step with that name.
func (p *Plan) Find(name string) (int, bool) {
	i, ok := p.index[name]
	return i, ok
}

// Container returns the container in whose body a step stands, or -1.
func (p *Plan) Container(i int) int { return p.steps[i].home.container }

// Sees reports whether a step may use what the step named has given: whether that is
// one of its ancestors, or of its container's. It returns that step's number.
func (p *Plan) Sees(i int, name string) (int, bool) {
	other, ok := p.index[name]
	return other, ok && p.steps[i].seen.has(other)
}

// Ancestors returns the steps that a step sees, in document order.
func (p *Plan) Ancestors(i int) []int {
	var out []int
	for k := range p.steps {
		if p.steps[i].seen.has(k) {
			out = append(out, k)
		}
	}
	return out
}

// Last returns the steps of a container's body that no wire leaves: what they give is
// what an item gives.
func (p *Plan) Last(container int) []int {
	var out []int
	if b := p.steps[container].body; b != nil {
		for _, i := range b.steps {
			if len(p.steps[i].next) == 0 {
				out = append(out, i)
			}
		}
	}
	return out
}

// Wired reports whether a wire leaves the step by that port.
func (p *Plan) Wired(i int, port string) bool { return len(p.steps[i].node.To(port)) > 0 }

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits      { return make(bits, (n+63)/64) }
func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }
func (b bits) join(other bits) {
	for k := range other {
		b[k] |= other[k]
	}
}
