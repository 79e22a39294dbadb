package catalog

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"

	"github.com/itchyny/gojq"
)

//go:embed prelude.jq
var prelude string

// Source returns a program of the provider's sandbox with the definitions that it uses.
func (p *Provider) Source(program Program) string {
	return prelude + "\n" + string(p.Sandbox.Define) + "\n" + string(program)
}

// Compile makes a program of the catalogue ready to run.
func Compile(source string, variables ...string) (*gojq.Code, error) {
	q, err := gojq.Parse(source)
	if err != nil {
		return nil, err
	}
	return gojq.Compile(q, gojq.WithVariables(variables), gojq.WithFunction("sha256url", 0, 0, sha256url))
}

// sha256url is the one function that programs have beside those of jq: the SHA-256 of a
// text in base64 for URLs, as a sign-in's challenge is made of its verifier.
func sha256url(v any, _ []any) any {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("sha256url takes a text, not %s", gojq.Preview(v))
	}
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// compile reports whether a program is one; variables are the names it may use.
func compile(source string, variables ...string) error {
	if _, err := Compile(source, variables...); err != nil {
		return fmt.Errorf("the program does not compile: %w", err)
	}
	return nil
}
