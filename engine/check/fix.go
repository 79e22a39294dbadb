package check

import (
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// addressed completes the mend of a kind, which knows its field but not where it stands.
func (r *review) addressed(fix *spec.Fix, n *flow.Node) *spec.Fix {
	if fix == nil {
		return nil
	}
	if set, ok := fix.Edit.(flow.SetField); ok && set.Node == "" {
		set.Flow, set.Node = r.flow.Name, n.Name
		done := *fix
		done.Edit = set
		return &done
	}
	return fix
}

// removal is the mend that removes a setting.
func (r *review) removal(n *flow.Node, path string) *spec.Fix {
	return r.change(n, path, "Remove it", func(any) (any, bool) { return nil, false })
}

// rename is the mend that names another node in one text.
func (r *review) rename(n *flow.Node, path, way, from, to string) *spec.Fix {
	return r.change(n, path, "Use "+to, func(v any) (any, bool) {
		text, _ := v.(string)
		switch way {
		case asTemplate:
			text, _, _ = expr.RenameStep(text, from, to)
		case onTheContext:
			text, _, _ = expr.RenameStepProgram(text, from, to, expr.WithContextDot())
		default:
			text, _, _ = expr.RenameStepProgram(text, from, to)
		}
		return text, true
	})
}

// change is a mend of the value at a path such as headers[2].value, as one edit of its
// field. All else in the field stays as it was typed, the order of keys included. The
// function gives the new value, or false to remove it.
func (r *review) change(n *flow.Node, path, label string, f func(any) (any, bool)) *spec.Fix {
	edit, ok := changed(r.flow.Name, n, split(path), f)
	if !ok {
		return nil
	}
	return &spec.Fix{Label: label, Edit: edit}
}

// changed is the edit that change makes a mend of.
func changed(flowName string, n *flow.Node, steps []string, f func(any) (any, bool)) (edit flow.SetField, ok bool) {
	raw := n.Config.Get(steps[0])
	if raw == nil {
		return edit, false
	}
	v, err := expr.DecodeOrdered(raw)
	if err != nil {
		return edit, false
	}
	edit = flow.SetField{Flow: flowName, Node: n.Name, Field: steps[0]}
	out, keep := at(v, steps[1:], f)
	if keep {
		if edit.Value, err = expr.Encode(out); err != nil {
			return edit, false
		}
	}
	return edit, true
}

func at(v any, steps []string, f func(any) (any, bool)) (any, bool) {
	if len(steps) == 0 {
		return f(v)
	}
	switch v := v.(type) {
	case expr.Object:
		i := slices.IndexFunc(v, func(m expr.Member) bool { return m.Name == steps[0] })
		if i < 0 {
			return v, true
		}
		v = slices.Clone(v)
		if x, keep := at(v[i].Value, steps[1:], f); keep {
			v[i].Value = x
		} else {
			v = slices.Delete(v, i, i+1)
		}
		return v, true
	case []any:
		i, err := strconv.Atoi(steps[0])
		if err != nil || i < 0 || i >= len(v) {
			return v, true
		}
		v = slices.Clone(v)
		if x, keep := at(v[i], steps[1:], f); keep {
			v[i] = x
		} else {
			v = slices.Delete(v, i, i+1)
		}
		return v, true
	}
	return v, true
}

// split cuts headers[2].value into headers, 2, value.
func split(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == '.' || c == '[' || c == ']' })
}
