package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strings"

	"flowbench/engine/spec"
)

var hashed = Scheme{
	ID: "sha256", Title: "SHA256-based authentication", Summary: "A hash over each request and a secret, as Eagle Eye wants it",
	Doc: `Every request gets two headers: ` + "`X-EES-AUTH-CLIENT-ID`" + `, the **Client ID**, and ` + "`X-EES-AUTH-HASH`" + `, the SHA256 of the endpoint
URI, the body and the **Client secret**, one after the other, in lower-case hex. It is made over the bytes that are sent, after
every value has been put in. The secret itself is never sent.

This method is recommended for connecting with Eagle Eye only.`,
	Search: []string{"sha256", "hash", "eagle eye", "ees", "x-ees-auth-hash", "signature"},
	New:    func() Account { return new(hashAccount) },
}

// hashAccount is a client that proves that it knows a secret.
type hashAccount struct {
	hidden
	id, secret, over string
}

// What is hashed of the URI.
const (
	overURI  = "uri"
	overPath = "path"
)

const (
	hashID   = "X-EES-AUTH-CLIENT-ID"
	hashName = "X-EES-AUTH-HASH"
)

// Fields implements [Account].
func (a *hashAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.id, spec.Field{Name: "clientId", Label: "Client ID", Required: true, Source: "R65", Doc: "Assigned to you by the service."}),
		spec.TextVar(&a.secret, spec.Field{Name: "clientSecret", Label: "Client secret", Required: true, Secret: true, Source: "R65", Doc: "Assigned to you by the service."}),
		spec.ChoiceVar(&a.over, spec.Field{Name: "over", Label: "Endpoint URI", Default: overURI, Advanced: true, Source: "R65",
			Options: []spec.Option{{Value: overURI, Label: "the whole URI"}, {Value: overPath, Label: "path and query only"}},
			Doc:     "What of the address is hashed: https://api.example.com/v1/x?y=1, or /v1/x?y=1."}),
	}
}

// Check implements [Checker].
func (a *hashAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.line("clientId", "Client ID", spec.ToText(v["clientId"]))
	p.line("clientSecret", "Client secret", spec.ToText(v["clientSecret"]))
	return p
}

// Method implements [Account].
func (a *hashAccount) Method(Env) (Method, error) { return a, nil }

// Apply implements [Method]. The hash is not among the secrets: it fits one request only.
func (a *hashAccount) Apply(_ context.Context, r Request) (Parts, error) {
	return Parts{
		Add: []Part{
			{In: Header, Name: hashID, Value: Hide(a.id), Shown: a.id},
			{In: Header, Name: hashName, Value: Hide(a.hash(r))},
		},
		Secrets: []Secret{Hide(a.secret)},
	}, nil
}

func (a *hashAccount) hash(r Request) string {
	uri := r.URL
	if a.over == overPath {
		uri = pathOf(uri)
	}
	h := sha256.New()
	h.Write([]byte(uri))
	h.Write(r.Body)
	h.Write([]byte(a.secret))
	return hex.EncodeToString(h.Sum(nil))
}

// pathOf is a URL from its path on.
func pathOf(text string) string {
	_, rest, _ := strings.Cut(text, "://")
	i := strings.IndexAny(rest, "/?#")
	if i < 0 {
		return "/"
	}
	return rest[i:]
}

// Verify implements [Verifier].
func (a *hashAccount) Verify(r Request) error {
	if r.Header(hashID) != a.id {
		return errors.New("the header " + hashID + " does not hold the Client ID")
	}
	if subtle.ConstantTimeCompare([]byte(r.Header(hashName)), []byte(a.hash(r))) != 1 {
		return errors.New("the header " + hashName + " does not fit the request: it is made of the URI, the body and the secret as they were sent")
	}
	return nil
}
