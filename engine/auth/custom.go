package auth

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"flowbench/engine/spec"
)

var custom = Scheme{
	ID: "custom", Title: "Custom connection", Summary: "A request of your own brings a token, which goes where you say",
	Doc: `Before the first request the **Authorization request** is sent. ` + "`{{secret}}`" + ` stands in it for the **Secret**, as in the body
` + "`{ \"api-key\": \"{{secret}}\" }`" + `. What comes back is kept in memory for the time in **TTL** (60 seconds where that is empty), and is asked for once,
however many steps need it.

**Token placement settings** say what of it goes into your requests: as headers, as URL parameters, or as both. Their values are
templates, in which are known

- ` + "`authResponseBody`" + `: the body of the response, as text
- ` + "`authResponseStatusCode`" + `: its status, a number
- ` + "`authResponseHeaders`" + `: its headers, an object with names in lower case
- ` + "`secret`" + `: the secret

as in ` + "`Bearer {{ authResponseBody | fromjson | attr(\"token\") }}`" + `. **Retrieve response** sends the request and shows what came back, and what
the templates make of it.`,
	Search: []string{"token", "login", "authorization request", "ttl", "own", "jwt", "session"},
	New:    func() Account { return new(customAccount) },
}

// The tabs of the form.
const (
	tabRequest   = "Authorization request"
	tabPlacement = "Token placement settings"
)

// The fields of a custom connection that say where its token is put.
const (
	TokenHeaders = "tokenHeaders"
	TokenParams  = "tokenParams"
)

// A customAccount gets its token by a request that people write themselves.
type customAccount struct {
	hidden
	secret              string
	method, url, body   string
	headers             []place
	putHeaders, putArgs []outletRow
	ttl                 string // seconds; empty is 60
}

const defaultTTL = 60 * time.Second

// Fields implements [Account].
func (a *customAccount) Fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&a.secret, spec.Field{Name: "secret", Label: "Secret", Required: true, Secret: true, Source: "R61", Tab: tabRequest,
			Doc: "What the service wants for a token: a key or a password. `{{secret}}` stands for it."}),
		spec.ChoiceVar(&a.method, spec.Field{Name: "method", Label: "Method", Default: "POST", Narrow: true, Source: "D8", Tab: tabRequest,
			Options: spec.Options("POST", "GET", "PUT", "PATCH"), Doc: "The request's HTTP method."}),
		spec.TextVar(&a.url, spec.Field{Name: "url", Label: "URL", Required: true, Narrow: true, Source: "D8", Tab: tabRequest,
			Placeholder: "https://api.example.com/login", Doc: "Where the token is asked for. A URL parameter may hold `{{secret}}`."}),
		spec.ListVar(&a.headers, spec.Field{Name: "headers", Label: "Headers", RowNoun: "header", Source: "R61", Tab: tabRequest,
			Doc: "Headers of the request. `{{secret}}` stands for the secret."}, (*place).fields),
		spec.TextVar(&a.body, spec.Field{Name: "body", Label: "Body", Lines: 5, Source: "R61", Tab: tabRequest, Placeholder: `{ "api-key": "{{secret}}" }`,
			Doc: "The request's body. `{{secret}}` stands for the secret. JSON and forms are known by their looks; else say by a header Content-Type what it is."}),
		spec.ListVar(&a.putHeaders, spec.Field{Name: TokenHeaders, Label: "Headers", RowNoun: "header", Source: "R62", Tab: tabPlacement,
			Doc: "Added to every request, made of the response, as in `Bearer {{ authResponseBody | fromjson | attr(\"token\") }}`."}, (*outletRow).fields),
		spec.ListVar(&a.putArgs, spec.Field{Name: TokenParams, Label: "URL Parameters", RowNoun: "parameter", Source: "R62", Tab: tabPlacement,
			Doc: "Added to the URL of every request, made of the response."}, (*outletRow).fields),
		spec.TextVar(&a.ttl, spec.Field{Name: "ttl", Label: "TTL", Type: spec.Number, Unit: "seconds", Min: spec.Limit(1), Max: spec.Limit(30 * 24 * 3600),
			Placeholder: "60", Source: "R63", Tab: tabPlacement, Doc: "For how long the response is good. If you leave this field empty, it is 60 seconds."}),
	}
}

// An outletRow is a header or parameter as typed, its value a template over the response.
type outletRow struct{ name, value string }

func (o *outletRow) fields() []spec.Field {
	return []spec.Field{
		spec.TextVar(&o.name, spec.Field{Name: "name", Label: "Key", Narrow: true, Required: true, Doc: "Its name."}),
		spec.TextVar(&o.value, spec.Field{Name: "value", Label: "Value", Narrow: true, Required: true, Template: true,
			Placeholder: `Bearer {{ authResponseBody | fromjson | attr("token") }}`, Doc: "Its value, made of the response."}),
	}
}

// life is how long a response is good.
func (a *customAccount) life() (time.Duration, error) {
	if strings.TrimSpace(a.ttl) == "" {
		return defaultTTL, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(a.ttl), 64)
	if err != nil || !(n >= 1 && n <= 30*24*3600) {
		return 0, errors.New("TTL is no number of seconds from 1 to 2592000")
	}
	return time.Duration(n * float64(time.Second)), nil
}

// Check implements [Checker].
func (a *customAccount) Check(v spec.Values) []spec.Problem {
	var p problems
	text := spec.ToText(v["url"])
	base, query, _ := strings.Cut(text, "?")
	used := p.onlySecret("url", query)
	p.url(spec.Values{"url": base}, "url", "URL")
	if strings.Contains(query, "#") {
		p.add("url", "URL ends in a part that is never sent: take out the # and what follows.")
	}
	for i, row := range rows(v, "headers") {
		value := spec.ToText(row["value"])
		p.header(at("headers", i, "name"), spec.ToText(row["name"]), at("headers", i, "value"), value)
		used = p.onlySecret(at("headers", i, "value"), value) || used
		if secretTemplate.MatchString(value) {
			p.line("secret", "Secret", spec.ToText(v["secret"]))
		}
	}
	body := spec.ToText(v["body"])
	used = p.onlySecret("body", body) || used
	if !used && text != "" {
		p.warn("body", "{{secret}} stands nowhere in the authorization request, so that the Secret is not sent: write it where the service wants it.")
	}
	if spec.ToText(v["method"]) == "GET" && strings.TrimSpace(body) != "" {
		p.warn("body", "A GET request has no body as a rule: choose POST, or put {{secret}} into the URL or a header.")
	}
	placed := 0
	for i, row := range rows(v, "tokenHeaders") {
		placed += p.template(at("tokenHeaders", i, "value"), spec.ToText(row["value"]))
		p.header(at("tokenHeaders", i, "name"), spec.ToText(row["name"]), at("tokenHeaders", i, "value"), spec.ToText(row["value"]))
	}
	for i, row := range rows(v, "tokenParams") {
		placed += p.template(at("tokenParams", i, "value"), spec.ToText(row["value"]))
	}
	if placed == 0 {
		p.add("tokenHeaders", "The token would not be sent: add a header such as Authorization with the value Bearer {{ authResponseBody | fromjson | attr(\"token\") }}.")
	}
	return p
}

// template says what is wrong with a template over the response, and returns 1 if it
// takes anything from it.
func (p *problems) template(field, text string) int {
	t, err := readTemplate(text)
	if err != nil {
		p.add(field, "%s.", strings.TrimSuffix(err.Error(), "."))
		return 1 // its own problem is enough
	}
	if _, literal := t.Literal(); literal {
		return 0
	}
	return 1
}

// Method implements [Account].
func (a *customAccount) Method(e Env) (Method, error) {
	outlets, err := a.outlets()
	if err != nil {
		return nil, err
	}
	life, err := a.life()
	if err != nil {
		return nil, err
	}
	return newTokened(e, len(outlets), func(ctx context.Context, _ Secret) (Token, error) {
		q, err := a.ask()
		if err != nil {
			return Token{}, err
		}
		reply, err := e.Sender.Send(ctx, q)
		if err != nil {
			return Token{}, err
		}
		values, err := render(ctx, outlets, a.secret, reply, hostOf(q.URL))
		return Token{Values: values, Expires: e.Time().Add(life)}, err
	}, func(t Token) Parts { return put(outlets, t) })
}

// Verify implements [Verifier].
func (a *customAccount) Verify(r Request) error {
	outlets, err := a.outlets()
	if err != nil {
		return err
	}
	for _, o := range outlets {
		if got := o.in(r); got != o.madeUp(a.secret) {
			return fmt.Errorf("%s does not hold the token that was given out", o)
		}
	}
	return nil
}
