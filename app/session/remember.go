package session

import (
	"net/url"

	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/store"
)

// What is remembered of an integration beside its document: INTEGRATION/FLOW -> the last
// inputs. Its environments are in environment.go.
var inputs = store.Table[lastInputs]{Name: "inputs"}

type lastInputs struct {
	Values flow.Value `json:"values"`
}

func (s *Session) under(parts ...string) string { return under(s.entry.ID, parts...) }

// under is the id of what belongs to an integration.
func under(id string, parts ...string) string {
	for _, p := range parts {
		id += "/" + url.PathEscape(p)
	}
	return id
}

// Inputs returns what the flow was last run with; nil before its first run.
func (s *Session) Inputs(flowName string) map[string]any {
	last, err := inputs.Get(s.lib.Store, s.under(flowName))
	if err != nil {
		return nil
	}
	m, _ := flow.Decode(last.Values).(map[string]any)
	return m
}

// rememberInputs keeps what a flow is run with, but for what holds a secret of the run.
func (s *Session) rememberInputs(flowName string, values map[string]any, hide *auth.Redactor) error {
	kept := map[string]any{}
	for name, v := range values {
		if !hide.Holds(string(flow.Of(v))) {
			kept[name] = v
		}
	}
	if values == nil {
		kept = nil
	}
	return inputs.Put(s.lib.Store, s.under(flowName), lastInputs{flow.Of(kept)})
}
