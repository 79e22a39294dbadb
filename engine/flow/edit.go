package flow

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An Edit is one undoable change of the document. The set of edits is closed: each has
// its name in the table in wire.go, under which drafts keep it.
type Edit interface {
	// Apply changes the integration and returns the edit that undoes the change, or nil
	// if there was nothing to change. On error the integration is unchanged.
	Apply(in *Integration) (undo Edit, err error)

	// Label says what the edit does, for the menu: "Undo " + Label.
	Label() string
}

// MaxWires is how many wires may leave one port.
const MaxWires = 10

func (in *Integration) find(flow string) (*Flow, error) {
	if f := in.Flow(flow); f != nil {
		return f, nil
	}
	return nil, fmt.Errorf("there is no flow %q", flow)
}

func (in *Integration) node(flow, name string) (*Flow, *Node, error) {
	f, err := in.find(flow)
	if err != nil {
		return nil, nil, err
	}
	if n := f.Node(name); n != nil {
		return f, n, nil
	}
	return nil, nil, fmt.Errorf("the flow %q has no node %q", flow, name)
}

// list returns the place that holds a container's body, or the flow's own nodes for "".
func (f *Flow) list(container string) (*[]*Node, error) {
	if container == "" {
		return &f.Nodes, nil
	}
	n := f.Node(container)
	if n == nil {
		return nil, fmt.Errorf("the flow %q has no node %q", f.Name, container)
	}
	return &n.Body, nil
}

// AddNode puts a node into a flow, or into the body of a container, before the node at
// Index; at the end if Index is negative.
type AddNode struct {
	Flow  string
	In    string // the container, or ""
	Index int
	Node  *Node
}

// Apply implements [Edit].
func (e AddNode) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil {
		return nil, err
	}
	list, err := f.list(e.In)
	if err != nil {
		return nil, err
	}
	added := &Flow{Nodes: []*Node{e.Node}}
	for n := range added.All {
		if err := CheckName(n.Name); err != nil {
			return nil, err
		}
		for m := range f.All {
			if strings.EqualFold(m.Name, n.Name) {
				return nil, fmt.Errorf("the name %q is already used in the flow %q", m.Name, f.Name)
			}
		}
	}
	i := e.Index
	if i < 0 || i > len(*list) {
		i = len(*list)
	}
	*list = slices.Insert(*list, i, e.Node.Clone())
	return RemoveNode{e.Flow, e.Node.Name}, nil
}

// Label implements [Edit].
func (e AddNode) Label() string { return "Add " + e.Node.Name }

// RemoveNode takes a node away with its body, every wire that leads to it, and its
// place in groups.
type RemoveNode struct{ Flow, Name string }

// Apply implements [Edit].
func (e RemoveNode) Apply(in *Integration) (Edit, error) {
	f, n, err := in.node(e.Flow, e.Name)
	if err != nil {
		return nil, err
	}
	siblings, container, _ := f.Siblings(e.Name)
	i := slices.Index(siblings, n)
	name := ""
	if container != nil {
		name = container.Name
	}
	undo := Batch{Edits: []Edit{AddNode{e.Flow, name, i, n}}}
	gone := map[string]bool{}
	for m := range (&Flow{Nodes: []*Node{n}}).All {
		gone[m.Name] = true
	}
	for m := range f.All {
		if gone[m.Name] {
			continue
		}
		if kept := dropTargets(m.Wires, gone); kept != nil {
			undo.Edits = append(undo.Edits, SetWires{e.Flow, m.Name, m.Wires})
			m.Wires = *kept
		}
	}
	if groups := dropMembers(f.Groups, gone); groups != nil {
		undo.Edits = append(undo.Edits, SetGroups{e.Flow, f.Groups})
		f.Groups = groups
	}
	list, _ := f.list(name)
	*list = slices.Delete(slices.Clone(*list), i, i+1)
	if len(*list) == 0 && container != nil {
		*list = nil
	}
	return undo, nil
}

// Label implements [Edit].
func (e RemoveNode) Label() string { return "Delete " + e.Name }

// dropTargets returns the wires without those to the given nodes, or nil if there are none.
func dropTargets(ls []Leg, gone map[string]bool) *[]Leg {
	hit := false
	var out []Leg
	for _, l := range ls {
		to := slices.DeleteFunc(slices.Clone(l.To), func(s string) bool { return gone[s] })
		hit = hit || len(to) != len(l.To)
		if len(to) > 0 {
			out = append(out, Leg{l.Port, to})
		}
	}
	if !hit {
		return nil
	}
	return &out
}

func dropMembers(gs []Group, gone map[string]bool) []Group {
	hit := false
	out := cloneGroups(gs)
	for i := range out {
		out[i].Nodes = slices.DeleteFunc(out[i].Nodes, func(s string) bool { return gone[s] })
		hit = hit || len(out[i].Nodes) != len(gs[i].Nodes)
	}
	if !hit {
		return nil
	}
	return out
}

// MoveNodes puts nodes at new places.
type MoveNodes struct {
	Flow string
	To   []Place
}

// A Place is where a node goes; a nil At takes its place away.
type Place struct {
	Node string `json:"node"`
	At   *Point `json:"at,omitempty"`
}

// Apply implements [Edit].
func (e MoveNodes) Apply(in *Integration) (Edit, error) {
	undo := MoveNodes{Flow: e.Flow}
	for _, p := range e.To {
		if _, _, err := in.node(e.Flow, p.Node); err != nil {
			return nil, err
		}
	}
	for _, p := range e.To {
		_, n, _ := in.node(e.Flow, p.Node)
		if n.At == p.At || n.At != nil && p.At != nil && *n.At == *p.At {
			continue
		}
		undo.To = append(undo.To, Place{p.Node, n.At})
		n.At = p.At
	}
	if undo.To == nil {
		return nil, nil
	}
	slices.Reverse(undo.To)
	return undo, nil
}

// Label implements [Edit].
func (e MoveNodes) Label() string {
	if len(e.To) == 1 {
		return "Move " + e.To[0].Node
	}
	return fmt.Sprintf("Move %d nodes", len(e.To))
}

// Connect draws a wire from a port of one node to another node.
type Connect struct{ Flow, From, Port, To string }

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
	wires := cloneLegs(n.Wires)
	i, found := slices.BinarySearchFunc(wires, e.Port, func(l Leg, port string) int { return cmp.Compare(l.Port, port) })
	if !found {
		wires = slices.Insert(wires, i, Leg{Port: e.Port})
	}
	wires[i].To = append(wires[i].To, e.To)
	n.Wires = wires
	return undo, nil
}

// Label implements [Edit].
func (e Connect) Label() string { return "Connect " + e.From + " to " + e.To }

// CanConnect says why a wire may not be drawn, in words for the person who draws it.
func (f *Flow) CanConnect(from, port, to string) error {
	a, b := f.Node(from), f.Node(to)
	switch {
	case a == nil:
		return fmt.Errorf("the flow %q has no node %q", f.Name, from)
	case b == nil:
		return fmt.Errorf("the flow %q has no node %q", f.Name, to)
	case a == b:
		return errors.New("a node cannot lead to itself")
	case b.Kind == "start":
		return errors.New("nothing leads to Start: a flow begins there")
	case a.Kind == "end":
		return errors.New("nothing follows End: a flow's branch ends there")
	case slices.Contains(a.To(port), to):
		return fmt.Errorf("%s already leads to %s", from, to)
	case len(a.To(port)) >= MaxWires:
		return fmt.Errorf("at most %d wires may leave one port", MaxWires)
	}
	_, ca, _ := f.Siblings(from)
	_, cb, _ := f.Siblings(to)
	if ca != cb {
		return errors.New("a wire cannot cross the border of a container")
	}
	if f.Leads(to, from) {
		return fmt.Errorf("a wire cannot lead back: %s comes before %s", to, from)
	}
	return nil
}

// Leads reports whether wires lead from one node to another, over any number of nodes.
func (f *Flow) Leads(from, to string) bool {
	index := map[string]*Node{}
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
type Disconnect struct{ Flow, From, Port, To string }

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
	if slices.EqualFunc(n.Wires, e.Wires, func(a, b Leg) bool { return a.Port == b.Port && slices.Equal(a.To, b.To) }) {
		return nil, nil
	}
	undo := SetWires{e.Flow, e.Node, n.Wires}
	n.Wires = cloneLegs(e.Wires)
	return undo, nil
}

// Label implements [Edit].
func (e SetWires) Label() string { return "Change the wires of " + e.Node }

// A Batch is several edits that are done and undone as one.
type Batch struct {
	Name  string // its label
	Edits []Edit
}

// Apply implements [Edit].
func (e Batch) Apply(in *Integration) (Edit, error) {
	undo := Batch{Name: e.Name}
	for _, one := range e.Edits {
		u, err := one.Apply(in)
		if err != nil {
			for i := len(undo.Edits) - 1; i >= 0; i-- {
				if _, uerr := undo.Edits[i].Apply(in); uerr != nil {
					panic("flow: a half-done batch could not be undone: " + uerr.Error())
				}
			}
			return nil, err
		}
		if u != nil {
			undo.Edits = append(undo.Edits, u)
		}
	}
	if len(undo.Edits) == 0 {
		return nil, nil
	}
	slices.Reverse(undo.Edits)
	return undo, nil
}

// Label implements [Edit].
func (e Batch) Label() string {
	if e.Name == "" && len(e.Edits) > 0 {
		return e.Edits[0].Label()
	}
	return e.Name
}
