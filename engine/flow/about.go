package flow

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// SetNotes sets the notes that lie on a flow's board.
type SetNotes struct {
	Flow  string `json:"flow"`
	Notes []Note `json:"notes"`
}

// Apply implements [Edit].
func (e SetNotes) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil || slices.Equal(f.Notes, e.Notes) {
		return nil, err
	}
	for i, n := range e.Notes {
		if err := cmp.Or(n.At.check(), n.Size.check()); err != nil {
			return nil, fmt.Errorf("note %d: %w", i+1, err)
		}
	}
	undo := SetNotes{e.Flow, f.Notes}
	f.Notes = slices.Clone(e.Notes)
	return undo, nil
}

// Label implements [Edit].
func (e SetNotes) Label() string { return "Change notes" }

// SetGroups sets the groups of a flow.
type SetGroups struct {
	Flow   string  `json:"flow"`
	Groups []Group `json:"groups"`
}

// Apply implements [Edit].
func (e SetGroups) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Flow)
	if err != nil || slices.EqualFunc(f.Groups, e.Groups, sameGroup) {
		return nil, err
	}
	undo := SetGroups{e.Flow, f.Groups}
	f.Groups = cloneGroups(e.Groups)
	return undo, nil
}

func sameGroup(a, b Group) bool {
	return a.Title == b.Title && a.Color == b.Color && a.Collapsed == b.Collapsed && slices.Equal(a.Nodes, b.Nodes)
}

// Label implements [Edit].
func (e SetGroups) Label() string { return "Change groups" }

// SetDetails changes what describes the integration.
type SetDetails struct {
	Details Details `json:"details"`
}

// Apply implements [Edit].
func (e SetDetails) Apply(in *Integration) (Edit, error) {
	if sameDetails(in.Details, e.Details) {
		return nil, nil
	}
	undo := SetDetails{in.Details}
	in.Details = e.Details
	in.Labels = slices.Clone(e.Details.Labels)
	return undo, nil
}

func sameDetails(a, b Details) bool {
	return a.Name == b.Name && a.Description == b.Description && a.Category == b.Category &&
		a.Documentation == b.Documentation && slices.Equal(a.Labels, b.Labels)
}

// Label implements [Edit].
func (e SetDetails) Label() string { return "Change details" }

// SetVariables sets the config variables.
type SetVariables struct {
	Variables []Variable `json:"variables"`
}

// Apply implements [Edit].
func (e SetVariables) Apply(in *Integration) (Edit, error) {
	if slices.EqualFunc(in.Config, e.Variables, sameVariable) {
		return nil, nil
	}
	for _, v := range e.Variables {
		if v.Default == nil {
			continue
		}
		if err := checkValue(v.Default); err != nil {
			return nil, fmt.Errorf("the default of %q %w", v.Name, err)
		}
	}
	undo := SetVariables{in.Config}
	in.Config = slices.Clone(e.Variables)
	return undo, nil
}

func sameVariable(a, b Variable) bool {
	return a.Name == b.Name && a.Type == b.Type && a.Required == b.Required && a.Doc == b.Doc && same(a.Default, b.Default)
}

// Label implements [Edit].
func (e SetVariables) Label() string { return "Change config variables" }

// SetConnections sets the connections that the flows name.
type SetConnections struct {
	Connections []Connection `json:"connections"`
}

// Apply implements [Edit].
func (e SetConnections) Apply(in *Integration) (Edit, error) {
	if slices.EqualFunc(in.Connections, e.Connections, sameConnection) {
		return nil, nil
	}
	undo := SetConnections{in.Connections}
	in.Connections = cloneConnections(e.Connections)
	return undo, nil
}

func sameConnection(a, b Connection) bool {
	return a.Name == b.Name && a.Provider == b.Provider && slices.Equal(a.Hosts, b.Hosts)
}

// Label implements [Edit].
func (e SetConnections) Label() string { return "Change connections" }

// SetProviders sets the versions of the catalogue entries that the flows use.
type SetProviders struct {
	Providers map[string]string `json:"providers"`
}

// Apply implements [Edit].
func (e SetProviders) Apply(in *Integration) (Edit, error) {
	if maps.Equal(in.Providers, e.Providers) {
		return nil, nil
	}
	for name := range e.Providers {
		if !utf8.ValidString(name) {
			return nil, fmt.Errorf("the provider %q is no text", name)
		}
	}
	undo := SetProviders{in.Providers}
	in.Providers = maps.Clone(e.Providers)
	return undo, nil
}

// Label implements [Edit].
func (e SetProviders) Label() string { return "Change provider versions" }
