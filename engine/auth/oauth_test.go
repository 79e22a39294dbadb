package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"flowbench/engine/spec"
)

// answers is a Sender that gives what it is told to, and remembers what it was asked.
type answers struct {
	asked  []Ask
	answer func(Ask) (Reply, error)
}

func (s *answers) Send(_ context.Context, q Ask) (Reply, error) {
	s.asked = append(s.asked, q)
	return s.answer(q)
}

// says is a Sender that always answers alike.
func says(status int, mediaType, body string) *answers {
	return &answers{answer: func(Ask) (Reply, error) {
		return Reply{Status: status, Header: map[string]any{"content-type": mediaType}, Body: body}, nil
	}}
}

// sent is all of an ask as a server gets it, its hidden parts put in.
func sent(q Ask) string {
	form, _ := url.ParseQuery(q.Body)
	var headers []string
	for _, p := range q.Parts.Add {
		switch p.In {
		case Body:
			form.Set(p.Name, p.Value.Reveal())
		case Header:
			headers = append(headers, p.Name+": "+p.Value.Reveal())
		}
	}
	return strings.TrimSpace(q.Method + " " + q.URL + " " + form.Encode() + " " + strings.Join(headers, ", "))
}

// account is an account of a scheme with these settings.
func account(t testing.TB, scheme string, v spec.Values) Account {
	t.Helper()
	r := Record{Name: "Mine", Scheme: scheme, Settings: HideSettings(v)}
	a, err := r.Account(nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func signInSettings() spec.Values {
	return spec.Values{"authUrl": "https://id.example.com/authorize?tenant=7", "tokenUrl": "https://id.example.com/token",
		"clientId": "me", "clientSecret": "s3cret/+value", "scope": " read  write ",
		"params": []any{map[string]any{"name": "access_type", "value": "offline"}}}
}

func clientSettings() spec.Values {
	return spec.Values{"tokenUrl": "https://id.example.com/token", "clientId": "me:1", "clientSecret": "s3cret/+value", "scope": "read write",
		"params": []any{map[string]any{"name": "audience", "value": "https://api.example.com"}}}
}

func TestThePageToSignInOnIsBoundToThisSignIn(t *testing.T) {
	g := account(t, "oauth2", signInSettings()).(Grant)
	// The verifier and its challenge are the example of RFC 7636, appendix B.
	page := g.AuthURL("a state", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "http://127.0.0.1:4000/cb")
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"tenant": {"7"}, "response_type": {"code"}, "client_id": {"me"}, "redirect_uri": {"http://127.0.0.1:4000/cb"},
		"scope": {"read write"}, "state": {"a state"}, "access_type": {"offline"}, "code_challenge_method": {"S256"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}}
	if got := u.Query().Encode(); got != want.Encode() || u.Host+u.Path != "id.example.com/authorize" {
		t.Errorf("%s\nwant %s", page, want.Encode())
	}
	v := signInSettings()
	v["authUrl"], v["params"] = " https://id.example.com/authorize\n", []any{map[string]any{"name": "state", "value": "mine"}, map[string]any{"name": "redirect_uri", "value": "https://evil.example.com"}}
	page2 := account(t, "oauth2", v).(Grant).AuthURL("a state", "x", "http://127.0.0.1/")
	if u, err = url.Parse(page2); err != nil || u.Query().Get("state") != "a state" || u.Query().Get("redirect_uri") != "http://127.0.0.1/" || u.Path != "/authorize" {
		t.Errorf("what follows from the sign-in was given by a parameter: %s", page2)
	}
	if strings.Contains(page, "s3cret") {
		t.Error("the page holds the secret")
	}
	if a, b := NewVerifier(), NewVerifier(); a == b || len(a) < 43 {
		t.Errorf("verifiers %q and %q", a, b)
	}
}

func TestTokenRequests(t *testing.T) {
	with := func(v spec.Values, more ...string) spec.Values {
		for i := 0; i < len(more); i += 2 {
			v[more[i]] = more[i+1]
		}
		return v
	}
	for _, c := range []struct {
		scheme string
		v      spec.Values
		how    string // "code" or "refresh"; else the client's own request
		want   string
		hidden string
	}{
		{"oauth2", signInSettings(), "code",
			"POST https://id.example.com/token code=the+code&code_verifier=the+verifier&grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb Authorization: Basic bWU6czNjcmV0JTJGJTJCdmFsdWU=",
			"code code_verifier Authorization"},
		{"oauth2", with(signInSettings(), "clientAuth", "body"), "code",
			"POST https://id.example.com/token client_id=me&client_secret=s3cret%2F%2Bvalue&code=the+code&code_verifier=the+verifier&grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb",
			"client_secret code code_verifier"},
		{"oauth2", with(signInSettings(), "clientSecret", ""), "code",
			"POST https://id.example.com/token client_id=me&code=the+code&code_verifier=the+verifier&grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb",
			"code code_verifier"},
		{"oauth2", with(signInSettings(), "clientAuth", "body"), "refresh",
			"POST https://id.example.com/token client_id=me&client_secret=s3cret%2F%2Bvalue&grant_type=refresh_token&refresh_token=the+refresh",
			"client_secret refresh_token"},
		{"oauth2-client", clientSettings(), "",
			"POST https://id.example.com/token audience=https%3A%2F%2Fapi.example.com&grant_type=client_credentials&scope=read+write Authorization: Basic bWUlM0ExOnMzY3JldCUyRiUyQnZhbHVl",
			"Authorization"},
		{"oauth2-client", with(clientSettings(), "clientAuth", "body", "scope", ""), "",
			"POST https://id.example.com/token audience=https%3A%2F%2Fapi.example.com&client_id=me%3A1&client_secret=s3cret%2F%2Bvalue&grant_type=client_credentials",
			"client_secret"},
	} {
		s := says(200, "application/json", `{"access_token":"the token","token_type":"bearer","expires_in":3600,"refresh_token":"the next"}`)
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		env := Env{Connection: "c1", Sender: s, Now: func() time.Time { return now }}
		cache := &Cache{Now: env.Now}
		env.Tokens = cache.In("live")
		a := account(t, c.scheme, c.v)
		var got Token
		var err error
		switch c.how {
		case "code":
			got, err = a.(Grant).Exchange(t.Context(), env, "the code", "the verifier", "http://127.0.0.1/cb")
		default:
			if c.how == "refresh" {
				if err := cache.keep("c1", Hide("the refresh")); err != nil {
					t.Fatal(err)
				}
			}
			m, methodErr := a.Method(env)
			if methodErr != nil {
				t.Fatal(methodErr)
			}
			var p Parts
			if p, err = m.Apply(t.Context(), Request{}); err == nil && p.Add[0].Value.Reveal() != "Bearer the token" {
				t.Errorf("%s: %s goes into requests", c.scheme, p.Add[0].Value.Reveal())
			}
			got = cache.held[tokenKey{"live", "c1"}].token
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.scheme, c.how, err)
			continue
		}
		if got.Values[0].Reveal() != "the token" || !got.Expires.Equal(now.Add(time.Hour)) {
			t.Errorf("%s %s: %s until %v", c.scheme, c.how, got.Values[0].Reveal(), got.Expires)
		}
		if want := map[bool]string{true: "", false: "the next"}[c.scheme == "oauth2-client"]; got.Refresh.Reveal() != want {
			t.Errorf("%s %s: the refresh token is %q", c.scheme, c.how, got.Refresh.Reveal())
		}
		q := s.asked[0]
		if sent(q) != c.want {
			t.Errorf("%s %s: sent\n%s, want\n%s", c.scheme, c.how, sent(q), c.want)
		}
		var hidden []string
		for _, p := range q.Parts.Add {
			hidden = append(hidden, p.Name)
		}
		if strings.Join(hidden, " ") != c.hidden {
			t.Errorf("%s %s: hidden are %v, want %s", c.scheme, c.how, hidden, c.hidden)
		}
		shown := fmt.Sprintf("%+v", q)
		for _, secret := range []string{"s3cret", "the code", "the+code", "the+verifier", "the+refresh", "bWU6"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s %s: %s is shown in %s", c.scheme, c.how, secret, shown)
			}
		}
		if q.Type != formType || len(s.asked) != 1 {
			t.Errorf("%s %s: asked %d times, with %s", c.scheme, c.how, len(s.asked), q.Type)
		}
	}
}

func TestTokenAnswers(t *testing.T) {
	for _, c := range []struct {
		mediaType, body string
		token           string
		life            time.Duration
	}{
		{"application/json", `{"access_token":"abc"}`, "abc", 0},
		{"application/json", `{"access_token":"abc","expires_in":"3600"}`, "abc", time.Hour},
		{"application/json; charset=utf-8", `{"access_token":"abc","expires_in":0}`, "abc", 0},
		{"application/json", `{"access_token":"abc","expires_in":-1}`, "abc", 0},
		{"application/json", `{"access_token":"abc","expires_in":null,"error":""}`, "abc", 0},
		{"text/plain", `{"access_token":"abc","expires_in":60}`, "abc", time.Minute},
		{"application/x-www-form-urlencoded", `access_token=abc&expires_in=60&token_type=bearer`, "abc", time.Minute},
		{"text/plain", `access_token=abc`, "abc", 0},
		{"", ` {"access_token":"abc","token_type":"Bearer"}`, "abc", 0},
		{"application/json", `{"access_token":"abc","token_type":"bot"}`, "abc", 0},
	} {
		now := time.Now()
		a := account(t, "oauth2", signInSettings()).(Grant)
		got, err := a.Exchange(t.Context(), Env{Sender: says(200, c.mediaType, c.body), Now: func() time.Time { return now }}, "x", "y", "z")
		if err != nil || got.Values[0].Reveal() != c.token {
			t.Errorf("%s %s: %v", c.mediaType, c.body, err)
			continue
		}
		life := time.Duration(0)
		if !got.Expires.IsZero() {
			life = got.Expires.Sub(now)
		}
		if life != c.life {
			t.Errorf("%s %s: good for %v, want %v", c.mediaType, c.body, life, c.life)
		}
	}
}

// What a token endpoint may answer wrong, as people read it.
func TestTokenFaultsAreToldInPlainWords(t *testing.T) {
	const page = "<html><h1>s3cret/+value</h1></html>"
	for _, c := range []struct {
		status          int
		mediaType, body string
		want            string
		signIn          bool
	}{
		{400, "application/json", `{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`,
			"id.example.com no longer accepts the sign-in (it says: invalid_grant, Token has been expired or revoked): sign in again", true},
		{400, "application/json", `{"error":"invalid_grant"}`, "id.example.com no longer accepts the sign-in (it says: invalid_grant): sign in again", true},
		{200, "application/json", `{"error":"bad_refresh_token","error_description":"gone"}`, "id.example.com no longer accepts the sign-in (it says: bad_refresh_token, gone): sign in again", true},
		{401, "application/json", `{"error":"invalid_client"}`, "id.example.com does not know the client: look at Client ID and Client secret, and at how the client authenticates (it says: invalid_client)", false},
		{400, "application/json", `{"error":"odd","error_description":"no s3cret/+value for\nyou"}`, "id.example.com gave no token (it says: odd, no ••• for you)", false},
		{400, "application/json", `{"error":{"message":"no the refresh here","code":"E1"}}`, "id.example.com gave no token (it says: E1, no ••• here)", false},
		{400, "application/json", `{"error":"odd","error_description":"` + strings.Repeat("x", 5000) + `"}`, "id.example.com gave no token (it says: odd, " + strings.Repeat("x", 199) + "…)", false},
		{200, "application/json", `{"error":"temporarily_unavailable"}`, "id.example.com is not available at the moment: try again later (it says: temporarily_unavailable)", false},
		{200, "text/html", page, "id.example.com answered the request for a token with status 200 and a web page, not with a token: look at the Token endpoint URL", false},
		{502, "text/html", page, "id.example.com answered the request for a token with status 502 and a web page, not with a token: look at the Token endpoint URL", false},
		{200, "application/json", `{"token":"s3cret/+value"}`, "id.example.com answered the request for a token with status 200 and JSON, but there is no access_token in it that can be read: look at the Token endpoint URL", false},
		{200, "application/json", `{"access_token":"s3cret/+value","expires_in":"soon"}`, "id.example.com answered the request for a token with status 200 and JSON, but there is no access_token in it that can be read: look at the Token endpoint URL", false},
		{200, "application/json", `{"access_token":`, "id.example.com answered the request for a token with status 200, but not with JSON: look at the Token endpoint URL", false},
		{200, "application/json", `[1]`, "id.example.com answered the request for a token with status 200, but not with JSON: look at the Token endpoint URL", false},
		{200, "application/json", ``, "id.example.com answered the request for a token with status 200 and nothing else: look at the Token endpoint URL", false},
		{204, "", ``, "id.example.com answered the request for a token with status 204 and nothing else: look at the Token endpoint URL", false},
		{302, "", ``, "id.example.com answered the request for a token with status 302: look at the Token endpoint URL and at the fields of the connection", false},
		{401, "text/plain", `nope s3cret/+value`, "id.example.com answered the request for a token with status 401: look at Client ID and Client secret, and at how the client authenticates", false},
		{404, "text/plain", `nope`, "id.example.com answered the request for a token with status 404: look at the Token endpoint URL", false},
		{503, "text/plain", `nope`, "id.example.com answered the request for a token with status 503: try again later", false},
		{200, "application/json", `{"access_token":"abcdefgh","token_type":"DPoP"}`, "id.example.com gives tokens of a kind that is not known here (dpop), not bearer tokens", false},
	} {
		cache := &Cache{}
		if err := cache.keep("c1", Hide("the refresh")); err != nil {
			t.Fatal(err)
		}
		m, err := account(t, "oauth2", signInSettings()).Method(Env{Connection: "c1", Tokens: cache.In("live"), Sender: says(c.status, c.mediaType, c.body)})
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Apply(t.Context(), Request{})
		if err == nil || err.Error() != c.want || errors.Is(err, ErrSignIn) != c.signIn {
			t.Errorf("%d %s %.80s:\n %v\nwant\n %s", c.status, c.mediaType, c.body, err, c.want)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if b, _ := json.Marshal(e); strings.Contains(fmt.Sprintf("%v %+v %#v %s", e, e, e, b), "s3cret") {
				t.Errorf("%d %s %s: %#v shows the secret", c.status, c.mediaType, c.body, e)
			}
		}
	}
}

func TestWhatOnlyAPersonCanMendIsErrSignIn(t *testing.T) {
	m, err := account(t, "oauth2", signInSettings()).Method(Env{Connection: "c1", Tokens: new(Cache).In("live"), Sender: says(200, "", "")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = m.Apply(t.Context(), Request{}); !errors.Is(err, ErrSignIn) || err.Error() != "there is no sign-in at id.example.com that can still be used: sign in again" {
		t.Errorf("without a sign-in: %v", err)
	}
	_, err = account(t, "oauth2", signInSettings()).(Grant).Exchange(t.Context(), Env{Sender: says(400, "application/json", `{"error":"invalid_grant"}`)}, "a", "b", "c")
	if !errors.Is(err, ErrSignIn) || !strings.Contains(err.Error(), "took too long, or was used before") {
		t.Errorf("a code that was used: %v", err)
	}
	m, err = account(t, "oauth2-client", clientSettings()).Method(Env{Connection: "c1", Tokens: new(Cache).In("live"), Sender: says(400, "application/json", `{"error":"invalid_grant"}`)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = m.Apply(t.Context(), Request{}); err == nil || errors.Is(err, ErrSignIn) {
		t.Errorf("a client cannot sign in: %v", err)
	}
}

func TestASendersErrorIsToldAsItIs(t *testing.T) {
	broken := errors.New("id.example.com refused the connection.")
	for _, c := range []struct {
		err, is error
		want    string
	}{
		{broken, broken, "id.example.com refused the connection."},
		{context.DeadlineExceeded, context.DeadlineExceeded, "id.example.com did not answer the request for a token in time: try again"},
		{context.Canceled, context.Canceled, "the request for a token was cancelled"},
	} {
		s := &answers{answer: func(Ask) (Reply, error) { return Reply{}, c.err }}
		_, err := account(t, "oauth2", signInSettings()).(Grant).Exchange(t.Context(), Env{Sender: s}, "a", "b", "c")
		if !errors.Is(err, c.is) || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestSchemesThatAskNeedSomethingToAskBy(t *testing.T) {
	for _, s := range All {
		if !slices.Contains([]string{"oauth2", "oauth2-client"}, s.ID) {
			continue
		}
		if _, err := s.New().Method(Env{}); err == nil {
			t.Errorf("%s makes a method that can get no token", s.ID)
		}
	}
	if _, err := account(t, "oauth2", signInSettings()).(Grant).Exchange(t.Context(), Env{}, "a", "b", "c"); err == nil {
		t.Error("a code is exchanged with nobody")
	}
}
