package worker

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"flowbench/engine/auth"
)

// The tokens of connections are the parent's. A child that needs one asks for it; where
// there is none the parent has that child fetch it, keeps what came, and only then gives
// it out. So there is one request for a token however many runs ask for it, and a refresh
// token that came with it is stored before the token is used.

// A word is what child and parent say to each other of a connection's token.
//
//	child   Need                     a token, please
//	parent  Fetch, with Refresh      there is none: fetch it
//	child   Got | Failed             it came, or not
//	parent  Use | Failed             the token to use, or why there is none
//	child   Refused                  it was not accepted: do not give it out again
type word struct {
	Connection string `json:"connection"`
	Need       bool   `json:"need,omitzero"`
	Fetch      bool   `json:"fetch,omitzero"`
	Refresh    string `json:"refresh,omitzero"`
	Got        *token `json:"got,omitzero"`
	Use        *token `json:"use,omitzero"`
	Refused    *token `json:"refused,omitzero"`
	Failed     string `json:"failed,omitzero"`
	SignIn     bool   `json:"signIn,omitzero"` // with Failed: only a person can help
}

// A token goes over the pipe, its secrets in clear, and nowhere else.
type token struct {
	Values  []string  `json:"values"`
	Refresh string    `json:"refresh,omitzero"`
	Expires time.Time `json:"expires,omitzero"`
}

func open(t auth.Token) *token {
	w := &token{Refresh: t.Refresh.Reveal(), Expires: t.Expires}
	for _, v := range t.Values {
		w.Values = append(w.Values, v.Reveal())
	}
	return w
}

func (w *token) hide() auth.Token {
	t := auth.Token{Refresh: auth.Hide(w.Refresh), Expires: w.Expires}
	for _, v := range w.Values {
		t.Values = append(t.Values, auth.Hide(v))
	}
	return t
}

// failed is an error as a word says it.
func failed(connection string, err error) word {
	return word{Connection: connection, Failed: err.Error(), SignIn: errors.Is(err, auth.ErrSignIn)}
}

func (w word) err() error {
	if w.SignIn {
		return &signInError{w.Failed}
	}
	return errors.New(w.Failed)
}

// A signInError is auth.ErrSignIn in another process's words.
type signInError struct{ text string }

func (e *signInError) Error() string { return e.text }
func (e *signInError) Unwrap() error { return auth.ErrSignIn }

// A desk gives the tokens of one job out, in the parent.
type desk struct {
	ctx    context.Context // of the job
	tokens auth.Tokens
	say    func(word)

	mu      sync.Mutex
	fetches map[string]chan word // by connection: who waits for what the child fetched
}

func newDesk(ctx context.Context, tokens auth.Tokens, say func(word)) *desk {
	if tokens == nil {
		tokens = new(auth.Cache).In("")
	}
	return &desk{ctx: ctx, tokens: tokens, say: say, fetches: map[string]chan word{}}
}

// take hears the child.
func (d *desk) take(w word) {
	switch {
	case w.Need:
		go d.serve(w.Connection)
	case w.Refused != nil:
		d.tokens.Refused(w.Connection, w.Refused.hide())
	default:
		d.mu.Lock()
		fetch := d.fetches[w.Connection]
		delete(d.fetches, w.Connection)
		d.mu.Unlock()
		if fetch != nil {
			fetch <- w
		}
	}
}

func (d *desk) serve(connection string) {
	var told atomic.Bool // by the child itself: it waits for no answer
	t, err := d.tokens.Token(d.ctx, connection, func(ctx context.Context, refresh auth.Secret) (auth.Token, error) {
		w, err := d.fetch(ctx, connection, refresh)
		switch {
		case err != nil:
			return auth.Token{}, err
		case w.Got == nil:
			told.Store(true)
			return auth.Token{}, w.err()
		}
		return w.Got.hide(), nil
	})
	if err != nil {
		if !told.Load() {
			d.say(failed(connection, err))
		}
		return
	}
	t.Refresh = auth.Secret{} // it is of no use there
	d.say(word{Connection: connection, Use: open(t)})
}

// fetch has the child fetch a token.
func (d *desk) fetch(ctx context.Context, connection string, refresh auth.Secret) (word, error) {
	answer := make(chan word, 1)
	d.mu.Lock()
	d.fetches[connection] = answer
	d.mu.Unlock()
	d.say(word{Connection: connection, Fetch: true, Refresh: refresh.Reveal()})
	select {
	case w := <-answer:
		return w, nil
	case <-d.ctx.Done():
		return word{}, errors.New("the run that asked for the token has ended")
	case <-ctx.Done():
		return word{}, ctx.Err()
	}
}

// A borrower is the tokens of a job in the child: they are asked of the parent, and kept
// for as long as they are good or the job lasts.
type borrower struct {
	say   func(word)
	cache auth.Cache

	mu      sync.Mutex
	answers map[string]chan word // by connection
}

// Token implements [auth.Tokens].
func (b *borrower) Token(ctx context.Context, connection string, fetch auth.Fetch) (auth.Token, error) {
	return b.cache.In("").Token(ctx, connection, func(ctx context.Context, _ auth.Secret) (auth.Token, error) {
		return b.ask(ctx, connection, fetch)
	})
}

// Refused implements [auth.Tokens].
func (b *borrower) Refused(connection string, t auth.Token) {
	b.cache.In("").Refused(connection, t)
	b.say(word{Connection: connection, Refused: open(t)})
}

func (b *borrower) ask(ctx context.Context, connection string, fetch auth.Fetch) (auth.Token, error) {
	answers := make(chan word, 2)
	b.mu.Lock()
	if b.answers == nil {
		b.answers = map[string]chan word{}
	}
	b.answers[connection] = answers
	b.mu.Unlock()
	b.say(word{Connection: connection, Need: true})
	for {
		var w word
		select {
		case <-ctx.Done():
			return auth.Token{}, ctx.Err()
		case w = <-answers:
		}
		switch {
		case w.Use != nil:
			return w.Use.hide(), nil
		case !w.Fetch:
			return auth.Token{}, w.err()
		}
		t, err := fetch(ctx, auth.Hide(w.Refresh))
		if err != nil {
			b.say(failed(connection, err))
			return auth.Token{}, err
		}
		b.say(word{Connection: connection, Got: open(t)})
	}
}

// take hears the parent.
func (b *borrower) take(w word) {
	b.mu.Lock()
	answers := b.answers[w.Connection]
	b.mu.Unlock()
	if answers == nil {
		return
	}
	select {
	case answers <- w:
	default: // an answer that nobody waits for any more
	}
}
