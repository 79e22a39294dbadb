package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// rules judges the comparisons of a Condition whose left side is known to be a list or
// an object: which is greater, it or a number, cannot be said.
func (r *review) rules(n *flow.Node, v spec.Values) {
	branches, _ := v["branches"].([]any)
	for i, el := range branches {
		branch, _ := el.(map[string]any)
		rules, _ := branch["rules"].([]any)
		if branch["when"] == "jq" {
			continue
		}
		for j, el := range rules {
			rule, _ := el.(map[string]any)
			text, _ := rule["left"].(string)
			if !kinds.Orders(spec.ToText(rule["operator"])) || !r.isNumber(n, rule["right"]) {
				continue
			}
			r.counted(n, fmt.Sprintf("branches[%d].rules[%d].left", i, j), text)
		}
	}
}

func (r *review) counted(n *flow.Node, path, text string) {
	v := r.example(r.graph.index[n.Name], text, asTemplate)
	ref := r.checker.read(text, asTemplate).path
	name := lastOf(ref)
	switch v := v.(type) {
	case []any:
		r.add(spec.Warning, n.Name, path, name+" is a list, not a number: compare how many items it has.",
			r.retemplate(n, path, "Compare the number of items", ref.String()+" | length"))
	case map[string]any:
		lists := listsIn(v)
		if len(lists) != 1 {
			r.add(spec.Warning, n.Name, path, name+" is an object, not a number: compare one of its fields.", nil)
			return
		}
		r.add(spec.Warning, n.Name, path, name+" is an object, not a number: compare how many items its list “"+lists[0]+"” has.",
			r.retemplate(n, path, "Compare the number of items", member(ref, lists[0])+" | length"))
	}
}

// items judges the source of a Loop where it is known to be no list.
func (r *review) items(n *flow.Node, v spec.Values) {
	typed, counts := kinds.ItemsOf(v)
	text, _ := typed.(string)
	if counts || text == "" {
		return
	}
	ref := r.checker.read(text, asTemplate).path
	what := "a text"
	switch v := r.example(r.graph.index[n.Name], text, asTemplate).(type) {
	case nil, []any:
		return
	case map[string]any:
		if lists := listsIn(v); len(lists) == 1 {
			r.add(spec.Warning, n.Name, "items", lastOf(ref)+" is an object, not a list: go through the list in it, “"+lists[0]+"”.",
				r.retemplate(n, "items", "Use "+lists[0], member(ref, lists[0])))
			return
		}
		what = "an object"
	case bool:
		what = "true or false"
	case int, float64, json.Number:
		what = "a number"
	}
	r.add(spec.Warning, n.Name, "items", lastOf(ref)+" is "+what+", not a list: choose a list to go through.", nil)
}

// listsIn are the fields of an object that are lists.
func listsIn(v map[string]any) (names []string) {
	for _, key := range slices.Sorted(maps.Keys(v)) {
		if _, ok := v[key].([]any); ok {
			names = append(names, key)
		}
	}
	return names
}

func member(ref expr.Ref, name string) string {
	return expr.Ref{Root: ref.Root, Keys: append(slices.Clone(ref.Keys), name)}.String()
}

func (r *review) retemplate(n *flow.Node, path, label, program string) *spec.Fix {
	return r.change(n, path, label, func(any) (any, bool) { return "{{" + program + "}}", true })
}

// isNumber reports whether what was typed is a number, or surely gives one.
func (r *review) isNumber(n *flow.Node, typed any) bool {
	if text, ok := typed.(string); ok && spec.HasTemplate(text) {
		typed = r.example(r.graph.index[n.Name], text, asTemplate)
	}
	switch x := typed.(type) {
	case nil, bool, []any, map[string]any:
		return false
	case string:
		_, ok := spec.ParseNumber(x)
		return ok
	}
	return true
}

// lastOf is what a path is called at the beginning of a sentence: its last name.
func lastOf(ref expr.Ref) string {
	for i := len(ref.Keys) - 1; i >= 0; i-- {
		name, ok := ref.Keys[i].(string)
		switch {
		case ok && name == "output" && i == 2:
			return fmt.Sprintf("The output of %s", ref.Keys[1])
		case ok:
			return name
		}
	}
	return ref.String()
}
