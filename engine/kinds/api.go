package kinds

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// api calls any HTTP API.
type api struct {
	method, url    string
	connection     string
	headers, query []pair
	bodyAs         string
	body           any
	text           string
	timeout        float64
	responseAs     string
}

// A pair is a header or a query parameter as typed.
type pair struct {
	name, value any
	off         bool
}

func (p *pair) fields() []spec.Field {
	return []spec.Field{
		spec.ValueVar(&p.name, spec.Field{Name: "name", Label: "Name", Narrow: true, Type: spec.Text, Template: true, Required: true, Lazy: true, Doc: "Its name."}),
		spec.ValueVar(&p.value, spec.Field{Name: "value", Label: "Value", Narrow: true, Type: spec.Text, Template: true, Lazy: true, Doc: "Its value, as text."}),
		spec.BoolVar(&p.off, spec.Field{Name: "off", Label: "Off", Narrow: true, Inverse: true, Doc: "Kept, but not sent."}),
	}
}

// How a body is sent and a response read.
const (
	asJSON  = "json"
	asForm  = "form"
	asText  = "text"
	asNone  = "none"
	asAuto  = "auto"
	asEmpty = "empty"
)

const echoURL = "https://echo.example.com/hello"

var (
	aPair    = new(pair).fields()
	methods  = spec.Options("GET", "POST", "PUT", "PATCH", "DELETE")
	withBody = &spec.When{Field: "method", Is: []string{"POST", "PUT", "PATCH"}}
	withTree = &spec.When{Field: "bodyAs", Is: []string{asJSON, asForm}}
	withText = &spec.When{Field: "bodyAs", Is: []string{asText}}
	bodies   = []spec.Option{
		{Value: asJSON, Label: "JSON", Doc: "`application/json`"},
		{Value: asForm, Label: "Form", Doc: "`application/x-www-form-urlencoded`, from an object; a key may end in `[]`"},
		{Value: asText, Label: "Text", Doc: "as it stands"},
		{Value: asNone, Label: "None", Doc: "no body is sent"},
	}
	responses = []spec.Option{
		{Value: asAuto, Label: "Automatic", Doc: "JSON where the answer says it is JSON, else text; nothing where it is empty"},
		{Value: asJSON, Label: "JSON", Doc: "an answer that is no JSON fails the step"},
		{Value: asText, Label: "Text", Doc: "the answer as it stands"},
		{Value: asEmpty, Label: "Empty", Doc: "the answer's body is not read"},
	}
	leastTime, mostTime = spec.Limit(5), spec.Limit(180)
)

func (n *api) Fields() []spec.Field {
	return []spec.Field{
		spec.ChoiceVar(&n.method, spec.Field{Name: "method", Label: "Method", Narrow: true, Required: true, Default: "GET", Source: "R81",
			Options: methods, Doc: "What the call does."}),
		spec.TextVar(&n.url, spec.Field{Name: "url", Label: "URL", Narrow: true, Required: true, Template: true, Lazy: true, Source: "R69",
			Placeholder: echoURL, Doc: "An https address with a domain. Templates may stand in the path and the query, not in the domain; their values are escaped."}),
		spec.TextVar(&n.connection, spec.Field{Name: "connection", Type: spec.Account, Label: "Connection Name", Source: "R56",
			Doc: "The account that the call is made with, if it needs one: its key or token is added last, and is in no template, record or file. It goes to the hosts of the connection only."}),
		spec.ListVar(&n.query, spec.Field{Name: "query", Label: "Query parameters", RowNoun: "parameter", Row: aPair, AnyOrder: true, Template: true, Lazy: true,
			Doc: "Added to the URL after `?`. One whose value is missing is left out."}, (*pair).fields),
		spec.ListVar(&n.headers, spec.Field{Name: "headers", Label: "Headers", RowNoun: "header", Row: aPair, AnyOrder: true, Template: true, Lazy: true, Source: "R73",
			Doc: "Sent with the call. One whose value is missing is left out. A key or token typed here can be read by whoever gets the flow: keep it in a connection."}, (*pair).fields),
		spec.ChoiceVar(&n.bodyAs, spec.Field{Name: "bodyAs", Label: "Body as", Default: asJSON, When: withBody, Source: "R82", Options: bodies, Doc: "How the body is sent."}),
		spec.ValueVar(&n.body, spec.Field{Name: "body", Label: "Body", Type: spec.JSON, Template: true, Lines: 8,
			When: withTree,
			Doc:  "Any JSON. A text that is one template and nothing else takes the value with its type; a key whose value is missing is left out."}),
		spec.TextVar(&n.text, spec.Field{Name: "body", Label: "Body", Template: true, Lines: 8,
			When: withText, Doc: "The text to send."}),
		spec.ChoiceVar(&n.responseAs, spec.Field{Name: "responseAs", Label: "Response as", Default: asAuto, Options: responses, Doc: "How the answer is read."}),
		spec.NumberVar(&n.timeout, spec.Field{Name: "timeout", Label: "Timeout", Unit: "seconds", Default: 60, Min: leastTime, Max: mostTime, Advanced: true, Source: "R97",
			Doc: "How long to wait for the whole answer."}),
	}
}

func (n *api) Run(ctx context.Context, env node.Env) (node.Result, error) {
	r := node.Request{Connection: n.connection, Method: n.method, BodyAs: asNone, Reads: n.responseAs, Timeout: n.timeout}
	var err error
	if r.URL, err = env.Parts(ctx, n.url); err != nil {
		return node.Result{}, fmt.Errorf("URL: %w", err)
	}
	if r.Query, err = evalPairs(ctx, env, n.query, "Query parameters"); err != nil {
		return node.Result{}, err
	}
	if r.Headers, err = evalPairs(ctx, env, n.headers, "Headers"); err != nil {
		return node.Result{}, err
	}
	if n.method != "GET" && n.method != "DELETE" {
		r.BodyAs = n.bodyAs
	}
	switch r.BodyAs {
	case asJSON, asForm:
		if r.Body = n.body; n.body == nil {
			r.BodyAs = asNone
		}
	case asText:
		r.Body = n.text
	}
	got, err := env.Call(ctx, r)
	if err != nil {
		return node.Result{}, err
	}
	return answered(hostOf(n.url), got)
}

// evalPairs gives the rows that are on and have a value.
func evalPairs(ctx context.Context, env node.Env, rows []pair, label string) ([]event.Header, error) {
	var out []event.Header
	for i, row := range rows {
		if row.off {
			continue
		}
		name, missing, err := env.Eval(ctx, row.name)
		if err != nil {
			return nil, fmt.Errorf("%s, row %d: %w", label, i+1, err)
		}
		if missing || name == "" {
			return nil, fmt.Errorf("%s, row %d: there is no name", label, i+1)
		}
		value, missing, err := env.Eval(ctx, row.value)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", label, spec.ToText(name), err)
		}
		if !missing || row.value == "" {
			out = append(out, event.Header{Name: spec.ToText(name), Value: spec.ToText(value)})
		}
	}
	return out, nil
}

// answered makes a step's result of what came back. A status outside 200 to 299 is a failure.
func answered(who string, got *node.Response) (node.Result, error) {
	response := map[string]any{"status": got.Status, "headers": got.Headers, "body": got.Body, "ms": got.MS}
	if got.Status >= 200 && got.Status <= 299 {
		return node.Result{Output: got.Body, Response: response}, nil
	}
	message := fmt.Sprintf("%s answered with status %d", who, got.Status)
	if why := reason(got.Body, 0); why != "" {
		message += ": " + why
	}
	help := ""
	if got.Status == 401 || got.Status == 403 {
		help = "Look at the node's connection: test it under Settings > Integrations."
	}
	return node.Result{}, &node.Failure{Fault: event.Fault{Type: "http", Message: message, Status: got.Status, Help: help}, Response: response}
}

// reason finds the sentence in an API's error body that says what went wrong.
func reason(body any, depth int) string {
	switch b := body.(type) {
	case string:
		if s := strings.Join(strings.Fields(b), " "); !strings.HasPrefix(s, "<") { // a page of HTML explains nothing
			if r := []rune(s); len(r) > 200 {
				return string(r[:199]) + "…"
			}
			return s
		}
	case []any:
		if len(b) > 0 && depth < 4 {
			return reason(b[0], depth+1)
		}
	case map[string]any:
		for _, key := range []string{"message", "error_description", "detail", "error", "errors", "title"} {
			if v, ok := b[key]; ok && depth < 4 {
				if s := reason(v, depth+1); s != "" {
					return s
				}
			}
		}
	}
	return ""
}

// checkBody finds a body that was to be JSON and is not: it is kept as the text that was
// typed. One template may give the whole body.
func checkBody(a spec.Around) []spec.Problem {
	n := new(api)
	text, typed := a.Values["body"].(string)
	if !typed || spec.Load(n.Fields(), a.Values) != nil {
		return nil
	}
	as := spec.ToText(a.Values["bodyAs"])
	if as != "" && as != asJSON || !slices.Contains([]string{"POST", "PUT", "PATCH"}, n.method) {
		return nil
	}
	if t, err := expr.Parse(text); err != nil || len(t.Spans()) == 1 && len(t.Refs()) > 0 {
		return nil
	}
	_, err := expr.Decode([]byte(expr.QuoteBare(text)))
	if err == nil {
		return nil
	}
	return []spec.Problem{{Severity: spec.Error, Path: spec.Path{Field: "body"},
		Text: "The body is not JSON, " + strings.TrimSuffix(strings.TrimPrefix(err.Error(), "not JSON "), ".") + ". Mend it, or send it as Text."}}
}

func apiKind() node.Kind {
	return node.Kind{
		Kind: spec.Kind{
			ID: "api", Title: "API", Group: spec.Connect, Icon: "api",
			Summary: "Calls any HTTP API by method and URL",
			Doc: `The call goes to an https address with a domain. Path and query may hold templates; their values are escaped, so that a slash or
an ampersand in a value cannot change where the call goes. An API that needs a key or a token takes it from the connection that is
chosen under **Connection Name**; in Sandbox a made-up one is sent. For an API on your own machine write the real address here and map its
host in the Sandbox environment: the flow stays as it is.

**Output** is the body of the answer: JSON where the API says it is JSON, else text, nothing where it is empty. The whole answer is
` + "`{{context.steps.NAME.response}}`" + ` with ` + "`status`, `headers`, `body` and `ms`" + `, the time it took in milliseconds.

A status outside 200 to 299 takes the failure port; ` + "`{{context.steps.NAME.error.message}}`" + ` then says what the API said, and the response
is there too. No answer in time, a broken answer and a refused host take it as well. An answer of at most 16 MB is read.

**Paste** on the board (Ctrl+V) makes an API node of a ` + "`curl`" + ` command, and of an object such as
` + "`{\"url\": \"https://…\", \"method\": \"POST\", \"headers\": {…}, \"body\": {…}}`" + `.`,
			Search: []string{"Custom API", "HTTP", "HTTP - GET", "GET", "POST", "REST", "request", "webhook", "Custom webhook", "Outgoing", "Outgoing integration", "Password", "URL", "curl"},
			New:    map[string]any{"method": "GET", "url": echoURL},
			Order:  []string{"method", "url", "connection"},
			Fields: func(spec.Around) []spec.Field { return new(api).Fields() },
			Ports:  func(spec.Values) []spec.Port { return []spec.Port{spec.OnSuccess, spec.OnFailure} },
			Check:  checkBody,
			Line: func(a spec.Around) string {
				method := spec.ToText(a.Values["method"])
				if method == "" {
					method = "GET"
				}
				return method + " " + pathOf(braced(spec.ToText(a.Values["url"])))
			},
		},
		New: func() node.Runner { return new(api) },
		Examples: []node.Example{
			{
				Title:  "A new node as it stands",
				Config: map[string]any{"method": "GET", "url": echoURL},
				Got:    &node.Response{Status: 200, Body: map[string]any{"hello": "there"}},
				Want:   map[string]any{"hello": "there"},
			},
			{
				Title: "A body from values",
				Config: map[string]any{"method": "POST", "url": "https://api.example.com/leads/{{context.steps.Start.id}}",
					"headers": []any{map[string]any{"name": "Accept-Language", "value": "en"}},
					"body":    map[string]any{"name": "{{context.steps.Start.name}}", "note": "From {{context.steps.Start.name}}", "phone": "{{context.steps.Start.phone}}"}},
				Context: map[string]any{"Start": map[string]any{"id": 7, "name": "Ada"}},
				Got:     &node.Response{Status: 201, Body: map[string]any{"ok": true}},
				Want:    map[string]any{"ok": true},
			},
			{
				Title:  "With the account of a connection",
				Config: map[string]any{"method": "GET", "url": "https://api.example.com/leads", "connection": "Crm"},
				Got:    &node.Response{Status: 200, Body: []any{map[string]any{"id": 7}}},
				Want:   []any{map[string]any{"id": 7}},
			},
			{
				Title:  "An API that refuses",
				Config: map[string]any{"method": "DELETE", "url": "https://api.example.com/leads/7"},
				Got:    &node.Response{Status: 404, Body: map[string]any{"error": map[string]any{"message": "no such lead"}}},
				Fails:  "api.example.com answered with status 404: no such lead",
			},
			{
				Title:  "An answer without a body is a success",
				Config: map[string]any{"method": "POST", "url": "https://api.example.com/mail", "body": map[string]any{"to": "ada@example.com"}},
				Got:    &node.Response{Status: 202},
			},
		},
	}
}

// hostOf is the host of a URL, which holds no template.
func hostOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	if !ok || rest == "" {
		return "the API"
	}
	return rest
}

// pathOf is what a card shows of a URL: its path, or its host where there is none.
func pathOf(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return url
	}
	rest, _, _ = strings.Cut(rest, "?")
	if i := strings.IndexByte(rest, '/'); i > 0 && i < len(rest)-1 {
		return rest[i:]
	}
	return rest
}
