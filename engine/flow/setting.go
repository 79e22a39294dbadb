package flow

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// SetField changes the value of one field of a node. A nil Value removes it.
type SetField struct {
	Flow, Node, Field string
	Value             Value
	Typing            bool // a run of these in one field is one undo step
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
	if e.Value != nil && !e.Value.IsValid() {
		return nil, fmt.Errorf("the value of %s in %s is no JSON", e.Field, e.Node)
	}
	// A field that goes or comes back must find its place among the others again.
	var undo Edit = SetField{Flow: e.Flow, Node: e.Node, Field: e.Field, Value: old, Typing: e.Typing}
	if e.Value == nil {
		undo = SetConfig{e.Flow, e.Node, n.Config}
	}
	n.Config = n.Config.with(e.Field, e.Value)
	if len(n.Config) == 0 {
		n.Config = nil
	}
	return undo, nil
}

// Label implements [Edit].
func (e SetField) Label() string { return "Change " + e.Field + " of " + e.Node }

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
	undo := SetConfig{e.Flow, e.Node, n.Config}
	n.Config = slices.Clone(e.Config)
	return undo, nil
}

// Label implements [Edit].
func (e SetConfig) Label() string { return "Change the settings of " + e.Node }

// RenameNode gives a node another name, in wires and groups too. It does not look into
// settings: package refactor makes the batch that does.
type RenameNode struct{ Flow, From, To string }

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
	n.Name = e.To
	for m := range f.All {
		m.Wires = cloneLegs(m.Wires)
		for _, l := range m.Wires {
			rename(l.To, e.From, e.To)
		}
	}
	f.Groups = cloneGroups(f.Groups)
	for _, g := range f.Groups {
		rename(g.Nodes, e.From, e.To)
	}
	return RenameNode{e.Flow, e.To, e.From}, nil
}

// CanRename says why a node may not have that name, in words for its author.
func (f *Flow) CanRename(from, to string) error {
	if err := CheckName(to); err != nil {
		return err
	}
	for m := range f.All {
		if m.Name != from && strings.EqualFold(m.Name, to) {
			return fmt.Errorf("the name %q is already used in the flow %q", m.Name, f.Name)
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
	Flow, Node string
	State      State
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

// SetNotes sets the notes that lie on a flow's board.
type SetNotes struct {
	Flow  string
	Notes []Note
}

// Apply implements [Edit].
func (e SetNotes) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil || slices.Equal(f.Notes, e.Notes) {
		return nil, err
	}
	undo := SetNotes{e.Flow, f.Notes}
	f.Notes = slices.Clone(e.Notes)
	return undo, nil
}

// Label implements [Edit].
func (e SetNotes) Label() string { return "Change notes" }

// SetGroups sets the groups of a flow.
type SetGroups struct {
	Flow   string
	Groups []Group
}

// Apply implements [Edit].
func (e SetGroups) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil || reflect.DeepEqual(f.Groups, e.Groups) {
		return nil, err
	}
	undo := SetGroups{e.Flow, f.Groups}
	f.Groups = cloneGroups(e.Groups)
	return undo, nil
}

// Label implements [Edit].
func (e SetGroups) Label() string { return "Change groups" }

// SetDetails changes what describes the integration.
type SetDetails struct{ Details Details }

// Apply implements [Edit].
func (e SetDetails) Apply(in *Integration) (Edit, error) {
	if reflect.DeepEqual(in.Details, e.Details) {
		return nil, nil
	}
	undo := SetDetails{in.Details}
	in.Details = e.Details
	in.Labels = slices.Clone(e.Details.Labels)
	return undo, nil
}

// Label implements [Edit].
func (e SetDetails) Label() string { return "Change details" }

// SetVariables sets the config variables.
type SetVariables struct{ Variables []Variable }

// Apply implements [Edit].
func (e SetVariables) Apply(in *Integration) (Edit, error) {
	if reflect.DeepEqual(in.Config, e.Variables) {
		return nil, nil
	}
	undo := SetVariables{in.Config}
	in.Config = slices.Clone(e.Variables)
	return undo, nil
}

// Label implements [Edit].
func (e SetVariables) Label() string { return "Change config variables" }

// SetConnections sets the connections that the flows name.
type SetConnections struct{ Connections []Connection }

// Apply implements [Edit].
func (e SetConnections) Apply(in *Integration) (Edit, error) {
	if reflect.DeepEqual(in.Connections, e.Connections) {
		return nil, nil
	}
	undo := SetConnections{in.Connections}
	in.Connections = slices.Clone(e.Connections)
	return undo, nil
}

// Label implements [Edit].
func (e SetConnections) Label() string { return "Change connections" }

// SetProviders sets the versions of the catalogue entries that the flows use.
type SetProviders struct{ Providers map[string]string }

// Apply implements [Edit].
func (e SetProviders) Apply(in *Integration) (Edit, error) {
	if reflect.DeepEqual(in.Providers, e.Providers) {
		return nil, nil
	}
	undo := SetProviders{in.Providers}
	in.Providers = e.Providers
	return undo, nil
}

// Label implements [Edit].
func (e SetProviders) Label() string { return "Change provider versions" }

// AddFlow puts a flow into the integration, at the end if Index is negative.
type AddFlow struct {
	Index int
	Flow  *Flow
}

// Apply implements [Edit].
func (e AddFlow) Apply(in *Integration) (Edit, error) {
	if err := in.canName(e.Flow.Name); err != nil {
		return nil, err
	}
	i := e.Index
	if i < 0 || i > len(in.Flows) {
		i = len(in.Flows)
	}
	in.Flows = slices.Insert(slices.Clone(in.Flows), i, e.Flow.Clone())
	return RemoveFlow{e.Flow.Name}, nil
}

func (in *Integration) canName(flow string) error {
	switch {
	case strings.TrimSpace(flow) == "":
		return fmt.Errorf("a flow needs a name")
	case in.Flow(flow) != nil:
		return fmt.Errorf("there is already a flow %q", flow)
	}
	return nil
}

// Label implements [Edit].
func (e AddFlow) Label() string { return "Add flow " + e.Flow.Name }

// RemoveFlow takes a flow away.
type RemoveFlow struct{ Name string }

// Apply implements [Edit].
func (e RemoveFlow) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Name)
	if err != nil {
		return nil, err
	}
	i := slices.Index(in.Flows, f)
	in.Flows = slices.Delete(slices.Clone(in.Flows), i, i+1)
	return AddFlow{i, f}, nil
}

// Label implements [Edit].
func (e RemoveFlow) Label() string { return "Delete flow " + e.Name }

// RenameFlow gives a flow another name.
type RenameFlow struct{ From, To string }

// Apply implements [Edit].
func (e RenameFlow) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.From)
	if err != nil || e.From == e.To {
		return nil, err
	}
	if err := in.canName(e.To); err != nil {
		return nil, err
	}
	f.Name = e.To
	return RenameFlow{e.To, e.From}, nil
}

// Label implements [Edit].
func (e RenameFlow) Label() string { return "Rename flow " + e.From }

// Replace puts another integration in the place of the whole document.
type Replace struct{ With *Integration }

// Apply implements [Edit].
func (e Replace) Apply(in *Integration) (Edit, error) {
	if string(Write(in)) == string(Write(e.With)) {
		return nil, nil
	}
	old := *in
	*in = *e.With.Clone()
	return Replace{&old}, nil
}

// Label implements [Edit].
func (e Replace) Label() string { return "Replace the integration" }
