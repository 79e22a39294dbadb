package auth

import (
	"errors"
	"net/url"

	"flowbench/engine/spec"
)

var apiKey = Scheme{
	ID: "api-key", Title: "API Key", Summary: "A key in a header of choice, or in a parameter of the URL",
	Doc: `The key is added to every request, where you say: in headers, in URL parameters, or in both. ` + "`{{secret}}`" + ` stands for
the **Secret**, as in ` + "`x-api-key: {{secret}}` or `Authorization: Bearer {{secret}}`" + `.`,
	Search: []string{"x-api-key", "key", "secret", "header", "query", "parameter"},
	New:    func() Account { return new(keyAccount) },
}

// keyAccount is a key and where it is put.
type keyAccount struct {
	hidden
	secret          string
	headers, params []place
}

// A place is a header or parameter and its value, with a template in it.
type place struct{ name, value string }

func (p *place) fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&p.name, spec.Field{Name: "name", Label: "Key", Narrow: true, Required: true, Doc: "Its name."}),
		spec.TextVar(&p.value, spec.Field{Name: "value", Label: "Value", Narrow: true, Required: true, Doc: "Its value; {{secret}} stands for the secret."}),
	}
}

// Fields implements [Account].
func (a *keyAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.secret, spec.Field{Name: "secret", Label: "Secret", Required: true, Secret: true, Source: "R59", Doc: "The key as the service gave it."}),
		spec.ListVar(&a.headers, spec.Field{Name: "headers", Label: "Headers", RowNoun: "header", Source: "R59",
			Default: []any{map[string]any{"name": "x-api-key", "value": "{{secret}}"}},
			Doc:     "Added to every request. `{{secret}}` stands for the secret."}, (*place).fields),
		spec.ListVar(&a.params, spec.Field{Name: "params", Label: "URL Parameters", RowNoun: "parameter", Source: "R59",
			Doc: "Added to the URL of every request. `{{secret}}` stands for the secret."}, (*place).fields),
	}
}

// Check implements [Checker].
func (a *keyAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	p.line("secret", "Secret", spec.ToText(v["secret"]))
	used := v["headers"] == nil // its default holds it
	for i, row := range rows(v, "headers") {
		value := spec.ToText(row["value"])
		p.header(at("headers", i, "name"), spec.ToText(row["name"]), at("headers", i, "value"), value)
		used = p.onlySecret(at("headers", i, "value"), value) || used
	}
	for i, row := range rows(v, "params") {
		used = p.onlySecret(at("params", i, "value"), spec.ToText(row["value"])) || used
	}
	if !used {
		p.add("headers", "The key would not be sent: write {{secret}} into the value of a header or of a URL parameter.")
	}
	return p
}

func (a *keyAccount) places() []Placement {
	var out []Placement
	for _, h := range a.headers {
		out = append(out, Placement{In: Header, Name: h.name, Value: h.value})
	}
	for _, p := range a.params {
		out = append(out, Placement{In: Query, Name: p.name, Value: p.value})
	}
	return out
}

// Method implements [Account].
func (a *keyAccount) Method(Env) (Method, error) { return Placed(a.places(), Hide(a.secret)) }

// Verify implements [Verifier].
func (a *keyAccount) Verify(r Request) error {
	u, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	for _, p := range a.places() {
		want, err := p.part(a.secret)
		if err != nil {
			return err
		}
		got := r.Header(p.Name)
		if p.In == Query {
			got = u.Query().Get(p.Name)
		}
		if got != want.Value.Reveal() {
			return errors.New("the " + string(p.In) + " " + p.Name + " does not hold the key")
		}
	}
	return nil
}
