package transport

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/request"
)

// A hop is one request of a call: the first, or one that a redirect asks for.
type hop struct {
	call    *Call
	request *request.Request // without authentication
	host    string           // as checked; with its port unless that is 443
	url     *url.URL
	to      *mapping // where an environment sends it
	foreign bool     // a redirect led to another origin, now or before

	shown *request.Request // with authentication hidden: what is recorded
	size  int              // of the body that was sent
}

type hopKey struct{}

// hop checks a request's URL and finds where it goes.
func (c *Client) hop(call *Call, r *request.Request, foreign bool) (*hop, error) {
	host, err := Host(r.URL)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(strings.TrimSpace(r.URL))
	if err != nil {
		return nil, badHost(host)
	}
	u.Scheme, u.Host, u.User = "https", host, nil // what was checked is what is called
	return &hop{call: call, request: r, shown: r, size: len(r.Body), host: host, url: u, to: c.maps.find(host), foreign: foreign}, nil
}

// send lets the hop go through the chain.
func (c *Client) send(ctx context.Context, h *hop) (*http.Response, error) {
	return c.chain.RoundTrip(h.http(context.WithValue(ctx, hopKey{}, h), h.request))
}

// http is the request in net/http's terms, addressed as the flow wrote it.
func (h *hop) http(ctx context.Context, r *request.Request) *http.Request {
	header := make(http.Header, len(r.Headers))
	for _, l := range r.Headers {
		name := textproto.CanonicalMIMEHeaderKey(l.Name)
		header[name] = append(header[name], l.Value)
	}
	q := &http.Request{
		Method: r.Method, URL: h.url, Host: h.host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if len(r.Body) > 0 {
		body := r.Body
		q.ContentLength = int64(len(body))
		q.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		q.Body, _ = q.GetBody()
	}
	return q.WithContext(ctx)
}

// method is how this hop authenticates.
func (h *hop) method() auth.Method {
	c := h.call.Connection
	switch {
	case c == nil || h.foreign:
		return nil
	case h.to != nil:
		return c.Sandbox
	}
	return c.Method
}

// authenticate is the innermost wrapper. It makes what is sent and what is recorded of
// one list of parts. A token that is refused is used no more; what only reads is then sent
// once again with another one.
func (c *Client) authenticate(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(q *http.Request) (*http.Response, error) {
		h := q.Context().Value(hopKey{}).(*hop)
		m := h.method()
		if m == nil {
			return next.RoundTrip(q)
		}
		parts, err := m.Apply(q.Context(), h.seen())
		if err != nil {
			return nil, &authError{err}
		}
		resp, err := c.sendWith(next, q, h, parts)
		r, tokens := m.(auth.Refuser)
		if !tokens || err != nil || resp.StatusCode != http.StatusUnauthorized {
			return resp, err
		}
		r.Refused(parts)
		if q.Method != http.MethodGet && q.Method != http.MethodHead {
			return resp, nil
		}
		fresh, err := m.Apply(q.Context(), h.seen())
		if err != nil || slices.EqualFunc(fresh.Add, parts.Add, samePart) {
			return resp, nil // the refusal says more than why there is no other token
		}
		discard(resp)
		return c.sendWith(next, q, h, fresh)
	})
}

func samePart(a, b auth.Part) bool {
	return a.In == b.In && a.Name == b.Name && a.Value.Reveal() == b.Value.Reveal()
}

// sendWith sends a hop with what authentication adds to it.
func (c *Client) sendWith(next http.RoundTripper, q *http.Request, h *hop, parts auth.Parts) (*http.Response, error) {
	c.hide.Add(parts.Secrets...)
	sent, shown := make([]request.Extra, len(parts.Add)), make([]request.Extra, len(parts.Add))
	for i, p := range parts.Add {
		sent[i] = request.Extra{In: string(p.In), Name: p.Name, Value: p.Value.Reveal()}
		shown[i] = request.Extra{In: string(p.In), Name: p.Name, Value: cmp.Or(p.Shown, auth.Hidden), Hidden: true}
	}
	full, err := h.request.With(sent...)
	if err != nil {
		return nil, &authError{err}
	}
	if h.shown, err = h.request.With(shown...); err != nil {
		return nil, &authError{err}
	}
	h.size = len(full.Body)
	u, err := url.Parse(full.URL)
	if err != nil {
		return nil, &authError{badHost(h.host)}
	}
	with := *h
	with.url = &url.URL{Scheme: h.url.Scheme, Host: h.url.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}
	return next.RoundTrip(with.http(q.Context(), full))
}

// seen is what authentication may look at: the request as it will be on the wire.
func (h *hop) seen() auth.Request {
	r := auth.Request{Method: h.request.Method, URL: h.request.URL, Header: h.request.Header, Body: h.request.Body}
	if _, path, found := cutOrigin(strings.TrimSpace(r.URL)); found {
		r.URL = h.url.Scheme + "://" + h.host + path
	}
	for _, l := range h.request.Headers {
		r.Names = append(r.Names, l.Name)
	}
	return r
}

// wire is where a hop leaves: to its host, or to where that is mapped.
func (c *Client) wire(q *http.Request) (*http.Response, error) {
	h := q.Context().Value(hopKey{}).(*hop)
	if h.to == nil {
		return c.direct.RoundTrip(q)
	}
	mapped := *q
	mapped.URL = h.to.url(q.URL) // the Host header stays
	return c.mapped.RoundTrip(&mapped)
}

// mappedURL is where the hop went, as recorded.
func (h *hop) mappedURL() string {
	if h.to == nil {
		return ""
	}
	_, path, _ := cutOrigin(h.shown.URL)
	return h.to.origin() + h.to.base + path
}
