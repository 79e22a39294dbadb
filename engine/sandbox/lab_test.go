package sandbox

import (
	"net/http"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
)

// path fills the parameters of a route's path.
func path(r catalog.Route) string { return pathParam.ReplaceAllString(r.Path, "x") }

func TestTheLabRefusesWhoProvesNothingAndSaysWhatIsMissing(t *testing.T) {
	tried := 0
	for _, r := range catalog.Builtin().Provider("lab").Sandbox.Routes {
		if r.Auth == nil || r.Auth.Scheme == "none" {
			continue
		}
		tried++
		g := open(t).raw("POST", r.Host+path(r), `{"a":1}`, map[string]string{"Content-Type": "application/json"})
		if says, _ := g.at("error").(string); g.status != 401 || !strings.Contains(says, "the header ") && !strings.Contains(says, "the query ") && !strings.Contains(says, "the URL parameter ") {
			t.Errorf("%s: %d %s", r.Path, g.status, g.text)
		}
	}
	if tried < 12 {
		t.Errorf("only %d routes ask for an account", tried)
	}
}

func TestTheLabSeesEveryChangeOfASignedRequest(t *testing.T) {
	for _, c := range []struct{ scheme, path string }{{"sha256", "/sha256/uri"}, {"aws4", "/aws4/s3/a.txt"}} {
		var account auth.Account
		for _, r := range catalog.Builtin().Provider("lab").Sandbox.Routes {
			if r.Auth != nil && strings.HasPrefix(c.path, strings.TrimSuffix(r.Path, "{key…}")) {
				account = exact(r)
			}
		}
		method, err := account.Method(auth.Env{})
		if err != nil {
			t.Fatal(err)
		}
		const url, body = "https://lab.example.com", `{"a":1}`
		header := map[string]string{"Content-Type": "application/json"}
		parts, err := method.Apply(t.Context(), auth.Request{Method: "PUT", URL: url + c.path + "?x=1", Body: []byte(body),
			Header: func(name string) string { return header[http.CanonicalHeaderKey(name)] }, Names: []string{"Content-Type"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts.Add {
			header[p.Name] = p.Value.Reveal()
		}
		if g := open(t).raw("PUT", url+c.path+"?x=1", body, header); g.status != 200 {
			t.Errorf("%s: as it was signed: %d %s", c.scheme, g.status, g.text)
		}
		if g := open(t).raw("PUT", "http://127.0.0.1:8088/lab"+c.path+"?x=1", body, header); g.status != 200 {
			t.Errorf("%s: below the provider's id: %d %s", c.scheme, g.status, g.text)
		}
		for name, g := range map[string]got{
			"another body":  open(t).raw("PUT", url+c.path+"?x=1", `{"a":2}`, header),
			"another query": open(t).raw("PUT", url+c.path+"?x=2", body, header),
			"no query":      open(t).raw("PUT", url+c.path, body, header),
		} {
			if g.status != 401 {
				t.Errorf("%s: %s: %d %s", c.scheme, name, g.status, g.text)
			}
		}
	}
}

func TestGoogleGivesTokensInTheSandboxToWhoSignedIn(t *testing.T) {
	c := open(t)
	p := catalog.Builtin().Provider("sheets")
	r, _ := p.MadeUp()
	account, err := r.Account(p.Preset(r.Scheme))
	if err != nil {
		t.Fatal(err)
	}
	verifier := auth.NewVerifier()
	page := account.(auth.Grant).AuthURL("s", verifier, "http://127.0.0.1:9/back")
	for _, part := range []string{"https://accounts.google.com/", "access_type=offline", "prompt=consent", "scope=openid+email+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fspreadsheets"} {
		if !strings.Contains(page, part) {
			t.Errorf("%s lacks %s", page, part)
		}
	}
	c.auth = false
	back := c.raw("GET", page, "", nil)
	_, query, _ := strings.Cut(back.header.Get("Location"), "?")
	code := form(query, false)["code"]
	if back.status != 302 || code == nil {
		t.Fatalf("%d %v", back.status, back.header)
	}
	ask := func(body string) got {
		return c.raw("POST", "https://oauth2.googleapis.com/token", body, map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
	}
	exchange := "grant_type=authorization_code&client_id=sandbox.apps.googleusercontent.com&client_secret=x&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fback&code=" + code.(string) + "&code_verifier="
	if g := ask(exchange + "other"); g.status != 400 || g.at("error") != "invalid_grant" {
		t.Errorf("another's verifier: %d %s", g.status, g.text)
	}
	g := ask(exchange + verifier)
	token, _ := g.at("access_token").(string)
	if g.status != 200 || token == "" || g.at("refresh_token") == nil {
		t.Fatalf("%d %s", g.status, g.text)
	}
	if g := c.raw("GET", "https://openidconnect.googleapis.com/v1/userinfo", "", map[string]string{"Authorization": "Bearer " + token}); g.at("email") != "ada@example.com" {
		t.Errorf("%d %s", g.status, g.text)
	}
	if g := ask("grant_type=refresh_token&client_id=x&refresh_token=" + g.at("refresh_token").(string)); g.status != 200 || g.at("refresh_token") != nil {
		t.Errorf("%d %s", g.status, g.text)
	}
	if g := ask("grant_type=password&client_id=x"); g.status != 400 || g.at("error") != "unsupported_grant_type" {
		t.Errorf("%d %s", g.status, g.text)
	}
}

func TestARouteOfOneHostIsNotAnsweredAtAnother(t *testing.T) {
	for _, url := range []string{"https://sheets.googleapis.com/token", "https://lab.example.com/oauth2/token", "https://auth.lab.example.com/basic"} {
		if g := open(t).raw("POST", url, "grant_type=x", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}); g.status != 404 {
			t.Errorf("%s: %d %s", url, g.status, g.text)
		}
	}
}

func TestAnySecretWillDoAtAProvider(t *testing.T) {
	for _, c := range []struct {
		name, value string
		status      int
	}{
		{"Authorization", "Bearer any at all", 200},
		{"Authorization", "Bearer ", 401},
		{"Authorization", "any at all", 401},
		{"X-Key", "any", 401},
	} {
		s := open(t)
		s.auth = false
		if g := s.raw("GET", "https://api.stripe.com/v1/balance", "", map[string]string{c.name: c.value}); g.status != c.status {
			t.Errorf("%s: %q: %d", c.name, c.value, g.status)
		}
	}
}
