package session

import (
	"net/url"
	"strings"

	"flowbench/engine/flow"
	"flowbench/store"
)

// What is remembered of an integration beside its document: INTEGRATION/FLOW -> the last
// inputs, and INTEGRATION/ENVIRONMENT/HOST -> where it is sent.
var (
	inputs = store.Table[lastInputs]{Name: "inputs"}
	hosts  = store.Table[mapping]{Name: "host mapping"}
)

type lastInputs struct {
	Values flow.Value `json:"values"`
}

type mapping struct {
	Host string `json:"host"`
	URL  string `json:"url"`
}

func (s *Session) under(parts ...string) string {
	id := s.entry.ID
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

func (s *Session) rememberInputs(flowName string, values map[string]any) error {
	return inputs.Put(s.lib.Store, s.under(flowName), lastInputs{flow.Of(values)})
}

// Hosts returns the host mappings of an environment: host -> URL.
func (s *Session) Hosts(env string) (map[string]string, error) {
	records, err := hosts.List(s.lib.Store, s.under(env)+"/")
	out := make(map[string]string, len(records))
	for _, r := range records {
		out[r.Value.Host] = r.Value.URL
	}
	return out, err
}

// MapHost sends what is meant for a host elsewhere in an environment; an empty URL ends it.
func (s *Session) MapHost(env, host, to string) error {
	host = strings.ToLower(strings.TrimSpace(host))
	id := s.under(env, host)
	err := hosts.Delete(s.lib.Store, id)
	if to = strings.TrimSpace(to); to != "" {
		err = hosts.Put(s.lib.Store, id, mapping{host, to})
	}
	if err == nil {
		s.Recheck()
	}
	return err
}
