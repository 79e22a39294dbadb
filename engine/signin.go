package engine

import (
	"net/url"

	"flowbench/engine/auth"
	"flowbench/engine/signin"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// SignIn is how a person signs in to a stored account in this environment: on the service's
// own page, or, where its host is mapped, on the page there, with made-up secrets. The
// token that comes of it belongs to the connection that Env names: see [auth.Cache.Put].
func (n *Network) SignIn(r auth.Record) (signin.Options, error) {
	preset := spec.Values(nil)
	p := n.Catalog.Provider(r.Provider)
	if p != nil {
		preset = p.Preset(r.Scheme)
	}
	g, err := grantOf(r, preset)
	if err != nil {
		return signin.Options{}, err
	}
	host, err := transport.Host(g.AuthURL("", "", ""))
	if err != nil {
		return signin.Options{}, refusal("The page to sign in on is at an address that is not called. "+err.Error(), "Look at the connection's Authorization URL.")
	}
	mapped := n.Client.Mapped(host)
	switch {
	case mapped != "" && p != nil:
		return signin.Options{}, refusal("In this environment "+p.Title+" is the sandbox's, where a made-up account is signed in already. Nothing was sent.",
			"Sign in with Live.")
	case mapped != "":
		r = r.MadeUp()
		if g, err = grantOf(r, preset); err != nil {
			return signin.Options{}, err
		}
	case n.Sandbox:
		return signin.Options{}, refusal(host+" is not in the sandbox, so nobody can sign in there. Nothing was sent.",
			"Map the host to an address of your own, or sign in with Live.")
	}
	port, plain := g.Redirect()
	return signin.Options{
		Name: r.Name, Account: g, Port: port, Plain: plain,
		Env: auth.Env{Connection: r.ID, Tokens: n.Accounts.Tokens, Sender: sender{n, r.Name, mapped != ""}},
		Map: func(page string) string { return mappedPage(mapped, page) },
	}, nil
}

func grantOf(r auth.Record, preset spec.Values) (auth.Grant, error) {
	a, err := r.Account(preset)
	if err != nil {
		return nil, refusal(spec.Sentence(err.Error()), "Look at the connection.")
	}
	g, ok := a.(auth.Grant)
	if !ok {
		return nil, refusal("Nobody signs in to the connection “"+r.Name+"”: it has what it needs in its fields.", "Test it.")
	}
	return g, nil
}

// mappedPage is the page at the address that its host is mapped to.
func mappedPage(base, page string) string {
	u, err := url.Parse(page)
	if base == "" || err != nil {
		return page
	}
	to := base + u.EscapedPath()
	if u.RawQuery != "" {
		to += "?" + u.RawQuery
	}
	return to
}
