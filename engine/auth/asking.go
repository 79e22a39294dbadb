package auth

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"flowbench/engine/spec"
)

const formType = "application/x-www-form-urlencoded"

// hiddenFields are those fields of a token request that are secret.
var hiddenFields = []string{"client_secret", "refresh_token", "code", "code_verifier"}

// asking lets package oauth2 send one token request by way of a Sender. The request
// becomes an [Ask]: it goes where all else goes, and its secrets are hidden in its record.
type asking struct {
	sender  Sender
	host    string
	secrets []Secret // of the account
	ended   string   // what is said where only a person can go on; "" where there is none
	reply   Reply
	came    bool
	err     error // the sender's
}

// RoundTrip implements [http.RoundTripper].
func (a *asking) RoundTrip(q *http.Request) (*http.Response, error) {
	ask, err := askOf(q)
	if err != nil {
		return nil, err
	}
	a.secrets = append(a.secrets, ask.Parts.Secrets...)
	ask.Parts.Secrets = a.secrets
	if a.reply, a.err = a.sender.Send(q.Context(), ask); a.err != nil {
		return nil, a.err
	}
	a.came = true
	return &http.Response{
		StatusCode: a.reply.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: q,
		Header: http.Header{"Content-Type": {a.reply.readAs()}},
		Body:   io.NopCloser(strings.NewReader(a.reply.Body)), ContentLength: int64(len(a.reply.Body)),
	}, nil
}

func askOf(q *http.Request) (Ask, error) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return Ask{}, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Ask{}, err
	}
	ask := Ask{Method: q.Method, URL: q.URL.String(), Header: []Pair{{"Accept", "application/json"}}, Type: formType}
	hide := func(p Part) {
		ask.Parts.Add = append(ask.Parts.Add, p)
		ask.Parts.Secrets = append(ask.Parts.Secrets, p.Value)
	}
	for _, name := range hiddenFields {
		if v := form.Get(name); v != "" {
			hide(Part{In: Body, Name: name, Value: Hide(v)})
			form.Del(name)
		}
	}
	if v := q.Header.Get("Authorization"); v != "" {
		hide(Part{In: Header, Name: "Authorization", Value: Hide(v)})
		if _, password, ok := q.BasicAuth(); ok {
			ask.Parts.Secrets = append(ask.Parts.Secrets, Hide(password))
		}
	}
	ask.Body = form.Encode()
	return ask, nil
}

// mediaType is the reply's type, without parameters and in lower case.
func (r Reply) mediaType() string {
	t, _, _ := mime.ParseMediaType(spec.ToText(r.Header["content-type"]))
	return t
}

// readAs is the type by which package oauth2 reads the reply: some servers call their
// JSON something else.
func (r Reply) readAs() string {
	if strings.HasPrefix(strings.TrimSpace(r.Body), "{") {
		return "application/json"
	}
	return r.mediaType()
}

// ask has a token fetched by call, which is given package oauth2's context for it. The
// error is in plain words and quotes neither secrets nor more of the answer than its
// error and description. ended is what is said where only a person can go on.
func (c *oauthClient) ask(ctx context.Context, e Env, ended string, call func(context.Context) (*oauth2.Token, error)) (Token, error) {
	if e.Sender == nil {
		return Token{}, errNoSender
	}
	a := &asking{sender: e.Sender, host: hostOf(c.tokenURL), ended: ended}
	if c.secret != "" {
		a.secrets = []Secret{Hide(c.secret)}
	}
	t, err := call(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     a,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}))
	if err != nil {
		return Token{}, a.explain(err)
	}
	for _, odd := range []string{"mac", "dpop"} {
		if strings.EqualFold(t.TokenType, odd) {
			return Token{}, errors.New(a.host + " gives tokens of a kind that is not known here (" + odd + "), not bearer tokens")
		}
	}
	out := Token{Values: []Secret{Hide(t.AccessToken)}}
	if t.RefreshToken != "" {
		out.Refresh = Hide(t.RefreshToken)
	}
	if s := lifetime(t.Extra("expires_in")); s > 0 {
		out.Expires = e.Time().Add(s)
	}
	return out, nil
}
