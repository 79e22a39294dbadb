package auth

import (
	"context"
	"net/url"
	"strings"
)

// In says where in a request a part stands.
type In string

// The places authentication may write to.
const (
	Header In = "header"
	Query  In = "query"
	Body   In = "body"  // a field of a form or of a JSON object
	Whole  In = "whole" // the body itself; Part.Shown is what the record has of it
)

// A Part is one thing that authentication adds to a request.
type Part struct {
	In    In
	Name  string
	Value Secret // as it stands on the wire, but for escaping: "Bearer …"
	Shown string // what the record has in its place; "" is •••
}

// Parts is what authentication adds to one request.
type Parts struct {
	Add     []Part
	Secrets []Secret // what may not come back in clear; see [Redactor]

	token *Token // that it was made of, for [Refuser]
}

// A Request is what a method may look at: a request that is complete but for it.
type Request struct {
	Method string
	URL    string // as the flow means it, before any host mapping; scheme and host in lower case
	Header func(name string) string
	Names  []string // of its headers; nil where nobody says
	Body   []byte
}

// A Method is one way to authenticate. Apply is called for each try and each redirect
// within one origin, by many goroutines at once, and does not change the request.
type Method interface {
	Apply(ctx context.Context, r Request) (Parts, error)
}

// A Refuser is a method that is told when what it added was answered with status 401: the
// token in it is not used again.
type Refuser interface {
	Refused(Parts)
}

// Fixed is a method that adds the same parts to every request.
func Fixed(p Parts) Method { return placed{p} }

// None is no authentication.
type None struct{}

// Apply adds nothing.
func (None) Apply(context.Context, Request) (Parts, error) { return Parts{}, nil }

// A Connection is what a call knows of the account it is made with.
type Connection struct {
	Name    string
	Hosts   []string // exact origins, "https://api.example.com", or "https://*.example.com"
	Method  Method   // nil is none
	Sandbox Method   // what a mapped address gets instead; nil is nothing
}

// Allows reports whether the account may be sent to this origin, given in lower case.
func (c *Connection) Allows(origin string) bool {
	for _, h := range c.Hosts {
		if allows(strings.ToLower(h), origin) {
			return true
		}
	}
	return false
}

func allows(pattern, origin string) bool {
	if !strings.Contains(pattern, "://") {
		pattern = "https://" + pattern
	}
	pattern = strings.TrimSuffix(strings.TrimSuffix(pattern, "/"), ":443")
	below, wild := strings.CutPrefix(pattern, "https://*.")
	if !wild {
		return pattern == origin
	}
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == "https" && strings.HasSuffix(u.Host, "."+below)
}
