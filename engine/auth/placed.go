package auth

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// A Placement says where a secret goes. It is data: catalogues and connections hold it.
type Placement struct {
	In      In     `json:"in"`
	Name    string `json:"name"`
	Value   string `json:"value"`             // "Bearer {{secret}}"
	Sandbox string `json:"sandbox,omitempty"` // the made-up secret of the sandbox
}

// {{secret}} exists in a connection's own templates and nowhere else.
var secretTemplate = regexp.MustCompile(`\{\{\s*secret\s*\}\}`)

func (p Placement) part(secret string) (Part, error) {
	switch p.In {
	case Header, Query, Body:
	default:
		return Part{}, fmt.Errorf("authentication %s: %q is no place in a request: header, query or body", p.Name, p.In)
	}
	p.Name = strings.TrimSpace(p.Name)
	if p.Name == "" {
		return Part{}, fmt.Errorf("authentication in %s: a name is missing", p.In)
	}
	value := p.Value
	if value == "" {
		value = "{{secret}}"
	}
	return Part{In: p.In, Name: p.Name, Value: Hide(secretTemplate.ReplaceAllLiteralString(value, secret))}, nil
}

// placed adds the same parts to every request.
type placed struct{ parts Parts }

func (p placed) Apply(context.Context, Request) (Parts, error) { return p.parts, nil }

// Placed puts a secret where the placements say.
func Placed(places []Placement, secret Secret) (Method, error) {
	m := placed{Parts{Secrets: []Secret{secret}}}
	for _, p := range places {
		part, err := p.part(secret.Reveal())
		if err != nil {
			return nil, err
		}
		m.parts.Add = append(m.parts.Add, part)
		m.parts.Secrets = append(m.parts.Secrets, part.Value)
	}
	return m, nil
}

// Sandbox is a provider's made-up account. Its values are no secrets, they stand in the
// catalogue, and yet a record hides them: a call looks the same as with a real account.
func Sandbox(places []Placement) (Method, error) {
	var m placed
	for _, p := range places {
		part, err := p.part(p.Sandbox)
		if err != nil {
			return nil, err
		}
		m.parts.Add = append(m.parts.Add, part)
	}
	return m, nil
}
