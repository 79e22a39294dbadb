package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// test checks the call by which an account is tried.
func (r *report) test(p *Provider) {
	t := p.Test
	if t == nil {
		if !p.Hidden && len(p.Auth) > 0 {
			r.add("/test", "the call that shows whether an account works is missing")
		}
		return
	}
	if !slices.Contains(methods, t.Method) {
		r.add("/test/method", "there is no method %q: %s", t.Method, strings.Join(methods, ", "))
	}
	if t.Host != "" && !slices.Contains(p.Hosts, t.Host) {
		r.add("/test/host", "the host %q is not one of the provider's", t.Host)
	}
	if !strings.HasPrefix(t.Path, "/") {
		r.add("/test/path", "the path %q does not begin with /", t.Path)
	}
	for i, row := range t.Query {
		r.need(fmt.Sprintf("/test/query/%d/name", i), row.Name)
	}
	t.call.template.fields(func(name string) {
		r.add("/test", "the request names a field %q, and a test has none", name)
	})
	if strings.TrimSpace(string(t.Says)) == "" {
		r.add("/test/says", "the program that says whose account it is is missing")
	} else {
		r.err("/test/says", compile(string(t.Says)))
	}
	if t.Refused != "" {
		r.err("/test/refused", compile(string(t.Refused)))
	}
}
