package transport

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
)

// How an answer is read. Auto goes by its Content-Type.
const (
	Auto  = "auto"
	JSON  = "json"
	Text  = "text"
	Empty = "empty"
)

// A Call is a request and what goes with it.
type Call struct {
	Request    *request.Request
	Connection *auth.Connection // nil is none
	Reads      string           // "" is Auto
	Timeout    time.Duration    // 0 is the client's
	MaxBody    int64            // 0 is the client's
	Attempt    int              // for the record: which try this is
	Purpose    string           // for the record: "token"
}

// An Answer is what came back, whatever its status.
type Answer struct {
	Status int
	Header http.Header
	Body   any    // JSON decoded, text, or nil
	Raw    []byte // as it came, unpacked
	Type   string // its media type
	Notes  []string
	MS     float64
}

// Response is the answer as a flow sees it. Names of headers are in lower case; of one
// that came twice the values are joined, but for set-cookie, which is a list.
func (a *Answer) Response() *node.Response {
	headers := make(map[string]any, len(a.Header))
	for name, values := range a.Header {
		if name == "Set-Cookie" && len(values) > 1 {
			list := make([]any, len(values))
			for i, v := range values {
				list[i] = v
			}
			headers["set-cookie"] = list
			continue
		}
		headers[strings.ToLower(name)] = strings.ToValidUTF8(strings.Join(values, ", "), "\uFFFD")
	}
	return &node.Response{Status: a.Status, Headers: headers, Body: a.Body, MS: a.MS}
}

// Do sends a call once, following redirects. The exchange is never nil; its bodies hold
// what was sent and what came, whole. The error is a *node.Failure, with the response as
// the flow sees it where one came that is not what it was to be; an answer with a status
// beyond 299 is no error.
func (c *Client) Do(ctx context.Context, call Call) (*Answer, *event.Exchange, error) {
	if call.Timeout <= 0 {
		call.Timeout = c.opts.Timeout
	}
	if call.MaxBody <= 0 {
		call.MaxBody = c.opts.MaxBody
	}
	t := &try{client: c, call: &call, start: time.Now()}
	t.record.Attempt, t.record.Purpose = call.Attempt, call.Purpose
	timed, cancel := context.WithTimeout(ctx, call.Timeout)
	defer cancel()
	answer, err := t.run(timed)
	t.record.MS = milliseconds(time.Since(t.start))
	if err != nil {
		f := t.fault(ctx, err)
		t.record.Error = f.Fault.Message
		if t.unread != nil {
			t.unread.MS = t.record.MS
			r := t.unread.Response()
			f.Response = map[string]any{"status": r.Status, "headers": r.Headers, "body": r.Body, "ms": r.MS}
		}
		return nil, &t.record, f
	}
	answer.MS = t.record.MS
	return answer, &t.record, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// A try is one call under way, and its record as it grows.
type try struct {
	client *Client
	call   *Call
	start  time.Time
	record event.Exchange
	hop    *hop
	begun  bool    // the answer's headers have come
	unread *Answer // one that came whole and is not what it was to be
}

func (t *try) run(ctx context.Context) (*Answer, error) {
	r := withDefaults(t.call.Request)
	t.record.Method, t.record.URL = r.Method, r.URL
	var err error
	if t.hop, err = t.client.hop(t.call, r, false); err != nil {
		return nil, err
	}
	if c := t.call.Connection; c != nil && (c.Method != nil || len(c.Hosts) > 0) && !c.Allows("https://"+t.hop.host) {
		return nil, refused(t.hop.host, "The connection "+c.Name+" may not be sent to "+t.hop.host+". Nothing was sent.",
			"Choose another connection, or add the host to this one.")
	}
	for hops := 0; ; hops++ {
		if t.hop.to == nil && t.client.opts.Sandbox {
			return nil, notMapped(t.hop.host, hops > 0)
		}
		resp, err := t.client.send(ctx, t.hop)
		if hops == 0 && !isAuthError(err) {
			t.recordSent()
		}
		if err != nil {
			return nil, err
		}
		t.begun = true
		next, err := t.redirect(resp, hops)
		if err != nil || next == nil {
			answer, readErr := t.read(ctx, resp)
			return answer, errors.Join(err, readErr)
		}
		discard(resp)
		t.hop, t.begun = next, false
		t.record.Hops = append(t.record.Hops, t.client.hide.Text(next.request.URL))
	}
}

// withDefaults adds the headers that every request has.
func withDefaults(r *request.Request) *request.Request {
	w := *r
	w.Headers = slices.Clip(r.Headers)
	for _, h := range []event.Header{{Name: "Accept", Value: "*/*"}, {Name: "Accept-Encoding", Value: "gzip"}, {Name: "User-Agent", Value: "Flowbench"}} {
		if w.Header(h.Name) == "" {
			w.Headers = append(w.Headers, h)
		}
	}
	return &w
}
