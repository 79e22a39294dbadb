package auth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/spec"
)

// filledIn are good settings of every scheme, a canary in each secret field.
func filledIn(scheme string) spec.Values {
	row := func(name, value string) []any { return []any{map[string]any{"name": name, "value": value}} }
	v := map[string]spec.Values{
		"none":    {},
		"basic":   {"login": "me"},
		"token":   {},
		"api-key": {"headers": row("x-api-key", "{{secret}}"), "params": row("client_id", "a-{{ secret }}")},
		"custom": {"method": "POST", "url": "https://id.example.com/login", "body": `{ "api-key": "{{secret}}" }`, "headers": row("X-Key", "{{secret}}"), "ttl": json.Number("90"),
			"tokenHeaders": row("Authorization", `Bearer {{ authResponseBody | fromjson | attr("token") }}`), "tokenParams": row("t", `{{ authResponseBody | fromjson | .token }}`)},
		"synerise":      {"host": "https://api.geb.synerise.com"},
		"oauth2-client": clientSettings(),
		"oauth2":        signInSettings(),
		"sha256":        {"clientId": "me", "over": "path"},
		"aws4":          {"accessKeyId": "AKIDEXAMPLE", "region": "eu-west-1", "service": "s3"},
	}[scheme]
	s, _ := Find(scheme)
	for _, f := range s.New().Fields() {
		if f.Secret {
			v[f.Name] = canary + f.Name
		}
	}
	return v
}

func TestEverySchemeSaysWhatItIs(t *testing.T) {
	var titles []string
	for i, s := range All {
		titles = append(titles, s.ID+" "+s.Title)
		if s.Summary == "" || strings.HasSuffix(s.Summary, ".") || strings.TrimSpace(s.Doc) == "" || s.New == nil {
			t.Errorf("%s: %q, %q", s.ID, s.Summary, s.Doc)
		}
		if found, ok := Find(s.ID); !ok || found.Title != s.Title {
			t.Errorf("%d, %s is not found by its id", i, s.ID)
		}
		var look func(fields []spec.Field)
		look = func(fields []spec.Field) {
			for _, f := range fields {
				if f.Name == "" || f.Label == "" || f.Doc == "" {
					t.Errorf("%s: the field %q has the label %q and the help %q", s.ID, f.Name, f.Label, f.Doc)
				}
				if f.Secret && f.Type != spec.Text {
					t.Errorf("%s: %s is secret and no text", s.ID, f.Name)
				}
				look(f.Row)
			}
		}
		look(s.New().Fields())
		_, grants := s.New().(Grant)
		_, judged := s.New().(Verifier)
		if grants != s.SignsIn || !judged {
			t.Errorf("%s: signs in %v, is a Grant %v, can be judged %v", s.ID, s.SignsIn, grants, judged)
		}
	}
	want := "none No authentication|basic Login & Password|token Token|api-key API Key|custom Custom connection|synerise Synerise API key|" +
		"oauth2-client OAuth2 Client Credentials|oauth2 OAuth2 sign-in|sha256 SHA256-based authentication|aws4 AWS Signature 4"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("offered are\n%s, want\n%s", got, want)
	}
}

func TestSettingsComeBackAsTheyWere(t *testing.T) {
	for _, s := range All {
		r := Record{ID: "c1", Name: "Mine", Hosts: []string{"https://api.example.com"}, Scheme: s.ID, Settings: HideSettings(filledIn(s.ID))}
		if p := r.Problems(nil); len(p) > 0 {
			t.Errorf("%s: %+v", s.ID, p)
		}
		b, err := r.Seal()
		if err != nil {
			t.Errorf("%s: %v", s.ID, err)
			continue
		}
		back, err := Unseal("c1", b)
		if err != nil {
			t.Errorf("%s: %v", s.ID, err)
			continue
		}
		again, err := back.Seal()
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("%s: sealed again it is another", s.ID)
		}
		for name, v := range filledIn(s.ID) {
			if fmt.Sprint(back.Settings.Reveal()[name]) != fmt.Sprint(v) {
				t.Errorf("%s: %s came back as %v", s.ID, name, back.Settings.Reveal()[name])
			}
		}
		if _, err := back.Account(nil); err != nil {
			t.Errorf("%s: %v", s.ID, err)
		}
		var secret int
		for _, f := range s.New().Fields() {
			if f.Secret {
				secret++
			}
		}
		if len(back.Secrets()) != secret {
			t.Errorf("%s: %d secrets of %d", s.ID, len(back.Secrets()), secret)
		}
	}
}

// sandboxed is a Sender that gives the sandbox's token to whoever asks.
func sandboxed() *answers {
	return says(200, "application/json", `{"token":"`+SandboxToken+`","access_token":"`+SandboxToken+`","expires_in":60}`)
}

// applied is a request with what a method adds to it.
func applied(t testing.TB, r Request, p Parts) Request {
	t.Helper()
	headers := map[string]string{}
	for _, n := range r.Names {
		headers[strings.ToLower(n)] = r.Header(n)
	}
	for _, part := range p.Add {
		switch part.In {
		case Header:
			headers[strings.ToLower(part.Name)] = part.Value.Reveal()
		case Query:
			u, err := url.Parse(r.URL)
			if err != nil {
				t.Fatal(err)
			}
			q := u.Query()
			q.Set(part.Name, part.Value.Reveal())
			u.RawQuery = q.Encode()
			r.URL = u.String()
		default:
			t.Fatalf("a part in %s", part.In)
		}
	}
	r.Names = slices.Sorted(maps.Keys(headers))
	r.Header = func(name string) string { return headers[strings.ToLower(name)] }
	return r
}

func request(headers ...string) Request {
	h := map[string]string{}
	var names []string
	for i := 0; i < len(headers); i += 2 {
		h[strings.ToLower(headers[i])] = headers[i+1]
		names = append(names, headers[i])
	}
	return Request{Method: "POST", URL: "https://api.example.com/v1/x?y=1", Names: names, Header: func(n string) string { return h[strings.ToLower(n)] }, Body: []byte(`{"a":1}`)}
}

// What an account sends is taken by whoever knows the made-up secrets, and nothing else is.
func TestTheSandboxKnowsItsOwn(t *testing.T) {
	for _, s := range All {
		r := Record{ID: "c1", Name: "Mine", Scheme: s.ID, Settings: HideSettings(filledIn(s.ID))}.MadeUp()
		a, err := r.Account(nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := a.Method(Env{Connection: r.ID, Sender: sandboxed(), Tokens: new(Cache).In("sandbox")})
		if err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		asIs := request("Content-Type", "application/json")
		p, err := m.Apply(t.Context(), asIs)
		if err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		for _, part := range p.Add {
			if strings.Contains(part.Value.Reveal(), "canary") {
				t.Errorf("%s: the sandbox is sent a real secret", s.ID)
			}
		}
		v := a.(Verifier)
		if err := v.Verify(applied(t, asIs, p)); err != nil {
			t.Errorf("%s: %v", s.ID, err)
		}
		if s.ID == "none" {
			continue
		}
		if v.Verify(asIs) == nil {
			t.Errorf("%s: a request without authentication is taken", s.ID)
		}
		for i := range p.Add {
			less := p
			less.Add = slices.Delete(slices.Clone(p.Add), i, i+1)
			if v.Verify(applied(t, asIs, less)) == nil {
				t.Errorf("%s: a request without %s is taken", s.ID, p.Add[i].Name)
			}
			less.Add = slices.Clone(p.Add)
			less.Add[i].Value = Hide(p.Add[i].Value.Reveal() + "x")
			if v.Verify(applied(t, asIs, less)) == nil {
				t.Errorf("%s: a request with another %s is taken", s.ID, p.Add[i].Name)
			}
		}
		if s.ID == "sha256" || s.ID == "aws4" {
			other := applied(t, asIs, p)
			other.Body = []byte(`{"a":2}`)
			if v.Verify(other) == nil {
				t.Errorf("%s: another body is taken", s.ID)
			}
			other = applied(t, asIs, p)
			other.URL += "2"
			if v.Verify(other) == nil {
				t.Errorf("%s: another address is taken", s.ID)
			}
		}
	}
}

func TestACanaryInASecretFieldNeverShows(t *testing.T) {
	for _, s := range All {
		var shown bytes.Buffer
		show := func(v any) {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				fmt.Fprintf(&shown, verb+"\n", v)
			}
			b, _ := json.Marshal(v)
			shown.Write(b)
			b, _ = json2.Marshal(v)
			shown.Write(b)
			slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "v", v)
			slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "v", v)
		}
		r := Record{ID: "c1", Name: "Mine", Scheme: s.ID, Settings: HideSettings(filledIn(s.ID))}
		show(r)
		show(&r)
		show(r.Problems(nil))
		for name := range filledIn(s.ID) { // one setting after the other is spoilt
			for _, bad := range []any{nil, 7, []any{canary}, map[string]any{"a": canary}, canary + "\r\n{{ x }}"} {
				f, _ := fieldOf(s, name)
				if text, is := bad.(string); (!f.Secret && is && strings.Contains(text, canary)) || (!f.Secret && !is) {
					continue // what stands in a field that is not secret may be shown
				}
				other := r
				other.Settings = r.Settings.With(name, bad)
				show(other.Problems(nil))
				if _, err := other.Account(nil); err != nil {
					show(err)
				}
			}
		}
		a, err := r.Account(nil)
		if err != nil {
			t.Fatal(err)
		}
		show(a)
		if g, ok := a.(Grant); ok {
			show(g.AuthURL("s", "v", "http://127.0.0.1/"))
		}
		if q, err := AskOf(r); err == nil {
			show(q)
		}
		secrets := r.Secrets()
		for _, sender := range []*answers{
			sandboxed(), says(401, "text/plain", canary), says(200, "text/html", "<p>"+canary), says(200, "application/json", `{"token":"`+canary+`\n"}`), says(200, "application/json", `{"token":{"x":"`+canary+`"}}`),
			says(400, "application/json", `{"error":"`+canary+`apiKey","error_description":"`+canary+`clientSecret"}`), says(500, "", canary),
		} {
			cache := new(Cache)
			if err := cache.keep("c1", Hide("the refresh")); err != nil {
				t.Fatal(err)
			}
			m, err := a.Method(Env{Connection: "c1", Sender: sender, Tokens: cache.In("live")})
			if err != nil {
				show(err)
				continue
			}
			show(m)
			p, err := m.Apply(t.Context(), request("Content-Type", "application/json"))
			if err != nil {
				show(err)
			} else {
				secrets = append(secrets, p.Secrets...)
			}
			show(p)
			show(sender.asked)
		}
		var net Redactor
		net.Add(slices.DeleteFunc(secrets, func(s Secret) bool { return strings.Contains(s.Reveal(), SandboxToken) })...)
		if all := shown.String(); net.Holds(all) {
			clean := net.Text(all)
			i := 0
			for i < len(clean) && clean[i] == all[i] {
				i++
			}
			t.Errorf("%s: a secret is shown: %s", s.ID, all[max(0, i-100):min(len(all), i+100)])
		}
	}
}

func fieldOf(s Scheme, name string) (spec.Field, bool) {
	for _, f := range s.New().Fields() {
		if f.Name == name {
			return f, true
		}
	}
	return spec.Field{}, false
}

func TestBadSettingsAreProblems(t *testing.T) {
	row := func(name, value string) []any { return []any{map[string]any{"name": name, "value": value}} }
	for _, c := range []struct {
		scheme, field string
		value         any
		at, text      string // where the problem lies, and some of it
	}{
		{"basic", "login", "", "login", "required"},
		{"basic", "login", "a:b", "login", "holds a colon"},
		{"basic", "login", "a\nb", "login", "line break"},
		{"basic", "password", "abc\r\nX: 1", "password", "line break"},
		{"basic", "password", "abc", "password", "fewer than 6"},
		{"token", "token", "", "token", "required"},
		{"token", "token", "abcdef\n", "token", "line break"},
		{"token", "token", "Bearer abcdef", "token", "remove it"},
		{"token", "header", "X Y", "header", "no name of a header"},
		{"token", "header", "Host", "header", "choose another"},
		{"token", "value", "Bearer", "value", "does not hold {{secret}}"},
		{"token", "value", "Bearer {{ token }}", "value", "Only {{secret}}"},
		{"api-key", "secret", "", "secret", "required"},
		{"api-key", "headers", row("", "{{secret}}"), "headers[0].name", "required"},
		{"api-key", "headers", row("x key", "{{secret}}"), "headers[0].name", "no name of a header"},
		{"api-key", "headers", row("Content-Length", "{{secret}}"), "headers[0].name", "choose another"},
		{"api-key", "headers", row("x-key", "{{secret}}\r\nX: 1"), "headers[0].value", "line break"},
		{"api-key", "headers", row("x-key", "{{ config.key }}"), "headers[0].value", "Only {{secret}}"},
		{"api-key", "params", row("k", "{% context x %}"), "params[0].value", "Only {{secret}}"},
		{"custom", "secret", "", "secret", "required"},
		{"custom", "secret", "abc\ndef", "secret", "line break"},
		{"custom", "url", "", "url", "required"},
		{"custom", "url", "http://id.example.com/login", "url", "only https"},
		{"custom", "url", "id.example.com/login", "url", "no URL"},
		{"custom", "url", "https://id.example.com/{{secret}}", "url", "no template"},
		{"custom", "url", "https://id.example.com/?k={{ x }}", "url", "Only {{secret}}"},
		{"custom", "url", "https://127.0.0.1/login", "url", "no domain"},
		{"custom", "url", "https://me:pw@id.example.com/", "url", "before the @"},
		{"custom", "url", "https://id.example.com/#x", "url", "never sent"},
		{"custom", "method", "FETCH", "method", "none of"},
		{"custom", "method", "GET", "body", "no body as a rule"},
		{"custom", "headers", row("a b", "{{secret}}"), "headers[0].name", "no name of a header"},
		{"custom", "headers", row("a", "{{authResponseBody}}"), "headers[0].value", "Only {{secret}}"},
		{"custom", "body", `{{ context.x }}`, "body", "Only {{secret}}"},
		{"custom", "tokenHeaders", row("Authorization", "Bearer {{ authResponseBody | fromjson"), "tokenHeaders[0].value", "closing }} is missing"},
		{"custom", "tokenHeaders", row("Authorization", "Bearer {{ body }}"), "tokenHeaders[0].value", "begin with authResponseBody"},
		{"custom", "tokenHeaders", row("Authorization", "Bearer {{ context.steps.A.output }}"), "tokenHeaders[0].value", "not known to a connection"},
		{"custom", "tokenHeaders", row("Authorization", "Bearer {{ .token }}"), "tokenHeaders[0].value", "authResponseBody | fromjson"},
		{"custom", "tokenHeaders", row("Authorization", "Bearer {% context token %}"), "tokenHeaders[0].value", "not known to a connection"},
		{"custom", "tokenHeaders", row("Authorization", ""), "tokenHeaders[0].value", "required"},
		{"custom", "tokenHeaders", row("Host", "{{ authResponseBody }}"), "tokenHeaders[0].name", "choose another"},
		{"custom", "ttl", json.Number("0"), "ttl", "too little"},
		{"custom", "ttl", "soon", "ttl", "a number belongs here"},
		{"custom", "ttl", json.Number("1e9"), "ttl", "too much"},
		{"synerise", "apiKey", "", "apiKey", "required"},
		{"synerise", "apiKey", "abcdef\n", "apiKey", "line break"},
		{"synerise", "host", "https://evil.example.com", "host", "none of"},
		{"oauth2-client", "tokenUrl", "", "tokenUrl", "required"},
		{"oauth2-client", "tokenUrl", "http://id.example.com", "tokenUrl", "only https"},
		{"oauth2-client", "tokenUrl", "https://id.example.com/{{config.x}}", "tokenUrl", "no template"},
		{"oauth2-client", "clientId", "", "clientId", "required"},
		{"oauth2-client", "clientSecret", "", "clientSecret", "required"},
		{"oauth2-client", "params", row("grant_type", "password"), "params[0].name", "remove the row"},
		{"oauth2-client", "clientAuth", "cookie", "clientAuth", "none of"},
		{"oauth2", "authUrl", "", "authUrl", "required"},
		{"oauth2", "authUrl", "https://localhost/authorize", "authUrl", "no domain"},
		{"oauth2", "tokenUrl", "ftp://id.example.com", "tokenUrl", "only https"},
		{"oauth2", "clientId", "", "clientId", "required"},
		{"oauth2", "params", row("state", "1"), "params[0].name", "remove the row"},
		{"oauth2", "issuer", "example", "issuer", "no URL"},
		{"sha256", "clientId", "", "clientId", "required"},
		{"sha256", "clientId", "a\nb", "clientId", "line break"},
		{"sha256", "clientSecret", "", "clientSecret", "required"},
		{"sha256", "over", "host", "over", "none of"},
		{"aws4", "accessKeyId", "", "accessKeyId", "required"},
		{"aws4", "accessKeyId", "AK/ID", "accessKeyId", "cannot stand in a signature"},
		{"aws4", "secretAccessKey", "", "secretAccessKey", "required"},
		{"aws4", "region", "EU-West-1", "region", "lower case"},
		{"aws4", "region", "", "region", "required"},
		{"aws4", "service", "S3", "service", "lower case"},
		{"aws4", "service", "", "service", "required"},
	} {
		r := Record{Name: "Mine", Scheme: c.scheme, Settings: HideSettings(filledIn(c.scheme)).With(c.field, c.value)}
		found := false
		for _, p := range r.Problems(nil) {
			found = found || p.Path.Field == c.at && strings.Contains(p.Text, c.text)
		}
		if !found {
			t.Errorf("%s, %s = %v: %+v, want %s: %s", c.scheme, c.field, c.value, r.Problems(nil), c.at, c.text)
		}
	}
	unused := Record{Name: "Mine", Scheme: "api-key", Settings: HideSettings(spec.Values{"secret": "abcdefg", "headers": row("x-client", "me")})}
	if p := unused.Problems(nil); len(p) != 1 || !strings.Contains(p[0].Text, "would not be sent") {
		t.Errorf("a key that is not used: %+v", p)
	}
	mixed := unused
	mixed.Settings = unused.Settings.With("params", row("key", "{{secret}}"))
	if p := mixed.Problems(nil); len(p) > 0 {
		t.Errorf("a row without {{secret}} beside one with it: %+v", p)
	}
	for name, rest := range map[string]spec.Values{"placement": {"tokenHeaders": []any{}, "tokenParams": []any{}}, "secret in the request": {"body": "{}", "headers": []any{}}} {
		v := filledIn("custom")
		maps.Copy(v, rest)
		if p := (Record{Scheme: "custom", Settings: HideSettings(v)}).Problems(nil); len(p) != 1 || !strings.Contains(p[0].Text, "not") {
			t.Errorf("without a %s: %+v", name, p)
		}
	}
	if p := (Record{Scheme: "nope"}).Problems(nil); len(p) != 1 {
		t.Errorf("an unknown scheme: %+v", p)
	}
}
