package catalog

import (
	"slices"
	"strings"
)

// Provider returns the provider of that id, or nil.
func (c *Catalog) Provider(id string) *Provider { return c.ids[id] }

// Action returns an action of a provider, or nil.
func (c *Catalog) Action(provider, action string) *Action {
	if p := c.ids[provider]; p != nil {
		return p.Action(action)
	}
	return nil
}

// Action returns the action of that id, or nil.
func (p *Provider) Action(id string) *Action {
	for _, a := range p.Actions {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// ForHost returns the provider that a host or https origin belongs to, or that asks for
// tokens there; nil if there is none.
func (c *Catalog) ForHost(host string) *Provider {
	host = strings.TrimSuffix(strings.ToLower(strings.TrimPrefix(host, "https://")), ".")
	origin := "https://" + strings.TrimSuffix(host, ":443")
	if p := c.hosts[origin]; p != nil {
		return p
	}
	return c.authHosts[origin]
}

// Mappings maps every host of the catalogue to one address, that of a sandbox server:
// also those where tokens are asked for.
func (c *Catalog) Mappings(address string) map[string]string {
	m := make(map[string]string, len(c.hosts)+len(c.authHosts))
	for _, hosts := range []map[string]*Provider{c.hosts, c.authHosts} {
		for origin := range hosts {
			m[strings.TrimPrefix(origin, "https://")] = address
		}
	}
	return m
}

// Offered returns the providers that are offered to people: all but the hidden ones,
// by title.
func (c *Catalog) Offered() []*Provider {
	out := slices.DeleteFunc(slices.Clone(c.Providers), func(p *Provider) bool { return p.Hidden })
	slices.SortFunc(out, func(a, b *Provider) int { return strings.Compare(a.Title, b.Title) })
	return out
}

// Search returns the offered providers in whose title, summary or words every word of
// the text occurs, whatever the case, those whose title begins with it first. An empty
// text finds all.
func (c *Catalog) Search(text string) []*Provider {
	words := strings.Fields(strings.ToLower(text))
	out := slices.DeleteFunc(c.Offered(), func(p *Provider) bool { return !p.has(words) })
	prefix := strings.Join(words, " ")
	slices.SortStableFunc(out, func(a, b *Provider) int { return rank(a, prefix) - rank(b, prefix) })
	return out
}

func rank(p *Provider, prefix string) int {
	if strings.HasPrefix(strings.ToLower(p.Title), prefix) {
		return 0
	}
	return 1
}

func (p *Provider) has(words []string) bool {
	text := p.Title + "\n" + p.Summary + "\n" + strings.Join(p.Search, "\n")
	for _, a := range p.Actions {
		text += "\n" + a.Title
	}
	return contains(text, words)
}

// SearchActions returns the actions in whose title, summary or id every word occurs.
func (p *Provider) SearchActions(text string) []*Action {
	words := strings.Fields(strings.ToLower(text))
	return slices.DeleteFunc(slices.Clone(p.Actions), func(a *Action) bool {
		return !contains(a.Title+"\n"+a.Summary+"\n"+a.ID, words)
	})
}

func contains(text string, words []string) bool {
	text = strings.ToLower(text)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
