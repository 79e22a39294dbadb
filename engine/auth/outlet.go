package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"

	"flowbench/engine/expr"
)

// The names that a template over an authorization response knows.
const (
	nameBody    = "authResponseBody"
	nameStatus  = "authResponseStatusCode"
	nameHeaders = "authResponseHeaders"
	nameSecret  = "secret"
)

// An outlet is a place in requests, and the template over the response that fills it.
type outlet struct {
	place    In
	name     string
	template *expr.Template
}

// String names the outlet for people.
func (o outlet) String() string {
	if o.place == Query {
		return "the URL parameter " + o.name
	}
	return "the header " + o.name
}

func (a *customAccount) outlets() ([]outlet, error) {
	var out []outlet
	for _, list := range []struct {
		place In
		rows  []outletRow
	}{{Header, a.putHeaders}, {Query, a.putArgs}} {
		for _, row := range list.rows {
			o := outlet{place: list.place, name: strings.TrimSpace(row.name)}
			if o.name == "" {
				return nil, errors.New("a row of the Token placement settings has no name: give it one, or remove it")
			}
			var err error
			if o.template, err = readTemplate(row.value); err != nil {
				return nil, fmt.Errorf("%s: %w", o, err)
			}
			out = append(out, o)
		}
	}
	return out, nil
}

const begin = "begin with authResponseBody, authResponseStatusCode, authResponseHeaders or secret"

// readTemplate reads a template over the response. Its errors quote the template, which
// is no secret.
func readTemplate(text string) (*expr.Template, error) {
	t, err := expr.Parse(text, expr.WithNames(nameBody, nameStatus, nameHeaders, nameSecret))
	if err != nil {
		if e, ok := errors.AsType[*expr.Error](err); ok && strings.HasSuffix(e.Text, "is not known") {
			e.Fix = begin
		}
		return nil, err
	}
	if len(t.Fields()) > 0 {
		return nil, errors.New("{% context … %} is not known to a connection; " + begin)
	}
	for _, r := range t.Refs() {
		switch r.Root {
		case nameBody, nameStatus, nameHeaders, nameSecret:
		case ".":
			return nil, errors.New("{{ . }} is nothing here; begin with authResponseBody | fromjson")
		default:
			return nil, errors.New(r.Root + " is not known to a connection; " + begin)
		}
	}
	return t, nil
}

// render makes the values of all outlets of a response. Its errors name the place and
// say nothing of what came back but its status, its type and its length.
func render(ctx context.Context, outlets []outlet, secret string, r Reply, host string) ([]Secret, error) {
	if r.Status < 200 || r.Status > 299 {
		return nil, errors.New(refusedBy(host, r))
	}
	scope := &expr.Scope{Extra: map[string]any{nameBody: r.Body, nameStatus: r.Status, nameHeaders: r.headers(), nameSecret: secret}}
	values := make([]Secret, len(outlets))
	for i, o := range outlets {
		text, why := o.text(ctx, scope, r)
		if why != "" {
			return nil, fmt.Errorf("%s cannot be made of what %s answered (status %d, %s): %s", o, host, r.Status, r.about(), why)
		}
		values[i] = Hide(text)
	}
	return values, nil
}

func refusedBy(host string, r Reply) string {
	text := fmt.Sprintf("%s answered the authorization request with status %d (%s)", host, r.Status, r.about())
	switch {
	case r.Status == 401 || r.Status == 403:
		return text + ": it does not accept the Secret, or wants it elsewhere"
	case r.Status == 404 || r.Status == 405:
		return text + ": look at its URL and method"
	case r.Status == 429 || r.Status > 499:
		return text + ": try again later"
	}
	return text + ": look at the request, and at the Secret"
}

// about is what a reply is, without any of its values.
func (r Reply) about() string {
	t := r.mediaType()
	if t == "" || len(t) > 60 {
		t = "no type"
	}
	return fmt.Sprintf("%s, %d bytes", t, len(r.Body))
}

func (r Reply) headers() map[string]any {
	if r.Header == nil {
		return map[string]any{}
	}
	return r.Header
}

// text is what goes into the outlet, or why there is nothing. The texts of jq's own errors
// quote the values they met, so none of them goes out.
func (o outlet) text(ctx context.Context, scope *expr.Scope, r Reply) (text, why string) {
	pieces, err := o.template.Pieces(ctx, scope)
	if err != nil {
		_, notJSON := expr.Decode([]byte(r.Body))
		switch {
		case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled):
			return "", "its template did not end in time"
		case notJSON != nil && strings.Contains(o.template.String(), "fromjson"):
			return "", "the template reads the body as JSON, and it is none"
		}
		return "", "the template does not fit the response; press Retrieve response to see it"
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.Missing || p.Value == nil || p.Value == "" {
			if p.Inserted {
				return "", "the template finds nothing there; press Retrieve response to see it"
			}
			continue
		}
		switch p.Value.(type) {
		case map[string]any, []any, expr.Object:
			return "", "the template gives an object or a list, not a text; go on to the value that is meant, as in attr(\"token\")"
		}
		s, err := expr.Text(p.Value)
		if err != nil {
			return "", "the template gives no text"
		}
		b.WriteString(s)
	}
	text = strings.TrimSpace(b.String())
	switch {
	case text == "":
		return "", "the template gives nothing"
	case o.place == Header && !httpguts.ValidHeaderFieldValue(text):
		return "", "its value has a line break or another control character in it"
	case len(text) > 64<<10:
		return "", "its value is longer than 64 KB"
	}
	return text, ""
}

// put makes the parts of a token.
func put(outlets []outlet, t Token) Parts {
	var p Parts
	for i, o := range outlets {
		if i >= len(t.Values) {
			break
		}
		p.Add = append(p.Add, Part{In: o.place, Name: o.name, Value: t.Values[i]})
		p.Secrets = append(p.Secrets, t.Values[i])
		if _, bare, ok := strings.Cut(t.Values[i].Reveal(), " "); ok && Findable(Hide(bare)) {
			p.Secrets = append(p.Secrets, Hide(bare)) // the token without its Bearer
		}
	}
	return p
}

// in is what a request has in the outlet's place.
func (o outlet) in(r Request) string {
	if o.place == Header {
		return r.Header(o.name)
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return ""
	}
	return u.Query().Get(o.name)
}

// madeUp is what stands in the outlet where the token is the sandbox's.
func (o outlet) madeUp(secret string) string {
	var b strings.Builder
	text := o.template.String()
	for _, s := range o.template.Spans() {
		part := text[s.Start:s.End]
		switch {
		case !s.Evaluated:
			b.WriteString(part)
		case secretTemplate.MatchString(part):
			b.WriteString(secret)
		default:
			b.WriteString(SandboxToken)
		}
	}
	return strings.TrimSpace(b.String())
}

// Preview makes what a custom connection would put into requests of a response that was
// retrieved, in the order of the form: headers, then URL parameters. The values are in
// clear, for a person who asked to see them; templates run, so it is a worker's business.
func Preview(r Record, reply Reply) ([]Pair, error) {
	a, err := r.custom()
	if err != nil {
		return nil, err
	}
	outlets, err := a.outlets()
	if err != nil {
		return nil, err
	}
	values, err := render(context.Background(), outlets, a.secret, reply, hostOf(a.url))
	if err != nil {
		return nil, err
	}
	out := make([]Pair, len(outlets))
	for i, o := range outlets {
		out[i] = Pair{o.name, values[i].Reveal()}
	}
	return out, nil
}

// AskOf is the authorization request of a custom connection: what Retrieve response sends.
func AskOf(r Record) (Ask, error) {
	a, err := r.custom()
	if err != nil {
		return Ask{}, err
	}
	return a.ask()
}

func (r Record) custom() (*customAccount, error) {
	a, err := r.Account(nil)
	if err != nil {
		return nil, err
	}
	c, ok := a.(interface{ asCustom() *customAccount })
	if !ok {
		return nil, fmt.Errorf("the connection %s sends no authorization request", r.Name)
	}
	return c.asCustom(), nil
}

func (a *customAccount) asCustom() *customAccount { return a }
