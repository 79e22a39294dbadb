package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// auths checks the ways to authenticate: one of a scheme at most.
func (r *report) auths(p *Provider) {
	seen := map[string]bool{}
	for i, a := range p.Auth {
		at := fmt.Sprintf("/auth/%d", i)
		if seen[a.Scheme] {
			r.add(at+"/scheme", "the scheme %q is there twice", a.Scheme)
		}
		seen[a.Scheme] = true
		r.need(at+"/title", a.Title)
		r.need(at+"/doc", a.Doc)
		r.auth(p, a, at)
	}
}

// auth checks that settings and sandbox are of the scheme's fields and make a whole
// account of it.
func (r *report) auth(p *Provider, a Auth, at string) {
	scheme, ok := auth.Find(a.Scheme)
	if !ok {
		r.scheme(a.Scheme, at)
		return
	}
	fields := scheme.New().Fields()
	for _, part := range []struct {
		name   string
		values spec.Values
	}{{"settings", a.Settings}, {"sandbox", a.Sandbox}} {
		for _, name := range spec.Unknown(fields, part.values) {
			r.add(at+"/"+part.name+"/"+name, "the scheme %s has no field %q", a.Scheme, name)
		}
	}
	for _, f := range fields {
		_, preset := a.Settings[f.Name]
		_, madeUp := a.Sandbox[f.Name]
		switch {
		case preset && f.Secret:
			r.add(at+"/settings/"+f.Name, "a secret is not for everybody: only a made-up one may stand here, in sandbox")
		case preset && madeUp:
			r.add(at+"/sandbox/"+f.Name, "the settings give this already")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Settings)) {
		if s, _ := a.Settings[name].(string); isURL(s) && !originForm.MatchString(originOf(s)) {
			r.add(at+"/settings/"+name, "%q is at no https origin, such as https://api.example.com", s)
		}
	}
	r.madeUp(p.MadeUpBy(a), a.Settings, at)
}

func (r *report) scheme(id, at string) {
	ids := make([]string, len(auth.All))
	for i, s := range auth.All {
		ids[i] = s.ID
	}
	r.add(at+"/scheme", "there is no scheme %q: %s", id, strings.Join(ids, ", "))
}

// madeUp checks that a made-up account is a whole one.
func (r *report) madeUp(account auth.Record, settings spec.Values, at string) {
	for _, p := range account.Problems(settings) {
		where := at + "/sandbox"
		if name, _, _ := strings.Cut(p.Path.Field, "["); name != "" {
			if _, preset := settings[name]; preset {
				where = at + "/settings"
			}
			where += "/" + name
		}
		if p.Severity == spec.Error {
			r.add(where, "%s", strings.TrimSuffix(p.Text, "."))
		}
	}
}

// exact checks the account that a route asks for.
func (r *report) exact(e Exact, at string) {
	scheme, ok := auth.Find(e.Scheme)
	if !ok {
		r.scheme(e.Scheme, at)
		return
	}
	account := scheme.New()
	if _, ok := account.(auth.Verifier); !ok {
		r.add(at+"/scheme", "the scheme %s cannot judge a request", e.Scheme)
	}
	for _, name := range spec.Unknown(account.Fields(), e.Settings) {
		r.add(at+"/settings/"+name, "the scheme %s has no field %q", e.Scheme, name)
	}
	r.madeUp(e.Account(), e.Settings, at)
}
