package catalog

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// An Auth is a way to prove who calls: a scheme of package auth, with the settings that
// are the same for everybody.
type Auth struct {
	Scheme   string      `json:"scheme"` // an id, such as "token"
	Title    string      `json:"title"`
	Doc      string      `json:"doc"`
	Settings spec.Values `json:"settings,omitempty"` // not asked of people, and winning over what they stored
	Sandbox  spec.Values `json:"sandbox,omitempty"`  // made-up values of the others: the account that the sandbox gets
}

// AuthBy returns the provider's preset of a scheme, or nil.
func (p *Provider) AuthBy(scheme string) *Auth {
	for i := range p.Auth {
		if p.Auth[i].Scheme == scheme {
			return &p.Auth[i]
		}
	}
	return nil
}

// Preset returns the settings that the provider gives to its connections of a scheme:
// what [auth.Record.Account] is to be made with.
func (p *Provider) Preset(scheme string) spec.Values {
	if a := p.AuthBy(scheme); a != nil {
		return a.Settings
	}
	return nil
}

// MadeUp returns the account that the provider's sandbox takes, as if it were stored.
// False is that it needs none.
func (p *Provider) MadeUp() (auth.Record, bool) {
	if len(p.Auth) == 0 {
		return auth.Record{}, false
	}
	return p.MadeUpBy(p.Auth[0]), true
}

// MadeUpBy is the same for one of the provider's ways to authenticate.
func (p *Provider) MadeUpBy(a Auth) auth.Record {
	return auth.Record{
		ID: p.ID + "~sandbox", Name: p.Title, Provider: p.ID, Hosts: p.Hosts,
		Scheme: a.Scheme, Settings: auth.HideSettings(maps.Clone(a.Sandbox)),
	}
}

// AuthHosts returns the https origins, beside the provider's hosts, that its presets
// name: where tokens are asked for, and where people sign in. No account is sent there
// but by its own scheme.
func (p *Provider) AuthHosts() []string {
	var out []string
	for _, a := range p.Auth {
		for _, name := range slices.Sorted(maps.Keys(a.Settings)) {
			origin := originOf(a.Settings[name])
			if origin != "" && !slices.Contains(out, origin) && !slices.Contains(p.Hosts, origin) {
				out = append(out, origin)
			}
		}
	}
	return out
}

// originOf returns the origin of a setting that is an https URL, else "".
func originOf(v any) string {
	s, _ := v.(string)
	u, err := url.Parse(s)
	if !isURL(s) || err != nil || u.Scheme != "https" {
		return ""
	}
	return "https://" + strings.TrimSuffix(strings.ToLower(u.Host), ":443")
}

// isURL reports whether a setting is a URL and nothing else: a scope may hold one.
func isURL(s string) bool {
	return strings.HasPrefix(s, "https://") && !strings.ContainsAny(s, " {") || strings.HasPrefix(s, "http://")
}
