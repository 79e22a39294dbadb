package request

import (
	"fmt"
	"net/http"
	"strings"

	"flowbench/engine/event"
	"flowbench/engine/node"
)

// A Spec is a request as it is meant, its templates evaluated.
type Spec struct {
	Method  string // "" is GET
	URL     []node.Part
	Headers []Row
	Query   []Row // appended to the URL's own
	Body    any   // nil is none
	BodyAs  string
}

// How a body is written. A JSON object goes as a form where the Content-Type header says
// so. Auto takes text as text and all else as JSON.
const (
	Auto = ""
	JSON = "json"
	Form = "form"
	Text = "text"
	None = "none"
)

// A Row is a header or a query parameter; nil is missing, and left out.
type Row struct {
	Name  string
	Value any
}

// Of is what a kind's request means, where the kind gives URL and body itself.
func Of(r node.Request) Spec {
	return Spec{Method: r.Method, URL: r.URL, Headers: rows(r.Headers), Query: rows(r.Query), Body: r.Body, BodyAs: r.BodyAs}
}

func rows(headers []event.Header) []Row {
	out := make([]Row, len(headers))
	for i, h := range headers {
		out[i] = Row{h.Name, h.Value}
	}
	return out
}

// A Request is ready to be sent, but for authentication. It is not changed once made.
type Request struct {
	Method  string
	URL     string // absolute and escaped, without fragment
	Headers []event.Header
	Body    []byte
	Type    string // the body's media type, "" without a body
}

var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodHead, http.MethodOptions,
}

// Build makes the request. Its errors are *node.Failure, in words for the flow's author.
func Build(s Spec) (*Request, error) {
	r := &Request{}
	var err error
	if r.Method, err = method(s.Method); err != nil {
		return nil, err
	}
	if r.URL, err = buildURL(s.URL, s.Query); err != nil {
		return nil, err
	}
	if r.Headers, err = buildHeaders(s.Headers); err != nil {
		return nil, err
	}
	if err := r.setBody(s.Body, s.BodyAs); err != nil {
		return nil, err
	}
	return r, nil
}

func method(m string) (string, error) {
	if m == "" {
		return http.MethodGet, nil
	}
	up := strings.ToUpper(m)
	for _, known := range methods {
		if up == known {
			return known, nil
		}
	}
	return "", fault("use "+strings.Join(methods, ", "), "%q is no method of a request", m)
}

// Header returns the value of a header, whatever the case of its name, or "".
func (r *Request) Header(name string) string {
	if i := r.header(name); i >= 0 {
		return r.Headers[i].Value
	}
	return ""
}

func (r *Request) header(name string) int {
	for i, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			return i
		}
	}
	return -1
}

// fault is an error for the flow's author: what is wrong, and what to do.
func fault(help, format string, args ...any) error {
	return &node.Failure{Fault: event.Fault{Type: "value", Message: fmt.Sprintf(format, args...), Help: help}}
}
