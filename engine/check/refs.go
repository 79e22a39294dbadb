package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// A walker goes through the settings of one node and reads every template and program.
type walker struct {
	review *review
	node   *flow.Node
	kind   string
	asks   bool // whether there is a value at all: one that is missing is no surprise
}

func (w walker) fields(fields []spec.Field, v spec.Values, prefix string, a spec.Around) {
	for _, f := range fields {
		val, ok := v[f.Name]
		if !ok || !f.Shown(v, fields) {
			continue
		}
		path := prefix + f.Name
		switch {
		case f.Type == spec.Program:
			if text := spec.ToText(val); strings.TrimSpace(text) != "" {
				way := asProgram
				if f.OnContext {
					way = onTheContext
				}
				w.source(text, way, path)
			}
		case f.Type == spec.List && f.Row != nil:
			rows, _ := val.([]any)
			for i, row := range rows {
				if m, ok := row.(map[string]any); ok && m["off"] != true {
					w := w
					w.asks = kinds.AsksWhether(spec.ToText(m["operator"]))
					w.fields(f.Row, m, path+"["+strconv.Itoa(i)+"].", a)
				}
			}
		case f.Type == spec.Form && f.Sub != nil:
			if m, ok := val.(map[string]any); ok {
				w.fields(f.Sub(a), m, path+".", a)
			}
		case f.Template:
			w.tree(val, path)
		}
	}
}

// tree reads every string of a value: each is a template of its own.
func (w walker) tree(v any, path string) {
	switch v := v.(type) {
	case string:
		if spec.HasTemplate(v) {
			w.source(v, asTemplate, path)
		}
	case []any:
		for i, el := range v {
			w.tree(el, path+"["+strconv.Itoa(i)+"]")
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if spec.HasTemplate(key) {
				w.add(path, "A key cannot be a template: “"+key+"”. Build the object in one template: “{{ {(…): …} }}”.", nil)
			}
			w.tree(v[key], path+"."+key)
		}
	}
}

func (w walker) add(path, text string, fix *spec.Fix) {
	w.review.add(spec.Error, w.node.Name, path, text, fix)
}

func (w walker) source(text, way, path string) {
	s := w.review.checker.read(text, way)
	if s.fault != "" {
		w.add(path, s.fault, nil)
		return
	}
	for _, name := range s.fields {
		w.add(path, "“{% context "+name+" %}” has a value in outgoing integrations only. Write {{context.steps.NAME.output}}.", nil)
	}
	said := map[string]bool{}
	for _, ref := range s.refs {
		severity := spec.Error
		problem, fix := w.reference(ref, way, path)
		if problem == "" && !w.asks {
			severity = spec.Warning
			problem, fix = w.leaves(ref, s, text, way, path)
		}
		if problem != "" && !said[problem] {
			said[problem] = true
			w.review.add(severity, w.node.Name, path, problem, fix)
		}
	}
}

// reference says what is wrong with what an expression names, if anything.
func (w walker) reference(ref expr.Ref, way, path string) (string, *spec.Fix) {
	r := w.review
	switch ref.Root {
	case "currentItem", "index":
		if r.graph.container[r.graph.index[w.node.Name]] == nil {
			return "“" + ref.Root + "” is known only to nodes inside a loop. Drag " + w.node.Name + " into one, or name a step: context.steps.NAME.output.", nil
		}
	case "config":
		if name, ok := ref.ConfigName(); ok {
			return w.config(name)
		}
	case "context":
		if step, ok := ref.Step(); ok {
			return w.step(step, ref, way, path)
		}
		if len(ref.Keys) > 0 {
			if key, ok := ref.Keys[0].(string); ok && key != "steps" && key != "run" {
				return "“context” has “steps” and “run”, not “" + key + "”." + meant(key, []string{"steps", "run"}), nil
			}
		}
	}
	return "", nil
}

func (w walker) config(name string) (string, *spec.Fix) {
	var names []string
	for _, v := range w.review.in.Config {
		if v.Name == name {
			return "", nil
		}
		names = append(names, v.Name)
	}
	text := "There is no config variable “" + name + "”."
	if said := meant(name, names); said != "" {
		return text + said, nil
	}
	more := append(slices.Clone(w.review.in.Config), flow.Variable{Name: name, Type: "text"})
	return text, &spec.Fix{Label: "Add the config variable " + name, Edit: flow.SetVariables{Variables: more}}
}

// members are what a step has in the context.
var members = []string{"output", "status", "response", "error"}

func (w walker) step(name string, ref expr.Ref, way, path string) (string, *spec.Fix) {
	g := w.review.graph
	i, ok := g.index[name]
	self := g.index[w.node.Name]
	switch {
	case !ok:
		text := "There is no node “" + name + "”."
		if near := spec.Nearest(name, w.visible()); near != "" {
			return text + " Did you mean “" + near + "”?", w.review.rename(w.node, path, way, name, near)
		}
		return text, nil
	case i == self:
		return w.node.Name + " names itself: its output is not there before it has run.", nil
	case g.before[self] == nil || g.before[self].has(i):
		return w.member(g.nodes[i], ref)
	case g.around(self, i):
		return w.node.Name + " is inside " + name + ": its output is not there yet. Inside a loop there are “currentItem” and “index”.", nil
	case g.after(i, self):
		return name + " runs after this node: its output is not there yet.", nil
	case g.container[i] != g.container[self] && g.container[i] != nil:
		return w.inside(i), nil
	}
	return name + " is on another branch: it need not have run when this node does. Draw a wire from it to a node before this one.", nil
}

// inside says that a node stands in a container which this one does not stand in, and how
// to get at what it gave: by the outermost such container's output.
func (w walker) inside(i int) string {
	g := w.review.graph
	self := g.index[w.node.Name]
	c := g.container[i]
	for up := g.container[g.index[c.Name]]; up != nil && !g.around(self, g.index[up.Name]); up = g.container[g.index[up.Name]] {
		c = up
	}
	text := g.nodes[i].Name + " is inside " + c.Name + ": from outside only " + c.Name + "'s own output is there"
	if !g.after(self, g.index[c.Name]) {
		return text + ", to the nodes after it."
	}
	path := "context.steps." + c.Name + ".output"
	if field := spec.ToText(w.review.reading(c).values["output"]); field != "" {
		path += "." + field
	}
	return text + ". Write " + path + ", a list of what each item gave."
}

// visible are the nodes that this one can name; all of them where there is a circle.
func (w walker) visible() []string {
	g := w.review.graph
	before := g.before[g.index[w.node.Name]]
	var out []string
	for i, n := range g.nodes {
		if before == nil || before.has(i) {
			out = append(out, n.Name)
		}
	}
	return out
}

// member judges context.steps.NAME.member.
func (w walker) member(n *flow.Node, ref expr.Ref) (string, *spec.Fix) {
	if len(ref.Keys) < 3 {
		return "", nil
	}
	key, ok := ref.Keys[2].(string)
	if !ok || slices.Contains(members, key) {
		return "", nil
	}
	if n.Kind != "start" {
		return n.Name + " has “output”, “status”, “response” and “error”, not “" + key + "”." + meant(key, members), nil
	}
	var names []string
	for _, v := range kinds.Inputs(w.review.start) {
		if v.Name == key {
			return "", nil
		}
		names = append(names, v.Name)
	}
	text := n.Name + " has no input “" + key + "”."
	if said := meant(key, names); said != "" {
		return text + said, nil
	}
	rows, _ := w.review.start["inputs"].([]any)
	rows = append(slices.Clone(rows), map[string]any{"name": key, "type": "Text"})
	return text + " Add it on the Input tab of " + n.Name + ".",
		&spec.Fix{Label: "Add the input " + key, Edit: flow.SetField{Flow: w.review.flow.Name, Node: n.Name, Field: "inputs", Value: flow.Of(rows)}}
}

func meant(name string, names []string) string {
	if near := spec.Nearest(name, names); near != "" {
		return " Did you mean “" + near + "”?"
	}
	return ""
}
