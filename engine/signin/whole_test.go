package signin_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/signin"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

// The whole way, from the page to a call that is answered, against a server in a process
// of its own that checks all it is sent; a program stands in for the browser.
func TestSigningInWhole(t *testing.T) {
	whole{server: startServer(t, 3*time.Second), life: 3 * time.Second, visit: byProgram}.try(t)
}

// The same with a browser, at a server that others wrote: .ci/signin starts both.
func TestSigningInWithABrowser(t *testing.T) {
	server, browse, life := os.Getenv("SIGNIN_SERVER"), os.Getenv("SIGNIN_BROWSE"), os.Getenv("SIGNIN_LIFE")
	if server == "" {
		t.Skip("bash .ci/signin runs it")
	}
	d, err := time.ParseDuration(life)
	if err != nil {
		t.Fatal(err)
	}
	whole{server: server, life: d, visit: func(t *testing.T, page string, how ...string) string {
		t.Helper()
		c := exec.CommandContext(t.Context(), browse, append(how, page)...)
		c.Stderr = os.Stderr
		out, err := c.Output()
		if err != nil {
			t.Fatalf("the browser: %v", err)
		}
		return string(out)
	}}.try(t)
}

// whole is a server at an address, and how a person visits its pages. Access tokens live
// for so long there.
type whole struct {
	server string
	life   time.Duration
	visit  func(t *testing.T, page string, how ...string) string // its last page; how is "-cancel", "-again"
}

func (w whole) try(t *testing.T) {
	for _, c := range []struct {
		name string
		test func(*bench)
	}{
		{"a token works, is renewed, and the one it was renewed with is spent", (*bench).renewed},
		{"a redirect that the server knows", (*bench).plain},
		{"a client with a secret", (*bench).confidential},
		{"a wrong secret", (*bench).wrongSecret},
		{"a wrong verifier", (*bench).wrongVerifier},
		{"a person who goes back", (*bench).cancelled},
		{"a client of its own", (*bench).clientCredentials},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(w.bench(t)) })
	}
}

// A bench is an environment that maps the server's host.
type bench struct {
	whole
	t     *testing.T
	net   *engine.Network
	cache *auth.Cache
	sent  []event.Exchange
}

const environment = "test"

func (w whole) bench(t *testing.T) *bench {
	t.Helper()
	client, err := transport.New(transport.Options{Mappings: map[string]string{"idp.example.com": w.server}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	b := &bench{whole: w, t: t, cache: new(auth.Cache)}
	b.net = &engine.Network{Catalog: catalog.Builtin(), Client: client}
	b.net.Accounts.Tokens = b.cache.In(environment)
	return b
}

// person is the connection that a person signs in to, as one types it.
func (b *bench) person(more ...string) auth.Record {
	return b.record("oauth2", append([]string{"authUrl", issuer + "/authorize", "clientId", "flowbench", "scope", "openid profile offline_access"}, more...)...)
}

func (b *bench) record(scheme string, settings ...string) auth.Record {
	v := spec.Values{"tokenUrl": issuer + "/oauth/token"}
	for i := 0; i < len(settings); i += 2 {
		v[settings[i]] = settings[i+1]
	}
	r := auth.Record{ID: "c1", Name: "Mine", Hosts: []string{issuer}, Scheme: scheme, Settings: auth.HideSettings(v)}
	if problems := r.Problems(nil); len(problems) > 0 {
		b.t.Fatalf("%+v", problems)
	}
	b.net.Accounts.Records = map[string]auth.Record{"Mine": r}
	return r
}

// begin begins a sign-in, changed by some.
func (b *bench) begin(r auth.Record, change ...func(*signin.Options)) *signin.SignIn {
	b.t.Helper()
	o, err := b.net.SignIn(r)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range change {
		c(&o)
	}
	s, err := signin.Begin(o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(s.Close)
	if !strings.HasPrefix(s.URL(), b.server+"/authorize?") {
		b.t.Fatalf("the page is %s, which is not where the environment has it", s.URL())
	}
	return s
}

// signIn goes all the way, and puts the token where calls find it.
func (b *bench) signIn(r auth.Record) auth.Token {
	b.t.Helper()
	s := b.begin(r)
	page := b.visit(b.t, s.URL(), "-again")
	token, err := s.Wait(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, want := range []string{"You are signed in", "for Mine", "close this window", "signed in already"} {
		if !strings.Contains(page, want) {
			b.t.Errorf("the page does not say %q: %s", want, page)
		}
	}
	if len(token.Values) != 1 || token.Refresh.Empty() || token.Expires.IsZero() {
		b.t.Fatalf("the token has %d values, a refresh token: %v, an end: %v", len(token.Values), !token.Refresh.Empty(), token.Expires)
	}
	b.put(token)
	return token
}

func (b *bench) put(t auth.Token) {
	b.t.Helper()
	if err := b.cache.Put(environment, "c1~sandbox", t); err != nil {
		b.t.Fatal(err)
	}
}

// call asks the server who it is that calls, as a flow does; tokens is how many were asked for.
func (b *bench) call() (tokens int, err error) {
	b.t.Helper()
	response, err := b.net.Call(b.t.Context(), node.Request{Method: "GET", URL: []node.Part{{Text: issuer + "/userinfo"}}, Connection: "Mine", BodyAs: "none", Reads: "auto"},
		func(x event.Exchange) {
			b.sent = append(b.sent, x)
			if x.Purpose == "token" {
				tokens++
			}
		})
	if err != nil {
		return tokens, err
	}
	body, _ := response.Body.(map[string]any)
	if response.Status != 200 || body["sub"] != "id1" {
		b.t.Errorf("the server answered %d with %v", response.Status, response.Body)
	}
	return tokens, nil
}

// hides tells whether nothing of a token was recorded.
func (b *bench) hides(tokens ...auth.Token) {
	b.t.Helper()
	records, err := json.Marshal(b.sent)
	if err != nil || len(b.sent) == 0 {
		b.t.Fatal(len(b.sent), err)
	}
	for _, t := range tokens {
		for _, secret := range append(t.Values, t.Refresh) {
			if !secret.Empty() && strings.Contains(string(records), secret.Reveal()) {
				b.t.Errorf("a token is recorded: %s", records)
			}
		}
	}
}

func (b *bench) renewed() {
	r := b.person()
	if _, err := b.call(); err == nil || !strings.Contains(err.Error(), "sign in again") {
		b.t.Errorf("before anybody signed in: %v", err)
	}
	token := b.signIn(r)
	if n, err := b.call(); err != nil || n != 0 {
		b.t.Errorf("signed in: %v, asked for %d tokens", err, n)
	}
	time.Sleep(time.Until(token.Expires) + 100*time.Millisecond)
	if n, err := b.call(); err != nil || n != 1 {
		b.t.Errorf("when the token had ended: %v, asked for %d tokens", err, n)
	}
	b.cache.Forget(environment, "c1~sandbox")
	if n, err := b.call(); err != nil || n != 1 {
		b.t.Errorf("with the second token to renew it with: %v, asked for %d tokens", err, n)
	}
	b.put(token) // as one who never learnt of the others
	b.cache.Forget(environment, "c1~sandbox")
	_, err := b.call()
	if err == nil || !strings.Contains(err.Error(), "no longer accepts the sign-in") || !strings.Contains(err.Error(), "sign in again") || !strings.Contains(err.Error(), "invalid_grant") {
		b.t.Errorf("with the first token to renew it with: %v", err)
	}
	b.hides(token)
}

func (b *bench) plain() {
	b.signIn(b.person("redirect", "callback"))
	if _, err := b.call(); err != nil {
		b.t.Error(err)
	}
}

func (b *bench) confidential() {
	for _, how := range []string{"header", "body"} {
		b.signIn(b.person("clientId", "flowbench-web", "clientAuth", how))
		if _, err := b.call(); err != nil {
			b.t.Errorf("%s: %v", how, err)
		}
	}
}

func (b *bench) wrongSecret() {
	r := b.person("clientId", "flowbench-web", "clientSecret", "a-secret-of-another")
	a, err := r.Account(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	s := b.begin(r, func(o *signin.Options) { o.Account = a.(auth.Grant) })
	b.fails(s, nil, "gave no token", "does not know the client", "Client secret", "Nothing was stored")
}

// forgetful is an account that brings another verifier than its page promised.
type forgetful struct{ signin.Account }

func (a forgetful) Exchange(ctx context.Context, e auth.Env, code, _, redirect string) (auth.Token, error) {
	return a.Account.Exchange(ctx, e, code, auth.NewVerifier(), redirect)
}

func (b *bench) wrongVerifier() {
	s := b.begin(b.person(), func(o *signin.Options) { o.Account = forgetful{o.Account} })
	b.fails(s, auth.ErrSignIn, "gave no token", "did not accept what the sign-in brought", "Nothing was stored")
}

// fails signs in, and sees why nothing comes of it.
func (b *bench) fails(s *signin.SignIn, is error, says ...string) {
	b.t.Helper()
	if page := b.visit(b.t, s.URL()); !strings.Contains(page, "The sign-in did not work") || !strings.Contains(page, "Nothing was stored") {
		b.t.Errorf("the page says %s", page)
	}
	b.refused(s, is, says...)
}

func (b *bench) refused(s *signin.SignIn, is error, says ...string) {
	b.t.Helper()
	token, err := s.Wait(b.t.Context())
	if err == nil || token.Values != nil || is != nil && !errors.Is(err, is) {
		b.t.Fatalf("%v, %v", token.Values, err)
	}
	for _, want := range says {
		if !strings.Contains(err.Error(), want) {
			b.t.Errorf("%q is not in: %v", want, err)
		}
	}
}

func (b *bench) cancelled() {
	s := b.begin(b.person())
	if page := b.visit(b.t, s.URL(), "-cancel"); !strings.Contains(page, "The sign-in did not work") {
		b.t.Errorf("the page says %s", page)
	}
	b.refused(s, nil, "Mine gave no access", "It says: The user went back.", "Nothing was stored", "sign in again and agree")
}

func (b *bench) clientCredentials() {
	b.record("oauth2-client", "clientId", "flowbench-jobs", "clientSecret", "a-real-one-that-stays-here", "scope", "openid")
	if n, err := b.call(); err != nil || n != 1 {
		b.t.Errorf("%v, asked for %d tokens", err, n)
	}
	if n, err := b.call(); err != nil || n != 0 {
		b.t.Errorf("again: %v, asked for %d tokens", err, n)
	}
	b.hides(auth.Token{Values: []auth.Secret{auth.Hide("a-real-one-that-stays-here")}})
	other := b.whole.bench(b.t)
	other.record("oauth2-client", "clientId", "nobody", "clientSecret", "a-real-one-that-stays-here")
	if _, err := other.call(); err == nil || !strings.Contains(err.Error(), "does not know the client") {
		b.t.Errorf("a client that is none: %v", err)
	}
}

// byProgram signs in as a browser would: it fills in the form of the page, and goes where
// it is sent.
func byProgram(t *testing.T, page string, how ...string) string {
	t.Helper()
	resp, err := http.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	id := hidden.FindStringSubmatch(text(t, resp))
	if id == nil {
		t.Fatalf("%s has no form", page)
	}
	fill := url.Values{"id": {id[1]}, "username": {"test"}, "password": {"verysecure"}}
	if len(how) > 0 && how[0] == "-cancel" {
		fill.Set("cancel", "1")
	}
	at, _ := url.Parse(page)
	resp, err = http.PostForm(at.Scheme+"://"+at.Host+"/login", fill)
	if err != nil {
		t.Fatal(err)
	}
	last := text(t, resp)
	if len(how) > 0 && how[0] == "-again" {
		again, err := http.Get(resp.Request.URL.String())
		if err != nil {
			t.Fatal(err)
		}
		last += text(t, again)
	}
	return last
}

var hidden = regexp.MustCompile(`name="id" value="([^"]+)"`)

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s %v", r.Request.URL.Path, r.StatusCode, b, err)
	}
	return string(b)
}
