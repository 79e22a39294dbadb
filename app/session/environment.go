package session

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"flowbench/engine/flow"
	"flowbench/store"
)

// An Environment is what an integration's flows run in: values of its config variables,
// the accounts behind its connections, and where hosts are sent. It is kept in the store,
// never in the document. Nothing falls back to another environment.
type Environment struct {
	Name     string
	Sandbox  bool               // nothing leaves the machine: a host that is not mapped is refused
	Own      bool               // the user's: it can be renamed and deleted; Sandbox and Live are always there
	Values   map[string]Setting // by config variable
	Bindings map[string]string  // the flow's connection name -> id of the stored connection
	Hosts    map[string]string  // host -> URL
}

// A Setting is the value of a config variable, or the OS variable that it is read from:
// exactly one of the two.
type Setting struct {
	Value flow.Value `json:"value,omitzero"`
	OS    string     `json:"os,omitzero"`
}

// The environments that every integration has.
const (
	Sandbox = "Sandbox"
	Live    = "Live"
)

// environment is one as it is kept, under INTEGRATION/NAME. Where there is none, hosts are
// those of the table "host mapping", in which they were kept before.
type environment struct {
	Name     string             `json:"name"`
	Sandbox  bool               `json:"sandbox,omitzero"`
	Values   map[string]Setting `json:"values,omitempty"`
	Bindings map[string]string  `json:"bindings,omitempty"`
	Hosts    map[string]string  `json:"hosts,omitempty"`
}

// mapping is a host mapping as it was kept, under INTEGRATION/ENVIRONMENT/HOST.
type mapping struct {
	Host string `json:"host"`
	URL  string `json:"url"`
}

var (
	environments = store.Table[environment]{Name: "environment"}
	hosts        = store.Table[mapping]{Name: "host mapping"}
	turnedOn     = store.Table[string]{Name: "environment that is on"} // by integration
)

// builtIn is what Sandbox and Live are before anything is set in them.
func builtIn(name string) (Environment, bool) {
	switch name {
	case Sandbox, Live:
		return Environment{Name: name, Sandbox: name == Sandbox}, true
	}
	return Environment{}, false
}

// Environments returns an integration's environments: Sandbox, Live, then the user's own
// by name. Damaged ones are left out and named in the error, beside which the others are
// valid.
func (l *Library) Environments(id string) ([]Environment, error) {
	records, err := environments.List(l.Store, id+"/")
	sandbox, _ := builtIn(Sandbox)
	live, _ := builtIn(Live)
	out := []Environment{sandbox, live}
	kept := map[string]bool{}
	for _, r := range records {
		e := r.Value.environment()
		kept[e.Name] = true
		switch e.Name {
		case Sandbox:
			out[0] = e
		case Live:
			out[1] = e
		default:
			out = append(out, e)
		}
	}
	for i := range out[:2] {
		if !kept[out[i].Name] {
			more, herr := l.oldHosts(id, out[i].Name)
			out[i].Hosts, err = more, errors.Join(err, herr)
		}
	}
	slices.SortStableFunc(out[2:], func(a, b Environment) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), strings.Compare(a.Name, b.Name))
	})
	return out, err
}

func (r environment) environment() Environment {
	e, is := builtIn(r.Name)
	if !is {
		e = Environment{Name: r.Name, Sandbox: r.Sandbox, Own: true}
	}
	e.Values, e.Bindings, e.Hosts = r.Values, r.Bindings, r.Hosts
	return e
}

func (l *Library) oldHosts(id, env string) (map[string]string, error) {
	records, err := hosts.List(l.Store, under(id, env)+"/")
	var out map[string]string
	for _, r := range records {
		if out == nil {
			out = map[string]string{}
		}
		out[r.Value.Host] = r.Value.URL
	}
	return out, err
}

// Environment returns an integration's environment of that name.
func (l *Library) Environment(id, name string) (Environment, error) {
	r, err := environments.Get(l.Store, under(id, name))
	if err == nil {
		return r.environment(), nil
	}
	e, is := builtIn(name)
	switch {
	case !errors.Is(err, store.ErrNotFound):
		return e, err
	case !is:
		return e, fmt.Errorf("there is no environment %q", name)
	}
	e.Hosts, err = l.oldHosts(id, name)
	return e, err
}

// Environments returns the integration's environments: see [Library.Environments].
func (s *Session) Environments() ([]Environment, error) { return s.lib.Environments(s.entry.ID) }

// Environment returns the environment of that name.
func (s *Session) Environment(name string) (Environment, error) {
	return s.lib.Environment(s.entry.ID, name)
}

// EnvironmentOn returns the environment that is on: Sandbox, until another is turned on.
func (s *Session) EnvironmentOn() Environment {
	if s.on == nil {
		e := s.readOn()
		s.on = &e
	}
	return *s.on
}

func (s *Session) readOn() Environment {
	if name, err := turnedOn.Get(s.lib.Store, s.entry.ID); err == nil {
		if e, err := s.Environment(name); err == nil {
			return e
		}
	}
	e, _ := builtIn(Sandbox) // where it is damaged too: nothing leaves the machine
	if full, err := s.Environment(Sandbox); err == nil {
		e = full
	}
	return e
}

// TurnOn has the integration's flows run in an environment, now and when it is opened again.
func (s *Session) TurnOn(name string) error {
	if _, err := s.Environment(name); err != nil {
		return err
	}
	err := turnedOn.Put(s.lib.Store, s.entry.ID, name)
	s.environmentChanged()
	return err
}

// environmentChanged has what depends on the environment that is on look at it again.
func (s *Session) environmentChanged() {
	s.on = nil
	s.Recheck()
}

// PutEnvironment keeps an environment: in the place of the one called old, or for "" as a
// new one. What Sandbox and Live are called and are does not change.
func (s *Session) PutEnvironment(old string, e Environment) error {
	e.Name = strings.TrimSpace(e.Name)
	fixed, is := builtIn(old)
	if is {
		e.Name, e.Sandbox = fixed.Name, fixed.Sandbox
	} else if err := s.mayBeCalled(old, e.Name); err != nil {
		return err
	}
	e, err := e.cleaned()
	if err != nil {
		return err
	}
	if old != "" {
		if _, err := s.Environment(old); err != nil {
			return err
		}
	}
	if err := environments.Put(s.lib.Store, s.under(e.Name), environment{e.Name, e.Sandbox, e.Values, e.Bindings, e.Hosts}); err != nil {
		return err
	}
	err = dropUnder(s.lib.Store, hosts, s.under(e.Name))
	if old != "" && old != e.Name {
		if on, _ := turnedOn.Get(s.lib.Store, s.entry.ID); on == old {
			err = errors.Join(err, turnedOn.Put(s.lib.Store, s.entry.ID, e.Name))
		}
		err = errors.Join(err, environments.Delete(s.lib.Store, s.under(old)))
	}
	s.environmentChanged()
	return err
}

// MaxName is how many characters the name of an environment may have.
const MaxName = 60

// CheckName says what is wrong with the name of an environment of the user's own.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("an environment needs a name")
	case utf8.RuneCountInString(name) > MaxName:
		return fmt.Errorf("the name of an environment has at most %d characters", MaxName)
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return errors.New("the name of an environment holds a character that cannot be seen: type it anew")
	}
	return nil
}

func (s *Session) mayBeCalled(old, name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	all, _ := s.Environments() // a damaged one is in nobody's way
	for _, e := range all {
		if e.Name != old && strings.EqualFold(e.Name, name) {
			return fmt.Errorf("there is an environment %q already: choose another name", e.Name)
		}
	}
	return nil
}

// cleaned is the environment without what says nothing.
func (e Environment) cleaned() (Environment, error) {
	e.Values, e.Bindings = maps.Clone(e.Values), maps.Clone(e.Bindings)
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		v := e.Values[name]
		switch {
		case len(v.Value) == 0 && v.OS == "":
			delete(e.Values, name)
		case len(v.Value) > 0 && v.OS != "":
			return e, fmt.Errorf("the config variable %q has a value and an OS variable: it takes one of the two", name)
		case v.OS != "":
			if err := CheckOS(v.OS); err != nil {
				return e, fmt.Errorf("the config variable %q: %w", name, err)
			}
		}
	}
	maps.DeleteFunc(e.Bindings, func(_, id string) bool { return id == "" })
	mapped := map[string]string{}
	for host, to := range e.Hosts {
		if host, to = strings.ToLower(strings.TrimSpace(host)), strings.TrimSpace(to); host != "" && to != "" {
			mapped[host] = to
		}
	}
	e.Hosts = mapped
	return e, nil
}

// CheckOS says what is wrong with the name of an OS variable.
func CheckOS(name string) error {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r == '=' || unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return fmt.Errorf("%q is no name of an OS variable: write it like ACME_TOKEN", name)
	}
	return nil
}

// DeleteEnvironment forgets one of the user's own. Where it is on, Sandbox is then.
func (s *Session) DeleteEnvironment(name string) error {
	if _, is := builtIn(name); is {
		return fmt.Errorf("%s is always there: it cannot be deleted", name)
	}
	if on, _ := turnedOn.Get(s.lib.Store, s.entry.ID); on == name { // first: nothing runs in one that is gone
		if err := turnedOn.Delete(s.lib.Store, s.entry.ID); err != nil {
			return err
		}
	}
	err := environments.Delete(s.lib.Store, s.under(name))
	s.environmentChanged()
	return err
}

// change changes what is set in an environment.
func (s *Session) change(env string, do func(*Environment)) error {
	e, err := s.Environment(env)
	if err != nil {
		return err
	}
	e.Values, e.Bindings, e.Hosts = clone(e.Values), clone(e.Bindings), clone(e.Hosts)
	do(&e)
	return s.PutEnvironment(env, e)
}

func clone[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return maps.Clone(m)
}

// Bind says which stored connection stands behind a name that the flows use; "" is none.
func (s *Session) Bind(env, name, connectionID string) error {
	return s.change(env, func(e *Environment) { e.Bindings[name] = connectionID })
}

// Hosts returns the host mappings of an environment: host -> URL.
func (s *Session) Hosts(env string) (map[string]string, error) {
	e, err := s.Environment(env)
	return clone(e.Hosts), err
}

// MapHost sends what is meant for a host elsewhere in an environment; an empty URL ends it.
func (s *Session) MapHost(env, host, to string) error {
	return s.change(env, func(e *Environment) { e.Hosts[strings.ToLower(strings.TrimSpace(host))] = to })
}

// RenamedVariables has the values of config variables go by their new names too, in every
// environment. Those under the old ones stay: the renaming may be undone.
func (s *Session) RenamedVariables(renamed map[string]string) error {
	all, err := s.Environments()
	for _, e := range all {
		values := clone(e.Values)
		for from, to := range renamed {
			if v, ok := e.Values[from]; ok {
				values[to] = v
			}
		}
		if !maps.EqualFunc(values, e.Values, sameSetting) {
			e.Values = values
			err = errors.Join(err, s.PutEnvironment(e.Name, e))
		}
	}
	return err
}

func sameSetting(a, b Setting) bool { return a.OS == b.OS && string(a.Value) == string(b.Value) }
