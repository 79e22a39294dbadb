package window

import (
	"sort"
	"strconv"
	"strings"

	"flowbench/app/face"
	"flowbench/app/panel"
	"flowbench/engine/event"
	"flowbench/engine/flow"
)

// lastOutput is what a node gave in the last run of the flow that is shown; nil where
// there was none.
func (w *Window) lastOutput(node string) flow.Value {
	if w.last == nil || w.last.Flow != w.flow {
		return nil
	}
	st := w.last.View().Step(node)
	if st == nil || st.Output == nil || st.Status != event.Succeeded {
		return nil
	}
	if st.Output.Ref == "" {
		return st.Output.Value
	}
	b, ok := w.last.Blob(st.Output.Ref)
	if !ok {
		return nil
	}
	return b
}

// sampleOf is how the output of a node looks before any run, from its declaration.
func (w *Window) sampleOf(fl *flow.Flow, n *flow.Node) flow.Value {
	k, ok := w.kinds.Lookup(n.Kind)
	if !ok || k.Sample == nil {
		return nil
	}
	if p := w.faces.Provider(n); p != nil && n.Config.Text("mapping") == "" {
		if a := p.Action(n.Config.Text("action")); a != nil {
			return flow.Value(a.Sample) // as the file has it: its keys in their order
		}
	}
	v := k.Sample(face.Around(fl, n))
	if v == nil {
		return nil
	}
	return flow.Of(v)
}

const (
	pathDepth = 4
	pathsMost = 40 // of one node
)

// paths lists what a template of a node may use: Start's inputs, and the outputs of the
// nodes that come before it.
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
	for n := range fl.All {
		if n.Name == node || n.Kind == "start" || n.Kind == "end" || !fl.Leads(n.Name, node) {
			continue
		}
		sample, real := w.lastOutput(n.Name), true
		if sample == nil {
			sample, real = w.sampleOf(fl, n), false
		}
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
