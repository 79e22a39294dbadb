package check

import (
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
			if !kinds.Orders(spec.ToText(rule["operator"])) || !r.isNumber(rule["right"]) {
				continue
			}
			r.counted(n, fmt.Sprintf("branches[%d].rules[%d].left", i, j), text)
		}
	}
}

func (r *review) counted(n *flow.Node, path, text string) {
	v := r.example(text, asTemplate)
	ref := r.checker.read(text, asTemplate).path
	name := lastOf(ref)
	switch v := v.(type) {
	case []any:
		r.add(spec.Warning, n.Name, path, name+" is a list, not a number: compare how many items it has.",
			r.retemplate(n, path, ref.String()+" | length"))
	case map[string]any:
		var lists []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if _, ok := v[key].([]any); ok {
				lists = append(lists, key)
			}
		}
		if len(lists) != 1 {
			r.add(spec.Warning, n.Name, path, name+" is an object, not a number: compare one of its fields.", nil)
			return
		}
		list := expr.Ref{Root: ref.Root, Keys: append(slices.Clone(ref.Keys), lists[0])}
		r.add(spec.Warning, n.Name, path, name+" is an object, not a number: compare how many items its list “"+lists[0]+"” has.",
			r.retemplate(n, path, list.String()+" | length"))
	}
}

func (r *review) retemplate(n *flow.Node, path, program string) *spec.Fix {
	return r.change(n, path, "Compare the number of items", func(any) (any, bool) { return "{{" + program + "}}", true })
}

// isNumber reports whether what was typed is a number, or surely gives one.
func (r *review) isNumber(typed any) bool {
	if text, ok := typed.(string); ok && spec.HasTemplate(text) {
		typed = r.example(text, asTemplate)
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
