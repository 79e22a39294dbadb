package auth

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"

	"flowbench/engine/spec"
)

// problems are what is wrong with an account's settings, as it is found.
type problems []spec.Problem

func (p *problems) add(field, format string, args ...any) {
	*p = append(*p, spec.Problem{Severity: spec.Error, Path: spec.Path{Field: field}, Text: fmt.Sprintf(format, args...)})
}

func (p *problems) warn(field, format string, args ...any) {
	*p = append(*p, spec.Problem{Severity: spec.Warning, Path: spec.Path{Field: field}, Text: fmt.Sprintf(format, args...)})
}

// url says what is plainly wrong with a URL. An empty one is the field's own business.
func (p *problems) url(v spec.Values, field, label string) {
	text := strings.TrimSpace(spec.ToText(v[field]))
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	switch {
	case strings.Contains(text, "{{") || strings.Contains(text, "{%"):
		p.add(field, "%s takes no template: write it out.", label)
	case err != nil || u.Host == "" || strings.ContainsAny(text, " \t\r\n\\"):
		p.add(field, "%s is no URL: write it whole, as in https://login.example.com/oauth/token.", label)
	case u.Scheme != "https":
		p.add(field, "%s begins with %s://: only https is called. Let an environment map the host, if that is meant for a test.", label, u.Scheme)
	case u.User != nil:
		p.add(field, "%s holds a user name or password: take out what stands before the @.", label)
	case u.Fragment != "" || strings.HasSuffix(text, "#"):
		p.add(field, "%s ends in a part that is never sent: take out the # and what follows.", label)
	case isAddress(u.Hostname()):
		p.add(field, "%s names no domain: write the host's name, and let an environment map it to this address.", label)
	}
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || !strings.Contains(host, ".")
}

// reserved says which rows of a list give a parameter that is not theirs to give.
func (p *problems) reserved(v spec.Values, field string, names []string) {
	for i, row := range rows(v, field) {
		name := strings.TrimSpace(spec.ToText(row["name"]))
		if slices.Contains(names, name) {
			p.add(at(field, i, "name"), "The parameter %s follows from the other fields: remove the row.", name)
		}
	}
}

// header says whether a name and a value can stand in a header.
func (p *problems) header(nameAt, name, valueAt, value string) {
	name = strings.TrimSpace(name)
	if name != "" && !httpguts.ValidHeaderFieldName(name) {
		p.add(nameAt, "“%s” is no name of a header: use letters, digits and hyphens, as in X-Api-Key.", name)
	} else if slices.Contains(ours, strings.ToLower(name)) {
		p.add(nameAt, "The header %s follows from the request: choose another.", name)
	}
	p.line(valueAt, "The value of the header", value)
}

// ours are the headers that package transport makes.
var ours = []string{"host", "content-length", "transfer-encoding", "trailer", "connection", "keep-alive", "proxy-connection", "te", "upgrade", "expect"}

// line says whether text is one line, as headers need.
func (p *problems) line(field, label, text string) {
	if !httpguts.ValidHeaderFieldValue(text) {
		p.add(field, "%s has a line break or another control character in it: remove it.", label)
	}
}

// onlySecret says that a text holds a template other than {{secret}}, and reports whether
// it holds that.
func (p *problems) onlySecret(field, text string) bool {
	if rest := secretTemplate.ReplaceAllLiteralString(text, ""); spec.HasTemplate(rest) {
		p.add(field, "Only {{secret}} can stand between {{ and }} here: the values of a flow are not known to a connection.")
	}
	return secretTemplate.MatchString(text)
}

// rows are the rows of a list as typed.
func rows(v spec.Values, field string) []spec.Values {
	list, _ := v[field].([]any)
	out := make([]spec.Values, len(list))
	for i, el := range list {
		out[i], _ = el.(map[string]any)
	}
	return out
}

func at(list string, i int, field string) string { return fmt.Sprintf("%s[%d].%s", list, i, field) }
