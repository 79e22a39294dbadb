package auth

import (
	"context"
	"errors"
	"sync"
	"time"
)

// A Token is what a token request came to: what is put into requests, in the order of the
// places it is put into, and what the next token is asked with.
type Token struct {
	Values  []Secret
	Refresh Secret    // of a grant: given anew by some servers with each token
	Expires time.Time // zero: nobody said, it is good until it is refused
}

// Fetch asks for a token; refresh is the refresh token that is kept, empty for none.
type Fetch func(ctx context.Context, refresh Secret) (Token, error)

// Tokens gives the tokens of one environment.
type Tokens interface {
	// Token returns a token that is still good, and has one fetched where there is none:
	// once, however many ask at the same time.
	Token(ctx context.Context, connection string, fetch Fetch) (Token, error)
	// Refused says that a token was not accepted: the next request asks for another.
	Refused(connection string, t Token)
}

// Grants keeps the refresh tokens that outlive the program, by connection.
type Grants interface {
	Grant(connection string) (Secret, error) // empty for none
	Keep(connection string, refresh Secret) error
}

// ErrSignIn says that only a person can get a new token: by signing in again.
var ErrSignIn = errors.New("sign in again")

// ahead is how long before its end a token is renewed, at most a fifth of its life.
const ahead = time.Minute

// A Cache is the tokens of all environments, in memory. A refresh token that came with a
// token is kept before that token is used. The zero Cache is ready.
type Cache struct {
	Grants Grants           // nil: refresh tokens are kept here only
	Now    func() time.Time // nil is time.Now

	mu     sync.Mutex
	held   map[tokenKey]held
	memory map[string]Secret // of grants, where nothing keeps them
	flying map[string]*flight
}

type tokenKey struct{ environment, connection string }

type held struct {
	token Token
	renew time.Time // zero: never
}

// A flight is one request for a token and all who wait for it. There is one at a time for
// a connection, so that no refresh token is used twice.
type flight struct {
	key   tokenKey
	done  chan struct{}
	token Token
	err   error
}

// In gives the tokens of an environment.
func (c *Cache) In(environment string) Tokens { return inside{c, environment} }

type inside struct {
	cache       *Cache
	environment string
}

func (i inside) Token(ctx context.Context, connection string, fetch Fetch) (Token, error) {
	return i.cache.token(ctx, tokenKey{i.environment, connection}, fetch)
}

func (i inside) Refused(connection string, t Token) {
	i.cache.refused(tokenKey{i.environment, connection}, t)
}

func (c *Cache) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// token waits for a flight under way, or begins one. The flight goes on when the one who
// began it leaves: others may wait for it.
func (c *Cache) token(ctx context.Context, key tokenKey, fetch Fetch) (Token, error) {
	for {
		c.mu.Lock()
		if h, ok := c.held[key]; ok && (h.renew.IsZero() || c.now().Before(h.renew)) {
			c.mu.Unlock()
			return h.token, nil
		}
		f := c.flying[key.connection]
		if f == nil {
			f = &flight{key: key, done: make(chan struct{})}
			if c.flying == nil {
				c.flying = map[string]*flight{}
			}
			c.flying[key.connection] = f
			go c.fly(context.WithoutCancel(ctx), f, fetch)
		}
		c.mu.Unlock()
		select {
		case <-ctx.Done():
			return Token{}, ctx.Err()
		case <-f.done:
		}
		if f.key == key {
			return f.token, f.err
		}
	}
}

func (c *Cache) fly(ctx context.Context, f *flight, fetch Fetch) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	f.token, f.err = c.fetch(ctx, f.key, fetch)
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.err == nil {
		c.hold(f.key, f.token)
	}
	delete(c.flying, f.key.connection)
	close(f.done)
}

func (c *Cache) fetch(ctx context.Context, key tokenKey, fetch Fetch) (Token, error) {
	refresh, err := c.grant(key.connection)
	if err != nil {
		return Token{}, err
	}
	t, err := fetch(ctx, refresh)
	if err != nil {
		return Token{}, err
	}
	if !t.Refresh.Empty() && t.Refresh.Reveal() != refresh.Reveal() {
		if err := c.keep(key.connection, t.Refresh); err != nil {
			return Token{}, err
		}
	}
	return t, nil
}

// grant is the refresh token that is kept. A made-up account is signed in from the start;
// where a person has signed in for it, at an address that its host is mapped to, that counts.
func (c *Cache) grant(connection string) (Secret, error) {
	if c.Grants != nil && !isMadeUp(connection) {
		return c.Grants.Grant(connection)
	}
	c.mu.Lock()
	kept := c.memory[connection]
	c.mu.Unlock()
	if kept.Empty() && isMadeUp(connection) {
		if kept = c.signedIn(connection); kept.Empty() {
			kept = Hide(MadeUpSecret("refresh"))
		}
	}
	return kept, nil
}

// signedIn is what a sign-in to a made-up account left. None is needed: what cannot be read
// now, as while the vault is locked, is none.
func (c *Cache) signedIn(connection string) Secret {
	if c.Grants == nil {
		return Secret{}
	}
	kept, err := c.Grants.Grant(connection)
	if err != nil {
		return Secret{}
	}
	return kept
}

func (c *Cache) keep(connection string, refresh Secret) error {
	if c.Grants != nil && (!isMadeUp(connection) || !c.signedIn(connection).Empty()) {
		return c.Grants.Keep(connection, refresh)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.memory == nil {
		c.memory = map[string]Secret{}
	}
	c.memory[connection] = refresh
	return nil
}

// Put takes the token that a sign-in brought, for use in an environment. Its refresh
// token is kept first; tokens of a sign-in before it are dropped everywhere.
func (c *Cache) Put(environment, connection string, t Token) error {
	if !t.Refresh.Empty() {
		keep := c.keep
		if c.Grants != nil {
			keep = c.Grants.Keep
		}
		if err := keep(connection, t.Refresh); err != nil {
			return err
		}
	}
	c.Forget("", connection)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hold(tokenKey{environment, connection}, t)
	return nil
}

// hold is called with the lock held.
func (c *Cache) hold(key tokenKey, t Token) {
	h := held{token: t}
	if e := t.Expires; !e.IsZero() {
		h.renew = e.Add(-min(ahead, e.Sub(c.now())/5))
	}
	if c.held == nil {
		c.held = map[tokenKey]held{}
	}
	c.held[key] = h
}

func (c *Cache) refused(key tokenKey, t Token) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h, ok := c.held[key]; ok && same(h.token, t) {
		delete(c.held, key)
	}
}

func same(a, b Token) bool {
	if len(a.Values) != len(b.Values) {
		return false
	}
	for i := range a.Values {
		if a.Values[i].Reveal() != b.Values[i].Reveal() {
			return false
		}
	}
	return true
}

// Forget drops the tokens of a connection in an environment, "" being all of them. What
// was signed in stays so.
func (c *Cache) Forget(environment, connection string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.held {
		if k.connection == connection && (environment == "" || k.environment == environment) {
			delete(c.held, k)
		}
	}
}

// Held tells whether there is a token of a connection in an environment, and until when
// it is good; a zero time where nobody said.
func (c *Cache) Held(environment, connection string) (until time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, ok := c.held[tokenKey{environment, connection}]
	if ok && !h.token.Expires.IsZero() && !c.now().Before(h.token.Expires) {
		return time.Time{}, false
	}
	return h.token.Expires, ok
}
