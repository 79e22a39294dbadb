package engine

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
)

const (
	lab     = "https://lab.example.com"
	labAuth = "https://auth.lab.example.com"
)

// labCases are requests to the lab, which checks each exactly.
var labCases = []struct {
	name     string
	scheme   string
	settings spec.Values
	method   string // "" is GET
	path     string
	body     any    // JSON
	wrong    string // the secret field that is then given wrongly
	says     string // what is said of it
}{
	{"nothing is needed", "none", nil, "", "/none", nil, "", ""},
	{"a login and a password", "basic", spec.Values{"login": "ada"}, "", "/basic", nil, "password", "the header Authorization does not hold the login and the password"},
	{"a token", "token", nil, "POST", "/token", spec.Values{"a": 1}, "token", "the header Authorization does not hold the token"},
	{"a token elsewhere", "token", spec.Values{"header": "X-Lab-Token", "value": "Lab {{secret}} 1"}, "", "/token/header", nil, "token", "the header X-Lab-Token does not hold the token"},
	{"a key in a header", "api-key", nil, "", "/api-key/header", nil, "secret", "the header x-api-key does not hold the key"},
	{"a key in the URL", "api-key", spec.Values{"headers": []any{}, "params": []any{spec.Values{"name": "api_key", "value": "{{secret}}"}}},
		"", "/api-key/query?page=2", nil, "secret", "the query api_key does not hold the key"},
	{"a hash over a request without a body", "sha256", spec.Values{"clientId": "lab"}, "", "/sha256/uri?q=a%20b&r=%C3%A9/x", nil, "clientSecret", "the header X-EES-AUTH-HASH does not fit the request"},
	{"a hash over the path and a body", "sha256", spec.Values{"clientId": "lab", "over": "path"}, "PUT", "/sha256/path?q=1", spec.Values{"text": "é \" <&"}, "clientSecret", "the header X-EES-AUTH-HASH does not fit the request"},
	{"a signature for S3", "aws4", spec.Values{"accessKeyId": "LABKEY", "region": "eu-west-1", "service": "s3"},
		"PUT", "/aws4/s3/a%20b/%C3%A9+c(1)%2Fd.txt?x-id=PutObject&empty", spec.Values{"a": 1}, "secretAccessKey", "the signature does not fit the request"},
	{"a signature for S3, of a role", "aws4", spec.Values{"accessKeyId": "LABKEY", "region": "eu-west-1", "service": "s3"},
		"", "/aws4/s3/", nil, "sessionToken", "the header X-Amz-Security-Token does not hold the session token"},
	{"a signature for another service", "aws4", spec.Values{"accessKeyId": "LABKEY", "region": "eu-west-1", "service": "lambda"},
		"POST", "/aws4/lambda/my%20function/invocations?b=2&a=1", spec.Values{"a": 1}, "secretAccessKey", "the signature does not fit the request"},
	{"a request of one's own for a token", "custom", labCustom(nil), "", "/custom", nil, "secret", "it does not accept the Secret"},
	{"a token of one's own in the URL", "custom", labCustom(spec.Values{"tokenHeaders": []any{}, "tokenParams": []any{spec.Values{"name": "session", "value": `{{ authResponseBody | fromjson | attr("token") }}`}}}),
		"", "/custom/query?page=1", nil, "secret", "it does not accept the Secret"},
	{"a Synerise workspace", "synerise", nil, "", "/synerise", nil, "apiKey", "api.synerise.com does not know the API key"},
	{"a client with a secret", "oauth2-client", spec.Values{"tokenUrl": labAuth + "/oauth2/token", "clientId": "lab", "scope": "read"},
		"POST", "/oauth2", spec.Values{"a": 1}, "clientSecret", "auth.lab.example.com does not know the client"},
	{"a client with a secret, in the body", "oauth2-client", spec.Values{"tokenUrl": labAuth + "/oauth2/token", "clientId": "lab", "clientAuth": "body"},
		"", "/oauth2", nil, "clientSecret", "auth.lab.example.com does not know the client"},
	{"a person who signed in", "oauth2", spec.Values{"authUrl": labAuth + "/oauth2/authorize", "tokenUrl": labAuth + "/oauth2/token", "clientId": "lab"},
		"", "/oauth2", nil, "clientSecret", "auth.lab.example.com does not know the client"},
}

func labCustom(other spec.Values) spec.Values {
	v := spec.Values{
		"url": labAuth + "/custom/token", "body": `{ "api-key": "{{secret}}" }`,
		"tokenHeaders": []any{spec.Values{"name": "Authorization", "value": `Bearer {{ authResponseBody | fromjson | attr("token") }}`}},
	}
	maps.Copy(v, other)
	return v
}

func labRecord(scheme string, settings spec.Values) auth.Record {
	return auth.Record{ID: "lab", Name: "Lab", Hosts: []string{lab}, Scheme: scheme, Settings: auth.HideSettings(settings)}
}

func TestEverySchemeIsTakenByTheLabAndAWrongSecretIsNot(t *testing.T) {
	tried := map[string]bool{}
	for _, c := range labCases {
		tried[c.scheme] = true
		t.Run(c.name, func(t *testing.T) {
			n, server := inSandbox(t)
			r := labRecord(c.scheme, c.settings)
			n.Accounts.Records = map[string]auth.Record{"Lab": r}
			meant := node.Request{Connection: "Lab", Method: c.method, URL: []node.Part{{Text: lab + c.path}}, Body: c.body, BodyAs: "none"}
			if meant.Method == "" {
				meant.Method = "GET"
			}
			if c.body != nil {
				meant.BodyAs = "json"
			}
			var told []event.Exchange
			got, err := n.Call(t.Context(), meant, func(x event.Exchange) { told = append(told, x) })
			if err != nil {
				t.Fatal(err)
			}
			if body, _ := got.Body.(map[string]any); got.Status != 200 || body["authenticated"] != true {
				t.Errorf("the lab says %d %v", got.Status, got.Body)
			}
			if last := told[len(told)-1]; last.Purpose != "" || strings.Contains(last.Mapped, server.URL()) == false {
				t.Errorf("the last exchange is %+v", last)
			}
			if c.wrong == "" {
				return
			}
			r = r.MadeUp()
			r.ID = "wrong~sandbox" // which has no token yet
			r.Settings = r.Settings.With(c.wrong, "sandbox-but-wrong")
			if said := n.told(t, r, meant); !strings.Contains(said, c.says) {
				t.Errorf("of a wrong %s the lab says %s; want %s", c.wrong, said, c.says)
			}
		})
	}
	for _, s := range auth.All {
		if !tried[s.ID] {
			t.Errorf("the scheme %s is not tried", s.ID)
		}
	}
}

// told makes a call with a made-up account and returns what is said when it is refused.
func (n *Network) told(t *testing.T, r auth.Record, meant node.Request) string {
	t.Helper()
	method, err := n.method(r, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	built, err := request.Build(request.Of(meant))
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := n.Client.Do(t.Context(), transport.Call{Request: built, Connection: &auth.Connection{Name: r.Name, Hosts: r.Hosts, Sandbox: method}})
	if err != nil {
		return err.Error()
	}
	body, _ := answer.Body.(map[string]any)
	if answer.Status != http.StatusUnauthorized {
		t.Errorf("the status is %d", answer.Status)
	}
	return spec.ToText(body["error"])
}

func TestTheLabLetsPeopleSignInWithoutABrowser(t *testing.T) {
	n, server := inSandbox(t)
	r := labRecord("oauth2", spec.Values{"authUrl": labAuth + "/oauth2/authorize", "tokenUrl": labAuth + "/oauth2/token", "clientId": "lab", "issuer": labAuth}).MadeUp()
	r.ID = "lab" // whose sign-in is kept as a real one is
	account, err := r.Account(nil)
	if err != nil {
		t.Fatal(err)
	}
	grant, ok := account.(auth.Grant)
	if !ok {
		t.Fatal("nobody can sign in")
	}
	const state, redirect = "the state", "http://127.0.0.1:4567/back"
	verifier := auth.NewVerifier()
	page := strings.Replace(grant.AuthURL(state, verifier, redirect), labAuth, server.URL()+"/lab", 1)
	back := follow(t, page)
	q := back.Query()
	if back.Host != "127.0.0.1:4567" || back.Path != "/back" || q.Get("state") != state || q.Get("iss") != grant.Issuer() || q.Get("code") == "" {
		t.Fatalf("the browser is sent to %s", back)
	}
	env := auth.Env{Connection: r.ID, Sender: sender{n, "Lab", true}}
	if _, err := grant.Exchange(t.Context(), env, q.Get("code"), auth.NewVerifier(), redirect); !errors.Is(err, auth.ErrSignIn) || !strings.Contains(err.Error(), "code_verifier") {
		t.Errorf("with another's verifier: %v", err)
	}
	first, err := grant.Exchange(t.Context(), env, q.Get("code"), verifier, redirect)
	if err != nil || first.Refresh.Empty() || first.Expires.IsZero() {
		t.Fatalf("%+v, %v", first, err)
	}
	if _, err := grant.Exchange(t.Context(), env, q.Get("code"), verifier, redirect); !errors.Is(err, auth.ErrSignIn) || !strings.Contains(err.Error(), "used before") {
		t.Errorf("a code brought twice: %v", err)
	}

	kept := &keeper{refresh: first.Refresh}
	cache := &auth.Cache{Grants: kept}
	env.Tokens = cache.In("Sandbox")
	method, err := account.Method(env)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		cache.Forget("", r.ID)
		before := kept.refresh.Reveal()
		if _, err := method.Apply(t.Context(), auth.Request{}); err != nil {
			t.Fatal(err)
		}
		if kept.refresh.Reveal() == before {
			t.Error("the refresh token is not another one")
		}
	}
	cache.Forget("", r.ID)
	kept.refresh = first.Refresh
	if _, err := method.Apply(t.Context(), auth.Request{}); !errors.Is(err, auth.ErrSignIn) {
		t.Errorf("a refresh token used twice: %v", err)
	}
}

func TestATokenThatTheLabRefusesIsAskedForAnew(t *testing.T) {
	n, _ := inSandbox(t)
	n.Accounts.Records = map[string]auth.Record{"Lab": labRecord("oauth2-client", spec.Values{"tokenUrl": labAuth + "/oauth2/token", "clientId": "lab"})}
	for i, want := range []string{"token 200, 401", "token 200, 200", "401", "token 200, 200"} {
		var told []string
		_, err := n.Call(t.Context(), node.Request{Connection: "Lab", Method: "POST", URL: []node.Part{{Text: lab + "/oauth2/forgetful"}}, BodyAs: "none"}, func(x event.Exchange) {
			told = append(told, strings.TrimSpace(fmt.Sprint(x.Purpose, " ", x.Status)))
		})
		if got := strings.Join(told, ", "); err != nil || got != want {
			t.Errorf("request %d: %s, %v; want %s", i+1, got, err, want)
		}
	}
}

func TestAPersonMaySayNoAtTheLab(t *testing.T) {
	_, server := inSandbox(t)
	back := follow(t, server.URL()+"/lab/bad/denied?state=s&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback")
	if q := back.Query(); q.Get("error") != "access_denied" || q.Get("state") != "s" || q.Has("code") {
		t.Errorf("the browser is sent to %s", back)
	}
}

// follow opens a page as a browser would and returns where it sends on to.
func follow(t *testing.T, page string) *url.URL {
	t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	to, err := resp.Location()
	if err != nil {
		t.Fatalf("%s is answered %s", page, resp.Status)
	}
	return to
}

// A keeper keeps one sign-in.
type keeper struct{ refresh auth.Secret }

func (k *keeper) Grant(string) (auth.Secret, error)        { return k.refresh, nil }
func (k *keeper) Keep(_ string, refresh auth.Secret) error { k.refresh = refresh; return nil }

func TestTheSandboxSendsABrowserBackToThisMachineOnly(t *testing.T) {
	_, server := inSandbox(t)
	for _, page := range []string{"/lab/oauth2/authorize?client_id=lab&code_challenge=x&code_challenge_method=S256", "/sheets/o/oauth2/v2/auth?client_id=x"} {
		for _, to := range []string{"https://evil.example/", "http://127.0.0.1.evil.example/", "http://127.0.0.1@evil.example/", "http://localhost:1#@evil.example/", "//evil.example", ""} {
			resp, err := http.Get(server.URL() + page + "&response_type=code&redirect_uri=" + url.QueryEscape(to))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
				t.Errorf("%s: %s to %s", to, resp.Status, resp.Header.Get("Location"))
			}
		}
	}
}

func TestWhatATokenEndpointCanDoWrongEndsInASentence(t *testing.T) {
	for path, want := range map[string]string{
		"/bad/html":          "a web page",
		"/bad/ok-error":      "does not know the client",
		"/bad/invalid-grant": "the sign-in was ended at the service",
		"/bad/empty":         "and nothing else",
		"/bad/status":        "try again later",
		"/bad/no-expiry":     "",
		"/bad/expired":       "",
		"/nowhere":           "look at the Token endpoint URL",
	} {
		n, _ := inSandbox(t)
		n.Accounts.Records = map[string]auth.Record{"Lab": labRecord("oauth2-client", spec.Values{"tokenUrl": labAuth + path, "clientId": "lab"})}
		got, err := n.Call(t.Context(), node.Request{Connection: "Lab", Method: "GET", URL: []node.Part{{Text: lab + "/oauth2"}}, BodyAs: "none"}, func(event.Exchange) {})
		switch {
		case want == "" && (err != nil || got.Status != 200):
			t.Errorf("%s: %+v, %v", path, got, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v; want %s", path, err, want)
		}
	}
}
