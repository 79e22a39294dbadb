package auth

import (
	"context"
	"errors"
	"sync/atomic"
)

// A Refuser is a method whose tokens may turn out to be no good. Who sees a request
// answered with status 401 says so, with the context that Apply was given; the next
// Apply asks for a new token.
type Refuser interface {
	Refused(ctx context.Context)
}

type usedKey struct{}

// Watched returns the context of one request, in which a method remembers the token that
// it put into it: for [Refuser], where many requests are under way at once.
func Watched(ctx context.Context) context.Context {
	return context.WithValue(ctx, usedKey{}, new(atomic.Pointer[Token]))
}

// tokened puts a token into requests, and has one fetched where there is none.
type tokened struct {
	hidden
	env   Env
	want  int // values that a token has to have
	fetch Fetch
	parts func(Token) Parts
	last  *atomic.Pointer[Token] // for who does not watch
}

// newTokened makes the method of an account in env; parts are given a token with as many
// values as are wanted.
func newTokened(env Env, want int, fetch Fetch, parts func(Token) Parts) (Method, error) {
	if env.Sender == nil {
		return nil, errNoSender
	}
	if env.Tokens == nil {
		return nil, errors.New("there is nothing here to keep a token in")
	}
	return &tokened{env: env, want: want, fetch: fetch, parts: parts, last: new(atomic.Pointer[Token])}, nil
}

// Apply implements [Method].
func (m *tokened) Apply(ctx context.Context, _ Request) (Parts, error) {
	t, err := m.env.Tokens.Token(ctx, m.env.Connection, m.fetch)
	if err == nil && len(t.Values) != m.want { // it is of before the connection was changed
		m.env.Tokens.Refused(m.env.Connection, t)
		t, err = m.env.Tokens.Token(ctx, m.env.Connection, m.fetch)
	}
	if err != nil {
		return Parts{}, err
	}
	if len(t.Values) != m.want {
		return Parts{}, errors.New("the token that is kept is not one of this connection: forget it")
	}
	m.slot(ctx).Store(&t)
	return m.parts(t), nil
}

// Refused implements [Refuser].
func (m *tokened) Refused(ctx context.Context) {
	if t := m.slot(ctx).Load(); t != nil {
		m.env.Tokens.Refused(m.env.Connection, *t)
	}
}

func (m *tokened) slot(ctx context.Context) *atomic.Pointer[Token] {
	if p, ok := ctx.Value(usedKey{}).(*atomic.Pointer[Token]); ok {
		return p
	}
	return m.last
}
