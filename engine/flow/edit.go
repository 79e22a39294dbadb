package flow

import (
	"errors"
	"fmt"
	"slices"
)

// An Edit is one undoable change of the document. The set of edits is closed: each has
// its name in the table in log.go, under which drafts keep it.
type Edit interface {
	// Apply changes the integration and returns the edit that undoes the change, or nil
	// if there was nothing to change. On error the integration is unchanged.
	Apply(in *Integration) (undo Edit, err error)

	// Label says what the edit does, for the menu: "Undo " + Label.
	Label() string
}

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
	return nil, nil, noNode(f, name)
}

func noNode(f *Flow, name string) error {
	return fmt.Errorf("the flow %q has no node %q", f.Name, name)
}

// list returns the place that holds a container's body, or the flow's own nodes for "".
func (f *Flow) list(container string) (*[]*Node, error) {
	if container == "" {
		return &f.Nodes, nil
	}
	n := f.Node(container)
	if n == nil {
		return nil, noNode(f, container)
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

	back bool // it comes back, with the keys it had; a new node gets new ones
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
	if e.Node == nil {
		return nil, errors.New("there is no node to add")
	}
	if err := f.canAdd(e.Node, f.depth(e.In)); err != nil {
		return nil, err
	}
	i := e.Index
	if i < 0 || i > len(*list) {
		i = len(*list)
	}
	undo := f.without(e.Node, RemoveNode{e.Flow, e.Node.Name})
	*list = slices.Insert(*list, i, fresh(e.Node, e.back))
	return undo, nil
}

// without returns the edit that takes the node away again. A wire or a group may have
// named it before it was there: then these must keep the name.
func (f *Flow) without(n *Node, remove Edit) Edit {
	added := namesOf(n)
	undo := Batch{Edits: []Edit{remove}}
	for m := range f.All {
		if leads(m.Wires, added) {
			undo.Edits = append(undo.Edits, SetWires{f.Name, m.Name, m.Wires})
		}
	}
	if groups(f.Groups, added) {
		undo.Edits = append(undo.Edits, SetGroups{f.Name, f.Groups})
	}
	if len(undo.Edits) == 1 {
		return remove
	}
	return undo
}

// Label implements [Edit].
func (e AddNode) Label() string { return "Add " + e.Node.Name }

// RemoveNode takes a node away with its body, every wire that leads to it, and its
// place in groups.
type RemoveNode struct {
	Flow string `json:"flow"`
	Name string `json:"name"`
}

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
	undo := Batch{Edits: []Edit{AddNode{e.Flow, name, i, n, true}}}
	gone := namesOf(n)
	for m := range f.All {
		if !gone.has(m.Name) && leads(m.Wires, gone) {
			undo.Edits = append(undo.Edits, SetWires{e.Flow, m.Name, m.Wires})
			m.Wires = dropTargets(m.Wires, gone)
		}
	}
	if groups(f.Groups, gone) {
		undo.Edits = append(undo.Edits, SetGroups{e.Flow, f.Groups})
		f.Groups = dropMembers(f.Groups, gone)
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

// names is a set of names. Mostly it is one, and asked for each wire of the flow.
type names struct {
	one  string
	rest map[string]bool
}

func (ns names) has(name string) bool { return name == ns.one || ns.rest != nil && ns.rest[name] }

// namesOf returns the names of a node and of all in its body.
func namesOf(n *Node) names {
	ns := names{one: n.Name}
	for m := range (&Flow{Nodes: n.Body}).All {
		if ns.rest == nil {
			ns.rest = map[string]bool{}
		}
		ns.rest[m.Name] = true
	}
	return ns
}

// leads reports whether any of the wires leads to one of the names.
func leads(ls []Leg, ns names) bool {
	for _, l := range ls {
		for _, to := range l.To {
			if ns.has(to) {
				return true
			}
		}
	}
	return false
}

// groups reports whether any of the groups has one of the names.
func groups(gs []Group, ns names) bool {
	for _, g := range gs {
		for _, n := range g.Nodes {
			if ns.has(n) {
				return true
			}
		}
	}
	return false
}

func dropTargets(ls []Leg, gone names) []Leg {
	var out []Leg
	for _, l := range ls {
		to := slices.DeleteFunc(slices.Clone(l.To), func(s string) bool { return gone.has(s) })
		if len(to) > 0 {
			out = append(out, Leg{l.Port, to})
		}
	}
	return out
}

func dropMembers(gs []Group, gone names) []Group {
	out := cloneGroups(gs)
	for i := range out {
		out[i].Nodes = slices.DeleteFunc(out[i].Nodes, func(s string) bool { return gone.has(s) })
	}
	return out
}

// MoveNodes puts nodes at new places.
type MoveNodes struct {
	Flow string  `json:"flow"`
	To   []Place `json:"to"`
}

// A Place is where a node goes; a nil At takes its place away.
type Place struct {
	Node string `json:"node"`
	At   *Point `json:"at,omitempty"`
}

// Apply implements [Edit].
func (e MoveNodes) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil {
		return nil, err
	}
	nodes := make(map[string]*Node, len(e.To))
	for _, p := range e.To {
		nodes[p.Node] = nil
	}
	for n := range f.All {
		if _, ok := nodes[n.Name]; ok {
			nodes[n.Name] = n
		}
	}
	for _, p := range e.To {
		if nodes[p.Node] == nil {
			return nil, noNode(f, p.Node)
		}
		if err := p.At.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Node, err)
		}
	}
	undo := MoveNodes{Flow: e.Flow}
	for _, p := range e.To {
		n := nodes[p.Node]
		if n.At == p.At || n.At != nil && p.At != nil && *n.At == *p.At {
			continue
		}
		undo.To = append(undo.To, Place{p.Node, n.At})
		n.At = p.At.clone()
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
