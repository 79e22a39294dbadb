package vault

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// Invalid is a record whose settings cannot be kept as they are.
type Invalid struct {
	Name     string
	Problems []spec.Problem
}

func (e *Invalid) Error() string {
	var said []string
	for _, p := range e.Problems {
		said = append(said, strings.ReplaceAll(p.Text, "**", ""))
	}
	return strings.Join(said, " ")
}

// Check cleans a record and says what keeps it from being used: its name, its hosts, how
// it authenticates, its settings, of which only those of its scheme stay. Its errors hold
// no setting that is secret.
func Check(c *catalog.Catalog, r auth.Record) (auth.Record, error) {
	var err error
	if r.Name, err = Name(r.Name); err != nil {
		return r, err
	}
	p := c.Provider(r.Provider)
	if r.Provider != "" && p == nil {
		return r, fmt.Errorf("the connection %q is of the provider %q, which this Flowbench does not know: update Flowbench, or make a connection to hosts of its own", r.Name, clean(r.Provider))
	}
	if p != nil {
		r.Hosts, err = hostsOf(p, r.Hosts)
	} else {
		r.Hosts, err = Hosts(r.Hosts)
	}
	if err != nil {
		return r, err
	}
	if r.TestAt, err = testAt(p, r); err != nil {
		return r, err
	}
	if err := offered(p, r.Scheme); err != nil {
		return r, err
	}
	fields := Fields(c, r)
	values := r.Settings.Reveal()
	for name := range values {
		if !slices.ContainsFunc(fields, func(f spec.Field) bool { return f.Name == name }) {
			delete(values, name)
		}
	}
	r.Settings = auth.HideSettings(values)
	for _, f := range fields { // what does not fit would be quoted
		switch values[f.Name].(type) {
		case nil, string, json.Number:
		default:
			if f.Secret {
				return r, &Invalid{r.Name, []spec.Problem{{Severity: spec.Error, Path: spec.Path{Field: f.Name}, Text: f.Title() + ": a text belongs here."}}}
			}
		}
	}
	preset := Preset(c, r)
	bad := slices.DeleteFunc(r.Problems(preset), func(p spec.Problem) bool { return p.Severity != spec.Error })
	if len(bad) > 0 {
		return r, &Invalid{r.Name, withheld(bad, r)}
	}
	if _, err := r.Account(preset); err != nil {
		return r, &Invalid{r.Name, withheld([]spec.Problem{{Severity: spec.Error, Text: err.Error()}}, r)}
	}
	return r, nil
}

// hostsOf are those of the hosts that the provider has; all of them where none was named.
func hostsOf(p *catalog.Provider, hosts []string) ([]string, error) {
	if len(hosts) == 0 {
		return slices.Clone(p.Hosts), nil
	}
	has := func(h string) bool { return slices.Contains(p.Hosts, h) }
	if !slices.ContainsFunc(hosts, has) {
		return nil, fmt.Errorf("%s has none of these hosts: %s. Agree to those that it has, %s, or make a connection to hosts of its own", p.Title, strings.Join(hosts, ", "), strings.Join(p.Hosts, ", "))
	}
	return slices.DeleteFunc(slices.Clone(hosts), func(h string) bool { return !has(h) }), nil
}

// testAt is the address that a test of the connection calls: at one of its own hosts, and
// of a provider none, because what is called there is known.
func testAt(p *catalog.Provider, r auth.Record) (string, error) {
	at := strings.TrimSpace(r.TestAt)
	if p != nil || at == "" {
		return "", nil
	}
	host, err := transport.Host(at)
	if err != nil || !(&auth.Connection{Hosts: r.Hosts}).Allows("https://"+host) {
		return at, fmt.Errorf("the address to test with, %q, is at none of the connection's hosts: %s", clean(at), strings.Join(r.Hosts, ", "))
	}
	return at, nil
}

func offered(p *catalog.Provider, scheme string) error {
	var ids []string
	for _, w := range Ways(p) {
		if w.ID == scheme {
			return nil
		}
		ids = append(ids, w.ID)
	}
	at := "a connection"
	if p != nil {
		at = p.Title
	}
	switch {
	case len(ids) == 0:
		return fmt.Errorf("this Flowbench knows no way to authenticate at %s: update it", at)
	case scheme == "":
		return fmt.Errorf("choose how %s authenticates: %s", at, strings.Join(ids, ", "))
	}
	return fmt.Errorf("%s does not authenticate by %q: choose one of %s", at, clean(scheme), strings.Join(ids, ", "))
}

// withheld is a net below texts that should hold no secret.
func withheld(problems []spec.Problem, r auth.Record) []spec.Problem {
	for i := range problems {
		for _, s := range r.Secrets() {
			if auth.Findable(s) {
				problems[i].Text = strings.ReplaceAll(problems[i].Text, s.Reveal(), auth.Hidden)
			}
		}
	}
	return problems
}
