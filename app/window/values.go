package window

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"flowbench/app/panel"
	"flowbench/engine/flow"
)

const (
	pathDepth = 4
	pathsMost = 40 // of one node
)

// paths lists what a template of a node may use: Start's inputs, in a loop the item at
// hand, and the outputs of the nodes that come before it.
func (w *Window) paths(flowName, node string) []panel.Path {
	fl := w.s.Integration().Flow(flowName)
	if fl == nil {
		return nil
	}
	var out []panel.Path
	if s := fl.Start(); s != nil && s.Name != node {
		for _, v := range flow.Elements(s.Config.Get("inputs")) {
			in := flow.Members(v)
			name, sample := in.Text("name"), in.Get("default")
			if w.last != nil && w.last.Flow == flowName {
				if v, ok := w.last.Inputs[name]; ok {
					sample = flow.Of(v)
				}
			}
			out = append(out, panel.Path{Text: "context.steps." + s.Name + "." + name, Group: s.Name, Label: name, Sample: string(sample)})
		}
	}
	around := containers(fl, node)
	if len(around) > 1 { // those of a loop further out are not seen
		out = append(out, w.itemPaths(fl, around[1])...)
	}
	for n := range fl.All {
		if n.Kind == "start" || n.Kind == "end" || !before(fl, n.Name, around) {
			continue
		}
		sample, real := w.outputOf(fl, n)
		step := "context.steps." + n.Name
		list := []panel.Path{{Text: step + ".output", Group: n.Name, Label: "output", Sample: short(sample)}}
		walkPaths(&list, n.Name, step+".output", "output", sample, 0)
		if !real { // how many there will be a sample does not say
			for i := range list {
				if strings.HasSuffix(list[i].Text, "| length") {
					list[i].Sample = ""
				}
			}
		}
		list = append(list[:min(len(list), pathsMost):min(len(list), pathsMost)],
			panel.Path{Text: step + ".status", Group: n.Name, Label: "status", Sample: `"succeeded"`},
			panel.Path{Text: step + ".error.message", Group: n.Name, Label: "error.message", Sample: "when it failed"})
		out = append(out, list...)
	}
	for _, v := range w.s.Integration().Config {
		out = append(out, panel.Path{Text: "config." + v.Name, Group: "Config variables", Label: v.Name, Sample: string(v.Default)})
	}
	return out
}

// containers are the node of that name and those it stands in, from the inside out.
func containers(fl *flow.Flow, node string) []string {
	out := []string{node}
	for _, c, ok := fl.Siblings(node); ok && c != nil; _, c, ok = fl.Siblings(c.Name) {
		out = append(out, c.Name)
	}
	return out
}

// before reports whether a node comes before another, or before one that it stands in.
func before(fl *flow.Flow, node string, around []string) bool {
	return !slices.Contains(around, node) && slices.ContainsFunc(around, func(to string) bool { return fl.Leads(node, to) })
}

// itemPaths are those of the item at hand in a loop.
func (w *Window) itemPaths(fl *flow.Flow, loop string) []panel.Path {
	sample := w.itemOf(fl, fl.Node(loop))
	list := []panel.Path{{Text: "currentItem", Group: loop + " item", Label: "currentItem", Sample: short(sample)}}
	walkPaths(&list, loop+" item", "currentItem", "currentItem", sample, 0)
	return append(list[:min(len(list), pathsMost):min(len(list), pathsMost)], panel.Path{Text: "index", Group: loop + " item", Label: "index", Sample: "0"})
}

func walkPaths(out *[]panel.Path, group, path, label string, v flow.Value, depth int) {
	if depth == pathDepth || len(*out) >= pathsMost {
		return
	}
	if list := flow.Elements(v); len(list) > 0 {
		*out = append(*out, panel.Path{Text: path + " | length", Group: group, Label: "number of " + label[strings.LastIndexByte(label, '.')+1:], Sample: strconv.Itoa(len(list))})
		add(out, group, path+"[0]", label+"[0]", list[0], depth)
		return
	}
	for _, m := range flow.Members(v) {
		key := "." + m.Name
		if !plainKey(m.Name) {
			key = "[" + string(flow.Of(m.Name)) + "]"
		}
		add(out, group, path+key, label+key, m.Value, depth)
	}
}

func add(out *[]panel.Path, group, path, label string, v flow.Value, depth int) {
	*out = append(*out, panel.Path{Text: path, Group: group, Label: label, Sample: short(v)})
	walkPaths(out, group, path, label, v, depth+1)
}

func plainKey(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) && (s[0] < '0' || s[0] > '9')
}

// short is a value as a hint beside its path.
func short(v flow.Value) string {
	switch v.Kind() {
	case '{':
		return "object"
	case '[':
		return "list of " + strconv.Itoa(len(flow.Elements(v)))
	}
	return string(v)
}

// outputChoices are the values that fit an output variable, whole outputs first.
func (w *Window) outputChoices(node string) []panel.Choice {
	var out []panel.Choice
	for _, p := range w.paths(w.flow, node) {
		if p.Label == "output" || strings.Count(p.Label, ".") <= 1 && !strings.Contains(p.Label, "[") {
			out = append(out, panel.Choice{ID: "{{" + p.Text + "}}", Title: p.Group + " " + p.Label, Doc: p.Sample})
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return strings.HasSuffix(out[i].Title, " output") && !strings.HasSuffix(out[j].Title, " output")
	})
	return out
}
