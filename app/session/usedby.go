package session

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"flowbench/engine/flow"
)

// A Use is a place where a stored connection is bound.
type Use struct {
	Integration string // the entry's id
	Title       string // what the integration is called
	Environment string
	Name        string // of the connection, in the flows
}

// UsedBy says who uses a stored connection, by title, environment and name: the integrations
// in which a node has a name that is bound to it. What lies in the trash uses nothing.
func (l *Library) UsedBy(connectionID string) ([]Use, error) {
	list, err := l.List()
	titles := map[string]string{}
	for _, e := range list {
		titles[e.ID] = e.Name
	}
	records, rerr := environments.List(l.Store, "")
	err = errors.Join(err, rerr)
	names := map[string]map[string]bool{} // by integration: the connections that its nodes have
	var out []Use
	for _, r := range records {
		id, _, _ := strings.Cut(r.ID, "/")
		title, here := titles[id]
		for name, bound := range r.Value.Bindings {
			if !here || bound != connectionID {
				continue
			}
			if names[id] == nil {
				var bad error
				names[id], bad = l.connected(id)
				err = errors.Join(err, bad)
			}
			if names[id][name] {
				out = append(out, Use{id, title, r.Value.Name, name})
			}
		}
	}
	slices.SortFunc(out, func(a, b Use) int {
		return cmp.Or(strings.Compare(a.Title, b.Title), strings.Compare(a.Integration, b.Integration), strings.Compare(a.Environment, b.Environment), strings.Compare(a.Name, b.Name))
	})
	return out, err
}

// connected are the connections that the nodes of an integration have, as it is open or
// was last saved.
func (l *Library) connected(id string) (map[string]bool, error) {
	names := map[string]bool{}
	var in *flow.Integration
	if s := l.open[id]; s != nil {
		in = s.Integration()
	} else {
		kept, err := documents.Get(l.Store, id)
		if err != nil {
			return names, err
		}
		if in, err = flow.Read([]byte(kept.Text)); err != nil {
			return names, err
		}
	}
	for _, f := range in.Flows {
		for n := range f.All {
			if name := n.Config.Text("connection"); name != "" {
				names[name] = true
			}
		}
	}
	return names, nil
}

// Linked returns the entry that a file is linked to.
func (l *Library) Linked(path string) (Entry, bool, error) {
	list, err := l.List()
	for _, e := range list {
		if e.Path != "" && e.Path == path {
			return e, true, err
		}
	}
	return Entry{}, false, err
}

// Called returns the one entry of that name; false where there is none, or more than one.
func (l *Library) Called(name string) (found Entry, ok bool, err error) {
	list, err := l.List()
	for _, e := range list {
		if name == "" || e.Name != name {
			continue
		}
		if ok {
			return Entry{}, false, err
		}
		found, ok = e, true
	}
	return found, ok, err
}
