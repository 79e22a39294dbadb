// Package check is the only maker of problems: it says what is wrong with a flow, to its
// author, before it runs.
//
// [Check] judges one flow with what surrounds it, an [Env]: the kinds, the catalogue and
// the environment it would run in. It returns errors, which hold Run back, and warnings,
// first those of the flow as a whole, then node by node in document order. A problem that
// can be mended mechanically carries its mend as an edit; applying it makes the problem go
// away. One where the person has to choose names the dialog to open instead.
//
// What belongs to one setting is said by package spec, what belongs to one kind by that
// kind. This package adds what needs more than one node to be seen: wires, references
// between nodes, hosts, connections, keys that were typed in. Where it is known before any
// run what a node gives, as an action's sample says it, a path that leaves it is a warning;
// not one that the source itself reckons may be missing, by // or ?.
//
// A problem's place has two forms: Path.Field for machines, Path.Where as the panel says it.
//
// A [Checker] remembers the templates it has read, so that a flow of hundreds of nodes is
// checked again with each key typed. [Secrets] finds what looks like a key, for an export.
package check

import (
	"cmp"
	"slices"
	"strings"

	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// Env is what a flow is judged by.
type Env struct {
	Kinds       kinds.Set
	Catalog     *catalog.Catalog
	Environment string                    // its name, "Live" if empty
	Sandbox     bool                      // nothing leaves the machine, and no account is needed
	Mapped      func(host string) bool    // hosts that the environment sends elsewhere; nil is none
	Bound       func(name string) Binding // what account a connection has in the environment; nil is none

	// Config says what is wrong with the value that a config variable has in the
	// environment; nil where that is not known yet.
	Config func(v flow.Variable) error
}

// Check says what is wrong with a flow.
func Check(in *flow.Integration, flowName string, env Env) []spec.Problem {
	return new(Checker).Check(in, flowName, env)
}

// A Checker checks again and again, and quicker. The zero value is ready. It belongs to
// one goroutine.
type Checker struct {
	sources  map[string]source
	readings map[*flow.Setting]*reading // by a config's first setting: a config is never changed in place
	catalog  *catalog.Catalog           // that the readings' samples are of
}

// A reading is what a node's settings are, whatever stands around it.
type reading struct {
	values  spec.Values
	secrets []Finding
	sample  any // what the node gives by its kind and settings, once it was asked
	sampled bool
}

func newReading(c flow.Config) *reading { return &reading{values: c.Map(), secrets: secretsOf(c)} }

// Check says what is wrong with a flow.
func (c *Checker) Check(in *flow.Integration, flowName string, env Env) []spec.Problem {
	f := in.Flow(flowName)
	if f == nil {
		return []spec.Problem{{Severity: spec.Error, Path: spec.Path{Flow: flowName}, Text: "There is no flow of this name."}}
	}
	if env.Environment == "" {
		env.Environment = "Live"
	}
	if c.catalog != env.Catalog {
		c.catalog, c.readings = env.Catalog, nil
	}
	r := &review{checker: c, in: in, flow: f, env: env, graph: newGraph(f), known: map[int]any{}}
	r.readings = make(map[*flow.Setting]*reading, len(r.graph.nodes))
	if s := f.Start(); s != nil {
		r.start = r.reading(s).values
	}
	r.whole()
	for _, n := range r.graph.nodes {
		r.node(n)
	}
	c.readings = r.readings // those of configs that are gone go too
	return r.problems
}

// A review is one check under way.
type review struct {
	checker  *Checker
	in       *flow.Integration
	flow     *flow.Flow
	env      Env
	graph    *graph
	start    spec.Values
	readings map[*flow.Setting]*reading
	known    map[int]any // what nodes give, as far as it was asked
	problems []spec.Problem
}

// reading reads a node's settings, or remembers them.
func (r *review) reading(n *flow.Node) *reading {
	if len(n.Config) == 0 {
		return &reading{values: spec.Values{}}
	}
	key := &n.Config[0]
	read, ok := r.readings[key]
	if ok {
		return read
	}
	if read, ok = r.checker.readings[key]; !ok {
		read = newReading(n.Config)
	}
	r.readings[key] = read
	return read
}

func (r *review) add(s spec.Severity, node, field, text string, fix *spec.Fix) {
	r.problems = append(r.problems, spec.Problem{Severity: s, Path: spec.Path{Flow: r.flow.Name, Node: node, Field: field, Where: r.where(node, field)}, Text: text, Fix: fix})
}

func (r *review) where(name, field string) string {
	i, ok := r.graph.index[name]
	if !ok {
		return where(r.env.Kinds, nil, spec.Around{}, field)
	}
	n := r.graph.nodes[i]
	return where(r.env.Kinds, n, spec.Around{Name: name, Values: r.reading(n).values, Start: r.start}, field)
}

// where says a field, or a port, as the panel calls it.
func where(set kinds.Set, n *flow.Node, a spec.Around, field string) string {
	if variable, is := strings.CutPrefix(field, "config."); is && n == nil {
		return "Config variable " + variable
	}
	if field == "" || n == nil {
		return field
	}
	k, known := set.Lookup(n.Kind)
	if !known {
		return field
	}
	for _, p := range k.Ports(a.Values) {
		if p.Name == field {
			return cmp.Or(p.Label, portName(p.Name))
		}
	}
	return spec.Where(k.Fields(a), a.Values, a, field)
}

// node judges one node: its kind, its settings in their order, then its wires.
func (r *review) node(n *flow.Node) {
	k, known := r.env.Kinds.Lookup(n.Kind)
	if !known {
		r.add(spec.Error, n.Name, "", "This Flowbench has no node kind “"+n.Kind+"”: the node is kept as it is, but cannot run. Delete or disable it, or open the flow with a newer Flowbench.", nil)
		r.wires(n, nil)
		return
	}
	a := spec.Around{Name: n.Name, Values: r.reading(n).values, Start: r.start}
	if !n.Disabled {
		r.settings(n, k, a)
	}
	r.ports(n, k, a.Values)
}

// settings judges the fields of a node, ordered as the panel shows them.
func (r *review) settings(n *flow.Node, k node.Kind, a spec.Around) {
	first := len(r.problems)
	fields := k.Fields(a)
	for _, p := range spec.CheckFields(fields, a.Values, a) {
		if p.Severity == spec.Warning { // a setting that nothing knows
			p.Fix = r.removal(n, p.Path.Field)
		}
		r.add(p.Severity, n.Name, p.Path.Field, p.Text, p.Fix)
	}
	if k.Check != nil {
		for _, p := range k.Check(a) {
			r.add(p.Severity, n.Name, p.Path.Field, p.Text, r.addressed(p.Fix, n))
		}
	}
	w := walker{review: r, node: n, kind: k.ID}
	w.fields(fields, a.Values, "", a)
	r.keys(n)
	if k.ID == "api" {
		r.url(n, spec.ToText(a.Values["url"]))
		r.connection(n, a.Values)
	}
	if k.ID == "integration" {
		r.account(n, a.Values)
	}
	if k.ID == "condition" {
		r.rules(n, a.Values)
	}
	if k.ID == "loop" {
		r.items(n, a.Values)
	}
	order := map[string]int{}
	for i, f := range fields {
		if _, twin := order[f.Name]; !twin {
			order[f.Name] = i
		}
	}
	slices.SortStableFunc(r.problems[first:], func(p, q spec.Problem) int {
		return cmp.Compare(place(order, p.Path.Field), place(order, q.Path.Field))
	})
}

// place is where a field's problems stand among a node's; unknown settings come last.
func place(order map[string]int, field string) int {
	if i := strings.IndexAny(field, ".["); i >= 0 {
		field = field[:i]
	}
	if i, ok := order[field]; ok {
		return i
	}
	return len(order)
}
