package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

// leaves says where a path leaves what its node gives: a field that is not there, a
// field of a list. The run would give nothing, or fail.
func (w walker) leaves(ref expr.Ref, s source, text, way, path string) (string, *spec.Fix) {
	v, keys := w.review.root(w.review.graph.index[w.node.Name], ref)
	for i, key := range keys {
		if has(v, key) {
			v = below(v, key)
			continue
		}
		gone := len(ref.Keys) - len(keys) + i // where in the reference it leaves
		if reckoned(s.refs, ref.Root, ref.Keys[:gone+1]) || ref.Root == "context" && w.chosen(ref.Keys[1].(string), key) {
			return "", nil
		}
		l := leaving{ref: ref, at: gone, v: v, last: i == len(keys)-1}
		said, label, instead := l.say()
		if instead == "" {
			return said, nil
		}
		return said, w.rewrite(path, text, way, label, expr.Ref{Root: ref.Root, Keys: ref.Keys[:gone+1]}, instead)
	}
	return "", nil
}

// reckoned reports whether the source reckons that what stands at the keys may be missing.
func reckoned(refs []expr.Ref, root string, keys []any) bool {
	return slices.ContainsFunc(refs, func(r expr.Ref) bool {
		return r.Guarded && r.Root == root && len(r.Keys) >= len(keys) && slices.Equal(r.Keys[:len(keys)], keys)
	})
}

// chosen reports whether a node's own settings name a field, as the columns of a report.
func (w walker) chosen(node string, key any) bool {
	name, ok := key.(string)
	if !ok || name == "" {
		return false
	}
	fields := w.review.reading(w.review.graph.nodes[w.review.graph.index[node]]).values["fields"]
	return slices.Contains(strings.FieldsFunc(spec.ToText(fields), func(c rune) bool { return c != '_' && !unicode.IsLetter(c) && !unicode.IsDigit(c) }), name)
}

// A leaving is where a path leaves what is there.
type leaving struct {
	ref  expr.Ref
	at   int  // the key that is not there
	v    any  // what it is taken from
	last bool // nothing is taken from it
}

// say puts it in words, with the label of a mend and the expression to write instead.
func (l leaving) say() (text, label, instead string) {
	before := expr.Ref{Root: l.ref.Root, Keys: l.ref.Keys[:l.at]}.String()
	name, isName := l.ref.Keys[l.at].(string)
	counts := isName && l.last && slices.Contains([]string{"length", "count", "size", "len", "total"}, strings.ToLower(name))
	switch v := l.v.(type) {
	case []any:
		if counts {
			return fmt.Sprintf("%s is a list: write “%s | length” for the number of its items.", l.subject(), l.short(2)), "Count the items", before + " | length"
		}
		item, _ := v[0].(map[string]any)
		field := spec.Nearest(name, slices.Sorted(maps.Keys(item)))
		example := l.short(3) + "[0]"
		if near := field; near != "" {
			return fmt.Sprintf("%s is a list: choose an item, as in “%s.%s”.", l.subject(), example, near), "Use the first item", before + "[0]." + near
		} else if first := slices.Sorted(maps.Keys(item)); first != nil {
			example += "." + first[0]
		}
		return fmt.Sprintf("%s is a list: choose an item, as in “%s”.", l.subject(), example), "", ""
	case map[string]any:
		return l.absent(v, name, counts, before)
	case string:
		if name == "length" {
			return fmt.Sprintf("%s is a text: write “%s | length” for the number of its characters.", l.subject(), l.short(2)), "Count the characters", before + " | length"
		}
		return fmt.Sprintf("%s is a text: it has no “%v”.", l.subject(), l.ref.Keys[l.at]), "", ""
	case bool:
		return fmt.Sprintf("%s is true or false: it has no “%v”.", l.subject(), l.ref.Keys[l.at]), "", ""
	}
	return fmt.Sprintf("%s is a number: it has no “%v”.", l.subject(), l.ref.Keys[l.at]), "", ""
}

// absent says that an object has not the field, and which it has.
func (l leaving) absent(v map[string]any, name string, counts bool, before string) (text, label, instead string) {
	names := slices.Sorted(maps.Keys(v))
	if name == "" {
		return fmt.Sprintf("%s is an object, not a list: it has %s.", l.subject(), listed(names)), "", ""
	}
	text = fmt.Sprintf("%s has no “%s”: it has %s.", l.subject(), name, listed(names))
	if l.isOutput() && l.at == 3 {
		text = fmt.Sprintf("%s gives no “%s”: it gives %s.", l.ref.Keys[1], name, listed(names))
	}
	if near := spec.Nearest(name, names); near != "" {
		return text + meant(name, names), "Use " + near, expr.Ref{Root: l.ref.Root, Keys: append(l.ref.Keys[:l.at:l.at], near)}.String()
	}
	var lists []string
	for _, n := range names {
		if _, ok := v[n].([]any); ok {
			lists = append(lists, n)
		}
	}
	if counts && len(lists) == 1 {
		list := expr.Ref{Root: l.ref.Root, Keys: append(l.ref.Keys[:l.at:l.at], lists[0])}
		short := leaving{ref: list, at: len(list.Keys)}.short(2)
		return text + " For their number write “" + short + " | length”.", "Count " + lists[0], list.String() + " | length"
	}
	return text, "", ""
}

// isOutput reports whether the path is one into a step's output, not into its response,
// its error, or an item.
func (l leaving) isOutput() bool { return l.ref.Root == "context" && l.ref.Keys[2] == "output" }

// subject is what the key is taken from, as a sentence begins with it.
func (l leaving) subject() string {
	if l.isOutput() && l.at <= 3 {
		return fmt.Sprintf("The output of %s", l.ref.Keys[1])
	}
	return "“" + l.short(3) + "”"
}

// short is the path to it from one of its keys on: backlinks[0]; an output itself keeps its name.
func (l leaving) short(from int) string {
	if l.ref.Root != "context" {
		return expr.Ref{Root: l.ref.Root, Keys: l.ref.Keys[:l.at]}.String()
	}
	if !l.isOutput() || l.at <= 3 {
		from = 2
	}
	return strings.TrimPrefix(expr.Ref{Root: ".", Keys: l.ref.Keys[from:l.at]}.String(), ".")
}

func listed(names []string) string {
	const most = 6
	more := ""
	if len(names) > most+1 {
		more = fmt.Sprintf(" and %d more", len(names)-most)
		names = names[:most]
	}
	return "“" + strings.Join(names, "”, “") + "”" + more
}

// rewrite is the mend that writes another expression in the place of a path; nil where
// the path is not written in the plain way.
func (w walker) rewrite(path, text, way, label string, from expr.Ref, to string) *spec.Fix {
	old := from.String()
	done := replaced(text, old, to, way)
	if done == text && way == onTheContext {
		done = replaced(text, strings.TrimPrefix(old, "context"), strings.TrimPrefix(to, "context"), way)
	}
	s := w.review.checker.read(done, way)
	if done == text || s.fault != "" || slices.ContainsFunc(s.refs, func(r expr.Ref) bool { return strings.HasPrefix(r.String()+".", old+".") }) {
		return nil
	}
	return w.review.change(w.node, path, label, func(any) (any, bool) { return done, true })
}

// replaced is text with a path written otherwise, where it stands by itself.
func replaced(text, old, to, way string) string {
	var b strings.Builder
	for rest := text; ; {
		i := strings.Index(rest, old)
		if i < 0 {
			return b.String() + rest
		}
		j := i + len(old)
		before, after := text[:len(text)-len(rest)+i], rest[j:]
		b.WriteString(rest[:i])
		switch {
		case wordAt(before, len(before)-1) || after != "" && wordAt(after, 0):
			b.WriteString(old)
		case strings.Contains(to, "|") && !alone(before, after, way):
			b.WriteString("(" + to + ")")
		default:
			b.WriteString(to)
		}
		rest = after
	}
}

func wordAt(s string, i int) bool {
	if i < 0 {
		return false
	}
	c := s[i]
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// alone reports whether nothing else stands in the expression.
func alone(before, after, way string) bool {
	before, after = strings.TrimSpace(before), strings.TrimSpace(after)
	if way == asTemplate {
		return strings.HasSuffix(before, "{{") && strings.HasPrefix(after, "}}")
	}
	return before == "" && after == ""
}
