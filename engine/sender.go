package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/expr"
	"flowbench/engine/request"
	"flowbench/engine/transport"
)

// tokenTimeout is how long a server may take to give a token.
const tokenTimeout = 30 * time.Second

type recordKey struct{}

// recording lets what is asked for a token within the context be recorded with the step
// that needs it.
func recording(ctx context.Context, record func(event.Exchange)) context.Context {
	return context.WithValue(ctx, recordKey{}, record)
}

// A sender sends the requests by which a connection's method gets its tokens.
type sender struct {
	network *Network
	name    string // of the connection
	madeUp  bool   // its secrets are those of the sandbox
}

// Sender returns what sends the token requests of a connection; of one whose secrets are
// made up where that is said.
func (n *Network) Sender(connection string, madeUp bool) auth.Sender {
	return sender{n, connection, madeUp}
}

// Send implements [auth.Sender]. The request may go to its own host only. What came back
// is recorded without its values: among them is a secret that nobody knows yet.
func (s sender) Send(ctx context.Context, q auth.Ask) (auth.Reply, error) {
	host, err := transport.Host(q.URL)
	if err != nil {
		return auth.Reply{}, refusal(fmt.Sprintf("The connection “%s” asks for its token at an address that is not called. %s", s.name, err), "Look at the connection.")
	}
	mapped := s.network.Client.Mapped(host) != ""
	switch {
	case mapped && !s.madeUp:
		return auth.Reply{}, refusal(fmt.Sprintf("The connection “%s” asks for its token at %s, which this environment maps to another address, and a real account is not sent there. Nothing was sent.", s.name, host),
			"Map the host of the API too, or end the mapping of "+host+".")
	case !mapped && s.madeUp && !s.network.Sandbox:
		return auth.Reply{}, refusal(fmt.Sprintf("The API of the connection “%s” is mapped to another address, and %s, where its token comes from, is not. Nothing was sent.", s.name, host),
			"Map "+host+" too.")
	}
	method := q.Method
	if method == "" {
		method = "POST"
	}
	r := &request.Request{Method: method, URL: q.URL, Body: []byte(q.Body), Type: q.Type}
	for _, h := range q.Header {
		r.Headers = append(r.Headers, event.Header(h))
	}
	if q.Type != "" && r.Header("Content-Type") == "" {
		r.Headers = append(r.Headers, event.Header{Name: "Content-Type", Value: q.Type})
	}
	fixed := auth.Fixed(q.Parts)
	answer, exchange, err := s.network.Client.Do(ctx, transport.Call{
		Request: r, Purpose: "token", Timeout: tokenTimeout, Reads: transport.Auto, MaxBody: 1 << 20,
		Connection: &auth.Connection{Name: s.name, Hosts: []string{"https://" + host}, Method: fixed, Sandbox: fixed},
	})
	if record, ok := ctx.Value(recordKey{}).(func(event.Exchange)); ok && exchange != nil {
		record(hushed(*exchange))
	}
	if err != nil {
		return auth.Reply{}, err
	}
	return auth.Reply{Status: answer.Status, Header: answer.Response().Headers, Body: string(answer.Raw)}, nil
}

// hushed is the exchange with every value of its answer hidden that may be a secret.
func hushed(x event.Exchange) event.Exchange {
	if x.Got == nil {
		return x
	}
	got := *x.Got
	got.Headers = slices.Clone(got.Headers)
	for i, h := range got.Headers {
		if !slices.Contains(openHeaders, strings.ToLower(h.Name)) {
			got.Headers[i].Value = auth.Hidden
		}
	}
	if got.Body != nil {
		v, err := expr.DecodeOrdered(got.Body.Value)
		if err != nil {
			v = auth.Hidden
		}
		if text, isText := v.(string); isText && x.Status > 299 { // a page that says what is wrong
			v = text
		} else {
			v = hush(v, "")
		}
		if b, err := expr.Encode(v); err == nil {
			got.Body = &event.Value{Value: jsontext.Value(b)}
		}
	}
	x.Got = &got
	return x
}

var (
	openHeaders = []string{"content-type", "content-length", "content-encoding", "date", "server", "cache-control", "www-authenticate", "retry-after", "vary"}
	openKeys    = []string{"error", "error_description", "error_uri", "message", "detail", "title", "code", "token_type", "scope", "status", "type"}
)

// hush hides the texts of an answer but for those that are known to hold no token.
func hush(v any, key string) any {
	switch v := v.(type) {
	case string:
		if v == "" || slices.Contains(openKeys, strings.ToLower(key)) {
			return v
		}
		return auth.Hidden
	case []any:
		out := make([]any, len(v))
		for i, el := range v {
			out[i] = hush(el, key)
		}
		return out
	case expr.Object:
		out := make(expr.Object, len(v))
		for i, m := range v {
			out[i] = expr.Member{Name: m.Name, Value: hush(m.Value, m.Name)}
		}
		return out
	}
	return v
}
