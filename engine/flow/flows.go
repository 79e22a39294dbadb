package flow

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// AddFlow puts a flow into the integration, at the end if Index is negative.
type AddFlow struct {
	Index int
	Flow  *Flow

	back bool // it comes back, with the keys its nodes had
}

// Apply implements [Edit].
func (e AddFlow) Apply(in *Integration) (Edit, error) {
	if e.Flow == nil {
		return nil, errors.New("there is no flow to add")
	}
	if err := in.canName(e.Flow.Name); err != nil {
		return nil, err
	}
	if err := e.Flow.check(); err != nil {
		return nil, err
	}
	i := e.Index
	if i < 0 || i > len(in.Flows) {
		i = len(in.Flows)
	}
	f := e.Flow.Clone()
	f.clean()
	if !e.back {
		for n := range f.All {
			n.Key = 0
		}
	}
	in.Flows = slices.Insert(slices.Clone(in.Flows), i, f)
	return RemoveFlow{f.Name}, nil
}

func (in *Integration) canName(flow string) error {
	if err := checkFlowName(flow); err != nil {
		return err
	}
	if in.Flow(flow) != nil {
		return fmt.Errorf("there is already a flow %q: choose another name", flow)
	}
	return nil
}

// Label implements [Edit].
func (e AddFlow) Label() string { return "Add flow " + e.Flow.Name }

// RemoveFlow takes a flow away.
type RemoveFlow struct {
	Name string `json:"name"`
}

// Apply implements [Edit].
func (e RemoveFlow) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Name)
	if err != nil {
		return nil, err
	}
	i := slices.Index(in.Flows, f)
	in.Flows = slices.Delete(slices.Clone(in.Flows), i, i+1)
	return AddFlow{i, f, true}, nil
}

// Label implements [Edit].
func (e RemoveFlow) Label() string { return "Delete flow " + e.Name }

// RenameFlow gives a flow another name.
type RenameFlow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

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

// MoveFlow puts a flow before or behind others: To is its new place, counted from 0.
type MoveFlow struct {
	Name string `json:"name"`
	To   int    `json:"to"`
}

// Apply implements [Edit].
func (e MoveFlow) Apply(in *Integration) (Edit, error) {
	f, err := in.find(e.Name)
	if err != nil {
		return nil, err
	}
	from, to := slices.Index(in.Flows, f), max(0, min(e.To, len(in.Flows)-1))
	if from == to {
		return nil, nil
	}
	rest := slices.Delete(slices.Clone(in.Flows), from, from+1)
	in.Flows = slices.Insert(rest, to, f)
	return MoveFlow{e.Name, from}, nil
}

// Label implements [Edit].
func (e MoveFlow) Label() string { return "Move flow " + e.Name }

// Replace puts another integration in the place of the whole document. A node that has
// the flow, name and kind of one that was there is that node to the views.
type Replace struct {
	With *Integration

	back bool // it comes back, with the keys its nodes had
}

// Apply implements [Edit].
func (e Replace) Apply(in *Integration) (Edit, error) {
	if e.With == nil {
		return nil, errors.New("there is no integration to put in this one's place")
	}
	if err := e.With.check(); err != nil {
		return nil, err
	}
	if bytes.Equal(Write(in), Write(e.With)) {
		return nil, nil
	}
	old := *in
	*in = *e.With.Clone()
	for _, f := range in.Flows {
		f.clean()
	}
	if !e.back {
		in.keysOf(&old)
	}
	return Replace{&old, true}, nil
}

// keysOf gives the nodes the keys of their likes in the other integration; the rest are 0.
func (in *Integration) keysOf(other *Integration) {
	for _, f := range in.Flows {
		keys := map[string]Key{}
		if old := other.Flow(f.Name); old != nil {
			for n := range old.All {
				keys[n.Kind+" "+n.Name] = n.Key
			}
		}
		for n := range f.All {
			n.Key = keys[n.Kind+" "+n.Name]
		}
	}
}

// Label implements [Edit].
func (e Replace) Label() string { return "Replace the integration" }
