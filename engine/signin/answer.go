package signin

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/transport"
)

// ServeHTTP takes the browser that comes back.
func (s *SignIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		refuse(w, http.StatusServiceUnavailable, "Too many requests at once.")
		return
	}
	switch {
	case r.Host != s.host:
		refuse(w, http.StatusMisdirectedRequest, "Nobody of that name is here.")
	case !same(r.URL.EscapedPath(), s.path):
		refuse(w, http.StatusNotFound, "There is nothing here.")
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		refuse(w, http.StatusMethodNotAllowed, "Only GET is taken here.")
	default:
		s.answer(w, r)
	}
}

// same compares in a time that says nothing of where the two differ.
func same(given string, want auth.Secret) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(want.Reveal())) == 1
}

// answer takes one answer, has its code exchanged, and shows what came of it. The page is
// out before the one who waits is told, who may end the program.
func (s *SignIn) answer(w http.ResponseWriter, r *http.Request) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		q = url.Values{}
	}
	if p := s.take(q); p != nil {
		show(w, *p)
		return
	}
	defer s.end(taken, s.noToken(errors.New("what was answered could not be read"))) // only where what follows breaks off
	token, err := s.redeem(q)
	first := s.settle(taken, token, err)
	show(w, s.last())
	if first {
		s.tell()
	}
}

// take claims the sign-in for an answer, and returns a page where there is none to take.
func (s *SignIn) take(q url.Values) *page {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.phase == taken:
		return &busyPage
	case s.phase == settled && s.err == nil:
		return &againPage
	case s.phase == settled:
		return &overPage
	case s.o.Plain && !same(one(q, "state"), s.state):
		s.strangers++
		return &strangerPage
	}
	s.phase = taken
	s.timer.Stop()
	return nil
}

// redeem makes a token of an answer.
func (s *SignIn) redeem(q url.Values) (auth.Token, error) {
	if err := s.check(q); err != nil {
		return auth.Token{}, err
	}
	ctx, cancel := context.WithTimeout(s.ctx, exchangeTime)
	defer cancel()
	t, err := s.o.Account.Exchange(ctx, s.o.Env, one(q, "code"), s.verifier.Reveal(), s.redirect)
	if err == nil && len(t.Values) == 0 {
		err = errors.New("there is none in the answer")
	}
	if err != nil {
		return auth.Token{}, s.noToken(err)
	}
	return t, nil
}

// check tells whether an answer is one to this sign-in, by the right server, with a code.
func (s *SignIn) check(q url.Values) error {
	// Some servers forget the state when they refuse; the path has shown whose answer it is.
	forgotten := q.Has("error") && !q.Has("state") && !s.o.Plain
	if !forgotten && !same(one(q, "state"), s.state) {
		return s.wrongState()
	}
	iss := one(q, "iss")
	switch {
	case q.Has("iss") && !s.isIssuer(iss):
		return s.wrongIssuer(iss)
	case q.Has("error"):
		return s.declined(one(q, "error"), one(q, "error_description"))
	case s.issuer != "" && !q.Has("iss"):
		return s.noIssuer()
	case one(q, "code") == "":
		return s.noCode()
	}
	return nil
}

// isIssuer tells whether the server calls itself what it should: the issuer that is
// known, or else any name at the host where the page is.
func (s *SignIn) isIssuer(iss string) bool {
	if s.issuer != "" {
		return strings.TrimSuffix(iss, "/") == strings.TrimSuffix(s.issuer, "/")
	}
	if host, err := transport.Host(iss); err == nil && host == s.pageHost {
		return true
	}
	it, err := url.Parse(iss)
	page, _ := url.Parse(s.url) // where it is mapped to
	return err == nil && it.Scheme == page.Scheme && strings.EqualFold(it.Host, page.Host)
}

// one is a value that is given once.
func one(q url.Values, name string) string {
	if len(q[name]) == 1 {
		return q[name][0]
	}
	return ""
}
