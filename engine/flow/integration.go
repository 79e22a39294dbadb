package flow

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Format is the number of the file format that this package reads and writes.
const Format = 1

// An Integration is the document: flows that share config variables and connections.
type Integration struct {
	Details
	Config      []Variable
	Connections []Connection
	Providers   map[string]string // provider -> version of its catalogue entry
	Flows       []*Flow
}

// Details is what describes an integration to people.
type Details struct {
	Name          string   `json:"name"`
	Description   string   `json:"description,omitzero"`
	Category      string   `json:"category,omitzero"`
	Labels        []string `json:"labels,omitempty"`
	Documentation string   `json:"documentation,omitzero"`
}

// A Variable is a config variable: a named value that differs per environment or customer.
type Variable struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // text, number, boolean, json
	Default  Value  `json:"default,omitzero"`
	Required bool   `json:"required,omitzero"`
	Doc      string `json:"doc,omitzero"`
}

// A Connection is a name under which the flows use an account: one at a provider,
// or one that may be sent to the hosts it names. The account itself is not in the file.
type Connection struct {
	Name     string   `json:"name"`
	Provider string   `json:"provider,omitzero"`
	Hosts    []string `json:"hosts,omitempty"`
}

// A Flow is what a person draws and runs.
type Flow struct {
	Name   string
	Nodes  []*Node
	Notes  []Note
	Groups []Group
}

// A Key names a node in memory for as long as its document is open; 0 outside of one.
type Key uint64

// A Node is a box on the board.
type Node struct {
	Key       Key
	Name      string
	Kind      string
	Config    Config
	Body      []*Node // of a container
	Wires     []Leg   // sorted by port
	Disabled  bool
	Collapsed bool // a container shown without its body
	Icon      string
	Note      string
	At        *Point // nil: not placed yet; inside a container relative to it
}

// A Leg is a port and the nodes that its wires lead to, in the order they were drawn.
type Leg struct {
	Port string
	To   []string
}

// A Point is a place on the board, in units of one pixel at zoom 1.
type Point struct{ X, Y int }

// A Note is a text that lies on the board.
type Note struct {
	At    Point  `json:"at"`
	Size  Point  `json:"size"`
	Color string `json:"color,omitzero"` // the name of a tint
	Text  string `json:"text"`
}

// A Group is a frame around nodes that belong together.
type Group struct {
	Title     string   `json:"title"`
	Color     string   `json:"color,omitzero"`
	Collapsed bool     `json:"collapsed,omitzero"` // shown as one card instead of its nodes
	Nodes     []string `json:"nodes"`
}

// Flow returns the flow of that name, or nil.
func (in *Integration) Flow(name string) *Flow {
	for _, f := range in.Flows {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Clone returns a deep copy. Values are shared: they are never changed in place.
func (in *Integration) Clone() *Integration {
	c := *in
	c.Labels = slices.Clone(in.Labels)
	c.Config = slices.Clone(in.Config)
	c.Connections = cloneConnections(in.Connections)
	c.Providers = maps.Clone(in.Providers)
	c.Flows = make([]*Flow, len(in.Flows))
	for i, f := range in.Flows {
		c.Flows[i] = f.Clone()
	}
	return &c
}

// Clone returns a deep copy of the flow.
func (f *Flow) Clone() *Flow {
	return &Flow{Name: f.Name, Nodes: cloneNodes(f.Nodes), Notes: slices.Clone(f.Notes), Groups: cloneGroups(f.Groups)}
}

// Clone returns a deep copy of the node, its key included.
func (n *Node) Clone() *Node {
	c := *n
	c.Config = slices.Clone(n.Config)
	c.Body = cloneNodes(n.Body)
	c.Wires = cloneLegs(n.Wires)
	c.At = n.At.clone()
	return &c
}

func cloneNodes(ns []*Node) []*Node {
	if ns == nil {
		return nil
	}
	out := make([]*Node, len(ns))
	for i, n := range ns {
		out[i] = n.Clone()
	}
	return out
}

func cloneLegs(ls []Leg) []Leg {
	out := slices.Clone(ls)
	for i := range out {
		out[i].To = slices.Clone(out[i].To)
	}
	return out
}

func cloneConnections(cs []Connection) []Connection {
	out := slices.Clone(cs)
	for i := range out {
		out[i].Hosts = slices.Clone(out[i].Hosts)
	}
	return out
}

func cloneGroups(gs []Group) []Group {
	out := slices.Clone(gs)
	for i := range out {
		out[i].Nodes = slices.Clone(out[i].Nodes)
	}
	return out
}

// All yields every node of the flow in document order, bodies after their container,
// each with its container (nil at the top).
func (f *Flow) All(yield func(n, container *Node) bool) { all(f.Nodes, nil, yield) }

func all(ns []*Node, container *Node, yield func(n, container *Node) bool) bool {
	for _, n := range ns {
		if !yield(n, container) || !all(n.Body, n, yield) {
			return false
		}
	}
	return true
}

// Node returns the node of that name, bodies included, or nil.
func (f *Flow) Node(name string) *Node {
	for n := range f.All {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// ByKey returns the node with that key, or nil.
func (f *Flow) ByKey(k Key) *Node {
	for n := range f.All {
		if n.Key == k {
			return n
		}
	}
	return nil
}

// Start returns the flow's first node of kind start, or nil.
func (f *Flow) Start() *Node {
	for _, n := range f.Nodes {
		if n.Kind == "start" {
			return n
		}
	}
	return nil
}

// Siblings returns the list that holds the node of that name: the flow's own nodes or
// a container's body; and that container, nil at the top. ok is false when there is none.
func (f *Flow) Siblings(name string) (list []*Node, container *Node, ok bool) {
	for n, c := range f.All {
		if n.Name == name {
			if c == nil {
				return f.Nodes, nil, true
			}
			return c.Body, c, true
		}
	}
	return nil, nil, false
}

// Last returns the nodes of a container's body that no wire leaves, in document order:
// what they give is what an item gives.
func (n *Node) Last() []*Node {
	var out []*Node
	for _, b := range n.Body {
		if len(b.Wires) == 0 {
			out = append(out, b)
		}
	}
	return out
}

// To returns where the wires of a port lead.
func (n *Node) To(port string) []string {
	for _, l := range n.Wires {
		if l.Port == port {
			return l.To
		}
	}
	return nil
}

var nodeName = regexp.MustCompile(`^[A-Za-z0-9]+$`)

const maxName = 64

// CheckName says what is wrong with a node name, in words for its author.
func CheckName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("a node needs a name: only letters and numbers are allowed")
	case len(name) > maxName:
		return fmt.Errorf("the name %q is longer than %d characters", name[:20]+"…", maxName)
	case !nodeName.MatchString(name):
		return fmt.Errorf("“%s” has %s: only letters and numbers are allowed", name, oddIn(name))
	}
	return nil
}

// oddIn names the first character that a node's name cannot have.
func oddIn(name string) string {
	for _, c := range name {
		switch {
		case c < 128 && nodeName.MatchString(string(c)):
		case unicode.IsSpace(c):
			return "a space"
		case unicode.IsPrint(c):
			return "the character “" + string(c) + "”"
		default:
			return fmt.Sprintf("the character %U", c)
		}
	}
	return "other characters"
}

// FreeName returns a valid node name made from base that no node of the flow has:
// base stripped to letters and digits, with a number if it is taken.
func (f *Flow) FreeName(base string) string { return f.FreeNames()(base) }

// FreeNames returns a [Flow.FreeName] for many names: none is given twice, nor are those
// that are also taken.
func (f *Flow) FreeNames(also ...string) func(base string) string {
	taken := map[string]bool{}
	for n := range f.All {
		taken[strings.ToLower(n.Name)] = true
	}
	for _, name := range also {
		taken[strings.ToLower(name)] = true
	}
	next := map[string]int{}
	return func(base string) string {
		base = strings.Map(func(r rune) rune {
			if r < 128 && nodeName.MatchString(string(r)) {
				return r
			}
			return -1
		}, base)
		if base == "" {
			base = "Node"
		}
		fold := strings.ToLower(base)
		name := base
		for i := max(2, next[fold]); taken[strings.ToLower(name)]; i++ {
			number := strconv.Itoa(i)
			name = base[:min(len(base), maxName-len(number))] + number
			next[fold] = i
		}
		taken[strings.ToLower(name)] = true
		return name
	}
}
