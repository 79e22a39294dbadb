package check

import (
	"strconv"

	"flowbench/engine/auth"
	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// Held finds where in an integration a stored secret stands, in whatever form, in document
// order: it may not leave in a file. A finding of the whole has an empty path.
func Held(in *flow.Integration, set kinds.Set, hide *auth.Redactor) []Finding {
	if hide.Idle() {
		return nil
	}
	var out []Finding
	held := func(p spec.Path, texts ...string) {
		for _, t := range texts {
			if hide.Holds(t) {
				out = append(out, Finding{Path: p, What: "a secret of a connection"})
				return
			}
		}
	}
	d := in.Details
	held(spec.Path{Where: "Description"}, append([]string{d.Name, d.Description, d.Category, d.Documentation}, d.Labels...)...)
	for _, v := range in.Config {
		held(spec.Path{Field: "config." + v.Name, Where: "Config variable " + v.Name}, v.Name, v.Doc, string(v.Default))
	}
	for _, c := range in.Connections {
		held(spec.Path{Where: "Connection " + c.Name}, append([]string{c.Name}, c.Hosts...)...)
	}
	for _, f := range in.Flows {
		var start spec.Values
		if s := f.Start(); s != nil {
			start = s.Config.Map()
		}
		held(spec.Path{Flow: f.Name}, f.Name)
		for n := range f.All {
			at := spec.Path{Flow: f.Name, Node: n.Name}
			held(at, n.Name, n.Icon)
			noted := at
			noted.Where = "Note"
			held(noted, n.Note)
			for _, s := range n.Config {
				v, err := expr.DecodeOrdered(s.Value)
				if err != nil {
					v = string(s.Value)
				}
				leaf(v, s.Name, func(path, text string) {
					p := at
					p.Field = path
					p.Where = where(set, n, spec.Around{Name: n.Name, Values: n.Config.Map(), Start: start}, path)
					held(p, text)
				})
			}
		}
		for _, note := range f.Notes {
			held(spec.Path{Flow: f.Name, Where: "Note on the board"}, note.Text)
		}
		for _, g := range f.Groups {
			held(spec.Path{Flow: f.Name, Where: "Group"}, g.Title)
		}
	}
	if len(out) == 0 && hide.Holds(string(flow.Write(in))) { // put together of several
		held(spec.Path{}, string(flow.Write(in)))
	}
	return out
}

// leaf gives each text of a value, names and numbers too, with its path.
func leaf(v any, path string, each func(path, text string)) {
	switch v := v.(type) {
	case nil, bool:
	case string:
		each(path, v)
	case []any:
		for i, el := range v {
			leaf(el, path+"["+strconv.Itoa(i)+"]", each)
		}
	case expr.Object:
		for _, m := range v {
			each(path, m.Name)
			leaf(m.Value, path+"."+m.Name, each)
		}
	default:
		if b, err := expr.Encode(v); err == nil {
			each(path, string(b))
		}
	}
}
