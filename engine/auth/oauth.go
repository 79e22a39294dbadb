package auth

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"flowbench/engine/spec"
)

// An oauthClient is what both OAuth2 schemes know of a server that gives tokens: where it
// is asked, and as whom.
type oauthClient struct {
	tokenURL, id, secret, scope, how string
	params                           []pair
}

// A pair is one more parameter of a request.
type pair struct{ name, value string }

func (p *pair) fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&p.name, spec.Field{Name: "name", Label: "Key", Narrow: true, Required: true, Doc: "Its name."}),
		spec.TextVar(&p.value, spec.Field{Name: "value", Label: "Value", Narrow: true, Doc: "Its value."}),
	}
}

// The ways in which a client says who it is.
const (
	inHeader = "header"
	inBody   = "body"
)

func (c *oauthClient) tokenField() spec.Field {
	return spec.TextVar(&c.tokenURL, spec.Field{Name: "tokenUrl", Label: "Token endpoint URL", Required: true, Source: "R64",
		Placeholder: "https://login.example.com/oauth/token", Doc: "Where tokens are asked for."})
}

func (c *oauthClient) idField() spec.Field {
	return spec.TextVar(&c.id, spec.Field{Name: "clientId", Label: "Client ID", Required: true, Source: "R64", Doc: "The name under which the service knows you."})
}

func (c *oauthClient) secretField(required bool, doc string) spec.Field {
	return spec.TextVar(&c.secret, spec.Field{Name: "clientSecret", Label: "Client secret", Required: required, Secret: true, Source: "R64", Doc: doc})
}

func (c *oauthClient) scopeField() spec.Field {
	return spec.TextVar(&c.scope, spec.Field{Name: "scope", Label: "Scope", Source: "R64", Placeholder: "read write",
		Doc: "What the token is to allow, with a space between. May be empty."})
}

func (c *oauthClient) howField() spec.Field {
	return spec.ChoiceVar(&c.how, spec.Field{Name: "clientAuth", Label: "Client authenticates", Default: inHeader, Advanced: true,
		Options: []spec.Option{{Value: inHeader, Label: "in a header"}, {Value: inBody, Label: "in the body"}},
		Doc:     "How Client ID and Client secret are sent to the token endpoint: as a Basic header, or as fields of the form. Most services take both."})
}

func (c *oauthClient) paramsField(doc string) spec.Field {
	return spec.ListVar(&c.params, spec.Field{Name: "params", Label: "Extra parameters", RowNoun: "parameter", Advanced: true, Doc: doc}, (*pair).fields)
}

// style is how the client says who it is. One without a secret has nothing to put into a header.
func (c *oauthClient) style() oauth2.AuthStyle {
	if c.how == inBody || c.secret == "" {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}

// endpoint is where tokens are asked for.
func (c *oauthClient) endpoint() string { return strings.TrimSpace(c.tokenURL) }

// extra are the parameters that people add, but for those that follow from the rest.
func (c *oauthClient) extra(reserved []string) []pair {
	var out []pair
	for _, p := range c.params {
		if p.name = strings.TrimSpace(p.name); p.name != "" && !slices.Contains(reserved, p.name) {
			out = append(out, p)
		}
	}
	return out
}

func (c *oauthClient) scopes() []string { return strings.Fields(c.scope) }

// bearer is how tokens go into requests.
func bearer(t Token) Parts {
	token := t.Values[0]
	value := Hide("Bearer " + token.Reveal())
	return Parts{Add: []Part{{In: Header, Name: "Authorization", Value: value}}, Secrets: []Secret{token, value}}
}

// SandboxToken is the token that the sandbox gives whoever asks for one.
const SandboxToken = "sandbox-token"

func verifyBearer(r Request) error {
	if r.Header("Authorization") != "Bearer "+SandboxToken {
		return errors.New("the header Authorization does not hold the token that was given out")
	}
	return nil
}

// hostOf is the host of a URL, for people.
func hostOf(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" {
		return "the server"
	}
	return u.Host
}
