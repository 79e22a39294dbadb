package vault

import (
	"slices"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/spec"
)

// A Way is a way to authenticate that is offered for a connection: a scheme and what the
// provider's file says of it.
type Way struct {
	auth.Scheme
	Preset spec.Values // the settings that the provider gives, which nobody fills in
}

// Ways are the ways to authenticate at a provider, the first one being proposed; at hosts
// of one's own, where it is nil, all that there are.
func Ways(p *catalog.Provider) []Way {
	var out []Way
	if p == nil {
		for _, s := range auth.All {
			out = append(out, Way{Scheme: s})
		}
		return out
	}
	for _, a := range p.Auth {
		if w, ok := way(a); ok {
			out = append(out, w)
		}
	}
	if len(p.Auth) == 0 {
		if s, ok := auth.Find("none"); ok {
			out = append(out, Way{Scheme: s})
		}
	}
	return out
}

func way(a catalog.Auth) (Way, bool) {
	s, ok := auth.Find(a.Scheme)
	if !ok {
		return Way{}, false
	}
	s.Title, s.Doc = a.Title, a.Doc
	return Way{s, a.Settings}, true
}

// Preset are the settings of a record that its provider's file gives; they win over the
// record's own.
func Preset(c *catalog.Catalog, r auth.Record) spec.Values {
	if p := c.Provider(r.Provider); p != nil {
		return p.Preset(r.Scheme)
	}
	return nil
}

// Fields are the settings that a person fills in for a record: those of its scheme that
// its provider does not give.
func Fields(c *catalog.Catalog, r auth.Record) []spec.Field {
	s, ok := auth.Find(r.Scheme)
	if !ok {
		return nil
	}
	given := Preset(c, r)
	return slices.DeleteFunc(s.New().Fields(), func(f spec.Field) bool { _, is := given[f.Name]; return is })
}

// IsSecret reports whether a field holds a secret, itself or in its rows.
func IsSecret(f spec.Field) bool { return f.Secret || slices.ContainsFunc(f.Row, IsSecret) }

// Widened are the hosts of a record's provider that the record was not agreed to be sent to.
func Widened(c *catalog.Catalog, r auth.Record) []string {
	p := c.Provider(r.Provider)
	if p == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Hosts), func(h string) bool { return slices.Contains(r.Hosts, h) })
}
