package flow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// MaxWires is how many wires may leave one port.
const MaxWires = 10

// Connect draws a wire from a port of one node to another node.
type Connect struct {
	Flow string `json:"flow"`
	From string `json:"from"`
	Port string `json:"port"`
	To   string `json:"to"`
}

// Apply implements [Edit].
func (e Connect) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil {
		return nil, err
	}
	if err := f.CanConnect(e.From, e.Port, e.To); err != nil {
		return nil, err
	}
	n := f.Node(e.From)
	undo := SetWires{e.Flow, e.From, n.Wires}
	n.Wires = WithWire(n.Wires, e.Port, MaxWires, e.To)
	return undo, nil
}

// Label implements [Edit].
func (e Connect) Label() string { return "Connect " + e.From + " to " + e.To }

// CanConnect says why a wire may not be drawn, in words for the person who draws it.
func (f *Flow) CanConnect(from, port, to string) error {
	var a, b, around, aroundTo *Node
	for n, c := range f.All {
		if n.Name == from {
			a, around = n, c
		}
		if n.Name == to {
			b, aroundTo = n, c
		}
		if a != nil && b != nil {
			break
		}
	}
	switch {
	case a == nil:
		return noNode(f, from)
	case b == nil:
		return noNode(f, to)
	case a == b:
		return errors.New("a node cannot lead to itself")
	case b.Kind == "start":
		return errors.New("nothing leads to Start: a flow begins there")
	case a.Kind == "end":
		return errors.New("nothing follows End: a flow's branch ends there")
	case slices.Contains(a.To(port), to):
		return fmt.Errorf("%s already leads to %s", from, to)
	case !utf8.ValidString(port):
		return fmt.Errorf("the port %q is no text", port)
	case len(a.To(port)) >= MaxWires:
		return fmt.Errorf("at most %d wires may leave one port", MaxWires)
	}
	if around != aroundTo {
		return fmt.Errorf("a wire cannot cross the border of %s", border(around, aroundTo))
	}
	if f.Leads(to, from) {
		return fmt.Errorf("a wire cannot lead back: %s comes before %s", to, from)
	}
	return nil
}

// border names the container whose border lies between two nodes, by what is around each.
func border(a, b *Node) string {
	if a == nil || b != nil && namesOf(a).has(b.Name) {
		return b.Name
	}
	return a.Name
}

// Leads reports whether wires lead from one node to another, over any number of nodes.
func (f *Flow) Leads(from, to string) bool {
	if from == to {
		return true
	}
	reached, count := false, 0
	for n := range f.All { // the common answers are quick
		if n.Name == from && len(n.Wires) == 0 {
			return false
		}
		count++
		reached = reached || leads(n.Wires, names{one: to})
	}
	if !reached {
		return false
	}
	index := make(map[string]*Node, count)
	for n := range f.All {
		index[n.Name] = n
	}
	seen := map[string]bool{}
	var walk func(string) bool
	walk = func(name string) bool {
		if name == to {
			return true
		}
		n := index[name]
		if n == nil || seen[name] {
			return false
		}
		seen[name] = true
		for _, l := range n.Wires {
			if slices.ContainsFunc(l.To, walk) {
				return true
			}
		}
		return false
	}
	return walk(from)
}

// Disconnect takes a wire away.
type Disconnect struct {
	Flow string `json:"flow"`
	From string `json:"from"`
	Port string `json:"port"`
	To   string `json:"to"`
}

// Apply implements [Edit].
func (e Disconnect) Apply(in *Integration) (Edit, error) {
	_, n, err := in.node(e.Flow, e.From)
	if err != nil {
		return nil, err
	}
	wires := cloneLegs(n.Wires)
	for i := range wires {
		if j := slices.Index(wires[i].To, e.To); wires[i].Port == e.Port && j >= 0 {
			undo := SetWires{e.Flow, e.From, n.Wires}
			if wires[i].To = slices.Delete(wires[i].To, j, j+1); len(wires[i].To) == 0 {
				wires = slices.Delete(wires, i, i+1)
			}
			if len(wires) == 0 {
				wires = nil
			}
			n.Wires = wires
			return undo, nil
		}
	}
	return nil, fmt.Errorf("no wire leads from %s, port %s, to %s", e.From, e.Port, e.To)
}

// Label implements [Edit].
func (e Disconnect) Label() string { return "Delete the wire from " + e.From + " to " + e.To }

// SetWires sets all wires of a node as they are, unlike [Connect] without asking
// whether they may be drawn: it is how wires are restored.
type SetWires struct {
	Flow, Node string
	Wires      []Leg
}

// Apply implements [Edit].
func (e SetWires) Apply(in *Integration) (Edit, error) {
	_, n, err := in.node(e.Flow, e.Node)
	if err != nil {
		return nil, err
	}
	wires, err := cleanWires(e.Wires)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Node, err)
	}
	if slices.EqualFunc(n.Wires, wires, func(a, b Leg) bool { return a.Port == b.Port && slices.Equal(a.To, b.To) }) {
		return nil, nil
	}
	undo := SetWires{e.Flow, e.Node, n.Wires}
	n.Wires = wires
	return undo, nil
}

// Label implements [Edit].
func (e SetWires) Label() string { return "Change the wires of " + e.Node }

// inOrder returns the wires as they stand in a file; wires made by a program may be in any order.
func inOrder(ls []Leg) legs {
	for i, l := range ls {
		if len(l.To) == 0 || i > 0 && ls[i-1].Port >= l.Port {
			if clean, err := cleanWires(ls); err == nil {
				return clean
			}
			break
		}
	}
	return ls
}

// cleanWires returns a copy sorted by port, without ports from which no wire leaves.
func cleanWires(ls []Leg) ([]Leg, error) {
	var out []Leg
	for _, l := range ls {
		if !utf8.ValidString(l.Port) {
			return nil, fmt.Errorf("the port %q is no text", l.Port)
		}
		if len(l.To) > 0 {
			out = append(out, Leg{l.Port, slices.Clone(l.To)})
		}
	}
	slices.SortStableFunc(out, func(a, b Leg) int { return cmp.Compare(a.Port, b.Port) })
	for i := 1; i < len(out); i++ {
		if out[i].Port == out[i-1].Port {
			return nil, fmt.Errorf("the port %q is there twice", out[i].Port)
		}
	}
	return out, nil
}
