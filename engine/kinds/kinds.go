package kinds

import (
	"maps"
	"slices"

	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// All returns every kind, in the order of the Assets panel.
func All(cat *catalog.Catalog) []node.Kind {
	return []node.Kind{
		startKind(), endKind(),
		conditionKind(), loopKind(), delayKind(),
		functionKind(),
		integrationKind(cat), apiKind(),
		debugKind(),
	}
}

// someLinks is the context of the examples: a step Ahrefs, which found two broken
// backlinks. It gives them as the action of the catalogue does.
func someLinks() map[string]any {
	return map[string]any{"Ahrefs": map[string]any{"output": map[string]any{"backlinks": []any{
		map[string]any{"url_from": "https://a.example/1", "anchor": "pricing", "domain_rating_source": 71, "http_code_target": 404},
		map[string]any{"url_from": "https://b.example/2", "anchor": "old guide", "domain_rating_source": 12, "http_code_target": 410},
	}}}}
}

// A Set is kinds that are found by their id.
type Set struct {
	kinds []node.Kind
	index map[string]int
}

// NewSet makes a set. The order of the kinds stays.
func NewSet(kinds []node.Kind) Set {
	s := Set{kinds, make(map[string]int, len(kinds))}
	for i, k := range kinds {
		s.index[k.ID] = i
	}
	return s
}

// All returns the kinds in their order.
func (s Set) All() []node.Kind { return s.kinds }

// Lookup finds a kind by its id.
func (s Set) Lookup(id string) (node.Kind, bool) {
	i, ok := s.index[id]
	if !ok {
		return node.Kind{}, false
	}
	return s.kinds[i], true
}

// NewConfig returns the settings of a new node of a kind, in the order of the file.
func NewConfig(k spec.Kind) flow.Config {
	var c flow.Config
	names := slices.Clone(k.Order)
	for _, name := range slices.Sorted(maps.Keys(k.New)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if v, ok := k.New[name]; ok {
			c = append(c, flow.Setting{Name: name, Value: flow.Of(v)})
		}
	}
	return c
}

// ActionHelp returns the help page of a provider's action, as Markdown.
func ActionHelp(p *catalog.Provider, a *catalog.Action) string {
	page := "# " + p.Title + ": " + a.Title + "\n\n" + a.Summary + "\n\n`" + a.Method + " " + p.Origin(a) + a.Path + "`\n"
	if docs := a.Docs; docs != "" {
		page += "\n[" + p.Title + "'s own documentation](" + docs + ")\n"
	}
	page += spec.Settings(a.Fields)
	if sample := string(a.Sample); sample != "" && sample != "null" {
		v := a.Sample.Clone()
		if v.Indent() == nil {
			sample = string(v)
		}
		page += "\n## Output sample\n\n```json\n" + sample + "\n```\n"
	}
	return page
}

// Help returns the help page of a kind, as Markdown.
func Help(k node.Kind) string {
	var examples []spec.Example
	for _, e := range k.Examples {
		examples = append(examples, spec.Example{Title: e.Title, Config: e.Config, Each: e.Each, Gives: e.Want, Port: e.Port, Fails: e.Fails})
	}
	return spec.Markdown(k.Kind, examples...)
}
