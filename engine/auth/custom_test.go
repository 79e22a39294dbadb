package auth

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"flowbench/engine/spec"
)

func rowsOf(nameValue ...string) []any {
	var out []any
	for i := 0; i < len(nameValue); i += 2 {
		out = append(out, map[string]any{"name": nameValue[i], "value": nameValue[i+1]})
	}
	return out
}

func customRecord(more spec.Values) Record {
	v := spec.Values{"secret": "s3cret", "url": "https://id.example.com/login", "body": `{ "api-key": "{{secret}}" }`,
		"tokenHeaders": rowsOf("Authorization", `Bearer {{ authResponseBody | fromjson | attr("token") }}`)}
	maps.Copy(v, more)
	return Record{ID: "c1", Name: "Mine", Scheme: "custom", Settings: HideSettings(v)}
}

func TestTheAuthorizationRequest(t *testing.T) {
	for _, c := range []struct {
		name string
		v    spec.Values
		want string // method, URL, type, headers, parts as sent (and as shown), body
	}{
		{"the seed's body", nil, `POST https://id.example.com/login application/json [] [whole={ "api-key": "s3cret" } ({ "api-key": "••• " })]`},
		{"a secret that JSON escapes", spec.Values{"secret": "a\"b\\c\né"}, `POST https://id.example.com/login application/json [] [whole={ "api-key": "a\"b\\c\né" } ({ "api-key": "••• " })]`},
		{"a bare secret in JSON", spec.Values{"body": `{"k":{{secret}}}`, "secret": `a"b`}, `POST https://id.example.com/login application/json [] [whole={"k":"a\"b"} ({"k":"••• "})]`},
		{"a form", spec.Values{"body": "user=me&key={{secret}}&x=1", "secret": "a&b=c d"}, `POST https://id.example.com/login application/x-www-form-urlencoded [] [whole=user=me&key=a%26b%3Dc+d&x=1 (user=me&key=••• &x=1)]`},
		{"XML", spec.Values{"body": "<k>{{secret}}</k>"}, `POST https://id.example.com/login application/xml [] [whole=<k>s3cret</k> (<k>••• </k>)]`},
		{"text", spec.Values{"body": "key is {{ secret }}"}, `POST https://id.example.com/login text/plain; charset=utf-8 [] [whole=key is s3cret (key is ••• )]`},
		{"a type that is said", spec.Values{"headers": rowsOf("content-type", "application/vnd.api+json", "X-A", "1")},
			`POST https://id.example.com/login application/vnd.api+json [{X-A 1}] [whole={ "api-key": "s3cret" } ({ "api-key": "••• " })]`},
		{"a header", spec.Values{"method": "GET", "body": "", "headers": rowsOf("X-Key", "Key {{secret}}")}, `GET https://id.example.com/login  [] [header X-Key=Key s3cret (Key ••• )]`},
		{"a URL parameter", spec.Values{"method": "GET", "body": "", "url": "https://id.example.com/login?a=1&k%20y={{secret}}&b=2"}, `GET https://id.example.com/login?a=1&b=2  [] [query k y=s3cret ()]`},
		{"a URL parameter alone", spec.Values{"method": "GET", "body": "", "url": "https://id.example.com/login?key=x-{{secret}}"}, `GET https://id.example.com/login  [] [query key=x-s3cret ()]`},
		{"no secret", spec.Values{"body": `{"a":1}`}, `POST https://id.example.com/login application/json [] [] {"a":1}`},
	} {
		q, err := AskOf(customRecord(c.v))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var parts []string
		for _, p := range q.Parts.Add {
			parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s", p.In, p.Name))+"="+p.Value.Reveal()+" ("+strings.ReplaceAll(p.Shown, Hidden, "••• ")+")")
		}
		got := strings.TrimSpace(fmt.Sprintf("%s %s %s %v %v %s", q.Method, q.URL, q.Type, q.Header, parts, q.Body))
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if len(q.Parts.Secrets) != 1 {
			t.Errorf("%s: %d secrets", c.name, len(q.Parts.Secrets))
		}
	}
	for _, bad := range []string{"https://id.example.com/{{secret}}", "https://id.example.com/?{{secret}}=1"} {
		if _, err := AskOf(customRecord(spec.Values{"url": bad})); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := AskOf(Record{Name: "Mine", Scheme: "token", Settings: HideSettings(spec.Values{"token": "x"})}); err == nil {
		t.Error("a token sends no authorization request")
	}
}

const jwtish = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"

func response(status int, body string) Reply {
	return Reply{Status: status, Header: map[string]any{"content-type": "application/json", "x-token": "from-header", "set-cookie": []any{"a=1", "b=2"}}, Body: body}
}

func TestAPlacementIsRenderedRaw(t *testing.T) {
	for _, c := range []struct{ template, body, want string }{
		{`Bearer {{ authResponseBody | fromjson | attr("token") }}`, `{"token":"` + jwtish + `"}`, "Bearer " + jwtish}, // D3: no quotes
		{`{{ authResponseBody }}`, " plain\n", "plain"},
		{`{{ authResponseHeaders["x-token"] }}`, ``, "from-header"},
		{`{{ authResponseHeaders | attr("x-token") }}`, ``, "from-header"},
		{`{{ authResponseHeaders["set-cookie"][0] }}`, ``, "a=1"},
		{`{{ authResponseStatusCode }}`, ``, "200"},
		{`{{ if authResponseStatusCode == 200 then "ok" else "no" end }}`, ``, "ok"},
		{`{{ authResponseBody | fromjson | .a.b[1] }}/{{ secret }}`, `{"a":{"b":[1,12345678901234567890]}}`, "12345678901234567890/s3cret"},
		{`{{ authResponseBody | fromjson | "\(.type) \(.token)" }}`, `{"type":"Basic","token":"x"}`, "Basic x"},
		{`fixed`, ``, "fixed"},
	} {
		got, err := Preview(customRecord(spec.Values{"tokenHeaders": rowsOf("X", c.template), "tokenParams": rowsOf("p", c.template)}), response(200, c.body))
		if err != nil || len(got) != 2 || got[0] != (Pair{"X", c.want}) || got[1] != (Pair{"p", c.want}) {
			t.Errorf("%s: %v, %v, want %s", c.template, got, err, c.want)
		}
	}
}

// What goes wrong names the place, and quotes nothing of what came back.
func TestWhatCannotBePlacedIsToldWithoutItsValues(t *testing.T) {
	const value = "canary-value"
	const header, from = "the header X cannot be made of what id.example.com answered (status 200, application/json, ", " bytes): "
	for _, c := range []struct {
		template string
		reply    Reply
		want     string
	}{
		{`{{ authResponseBody | fromjson | attr("token") }}`, response(200, `{"x":"`+value+`"}`), header + "20" + from + "the template finds nothing there; press Retrieve response to see it"},
		{`Bearer {{ authResponseBody | fromjson | attr("token") }}`, response(200, `{"token":null}`), header + "14" + from + "the template finds nothing there; press Retrieve response to see it"},
		{`Bearer {{ authResponseBody | fromjson | attr("token") }}`, response(200, `{"token":""}`), header + "12" + from + "the template finds nothing there; press Retrieve response to see it"},
		{`{{ authResponseBody | fromjson | attr("token") }}`, response(200, value), header + "12" + from + "the template reads the body as JSON, and it is none"},
		{`{{ authResponseBody | fromjson | attr("token") }}`, response(200, `["`+value+`"]`), header + "16" + from + "the template does not fit the response; press Retrieve response to see it"},
		{`{{ authResponseBody | error }}`, response(200, value), header + "12" + from + "the template does not fit the response; press Retrieve response to see it"},
		{`{{ authResponseBody | fromjson }}`, response(200, `{"x":"`+value+`"}`), header + "20" + from + `the template gives an object or a list, not a text; go on to the value that is meant, as in attr("token")`},
		{`{{ authResponseBody, secret }}`, response(200, value), header + "12" + from + "the template does not fit the response; press Retrieve response to see it"},
		{`{{ authResponseBody }}`, response(200, value+"\r\nX: 1"), header + "18" + from + "its value has a line break or another control character in it"},
		{`{{ authResponseBody }}`, response(200, strings.Repeat("x", 70000)), header + "70000" + from + "its value is longer than 64 KB"},
		{`{{ authResponseBody }}`, response(401, value), "id.example.com answered the authorization request with status 401 (application/json, 12 bytes): it does not accept the Secret, or wants it elsewhere"},
		{`{{ authResponseBody }}`, response(404, value), "id.example.com answered the authorization request with status 404 (application/json, 12 bytes): look at its URL and method"},
		{`{{ authResponseBody }}`, response(503, value), "id.example.com answered the authorization request with status 503 (application/json, 12 bytes): try again later"},
		{`{{ authResponseBody }}`, response(302, value), "id.example.com answered the authorization request with status 302 (application/json, 12 bytes): look at the request, and at the Secret"},
		{`{{ authResponseBody }}`, Reply{Status: 400, Header: map[string]any{"content-type": strings.Repeat(value, 9)}}, "id.example.com answered the authorization request with status 400 (no type, 0 bytes): look at the request, and at the Secret"},
	} {
		r := customRecord(spec.Values{"tokenHeaders": rowsOf("X", c.template)})
		_, err := Preview(r, c.reply)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s over %.60s:\n got %v\nwant %s", c.template, c.reply.Body, err, c.want)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if all := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(all, value) || strings.Contains(all, "s3cret") {
				t.Errorf("%s: %s quotes a value", c.template, all)
			}
		}
	}
	_, err := Preview(customRecord(spec.Values{"tokenHeaders": []any{}, "tokenParams": rowsOf("key", `{{ authResponseBody }}`)}), response(200, ""))
	if err == nil || !strings.HasPrefix(err.Error(), "the URL parameter key cannot be made") {
		t.Errorf("got %v", err)
	}
}

func TestATokenIsGoodForItsTTL(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for ttl, want := range map[any]time.Duration{nil: time.Minute, "": time.Minute, " ": time.Minute, "90": 90 * time.Second, 7: 7 * time.Second, "1.5": 1500 * time.Millisecond} {
		s := says(200, "application/json", `{"token":"abc"}`)
		cache := &Cache{Now: func() time.Time { return now }}
		a, err := customRecord(spec.Values{"ttl": ttl}).Account(nil)
		if err != nil {
			t.Errorf("%v: %v", ttl, err)
			continue
		}
		m, err := a.Method(Env{Connection: "c1", Sender: s, Tokens: cache.In("live"), Now: cache.Now})
		if err != nil {
			t.Errorf("%v: %v", ttl, err)
			continue
		}
		for range 3 {
			p, err := m.Apply(t.Context(), Request{})
			if err != nil || p.Add[0].Name != "Authorization" || p.Add[0].Value.Reveal() != "Bearer abc" {
				t.Errorf("%v: %v, %v", ttl, p, err)
			}
		}
		if until, ok := cache.Held("live", "c1"); !ok || until.Sub(now) != want || len(s.asked) != 1 {
			t.Errorf("%v: good for %v, want %v; asked %d times", ttl, until.Sub(now), want, len(s.asked))
		}
	}
	for _, bad := range []any{"0", "soon", "-1", "NaN", "1e9"} {
		a, err := customRecord(spec.Values{"ttl": bad}).Account(nil)
		if err == nil {
			_, err = a.Method(Env{Sender: says(200, "", ""), Tokens: new(Cache).In("live")})
		}
		if err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

// A connection that was changed may find a token of before in the cache.
func TestATokenOfAnotherShapeIsAskedForAgain(t *testing.T) {
	s := says(200, "application/json", `{"token":"abc"}`)
	cache := new(Cache)
	if err := cache.Put("live", "c1", Token{Values: []Secret{Hide("a")}}); err != nil {
		t.Fatal(err)
	}
	a, err := customRecord(spec.Values{"tokenParams": rowsOf("t", "{{ authResponseStatusCode }}")}).Account(nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := a.Method(Env{Connection: "c1", Sender: s, Tokens: cache.In("live")})
	if err != nil {
		t.Fatal(err)
	}
	p, err := m.Apply(t.Context(), Request{})
	if err != nil || len(p.Add) != 2 || p.Add[0].Value.Reveal() != "Bearer abc" || p.Add[1].Value.Reveal() != "200" || len(s.asked) != 1 {
		t.Errorf("%v, %v, asked %d times", p, err, len(s.asked))
	}
}

func TestSyneriseChangesAKeyForAJWT(t *testing.T) {
	jwt := func(claims string) string {
		return "eyJhbGciOiJSUzUxMiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
	}
	now := time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC) // five years off
	for _, c := range []struct {
		token string
		life  time.Duration // 0: until it is refused
	}{
		{jwt(`{"iat":1767322800,"exp":1767326400}`), time.Hour},
		{jwt(`{"iat":1767322800,"exp":1767322800}`), 0},
		{jwt(`{"iat":1767322800.5,"exp":"1767322860.5"}`), time.Minute},
		{jwt(fmt.Sprintf(`{"exp":%d}`, now.Unix()+60)), time.Minute},
		{jwt(`{"exp":1767326400}`), 0},
		{jwt(`{}`), 0},
		{jwt(`[]`), 0},
		{"a.b.c", 0},
		{"opaque", 0},
	} {
		s := says(200, "application/json", `{"token":"`+c.token+`"}`)
		cache := &Cache{Now: func() time.Time { return now }}
		m, err := account(t, "synerise", spec.Values{"apiKey": "my-\"key"}).Method(Env{Connection: "c1", Sender: s, Tokens: cache.In("live"), Now: cache.Now})
		if err != nil {
			t.Fatal(err)
		}
		p, err := m.Apply(t.Context(), Request{})
		if err != nil || len(p.Add) != 1 || p.Add[0].Name != "Authorization" || p.Add[0].Value.Reveal() != "Bearer "+c.token {
			t.Errorf("%s: %v, %v", c.token, p, err)
			continue
		}
		life := time.Duration(0)
		if until, ok := cache.Held("live", "c1"); ok && !until.IsZero() {
			life = until.Sub(now)
		}
		if life != c.life {
			t.Errorf("%s: good for %v, want %v", c.token, life, c.life)
		}
		q := s.asked[0]
		if q.Method != "POST" || q.URL != "https://api.synerise.com/uauth/v2/auth/login/profile" || q.Type != "application/json" ||
			q.Parts.Add[0].Value.Reveal() != `{"apiKey": "my-\"key"}` || q.Parts.Add[0].Shown != `{"apiKey": "•••"}` {
			t.Errorf("asked %+v", q)
		}
	}
	for status, want := range map[int]string{
		401: "api.azu.synerise.com does not know the API key: look at it, and at API host",
		500: "api.azu.synerise.com answered the authorization request with status 500 (application/json, 2 bytes): try again later",
		200: "api.azu.synerise.com answered (status 200, application/json, 2 bytes) without a token: look at API host",
	} {
		m, err := account(t, "synerise", spec.Values{"apiKey": "k", "host": "https://api.azu.synerise.com"}).Method(Env{Sender: says(status, "application/json", "{}"), Tokens: new(Cache).In("live")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Apply(t.Context(), Request{}); err == nil || err.Error() != want {
			t.Errorf("%d: %v, want %s", status, err, want)
		}
	}
}
