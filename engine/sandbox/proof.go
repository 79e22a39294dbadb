package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/spec"
)

// wrong says what is wrong with a request's authentication, nil if nothing is.
func (h *house) wrong(route *route, r *http.Request, origin, escaped string, body []byte) error {
	switch {
	case route != nil && route.noAuth:
		return nil
	case route != nil && route.exact != nil:
		return h.exactly(route, r, origin, escaped, body)
	case !authenticated(r, h.proofs):
		return errors.New("there is no authentication in the request")
	}
	return nil
}

// exactly has a request judged by the account that the route asks for. What was signed is
// what was received, at the host that the caller means.
func (h *house) exactly(route *route, r *http.Request, origin, escaped string, body []byte) error {
	judge, ok := route.exact.(auth.Verifier)
	if !ok {
		return errors.New("the sandbox cannot check how this route authenticates")
	}
	host := r.Host
	if origin == "" { // below the provider's id
		origin = route.origin
		if origin == "" {
			origin = h.provider.Hosts[0]
		}
		host = strings.TrimPrefix(origin, "https://")
	}
	url := "https://" + host + escaped
	if r.URL.RawQuery != "" || r.URL.ForceQuery {
		url += "?" + r.URL.RawQuery
	}
	return judge.Verify(auth.Request{
		Method: r.Method, URL: url, Body: body, Names: slices.Sorted(maps.Keys(r.Header)),
		Header: func(name string) string { return strings.Join(r.Header.Values(name), ", ") },
	})
}

// exact is the account that a route asks for.
func exact(r catalog.Route) auth.Account {
	if r.Auth == nil {
		return nil
	}
	account, err := r.Auth.Account().Account(r.Auth.Settings)
	if err != nil {
		return broken{err}
	}
	return account
}

// broken is the account of a route that has none, which only a catalogue that nobody
// checked can have.
type broken struct{ err error }

func (b broken) Fields() []spec.Field                 { return nil }
func (b broken) Method(auth.Env) (auth.Method, error) { return nil, b.err }
func (b broken) Verify(auth.Request) error            { return b.err }

// A proof is a place in a request where a way to authenticate puts something.
type proof struct {
	part auth.Part
	word string // what it begins with, such as "Bearer "
}

// proofsOf finds where a provider's ways to authenticate put what they put, by having
// each do it once with its made-up account. The first place of each is looked at.
func proofsOf(p *catalog.Provider) []proof {
	var out []proof
	for _, a := range p.Auth {
		one := proof{part: auth.Part{In: auth.Header, Name: "Authorization"}}
		if parts := partsOf(p, a); len(parts) > 0 {
			one.part = parts[0]
			if word, _, ok := strings.Cut(parts[0].Value.Reveal(), " "); ok {
				one.word = word + " "
			}
		}
		out = append(out, one)
	}
	return out
}

func partsOf(p *catalog.Provider, a catalog.Auth) []auth.Part {
	account, err := p.MadeUpBy(a).Account(a.Settings)
	if err != nil {
		return nil
	}
	for n := range 16 { // no scheme has more places for a token
		method, err := account.Method(auth.Env{Connection: p.ID, Tokens: madeUpTokens{n}, Sender: nobody{}})
		if err != nil {
			return nil
		}
		parts, err := method.Apply(context.Background(), auth.Request{
			Method: http.MethodGet, URL: p.Hosts[0] + "/", Header: func(string) string { return "" },
		})
		if err == nil && len(parts.Add) > 0 {
			return parts.Add
		}
	}
	return nil
}

// madeUpTokens gives a token of so many values without asking for one.
type madeUpTokens struct{ values int }

func (m madeUpTokens) Token(context.Context, string, auth.Fetch) (auth.Token, error) {
	return auth.Token{Values: slices.Repeat([]auth.Secret{auth.Hide(auth.SandboxToken)}, m.values)}, nil
}

func (madeUpTokens) Refused(string, auth.Token) {}

// nobody sends nothing.
type nobody struct{}

func (nobody) Send(context.Context, auth.Ask) (auth.Reply, error) {
	return auth.Reply{}, fmt.Errorf("nothing is sent from here")
}

// authenticated reports whether a request carries what one of the ways puts into it.
// Whether the secret is right is not asked: in the sandbox each is.
func authenticated(r *http.Request, ways []proof) bool {
	for _, w := range ways {
		v := r.Header.Get(w.part.Name)
		if w.part.In == auth.Query {
			v = r.URL.Query().Get(w.part.Name)
		}
		if len(v) > len(w.word) && strings.HasPrefix(v, w.word) {
			return true
		}
	}
	return len(ways) == 0
}
