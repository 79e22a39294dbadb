package engine

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// What a person tries a connection for.
const (
	TryAccess = "access" // Test Connection: does it work
	TryAsk    = "ask"    // Retrieve response: what a custom connection's authorization request is answered
)

// A Trial is one call with a connection that a person makes to see what happens.
type Trial struct {
	What   string
	Record auth.Record
	URL    string // of TryAccess at hosts of its own: what is called; "" is the first host
}

// A Verdict is what a trial came to, in plain words.
type Verdict struct {
	OK    bool             `json:"ok,omitzero"`
	Said  string           `json:"said"`           // what happened
	Help  string           `json:"help,omitzero"`  // what to do
	Calls []event.Exchange `json:"calls,omitzero"` // what was sent and came back, secrets hidden
}

// Try makes the call. What was retrieved is returned as it came, its secrets in clear: it
// is for the connection's own form and goes nowhere else.
func (n *Network) Try(ctx context.Context, t Trial) (Verdict, *auth.Reply) {
	var v Verdict
	ctx = recording(ctx, func(x event.Exchange) { v.Calls = append(v.Calls, x) })
	var reply *auth.Reply
	var err error
	if t.What == TryAsk {
		reply, err = n.tryAsk(ctx, t.Record)
		if err == nil {
			v.OK = reply.Status < 300
			v.Said = fmt.Sprintf("The server answered with status %d.", reply.Status)
			if !v.OK {
				v.Help = "Look at the address, the headers and the body of the authorization request, and at the secret."
			}
		}
	} else {
		err = n.tryAccess(ctx, t, &v)
	}
	if err != nil {
		v.OK = false
		v.Said, v.Help = spec.Sentence(err.Error()), ""
		if f, ok := err.(*node.Failure); ok {
			v.Help = f.Fault.Help
		}
	}
	return v, reply
}

func (n *Network) tryAsk(ctx context.Context, r auth.Record) (*auth.Reply, error) {
	madeUp := n.Sandbox
	if madeUp {
		r = r.MadeUp()
	}
	q, err := auth.AskOf(r)
	if err != nil {
		return nil, err
	}
	reply, err := sender{n, r.Name, madeUp}.Send(ctx, q)
	return &reply, err
}

func (n *Network) tryAccess(ctx context.Context, t Trial, v *Verdict) error {
	r := t.Record
	p := n.Catalog.Provider(r.Provider)
	var c *auth.Connection
	var err error
	if n.Sandbox && p != nil {
		c, err = n.sandboxAccount(p)
	} else {
		c, err = n.connection(r.Name, r)
	}
	if err != nil {
		return err
	}
	what := node.Request{Method: http.MethodGet, BodyAs: "none", Reads: "auto"}
	switch {
	case p != nil:
		var known bool
		if what, known = p.TestRequest(); !known {
			return refusal("The catalogue has no call by which an account of "+p.Title+" could be tested.", "Run a flow that uses it.")
		}
	case t.URL != "":
		what.URL = []node.Part{{Text: t.URL}}
	case len(r.Hosts) == 0:
		return refusal("The connection names no host that it may be sent to.", "Add the host of the API.")
	default:
		what.URL = []node.Part{{Text: strings.Replace(r.Hosts[0], "*.", "", 1)}}
	}
	call := transport.Call{Connection: c, Reads: what.Reads}
	if call.Request, err = request.Build(request.Of(what)); err != nil {
		return err
	}
	answer, exchange, err := n.Client.Do(ctx, call)
	if exchange != nil {
		v.Calls = append(v.Calls, *exchange)
	}
	if err != nil {
		return err
	}
	who, err := transport.Host(call.Request.URL)
	if err != nil {
		return err
	}
	if p == nil {
		v.judge(who, answer)
	} else {
		got := answer.Response()
		if v.OK, v.Said, err = p.Verdict(got.Status, got.Headers, got.Body); err != nil {
			return err
		}
		if !v.OK && got.Status != http.StatusTooManyRequests && got.Status < 500 {
			v.Help = lookAtSecret
		}
	}
	if to := n.Client.Mapped(who); to != "" && (v.OK || v.Help == lookAtSecret) {
		if p == nil && v.OK {
			v.Said = fmt.Sprintf("%s answered with status %d.", who, answer.Status)
		}
		v.Help = fmt.Sprintf("It was made with a made-up account, since this environment maps %s to %s: yours was not tried.", who, to)
		if !v.OK {
			v.Help += " Have that server take made-up secrets such as sandbox-secret."
		}
	}
	return nil
}

const lookAtSecret = "Look at the secret: was it copied whole, is it still valid, and may it do what is asked for?"

// judge says what the answer of an API means that nobody here knows.
func (v *Verdict) judge(who string, a *transport.Answer) {
	switch s := a.Status; {
	case s < 300:
		v.OK = true
		v.Said = fmt.Sprintf("%s answered with status %d: the connection works.", who, s)
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		v.Said = fmt.Sprintf("%s refused the account, with status %d.", who, s)
		v.Help = lookAtSecret
	case s == http.StatusNotFound || s == http.StatusMethodNotAllowed:
		v.Said = fmt.Sprintf("%s was reached and answered with status %d: there is nothing at this address, so the account was not tried.", who, s)
		v.Help = "Give an address to test with that the API answers, such as one that lists something."
	case s >= 500:
		v.Said = fmt.Sprintf("%s answered with status %d: it has a fault of its own.", who, s)
		v.Help = "Try again later."
	default:
		v.Said = fmt.Sprintf("%s answered with status %d.", who, s)
		v.Help = "Look at the answer below."
	}
}

// A Placed is what a connection adds to requests at one place: its value, in clear, or why
// there is none.
type Placed struct {
	In    auth.In `json:"in"`
	Name  string  `json:"name"`
	Value string  `json:"value,omitzero"`
	Fault string  `json:"fault,omitzero"`
}

// Preview is what a connection adds to requests, in the order of its form. reply is what
// its authorization request was answered; without one a connection that needs a token
// adds nothing yet. Templates run.
func (n *Network) Preview(ctx context.Context, r auth.Record, reply *auth.Reply) []Placed {
	var preset spec.Values
	if p := n.Catalog.Provider(r.Provider); p != nil {
		preset = p.Preset(r.Scheme)
	}
	if reply != nil {
		return previewReply(r, *reply)
	}
	account, err := r.Account(preset)
	if err != nil {
		return nil
	}
	m, err := account.Method(auth.Env{Connection: r.ID})
	if err != nil {
		return nil // it needs a token first
	}
	host := "https://api.example.com"
	if len(r.Hosts) > 0 {
		host = r.Hosts[0]
	}
	parts, err := m.Apply(ctx, auth.Request{Method: http.MethodGet, URL: strings.Replace(host, "*.", "", 1) + "/", Header: func(string) string { return "" }})
	if err != nil {
		return nil
	}
	var out []Placed
	for _, p := range parts.Add {
		out = append(out, Placed{In: p.In, Name: p.Name, Value: p.Value.Reveal()})
	}
	return out
}

// previewReply looks at each row by itself: a slip in one hides nothing of the others.
func previewReply(r auth.Record, reply auth.Reply) []Placed {
	var out []Placed
	values := r.Settings.Reveal()
	for _, place := range []struct {
		field string
		in    auth.In
	}{{auth.TokenHeaders, auth.Header}, {auth.TokenParams, auth.Query}} {
		rows, _ := values[place.field].([]any)
		for _, row := range rows {
			m, _ := row.(map[string]any)
			one := Placed{In: place.in, Name: spec.ToText(m["name"])}
			alone := r
			alone.Settings = auth.HideSettings(r.Settings.With(auth.TokenHeaders, []any{}).With(auth.TokenParams, []any{}).With(place.field, []any{row}).Reveal())
			pairs, err := auth.Preview(alone, reply)
			switch {
			case err != nil:
				one.Fault = spec.Sentence(err.Error())
			case len(pairs) == 1:
				one.Value = pairs[0].Value
			}
			out = append(out, one)
		}
	}
	return out
}
