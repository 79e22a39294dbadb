package auth

import (
	"context"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"flowbench/engine/spec"
)

var clientCredentials = Scheme{
	ID: "oauth2-client", Title: "OAuth2 Client Credentials", Summary: "A token that the service gives a program, for its ID and secret",
	Doc: `Before the first request a token is asked for at the **Token endpoint URL**, with the **Client ID** and the
**Client secret** that the service gave you. It is kept in memory, used for every request (` + "`Authorization: Bearer …`" + `), and asked for
anew before it ends, or once it is refused. Nobody signs in.`,
	Search: []string{"oauth", "client credentials", "machine", "m2m", "bearer", "token", "audience"},
	New:    func() Account { return new(clientAccount) },
}

// clientAccount is a program that has an account of its own.
type clientAccount struct {
	hidden
	oauthClient
}

// Fields implements [Account].
func (a *clientAccount) Fields() []spec.Field {
	return []spec.Field{
		a.tokenField(),
		a.idField(),
		a.secretField(true, "The password that goes with it."),
		a.scopeField(),
		a.howField(),
		a.paramsField("More fields of the token request, such as audience or resource. They are seen in the flow log."),
	}
}

// Check implements [Checker].
func (a *clientAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.url(v, "tokenUrl", "Token endpoint URL")
	p.reserved(v, "params", clientOwn)
	return p
}

// clientOwn are the fields of a token request that the account itself gives.
var clientOwn = []string{"grant_type", "scope", "client_id", "client_secret"}

// Method implements [Account].
func (a *clientAccount) Method(e Env) (Method, error) {
	return newTokened(e, 1, func(ctx context.Context, _ Secret) (Token, error) {
		config := clientcredentials.Config{ClientID: a.id, ClientSecret: a.secret, TokenURL: a.endpoint(), Scopes: a.scopes(), AuthStyle: a.style(), EndpointParams: url.Values{}}
		for _, p := range a.extra(clientOwn) {
			config.EndpointParams.Add(p.name, p.value)
		}
		t, err := a.ask(ctx, e, "", func(ctx context.Context) (*oauth2.Token, error) { return config.Token(ctx) })
		t.Refresh = Secret{} // a client asks with its secret
		return t, err
	}, bearer)
}

// Verify implements [Verifier].
func (a *clientAccount) Verify(r Request) error { return verifyBearer(r) }
