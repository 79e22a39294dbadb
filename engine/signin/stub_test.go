package signin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"flowbench/engine/auth"
)

// stub is an account whose server is a function.
type stub struct {
	issuer   string
	page     string // https://idp.example.com/authorize unless it says otherwise
	exchange func(ctx context.Context, code string) (auth.Token, error)

	mu       sync.Mutex
	state    string
	redirect string
	verifier string
	codes    []string // that were exchanged
}

func (a *stub) Issuer() string { return a.issuer }

func (a *stub) AuthURL(state, verifier, redirect string) string {
	a.redirect, a.state, a.verifier = redirect, state, verifier
	if a.page != "" {
		return a.page
	}
	return "https://idp.example.com/authorize?" + url.Values{"redirect_uri": {redirect}, "state": {state}}.Encode()
}

const aToken = "the-token-of-the-test"

func (a *stub) Exchange(ctx context.Context, _ auth.Env, code, verifier, redirect string) (auth.Token, error) {
	a.mu.Lock()
	a.codes = append(a.codes, code)
	a.mu.Unlock()
	if verifier != a.verifier || redirect != a.redirect {
		return auth.Token{}, errors.New("the verifier or the redirect is not that of the page")
	}
	if a.exchange != nil {
		return a.exchange(ctx, code)
	}
	return auth.Token{Values: []auth.Secret{auth.Hide(aToken)}}, nil
}

func (a *stub) exchanged() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.codes)
}

// begun is a sign-in under way with a stub.
func begun(t *testing.T, a *stub, o Options) *SignIn {
	t.Helper()
	o.Account = a
	if o.Name == "" {
		o.Name = "Example <CRM>"
	}
	s, err := Begin(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// An answered request.
type answered struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, method, url string, change ...func(*http.Request)) answered {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(r)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{resp.StatusCode, resp.Header, string(body)}
}

// back is the browser that comes back with a query.
func (a *stub) back(t *testing.T, query ...string) answered {
	t.Helper()
	return ask(t, "GET", a.redirect+"?"+a.fill(query...))
}

// fill writes a query whose STATE is the right one.
func (a *stub) fill(query ...string) string {
	return strings.ReplaceAll(strings.Join(query, "&"), "STATE", a.state)
}

func mustSay(t *testing.T, what, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%s: %q is not in\n%s", what, w, text)
		}
	}
}
