package sandbox

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
)

// A route is a path of a provider with the program that answers it.
type route struct {
	action  string
	method  string // "*" is any
	origin  string // "" is any of the provider's
	path    *regexp.Regexp
	params  []string
	literal int // how many characters of the path are fixed: more go first
	noAuth  bool
	exact   auth.Account // who must call; nil is whoever the provider lets in
	steady  bool
	program string
}

var (
	templateParam = regexp.MustCompile(`\{\{\s*fields\.(\w+)\s*\}\}`)
	pathParam     = regexp.MustCompile(`\{(\w+)(…?)\}`)
)

func routesOf(p *catalog.Provider) []route {
	var out []route
	for _, a := range p.Actions {
		r := newRoute(a.Method, templateParam.ReplaceAllString(a.Path, "{$1}"), p.Source(a.Answer))
		r.action, r.origin, r.noAuth, r.steady = a.ID, p.Origin(a), a.NoAuth, a.Steady
		out = append(out, r)
	}
	for _, one := range p.Sandbox.Routes {
		r := newRoute(one.Method, one.Path, p.Source(one.Answer))
		r.origin, r.noAuth, r.exact = one.Host, one.NoAuth, exact(one)
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b route) int { return cmp.Compare(b.literal, a.literal) })
	return out
}

// newRoute reads a path: {name} is a part of one segment, {name…} all that is left.
func newRoute(method, path, program string) route {
	r := route{method: method, program: program}
	var re strings.Builder
	re.WriteString("^")
	at := 0
	for _, m := range pathParam.FindAllStringSubmatchIndex(path, -1) {
		r.literal += m[0] - at
		re.WriteString(regexp.QuoteMeta(path[at:m[0]]))
		if m[4] < m[5] {
			re.WriteString("(.*)")
		} else {
			re.WriteString("([^/]+)")
		}
		r.params = append(r.params, path[m[2]:m[3]])
		at = m[1]
	}
	r.literal += len(path) - at
	re.WriteString(regexp.QuoteMeta(path[at:]) + "$")
	r.path = regexp.MustCompile(re.String())
	return r
}

// match returns the parameters of a path as it stands in the URL, escaped.
func (r *route) match(method, origin, escaped string) (map[string]any, bool) {
	if r.method != "*" && r.method != method && (r.method != "GET" || method != "HEAD") {
		return nil, false
	}
	if r.origin != "" && origin != "" && r.origin != origin {
		return nil, false
	}
	found := r.path.FindStringSubmatch(escaped)
	if found == nil {
		return nil, false
	}
	params := make(map[string]any, len(r.params))
	for i, name := range r.params {
		v, err := url.PathUnescape(found[i+1])
		if err != nil {
			return nil, false
		}
		params[name] = v
	}
	return params, true
}
