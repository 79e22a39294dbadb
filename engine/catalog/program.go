package catalog

import (
	_ "embed"
	"fmt"

	"github.com/itchyny/gojq"
)

//go:embed prelude.jq
var prelude string

// Source returns a program of the provider's sandbox with the definitions that it uses.
func (p *Provider) Source(program Program) string {
	return prelude + "\n" + string(p.Sandbox.Define) + "\n" + string(program)
}

// compile reports whether a program is one; variables are the names it may use.
func compile(source string, variables ...string) error {
	q, err := gojq.Parse(source)
	if err == nil {
		_, err = gojq.Compile(q, gojq.WithVariables(variables))
	}
	if err != nil {
		return fmt.Errorf("the program does not compile: %w", err)
	}
	return nil
}
