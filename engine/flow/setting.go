package flow

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// SetField changes the value of one field of a node. A nil Value removes it.
type SetField struct {
	Flow   string `json:"flow"`
	Node   string `json:"node"`
	Field  string `json:"field"`
	Value  Value  `json:"value,omitzero"`
	Typing bool   `json:"typing,omitzero"` // a run of these in one field is one undo step
	Title  string `json:"title,omitzero"`  // what people call the field
}

// Apply implements [Edit].
func (e SetField) Apply(in *Integration) (Edit, error) {
	_, n, err := in.node(e.Flow, e.Node)
	if err != nil {
		return nil, err
	}
	old := n.Config.Get(e.Field)
	if same(old, e.Value) {
		return nil, nil
	}
	if e.Value != nil {
		if err := checkValue(e.Value); err != nil {
			return nil, fmt.Errorf("the value of %s in %s %w", e.Field, e.Node, err)
		}
	}
	// A field that goes or comes back must find its place among the others again.
	var undo Edit = SetField{Flow: e.Flow, Node: e.Node, Field: e.Field, Value: old, Typing: e.Typing}
	if e.Value == nil {
		undo = SetConfig{e.Flow, e.Node, n.Config}
	}
	n.Config = n.Config.with(e.Field, e.Value.Clone())
	if len(n.Config) == 0 {
		n.Config = nil
	}
	return undo, nil
}

// Label implements [Edit].
func (e SetField) Label() string {
	return "Change " + cmp.Or(e.Title, e.Field) + " of " + e.Node
}

// SetConfig sets all fields of a node.
type SetConfig struct {
	Flow, Node string
	Config     Config
}

// Apply implements [Edit].
func (e SetConfig) Apply(in *Integration) (Edit, error) {
	_, n, err := in.node(e.Flow, e.Node)
	if err != nil {
		return nil, err
	}
	if slices.EqualFunc(n.Config, e.Config, func(a, b Setting) bool { return a.Name == b.Name && same(a.Value, b.Value) }) {
		return nil, nil
	}
	if err := checkConfig(e.Config); err != nil {
		return nil, fmt.Errorf("%s: %w", e.Node, err)
	}
	undo := SetConfig{e.Flow, e.Node, n.Config}
	n.Config = slices.Clone(e.Config)
	return undo, nil
}

// Label implements [Edit].
func (e SetConfig) Label() string { return "Change the settings of " + e.Node }

// RenameNode gives a node another name, in wires and groups too. It does not look into
// settings: package refactor makes the batch that does.
type RenameNode struct {
	Flow string `json:"flow"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Apply implements [Edit].
func (e RenameNode) Apply(in *Integration) (Edit, error) {
	f, n, err := in.node(e.Flow, e.From)
	if err != nil {
		return nil, err
	}
	if e.From == e.To {
		return nil, nil
	}
	if err := f.CanRename(e.From, e.To); err != nil {
		return nil, err
	}
	// Wires and groups may have named the new name before a node had it: then the way
	// back must leave these as they are.
	var undo Edit = RenameNode{e.Flow, e.To, e.From}
	undo = f.without(&Node{Name: e.To}, undo)
	n.Name = e.To
	from := names{one: e.From}
	for m := range f.All {
		if leads(m.Wires, from) {
			m.Wires = cloneLegs(m.Wires)
			for _, l := range m.Wires {
				rename(l.To, e.From, e.To)
			}
		}
	}
	if groups(f.Groups, from) {
		f.Groups = cloneGroups(f.Groups)
		for _, g := range f.Groups {
			rename(g.Nodes, e.From, e.To)
		}
	}
	return undo, nil
}

// CanRename says why a node may not have that name, in words for its author.
func (f *Flow) CanRename(from, to string) error {
	if err := CheckName(to); err != nil {
		return err
	}
	for m := range f.All {
		if m.Name != from && strings.EqualFold(m.Name, to) {
			return takenName(m.Name, f)
		}
	}
	return nil
}

func rename(names []string, from, to string) {
	for i := range names {
		if names[i] == from {
			names[i] = to
		}
	}
}

// Label implements [Edit].
func (e RenameNode) Label() string { return "Rename " + e.From }

// SetState changes what a node is besides its settings.
type SetState struct {
	Flow  string `json:"flow"`
	Node  string `json:"node"`
	State State  `json:"state"`
}

// State is what a node is besides its name, kind, settings and wires.
type State struct {
	Disabled  bool   `json:"disabled,omitzero"`
	Collapsed bool   `json:"collapsed,omitzero"`
	Icon      string `json:"icon,omitzero"`
	Note      string `json:"note,omitzero"`
}

// State returns the node's state, for a [SetState] that changes part of it.
func (n *Node) State() State { return State{n.Disabled, n.Collapsed, n.Icon, n.Note} }

// Apply implements [Edit].
func (e SetState) Apply(in *Integration) (Edit, error) {
	_, n, err := in.node(e.Flow, e.Node)
	if err != nil {
		return nil, err
	}
	old := n.State()
	if old == e.State {
		return nil, nil
	}
	n.Disabled, n.Collapsed, n.Icon, n.Note = e.State.Disabled, e.State.Collapsed, e.State.Icon, e.State.Note
	return SetState{e.Flow, e.Node, old}, nil
}

// Label implements [Edit].
func (e SetState) Label() string { return "Change " + e.Node }
