package auth

import (
	"context"
	"errors"
)

// tokened puts a token into requests, and has one fetched where there is none.
type tokened struct {
	hidden
	env   Env
	want  int // values that a token has to have at least
	fetch Fetch
	parts func(Token) Parts
}

// newTokened makes the method of an account in env; parts are given a token with as many
// values as are wanted, or more.
func newTokened(env Env, want int, fetch Fetch, parts func(Token) Parts) (Method, error) {
	if env.Sender == nil {
		return nil, errNoSender
	}
	if env.Tokens == nil {
		return nil, errors.New("there is nothing here to keep a token in")
	}
	return &tokened{env: env, want: want, fetch: fetch, parts: parts}, nil
}

// Apply implements [Method].
func (m *tokened) Apply(ctx context.Context, _ Request) (Parts, error) {
	t, err := m.env.Tokens.Token(ctx, m.env.Connection, m.fetch)
	if err == nil && len(t.Values) < m.want { // it is of before the connection was changed
		m.env.Tokens.Refused(m.env.Connection, t)
		t, err = m.env.Tokens.Token(ctx, m.env.Connection, m.fetch)
	}
	if err != nil {
		return Parts{}, err
	}
	if len(t.Values) < m.want {
		return Parts{}, errors.New("the token that is kept is not one of this connection: forget it")
	}
	p := m.parts(t)
	p.token = &t
	return p, nil
}

// Refused implements [Refuser].
func (m *tokened) Refused(p Parts) {
	if p.token != nil {
		m.env.Tokens.Refused(m.env.Connection, *p.token)
	}
}
