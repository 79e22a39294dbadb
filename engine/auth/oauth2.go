package auth

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/oauth2"

	"flowbench/engine/spec"
)

var signIn = Scheme{
	ID: "oauth2", Title: "OAuth2 sign-in", Summary: "You sign in at the service, in your browser, and allow it",
	Doc: `**Sign in** opens the service's own page in your browser; there you say who you are and what is allowed. Flowbench never
sees your password. What it gets is a token, put into every request (` + "`Authorization: Bearer …`" + `), and a second one to renew the first with, kept
in the vault. When the service no longer accepts that one, sign in again.

Register Flowbench at the service as a desktop or native app. If it asks for a redirect address, give it ` + "`http://127.0.0.1/callback`" + `
and choose that under **Redirect address** too. Codes are
bound to this machine (PKCE), so that a **Client secret** is needed only where the service gives you one.`,
	Search:  []string{"oauth", "authorization code", "pkce", "browser", "login", "openid", "bearer", "refresh"},
	SignsIn: true,
	New:     func() Account { return new(signInAccount) },
}

// signInAccount is a person's account, which they lend to this program.
type signInAccount struct {
	hidden
	oauthClient
	redirect
	authURL, issuer string
}

// Fields implements [Account].
func (a *signInAccount) Fields() []spec.Field {
	return append([]spec.Field{
		spec.TextVar(&a.authURL, spec.Field{Name: "authUrl", Label: "Authorization URL", Required: true,
			Placeholder: "https://login.example.com/oauth/authorize", Doc: "The page on which you sign in."}),
		a.tokenField(),
		a.idField(),
		a.secretField(false, "May be empty: many services give desktop apps none."),
		a.scopeField(),
		a.howField(),
		a.paramsField("More parameters of the page on which you sign in, such as access_type=offline, prompt=consent or audience."),
		spec.TextVar(&a.issuer, spec.Field{Name: "issuer", Label: "Issuer", Advanced: true, Placeholder: "https://login.example.com",
			Doc: "What the service calls itself. If it is given, an answer of anyone else is refused. May be empty."}),
	}, a.redirect.fields()...)
}

// Check implements [Checker].
func (a *signInAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.url(v, "authUrl", "Authorization URL")
	p.url(v, "tokenUrl", "Token endpoint URL")
	p.url(v, "issuer", "Issuer")
	p.reserved(v, "params", signInOwn)
	return append(p, a.redirect.check(v)...)
}

// signInOwn are the parameters of the page to sign in on that the account itself gives.
var signInOwn = []string{"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"}

func (a *signInAccount) config(redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: a.id, ClientSecret: a.secret, RedirectURL: redirect, Scopes: a.scopes(),
		Endpoint: oauth2.Endpoint{AuthURL: strings.TrimSpace(a.authURL), TokenURL: a.endpoint(), AuthStyle: a.style()}}
}

// AuthURL implements [Grant].
func (a *signInAccount) AuthURL(state, verifier, redirect string) string {
	var opts []oauth2.AuthCodeOption
	for _, p := range a.extra(signInOwn) {
		opts = append(opts, oauth2.SetAuthURLParam(p.name, p.value))
	}
	return a.config(redirect).AuthCodeURL(state, append(opts, oauth2.S256ChallengeOption(verifier))...)
}

// Exchange implements [Grant].
func (a *signInAccount) Exchange(ctx context.Context, e Env, code, verifier, redirect string) (Token, error) {
	const ended = "did not accept what the sign-in brought: it took too long, or was used before"
	return a.ask(ctx, e, ended, func(ctx context.Context) (*oauth2.Token, error) {
		return a.config(redirect).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	})
}

// Issuer implements [Grant].
func (a *signInAccount) Issuer() string { return strings.TrimSpace(a.issuer) }

// Method implements [Account].
func (a *signInAccount) Method(e Env) (Method, error) {
	return newTokened(e, 1, func(ctx context.Context, refresh Secret) (Token, error) {
		if refresh.Empty() {
			return Token{}, fmt.Errorf("there is no sign-in at %s that can still be used: %w", hostOf(a.authURL), ErrSignIn)
		}
		return a.ask(ctx, e, "no longer accepts the sign-in", func(ctx context.Context) (*oauth2.Token, error) {
			return a.config("").TokenSource(ctx, &oauth2.Token{RefreshToken: refresh.Reveal()}).Token()
		})
	}, bearer)
}

// Verify implements [Verifier].
func (a *signInAccount) Verify(r Request) error { return verifyBearer(r) }
