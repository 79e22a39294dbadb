package transport

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
	"flowbench/engine/request"
)

// built makes a request from literal text.
func built(t testing.TB, s request.Spec, url string) *request.Request {
	t.Helper()
	s.URL = []node.Part{{Text: url}}
	r, err := request.Build(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// served is a client in Sandbox for which api.example.com is mapped to the handler.
func served(t testing.TB, o Options, base string, handler http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	o.Sandbox = true
	o.Mappings = map[string]string{"api.example.com": s.URL + base}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func get(t testing.TB, c *Client, url string) (*Answer, *event.Exchange, error) {
	t.Helper()
	return c.Do(t.Context(), Call{Request: built(t, request.Spec{}, url)})
}

func TestAMappedHostKeepsItsNameAndPath(t *testing.T) {
	var seen string
	c := served(t, Options{}, "/base/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = fmt.Sprintf("%s %s %s %s %s|%s|%s", r.Method, r.Host, r.RequestURI, r.Header.Get("Content-Type"), r.Header.Get("X-A"), r.Header.Get("Accept-Encoding"), body)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Add("X-Two", "1")
		w.Header().Add("X-Two", "2")
		w.WriteHeader(201)
		io.WriteString(w, `{"n": 1, "big": 12345678901234567890}`)
	})
	r := built(t, request.Spec{Method: "POST", Headers: []request.Row{{Name: "x-a", Value: "v"}}, Body: map[string]any{"a": 1}}, "https://api.example.com/v4/Sheet1!A1:append/a%2Fb?q=1")
	a, x, err := c.Do(t.Context(), Call{Request: r, Attempt: 2, Purpose: "token"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `POST api.example.com /base/v4/Sheet1!A1:append/a%2Fb?q=1 application/json v|gzip|{"a":1}`; seen != want {
		t.Errorf("sent %s\nwant %s", seen, want)
	}
	if got := a.Response(); got.Status != 201 || got.Headers["x-two"] != "1, 2" || got.Body.(map[string]any)["n"] != 1 || string(a.Raw) != `{"n": 1, "big": 12345678901234567890}` {
		t.Errorf("got %+v, %s", got, a.Raw)
	}
	target := c.opts.Mappings["api.example.com"]
	if x.URL != "https://api.example.com/v4/Sheet1!A1:append/a%2Fb?q=1" || x.Mapped != strings.TrimSuffix(target, "/")+"/v4/Sheet1!A1:append/a%2Fb?q=1" {
		t.Errorf("recorded %s -> %s", x.URL, x.Mapped)
	}
	if x.Method != "POST" || x.Status != 201 || x.Attempt != 2 || x.Purpose != "token" || x.Error != "" || x.Sent.Size != 7 || x.Got.Size != 37 ||
		string(x.Sent.Body.Value) != `{"a":1}` || string(x.Got.Body.Value) != string(a.Raw) || x.Got.Type != "application/json" || x.MS < x.Waited || x.Waited <= 0 {
		t.Errorf("recorded %+v", x)
	}
	var names []string
	for _, h := range x.Sent.Headers {
		names = append(names, h.Name)
	}
	if !slices.Equal(names, []string{"x-a", "Content-Type", "Accept", "Accept-Encoding", "User-Agent"}) {
		t.Errorf("recorded the headers %v", names)
	}
}

func TestAnUnmappedHostIsRefusedInSandboxByName(t *testing.T) {
	var d dialled
	c, _ := New(Options{Sandbox: true, dial: d.dial})
	_, x, err := get(t, c, "https://api.acme.com/v1?q=1")
	f := err.(*node.Failure).Fault
	if f.Type != "refused" || f.Host != "api.acme.com" || f.Message != "api.acme.com is not in the sandbox. Nothing was sent." || f.Help == "" {
		t.Errorf("%+v", f)
	}
	if len(d.list) > 0 || x.URL != "https://api.acme.com/v1?q=1" || x.Error != f.Message || x.Sent.Headers != nil {
		t.Errorf("dialled %v, recorded %+v", d.list, x)
	}
}

func TestAnswers(t *testing.T) {
	packed := func(s string) string {
		var b strings.Builder
		z := gzip.NewWriter(&b)
		io.WriteString(z, s)
		z.Close()
		return b.String()
	}
	for _, c := range []struct {
		ctype, body, reads string
		status             int
		headers            string
		want               any
		record             string
		note               string
	}{
		{ctype: "application/json", body: `{"b":[1,1.50,null]}`, want: map[string]any{"b": []any{1, jsonNumber("1.50"), nil}}, record: `{"b":[1,1.50,null]}`},
		{ctype: "application/problem+json", body: `[]`, want: []any{}, record: `[]`},
		{ctype: "application/json", body: "\xEF\xBB\xBF{}", want: map[string]any{}, record: `{}`},
		{ctype: "application/json", body: ``, status: 202, want: nil},
		{ctype: "application/json", body: " \n", want: nil},
		{ctype: "application/json", body: `{"a":1,"a":2}`, want: map[string]any{"a": 2}, record: `"{\"a\":1,\"a\":2}"`},
		{ctype: "application/json", body: `<html>`, want: "<html>", record: `"<html>"`, note: "says it is application/json"},
		{ctype: "application/json; charset=iso-8859-1", body: "\"\xe9\"", want: "é", record: `"é"`},
		{ctype: "text/plain", body: `ok`, want: "ok", record: `"ok"`},
		{ctype: "text/plain", body: `{"a":1}`, want: `{"a":1}`, record: `"{\"a\":1}"`},
		{ctype: "text/plain", body: `{"a":1}`, reads: JSON, want: map[string]any{"a": 1}, record: `{"a":1}`},
		{ctype: "text/html; charset=windows-1252", body: "\x80", want: "€", record: `"€"`},
		{ctype: "text/html", body: "caf\xe9", want: "café", record: `"café"`},
		{ctype: "text/plain; charset=shift_jis", body: "\x93\xfa", want: "日", record: `"日"`},
		{ctype: "text/plain; charset=no-such", body: "a\xff", want: "a\uFFFD", record: "\"a\uFFFD\""},
		{ctype: "text/csv", body: "\xFF\xFEa\x00,\x00", want: "a,", record: `"a,"`},
		{ctype: "-", body: `{"a":1}`, want: map[string]any{"a": 1}, record: `{"a":1}`},
		{ctype: "-", body: `{a}`, want: `{a}`, record: `"{a}"`},
		{ctype: ";;;", body: `x`, want: `x`, record: `"x"`},
		{ctype: "image/png", body: "\x89PNG\x00\xff", want: "iVBORwD/", record: `"iVBORwD/"`, note: "binary, 6 bytes"},
		{ctype: "application/octet-stream", body: "a,b\n", want: "a,b\n", record: `"a,b\n"`},
		{ctype: "application/json", body: `{"a":1}`, reads: Text, want: `{"a":1}`, record: `"{\"a\":1}"`},
		{ctype: "application/json", body: `{"a":1}`, reads: Empty, want: nil, record: `{"a":1}`},
		{ctype: "text/html", body: `<p>`, status: 502, reads: JSON, want: "<p>", record: `"<p>"`},
		{ctype: "application/json", body: packed(`{"a":1}`), headers: "gzip", want: map[string]any{"a": 1}, record: `{"a":1}`},
		{ctype: "text/plain", body: packed("ok"), headers: "X-Gzip", want: "ok", record: `"ok"`},
		{ctype: "text/plain", body: "", headers: "gzip", want: nil},
		{ctype: "text/plain", body: "\x0b\x00\xff", headers: "br", want: "\x0b\x00ÿ", record: `"\u000b\u0000ÿ"`, note: "packed with br"},
		{body: "", status: 204, want: nil},
	} {
		client := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Content-Type"] = []string{c.ctype}
			if c.ctype == "-" {
				w.Header()["Content-Type"] = nil
			}
			if c.headers != "" {
				w.Header().Set("Content-Encoding", c.headers)
			}
			w.WriteHeader(max(c.status, 200))
			io.WriteString(w, c.body)
		})
		a, x, err := client.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/"), Reads: c.reads})
		if err != nil {
			t.Errorf("%q %q: %v", c.ctype, c.body, err)
			continue
		}
		if !reflect.DeepEqual(a.Body, c.want) {
			t.Errorf("%q %q: %#v, want %#v", c.ctype, c.body, a.Body, c.want)
		}
		record := ""
		if x.Got.Body != nil {
			record = string(x.Got.Body.Value)
		}
		if record != c.record {
			t.Errorf("%q %q: recorded %s, want %s", c.ctype, c.body, record, c.record)
		}
		if note := strings.Join(a.Notes, " "); !strings.Contains(note, c.note) || c.note == "" && note != "" {
			t.Errorf("%q %q: notes %q, want %q", c.ctype, c.body, note, c.note)
		}
	}
}

func TestWrappersSeeACallWithoutItsAuthentication(t *testing.T) {
	var order []string
	wrap := func(name string) func(http.RoundTripper) http.RoundTripper {
		return func(next http.RoundTripper) http.RoundTripper {
			return roundTrip(func(q *http.Request) (*http.Response, error) {
				order = append(order, name+" "+q.URL.String()+q.Header.Get("Authorization"))
				return next.RoundTrip(q)
			})
		}
	}
	var came string
	c := served(t, Options{Wrap: []func(http.RoundTripper) http.RoundTripper{wrap("one"), wrap("two")}}, "", func(w http.ResponseWriter, r *http.Request) {
		came = r.Header.Get("Authorization")
	})
	m, _ := auth.Sandbox([]auth.Placement{{In: auth.Header, Name: "Authorization", Value: "Bearer {{secret}}", Sandbox: "made-up"}})
	_, _, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), Connection: &auth.Connection{Sandbox: m}})
	if err != nil || !slices.Equal(order, []string{"one https://api.example.com/x", "two https://api.example.com/x"}) || came != "Bearer made-up" {
		t.Errorf("%v, %q, %v", order, came, err)
	}
}

func TestHeadHasNoBody(t *testing.T) {
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "99999999999")
	})
	a, _, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{Method: "HEAD"}, "https://api.example.com/x")})
	if err != nil || a.Body != nil || a.Status != 200 {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestConnectionsAreKeptAndShared(t *testing.T) {
	from := map[string]bool{}
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		from[r.RemoteAddr] = true
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/there", http.StatusFound)
		}
	})
	for range 5 {
		for _, path := range []string{"/x", "/moved"} {
			if _, _, err := get(t, c, "https://api.example.com"+path); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(from) != 1 {
		t.Errorf("%d connections", len(from))
	}
}

// worn is a method whose token is refused until another one is there.
type worn struct {
	token   int
	stuck   bool // there is no other
	refused int
}

func (m *worn) Apply(context.Context, auth.Request) (auth.Parts, error) {
	return auth.Parts{Add: []auth.Part{{In: auth.Header, Name: "Authorization", Value: auth.Hide(fmt.Sprint("Bearer token-", m.token))}}}, nil
}

func (m *worn) Refused(auth.Parts) {
	if m.refused++; !m.stuck {
		m.token++
	}
}

func TestWhatOnlyReadsIsSentOnceMoreWithAnotherToken(t *testing.T) {
	for _, x := range []struct {
		method string
		good   string // the token that is taken
		stuck  bool
		sent   int
		status int
	}{
		{"GET", "token-0", false, 1, 200},
		{"GET", "token-1", false, 2, 200},
		{"GET", "token-2", false, 2, 401}, // once, not for ever
		{"GET", "token-1", true, 1, 401},
		{"POST", "token-1", false, 1, 401},
	} {
		sent := 0
		c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
			if sent++; r.Header.Get("Authorization") != "Bearer "+x.good {
				w.WriteHeader(http.StatusUnauthorized)
			}
		})
		m := &worn{stuck: x.stuck}
		a, record, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{Method: x.method}, "https://api.example.com/x"), Connection: &auth.Connection{Sandbox: m}})
		if err != nil || a.Status != x.status || sent != x.sent || record.Status != x.status || (m.refused > 0) != (x.good != "token-0") {
			t.Errorf("%+v: status %v, sent %d times, refused %d, %v", x, a, sent, m.refused, err)
		}
	}
}

func TestAnAnswerThatEndsWhenItsTimeIsUpIsNotWhole(t *testing.T) {
	c := served(t, Options{}, "", func(http.ResponseWriter, *http.Request) {})
	ctx, cancel := context.WithCancel(t.Context())
	read := func() (*Answer, error) {
		call := Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), MaxBody: 1 << 20}
		return (&try{client: c, call: &call}).read(ctx, &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("half of it"))})
	}
	if a, err := read(); err != nil || string(a.Raw) != "half of it" {
		t.Fatalf("in time: %v, %v", a, err)
	}
	cancel()
	if a, err := read(); err == nil {
		t.Errorf("too late, and taken: %s", a.Raw)
	}
}
