package refactor

import (
	"slices"

	"flowbench/engine/flow"
)

// SetDisabled returns the batch that has nodes passed over in a run, or no longer.
func SetDisabled(in *flow.Integration, flowName string, nodes []string, disabled bool) (flow.Edit, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return nil, err
	}
	var changed []*flow.Node
	batch := flow.Batch{Name: "Enable "}
	if disabled {
		batch.Name = "Disable "
	}
	for n := range f.All {
		if state := n.State(); slices.Contains(nodes, n.Name) && state.Disabled != disabled {
			state.Disabled = disabled
			batch.Edits = append(batch.Edits, flow.SetState{Flow: flowName, Node: n.Name, State: state})
			changed = append(changed, n)
		}
	}
	batch.Name += things(changed, 0)
	return batch, nil
}
