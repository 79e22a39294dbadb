package window

import (
	"slices"
	"strconv"
	"strings"

	"flowbench/app/face"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A hit is a text of the flow that holds what is searched for: of a node, or of a note on
// the board.
type hit struct {
	node  flow.Key
	note  int    // its number; -1 for one of a node
	where string // "URL of Get"
}

// search finds a text in a flow, whatever the case: in names, kinds, services, actions and
// settings of the nodes, in the order of the document, and in notes. A place counts once.
func (w *Window) search(fl *flow.Flow, text string) []hit {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return nil
	}
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), text) }
	var hits []hit
	for n := range fl.All {
		for _, where := range w.textsWith(fl, n, has) {
			hits = append(hits, hit{n.Key, -1, where + " of " + n.Name})
		}
	}
	for i, note := range fl.Notes {
		if has(note.Text) {
			hits = append(hits, hit{0, i, "a note"})
		}
	}
	return hits
}

// textsWith says where in a node a text stands that is searched for, each place once.
func (w *Window) textsWith(fl *flow.Flow, n *flow.Node, has func(string) bool) (where []string) {
	note := func(at, text string) {
		if has(text) && !slices.Contains(where, at) {
			where = append(where, at)
		}
	}
	around := face.Around(fl, n)
	var fields []spec.Field
	note("name", n.Name)
	k, known := w.kinds.Lookup(n.Kind)
	if known {
		note("kind", k.Title)
		if k.Fields != nil {
			fields = k.Fields(around)
		}
	} else {
		note("kind", n.Kind)
	}
	if p := w.faces.Provider(n); p != nil {
		note("service", p.Title)
		if a := p.Action(n.Config.Text("action")); a != nil {
			note("action", a.Title)
		}
	}
	for _, s := range n.Config {
		var f spec.Field
		if i := slices.IndexFunc(fields, func(f spec.Field) bool { return f.Name == s.Name }); i >= 0 {
			f = fields[i]
		}
		if f.Type == spec.Provider || f.Type == spec.Action {
			continue // said by its title
		}
		own := f.Type != spec.List && f.Type != spec.Form // its names are the person's too
		eachText(s.Name, s.Value, own, func(path, text string) {
			if has(text) {
				note(spec.Where(fields, around.Values, around, path), text)
			}
		})
	}
	note("note", n.Note)
	return where
}

// eachText yields every text in a value by its path, such as headers[0].value, and every
// name if asked.
func eachText(path string, v flow.Value, names bool, yield func(path, text string)) {
	switch v.Kind() {
	case '{':
		for _, m := range flow.Members(v) {
			if names {
				yield(path, m.Name)
			}
			eachText(path+"."+m.Name, m.Value, names, yield)
		}
	case '[':
		for i, one := range flow.Elements(v) {
			eachText(path+"["+strconv.Itoa(i)+"]", one, names, yield)
		}
	default:
		yield(path, spec.ToText(flow.Decode(v)))
	}
}
