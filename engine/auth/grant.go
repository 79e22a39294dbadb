package auth

import (
	"context"

	"golang.org/x/oauth2"
)

// A Grant is an account that a person signs in to, in a browser. Who opens the browser
// and waits for its answer makes the state and the verifier, new each time, and compares
// the state and the issuer that come back.
type Grant interface {
	Account
	// AuthURL is the page to open.
	AuthURL(state, verifier, redirect string) string
	// Exchange makes a token of the code that came back; verifier and redirect are those of
	// AuthURL. What the next token is asked with is in its Refresh, which may be empty.
	Exchange(ctx context.Context, e Env, code, verifier, redirect string) (Token, error)
	// Issuer is what the iss of an answer must be, "" where the account does not say.
	Issuer() string
	// Redirect is what the service was told of where the browser comes back to: plain is
	// /callback of 127.0.0.1 and nothing else, at a port, or at any where that is 0.
	Redirect() (port int, plain bool)
}

// NewVerifier makes the secret by which a server knows that the one who brings a code is
// the one who asked for it (PKCE).
func NewVerifier() string { return oauth2.GenerateVerifier() }
