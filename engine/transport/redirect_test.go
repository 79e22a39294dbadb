package transport

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
)

const canary = "canary/7+Q3=é<z>" // a secret that looks different in every encoding

// accounts are the ways to authenticate, each with the canary as its secret.
func accounts(t testing.TB) map[string]auth.Method {
	places := map[string][]auth.Placement{
		"none":          nil,
		"bearer":        {{In: auth.Header, Name: "Authorization", Value: "Bearer {{secret}}"}},
		"api key":       {{In: auth.Header, Name: "x-api-key"}},
		"custom header": {{In: auth.Header, Name: "X-Custom", Value: "id={{secret}};v=1"}},
		"query":         {{In: auth.Query, Name: "api_key"}},
		"both":          {{In: auth.Header, Name: "Cookie", Value: "s={{secret}}"}, {In: auth.Query, Name: "client_id"}},
		"body":          {{In: auth.Body, Name: "token"}},
	}
	out := map[string]auth.Method{}
	for name, p := range places {
		m, err := auth.Placed(p, auth.Hide(canary))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = m
	}
	basic, err := auth.Placed([]auth.Placement{{In: auth.Header, Name: "Authorization",
		Value: "Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+canary))}}, auth.Hide(canary))
	if err != nil {
		t.Fatal(err)
	}
	out["basic"] = basic
	out["token"] = &lender{}
	out["signature"] = signer{}
	return out
}

// A lender puts in a token that it gets first, as those do that ask for one.
type lender struct{ cache auth.Cache }

func (l *lender) Apply(ctx context.Context, r auth.Request) (auth.Parts, error) {
	t, err := l.cache.In("").Token(ctx, "1", func(context.Context, auth.Secret) (auth.Token, error) {
		return auth.Token{Values: []auth.Secret{auth.Hide(canary)}}, nil
	})
	if err != nil {
		return auth.Parts{}, err
	}
	return auth.Parts{Add: []auth.Part{{In: auth.Header, Name: "Authorization", Value: auth.Hide("Bearer " + t.Values[0].Reveal())}}, Secrets: t.Values}, nil
}

// A signer signs each request over what it is.
type signer struct{}

func (signer) Apply(_ context.Context, r auth.Request) (auth.Parts, error) {
	sum := sha256.Sum256([]byte(r.URL + string(r.Body) + canary))
	id, hash := auth.Hide("id-"+canary), auth.Hide(hex.EncodeToString(sum[:]))
	return auth.Parts{Add: []auth.Part{{In: auth.Header, Name: "X-Client-Id", Value: id}, {In: auth.Header, Name: "X-Hash", Value: hash}},
		Secrets: []auth.Secret{auth.Hide(canary), id, hash}}, nil
}

// A web is every host of the internet: one server, whatever is dialled.
type web struct {
	mu      sync.Mutex
	seen    []arrival
	dialled []string
	code    int
	target  string
}

type arrival struct{ host, method, uri, headers, body string }

func (a arrival) holds(form string) bool {
	return strings.Contains(a.uri+"\n"+a.headers+"\n"+a.body, form)
}

func (w *web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var h strings.Builder
	r.Header.Write(&h)
	w.mu.Lock()
	w.seen = append(w.seen, arrival{r.Host, r.Method, r.RequestURI, h.String(), string(body)})
	w.mu.Unlock()
	if strings.HasPrefix(r.URL.Path, "/start") {
		rw.Header().Set("Location", w.target)
		rw.WriteHeader(w.code)
	}
}

func (w *web) client(t testing.TB) *Client {
	s := httptest.NewTLSServer(w)
	t.Cleanup(s.Close)
	c, err := New(Options{
		tls: &tls.Config{InsecureSkipVerify: true},
		dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			w.mu.Lock()
			w.dialled = append(w.dialled, address)
			w.mu.Unlock()
			return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// canaryForms are texts that a leak would show as; enough of them that one is always met.
var canaryForms = []string{
	canary, "canary", "CANARY", "%2F7%2BQ3", "7+Q3", base64.StdEncoding.EncodeToString([]byte("user:" + canary))[8:20],
}

func TestRedirectsLeakNothing(t *testing.T) {
	targets := []struct{ location, host string }{ // "" is refused
		{"/end", "api.good.example"},
		{"https://evil.example/end", "evil.example"},
		{"https://sub.api.good.example/end", "sub.api.good.example"},
		{"https://good.example/end", "good.example"},
		{"https://api.good.example:8443/end", "api.good.example:8443"},
	}
	refusals := []string{"http://api.good.example/end", "https://127.0.0.1/end", "https://localhost/end", "https://u:p@evil.example/end", "http://[::1]/"}
	cases, refused, kinds := 0, 0, accounts(t)
	for name, m := range kinds {
		w := &web{}
		c := w.client(t)
		send := func(method, location string, code int) (*event.Exchange, error) {
			w.seen, w.target, w.code = nil, location, code
			r := built(t, request.Spec{Method: method, Body: map[string]any{"note": "private"}, BodyAs: map[string]string{"GET": request.None, "POST": request.Form}[method],
				Headers: []request.Row{{Name: "Accept-Language", Value: "de"}, {Name: "X-Mine", Value: "m"}, {Name: "Referer", Value: "https://me.example/secret"}}},
				"https://api.good.example/start?q=mine")
			_, x, err := c.Do(t.Context(), Call{Request: r, Connection: &auth.Connection{Name: "Acme", Hosts: []string{"https://api.good.example", "https://good.example", "https://sub.api.good.example"}, Method: m}})
			if len(w.seen) == 0 || name != "none" && !w.seen[0].holds("canary") && !w.seen[0].holds("dXNlcjpj") {
				t.Fatalf("%s: the first host got no account: %+v, %v", name, w.seen, err)
			}
			return x, err
		}
		for _, code := range []int{301, 302, 303, 307, 308} {
			for _, to := range targets {
				for _, method := range []string{"GET", "POST"} {
					cases++
					_, err := send(method, to.location, code)
					label := fmt.Sprintf("%s, %s %d to %s", name, method, code, to.location)
					foreign := to.host != "api.good.example"
					if foreign && method == "POST" && code > 303 || foreign && name == "body" && code > 303 {
						if err == nil && method == "POST" || len(w.seen) > 1 && w.seen[1].body != "" {
							t.Errorf("%s: the body was sent again: %+v", label, w.seen)
						}
						continue
					}
					if err != nil || len(w.seen) != 2 || w.seen[1].host != to.host {
						t.Errorf("%s: %v, %+v", label, err, w.seen)
						continue
					}
					last := w.seen[1]
					if strings.Contains(last.headers, "Referer") {
						t.Errorf("%s: a Referer was sent", label)
					}
					if want := map[bool]string{true: "GET", false: method}[code <= 303]; last.method != want {
						t.Errorf("%s: %s, want %s", label, last.method, want)
					}
					if !foreign {
						if name != "none" && !last.holds("canary") && !last.holds("dXNlcjpj") {
							t.Errorf("%s: no account within one origin: %+v", label, last)
						}
						if !strings.Contains(last.headers, "X-Mine: m") {
							t.Errorf("%s: a header is lost within one origin", label)
						}
						continue
					}
					if last.body != "" || last.headers != "Accept: */*\r\nAccept-Language: de\r\nUser-Agent: Flowbench\r\n" || last.uri != "/end" {
						t.Errorf("%s: another origin got %+v", label, last)
					}
				}
			}
		}
		for _, location := range refusals {
			refused++
			x, err := send("GET", location, 302)
			f, _ := err.(*node.Failure)
			if f == nil || f.Fault.Type != "refused" || f.Fault.Help == "" || len(w.seen) != 1 || x.Status != 302 || x.Got == nil {
				t.Errorf("%s: %s: %v, %+v", name, location, err, w.seen)
			}
		}
	}
	if perKind := (cases + refused) / len(kinds); perKind < 25 || len(kinds) < 6 {
		t.Errorf("%d cases for each of %d ways to authenticate", perKind, len(kinds))
	}
	if !t.Failed() {
		t.Logf("redirects: %d cases, %d of them to be refused, over %d ways to authenticate: 0 leaks", cases+refused, refused, len(kinds))
	}
}

func TestASecretInALocationIsNotCarriedAway(t *testing.T) {
	w := &web{code: 302, target: "https://evil.example/end?k=" + "canary%2F7%2BQ3%3D%C3%A9%3Cz%3E"}
	c := w.client(t)
	_, x, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.good.example/start"),
		Connection: &auth.Connection{Hosts: []string{"api.good.example"}, Method: accounts(t)["query"]}})
	if err == nil || len(w.seen) != 1 {
		t.Errorf("%v, %+v", err, w.seen)
	}
	if shown := fmt.Sprintf("%+v %v %s", x, err, x.Got.Headers); strings.Contains(shown, "canary") {
		t.Errorf("shown: %s", shown)
	}
}

func TestAwayAndBackGetsNoAccount(t *testing.T) {
	w := &web{code: 302, target: "https://evil.example/start2"}
	s := w.client(t)
	hops := 0
	s.chain = func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(q *http.Request) (*http.Response, error) {
			if hops++; hops == 2 {
				w.target = "https://api.good.example/end"
			}
			return next.RoundTrip(q)
		})
	}(s.chain)
	_, x, err := s.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.good.example/start"),
		Connection: &auth.Connection{Hosts: []string{"api.good.example"}, Method: accounts(t)["bearer"]}})
	if err != nil || len(w.seen) != 3 || w.seen[2].host != "api.good.example" || strings.Contains(w.seen[2].headers, "Authorization") {
		t.Errorf("%v, %+v", err, w.seen)
	}
	if got := strings.Join(x.Hops, " "); got != "https://evil.example/start2 https://api.good.example/end" {
		t.Errorf("hops %s", got)
	}
}

func TestRedirectsEnd(t *testing.T) {
	w := &web{code: 302, target: "/start"}
	_, x, err := get(t, w.client(t), "https://api.good.example/start")
	if f, _ := err.(*node.Failure); f == nil || f.Fault.Type != "refused" || len(w.seen) != 11 || len(x.Hops) != 10 {
		t.Errorf("%v after %d requests, %d hops", err, len(w.seen), len(x.Hops))
	}
}

func TestAConnectionIsNotSentToAHostThatIsNotItsOwn(t *testing.T) {
	w := &web{}
	_, x, err := w.client(t).Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://evil.example/"),
		Connection: &auth.Connection{Name: "Acme", Hosts: []string{"https://api.good.example"}, Method: accounts(t)["bearer"]}})
	if f, _ := err.(*node.Failure); f == nil || f.Fault.Type != "refused" || f.Fault.Host != "evil.example" || len(w.dialled) > 0 || x == nil {
		t.Errorf("%v, dialled %v", err, w.dialled)
	}
}

// A server behind a mapping knows neither its host's name nor that it is https.
func TestRedirectsOfAMappedServerStayMapped(t *testing.T) {
	for _, location := range []string{"/end", "https://api.example.com/end", "http://api.example.com/end", "own"} {
		var seen []string
		c := served(t, Options{}, "/base", func(w http.ResponseWriter, r *http.Request) {
			seen = append(seen, r.Host+r.RequestURI+" "+r.Header.Get("X-Key"))
			if r.URL.Path == "/base/start" {
				to := location
				if to == "own" {
					to = "http://" + r.Context().Value(http.LocalAddrContextKey).(net.Addr).String() + "/base/end"
				}
				w.Header().Set("Location", to)
				w.WriteHeader(302)
			}
		})
		m, _ := auth.Sandbox([]auth.Placement{{In: auth.Header, Name: "X-Key", Sandbox: "made-up"}})
		real := accounts(t)["bearer"]
		_, x, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/start"),
			Connection: &auth.Connection{Hosts: []string{"api.example.com"}, Method: real, Sandbox: m}})
		if err != nil || strings.Join(seen, ", ") != "api.example.com/base/start made-up, api.example.com/base/end made-up" {
			t.Errorf("%s: %v, %v", location, err, seen)
		}
		if strings.Join(x.Hops, " ") != "https://api.example.com/end" {
			t.Errorf("%s: hops %v", location, x.Hops)
		}
	}
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://api.acme.com/", http.StatusFound)
	})
	_, _, err := get(t, c, "https://api.example.com/start")
	if f, _ := err.(*node.Failure); f == nil || f.Fault.Host != "api.acme.com" || f.Fault.Message != "api.acme.com is not in the sandbox. The redirect was not followed." {
		t.Errorf("%v", err)
	}
}
