package transport

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"flowbench/engine/event"
)

// redirect returns the hop that a response asks for, nil when it asks for none.
func (t *try) redirect(resp *http.Response, hops int) (*hop, error) {
	h := t.hop
	location := resp.Header.Get("Location")
	if location == "" || !slices.Contains([]int{301, 302, 303, 307, 308}, resp.StatusCode) {
		return nil, nil
	}
	if hops >= maxHops {
		return nil, refused(h.host, h.host+" redirected more than 10 times.", "Call the address that it leads to.")
	}
	ref, err := url.Parse(location)
	if err != nil {
		return nil, refused(h.host, h.host+" redirected to something that is no URL.", "Ask its maker.")
	}
	to := h.url.ResolveReference(ref)
	to.Fragment, to.RawFragment = "", ""
	if h.to != nil {
		h.to.back(to, h.host)
	}
	if to.Scheme == "http" {
		return nil, refused(to.Host, h.host+" redirected from https to http, to "+to.Host+". The redirect was not followed.",
			"Call the https address.")
	}
	r := *h.request
	r.URL = to.String()
	next, err := t.client.hop(t.call, &r, h.foreign)
	if err != nil {
		return nil, refused(to.Host, h.host+" redirected to an address that is not called. "+err.Error(), err.(*HostError).Help())
	}
	sees := r.Method == http.MethodGet || r.Method == http.MethodHead
	if resp.StatusCode <= 303 && !sees {
		r.Method, sees = http.MethodGet, true
		r.Body, r.Type = nil, ""
		r.Headers = without(r.Headers, func(name string) bool { return strings.HasPrefix(name, "content-") })
	}
	r.Headers = without(r.Headers, func(name string) bool { return name == "referer" })
	if next.host != h.host {
		next.foreign = true
		if !sees || len(r.Body) > 0 {
			return nil, refused(next.host, h.host+" redirected to "+next.host+", and a "+r.Method+" request is not sent again to another host.",
				"Call "+next.host+" itself, if that is meant.")
		}
		if t.client.hide.Holds(r.URL) {
			return nil, refused(next.host, h.host+" redirected to "+next.host+" with a secret in the address. The redirect was not followed.",
				"Ask the maker of "+h.host+".")
		}
	}
	if next.foreign {
		r.Headers = without(r.Headers, func(name string) bool {
			return name != "accept" && name != "accept-language" && name != "user-agent"
		})
	}
	return next, nil
}

// without returns the headers whose name, in lower case, is not to be dropped.
func without(headers []event.Header, drop func(name string) bool) []event.Header {
	return slices.DeleteFunc(slices.Clone(headers), func(h event.Header) bool { return drop(strings.ToLower(h.Name)) })
}

// discard ends a response whose body nobody reads, in a way that keeps its connection
// when there is little left of it.
func discard(resp *http.Response) {
	io.CopyN(io.Discard, resp.Body, 4<<10)
	resp.Body.Close()
}

// cutOrigin divides a URL after its host.
func cutOrigin(text string) (origin, path string, found bool) {
	_, rest, found := strings.Cut(text, "://")
	i := strings.IndexAny(rest, "/?#")
	if !found || i < 0 {
		return text, "", false
	}
	at := len(text) - len(rest) + i
	return text[:at], text[at:], true
}
