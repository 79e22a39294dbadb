package auth

import (
	"errors"
	"strings"

	"flowbench/engine/spec"
)

var bearerToken = Scheme{
	ID: "token", Title: "Token", Summary: "A token that you have, in every request",
	Doc: "The token is sent with every request: `Authorization: Bearer …`. A service that wants it elsewhere says so in its documentation; " +
		"**Advanced** has the header's name and value, in which `{{secret}}` stands for the token.",
	Search: []string{"bearer", "personal access token", "pat", "jwt", "authorization"},
	New:    func() Account { return new(tokenAccount) },
}

// tokenAccount is a token that does not end by itself.
type tokenAccount struct {
	hidden
	token  string
	header place
}

// Fields implements [Account].
func (a *tokenAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.token, spec.Field{Name: "token", Label: "Token", Required: true, Secret: true, Source: "R58", Doc: "The token as the service gave it, without the word Bearer."}),
		spec.TextVar(&a.header.name, spec.Field{Name: "header", Label: "Header", Default: "Authorization", Advanced: true, Source: "R58", Doc: "The header it is sent in."}),
		spec.TextVar(&a.header.value, spec.Field{Name: "value", Label: "Value", Default: "Bearer {{secret}}", Advanced: true, Source: "R58", Doc: "The header's value; {{secret}} stands for the token."}),
	}
}

// Check implements [Checker].
func (a *tokenAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.line("token", "Token", spec.ToText(v["token"]))
	if word, _, more := strings.Cut(strings.TrimSpace(spec.ToText(v["token"])), " "); more && strings.EqualFold(word, "bearer") {
		p.warn("token", "Token begins with the word Bearer, which is sent before it anyway: remove it.")
	}
	p.header("header", spec.ToText(v["header"]), "value", spec.ToText(v["value"]))
	if value := spec.ToText(v["value"]); value != "" && !p.onlySecret("value", value) {
		p.add("value", "Value does not hold {{secret}}, so that the token would not be sent: write it where the token belongs, as in Bearer {{secret}}.")
	}
	return p
}

func (a *tokenAccount) place() Placement {
	p := Placement{In: Header, Name: a.header.name, Value: a.header.value}
	if p.Name == "" {
		p.Name = "Authorization"
	}
	if p.Value == "" {
		p.Value = "Bearer {{secret}}"
	}
	return p
}

// Method implements [Account].
func (a *tokenAccount) Method(Env) (Method, error) {
	return Placed([]Placement{a.place()}, Hide(a.token))
}

// Verify implements [Verifier].
func (a *tokenAccount) Verify(r Request) error {
	want, err := a.place().part(a.token)
	if err != nil {
		return err
	}
	if r.Header(want.Name) != want.Value.Reveal() {
		return errors.New("the header " + want.Name + " does not hold the token")
	}
	return nil
}
