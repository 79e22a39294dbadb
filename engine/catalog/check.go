package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"flowbench/engine/spec"
)

var (
	idForm     = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	colorForm  = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	originForm = regexp.MustCompile(`^https://[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	fieldForm  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	fieldTypes = []spec.Type{spec.Text, spec.Number, spec.Boolean, spec.JSON, spec.Any, spec.Choice}
	methods    = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
)

// provider checks a provider whose templates are cut.
func (r *report) provider(p *Provider, name string) {
	if !idForm.MatchString(p.ID) {
		r.add("/id", "the id %q is not of small letters, digits and hyphens", p.ID)
	} else if p.ID != name {
		r.add("/id", "the id %q is not the name of its file, %q", p.ID, name)
	}
	r.need("/version", p.Version)
	r.need("/title", p.Title)
	r.need("/summary", p.Summary)
	if len(p.Hosts) == 0 {
		r.add("/hosts", "a provider needs a host")
	}
	for i, h := range p.Hosts {
		if !originForm.MatchString(h) {
			r.add(fmt.Sprintf("/hosts/%d", i), "%q is no https origin, such as https://api.example.com", h)
		}
	}
	if !p.Hidden {
		r.tile(p.Tile)
		if len(p.Actions) == 0 {
			r.add("/actions", "a provider that is offered needs an action")
		}
	}
	r.auths(p)
	r.test(p)
	ids, routes := map[string]bool{}, map[string]*Action{}
	for i, a := range p.Actions {
		at := fmt.Sprintf("/actions/%d", i)
		if ids[a.ID] {
			r.add(at+"/id", "the id %q is another action's too", a.ID)
		}
		ids[a.ID] = true
		r.action(p, a, at)
		r.route(routes, p, a, at)
	}
	r.sandbox(p)
}

// route reports two actions of one path that would be answered differently: the sandbox
// could not tell them apart.
func (r *report) route(seen map[string]*Action, p *Provider, a *Action, at string) {
	route := a.Method + " " + p.Origin(a) + placeholder.ReplaceAllString(a.Path, "{}")
	if other := seen[route]; other != nil && other.Answer != a.Answer {
		r.add(at+"/answer", "%s is answered differently by the action %s", route, other.ID)
	}
	seen[route] = a
}

func (r *report) tile(t Tile) {
	if utf8.RuneCountInString(t.Letter) != 1 {
		r.add("/tile/letter", "one letter belongs here, not %q", t.Letter)
	}
	for _, c := range [][2]string{{"light", t.Light}, {"dark", t.Dark}} {
		if !colorForm.MatchString(c[1]) {
			r.add("/tile/"+c[0], "%q is no colour, such as #1264a3", c[1])
		}
	}
}

func (r *report) sandbox(p *Provider) {
	s := p.Sandbox
	r.err("/sandbox/define", compile(p.Source(".")))
	for _, one := range []struct {
		name    string
		program Program
	}{{"denied", s.Denied}, {"unknown", s.Unknown}} {
		if one.program != "" {
			r.err("/sandbox/"+one.name, compile(p.Source(one.program)))
		}
	}
	asked := len(p.Auth) > 0
	for i, route := range s.Routes {
		at := fmt.Sprintf("/sandbox/routes/%d", i)
		if route.Method != "*" && !slices.Contains(methods, route.Method) {
			r.add(at+"/method", "there is no method %q", route.Method)
		}
		if route.Host != "" && !slices.Contains(slices.Concat(p.Hosts, p.AuthHosts()), route.Host) {
			r.add(at+"/host", "the host %q is not one of the provider's", route.Host)
		}
		if !strings.HasPrefix(route.Path, "/") {
			r.add(at+"/path", "the path %q does not begin with /", route.Path)
		}
		r.program(p, at+"/answer", route.Answer)
		if route.Auth != nil {
			asked = true
			r.exact(*route.Auth, at+"/auth")
		}
	}
	if asked && s.Denied == "" {
		r.add("/sandbox/denied", "how a call without authentication is answered is missing")
	}
}

func (r *report) program(p *Provider, at string, program Program) {
	if strings.TrimSpace(string(program)) == "" {
		r.add(at, "the program that answers is missing")
		return
	}
	r.err(at, compile(p.Source(program)))
}

func (r *report) action(p *Provider, a *Action, at string) {
	if !idForm.MatchString(a.ID) {
		r.add(at+"/id", "the id %q is not of small letters, digits and hyphens", a.ID)
	}
	r.need(at+"/title", a.Title)
	r.need(at+"/summary", a.Summary)
	if !slices.Contains(methods, a.Method) {
		r.add(at+"/method", "there is no method %q: %s", a.Method, strings.Join(methods, ", "))
	}
	if a.Host != "" && !slices.Contains(p.Hosts, a.Host) {
		r.add(at+"/host", "the host %q is not one of the provider's", a.Host)
	}
	if !strings.HasPrefix(a.Path, "/") {
		r.add(at+"/path", "the path %q does not begin with /", a.Path)
	}
	r.fields(a, at)
	r.template(a, at)
	r.sample(a, at)
	if a.Mapping != "" {
		r.err(at+"/mapping", compile(string(a.Mapping), "$context"))
	}
	r.program(p, at+"/answer", a.Answer)
	if a.Steady && a.Method != "GET" {
		r.add(at+"/steady", "only the answer to a GET can be steady")
	}
}

func (r *report) fields(a *Action, at string) {
	seen := map[string]bool{}
	for i, f := range a.Fields {
		at := fmt.Sprintf("%s/fields/%d", at, i)
		if !fieldForm.MatchString(f.Name) {
			r.add(at+"/name", "%q is no name of a field", f.Name)
		}
		if seen[f.Name] {
			r.add(at+"/name", "the field %q is there twice", f.Name)
		}
		seen[f.Name] = true
		if !slices.Contains(fieldTypes, f.Type) {
			r.add(at+"/type", "there is no type %q for the field of an action", f.Type)
		}
		r.need(at+"/label", f.Label)
		r.need(at+"/doc", f.Doc)
		if (f.Type == spec.Choice) != (len(f.Options) > 0) {
			r.add(at+"/options", "options belong to a choice, and a choice needs them")
		}
		if f.Type == spec.Choice && f.Default != nil && !slices.ContainsFunc(f.Options, func(o spec.Option) bool { return o.Value == f.Default }) {
			r.add(at+"/default", "the default %v is none of the options", f.Default)
		}
	}
}

// template checks that the action's request template and its fields fit.
func (r *report) template(a *Action, at string) {
	for i, list := range [][]Row{a.Query, a.Headers} {
		for j, row := range list {
			r.need(fmt.Sprintf("%s/%s/%d/name", at, []string{"query", "headers"}[i], j), row.Name)
		}
	}
	used := map[string]bool{}
	a.template.fields(func(name string) {
		if !used[name] && !slices.ContainsFunc(a.Fields, func(f spec.Field) bool { return f.Name == name }) {
			r.add(at, "the request names a field %q that is not declared", name)
		}
		used[name] = true
	})
	for i, f := range a.Fields {
		if !used[f.Name] {
			r.add(fmt.Sprintf("%s/fields/%d", at, i), "the request does not use the field %q", f.Name)
		}
	}
	if !slices.Contains([]string{"", "json", "form", "text"}, a.BodyAs) {
		r.add(at+"/bodyAs", "a body is sent as json, form or text, not as %q", a.BodyAs)
	}
	if a.template.hasBody != (a.BodyAs != "") {
		r.add(at+"/bodyAs", "a body and bodyAs go together")
	}
	if a.template.hasBody && a.Method == "GET" {
		r.add(at+"/body", "a GET has no body")
	}
	if !slices.Contains([]string{"", "auto", "json", "text", "empty"}, a.Reads) {
		r.add(at+"/reads", "an answer is read as auto, json, text or empty, not as %q", a.Reads)
	}
}

func (r *report) sample(a *Action, at string) {
	if a.Sample == nil {
		r.add(at+"/sample", "a sample of the output is missing")
		return
	}
	if a.Records == "" {
		return
	}
	v := a.Output()
	if a.Records != "." {
		m, _ := v.(map[string]any)
		v = m[a.Records]
	}
	if _, ok := v.([]any); !ok {
		r.add(at+"/records", "the sample has no list %q", a.Records)
	}
}
