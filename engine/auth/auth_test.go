package auth

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"log/slog"
	"math/rand"
	"net/url"
	"strings"
	"testing"

	json2 "github.com/go-json-experiment/json"
)

const canary = "canary/7+Q3=é<z>"

func TestASecretNeverShowsItself(t *testing.T) {
	type within struct{ inner struct{ hidden Secret } }
	s := Hide(canary)
	w := within{}
	w.inner.hidden = s
	part := Part{In: Header, Name: "X", Value: s}
	var shown bytes.Buffer
	for _, v := range []any{s, &s, w, &w, []Secret{s}, map[string]Secret{"k": s}, part, Parts{Add: []Part{part}, Secrets: []Secret{s}}, struct{ P *Secret }{&s}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
			fmt.Fprintf(&shown, verb+"\n", v)
		}
		b, _ := json.Marshal(v)
		shown.Write(b)
		b, _ = json2.Marshal(v)
		shown.Write(b)
		b, _ = xml.Marshal(v)
		shown.Write(b)
		slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "v", v)
		slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "v", v)
	}
	for _, f := range forms(canary) {
		if strings.Contains(shown.String(), f.text) {
			t.Errorf("%q is shown", f.text)
		}
	}
	if !strings.Contains(shown.String(), Hidden) {
		t.Error("nothing is shown in a secret's place")
	}
	if s.Reveal() != canary || s.Empty() || !(Secret{}).Empty() || (Secret{}).Reveal() != "" {
		t.Error("a secret has lost its text")
	}
}

func TestPlacementsPutTheSecretIn(t *testing.T) {
	places := []Placement{
		{In: Header, Name: "Authorization", Value: "Bearer {{secret}}", Sandbox: "sk_sandbox_1"},
		{In: Query, Name: "client_id", Value: "{{ secret }}-x", Sandbox: "two"},
		{In: Body, Name: "key", Sandbox: "$1"},
	}
	values := func(m Method) string {
		p, err := m.Apply(t.Context(), Request{})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, part := range p.Add {
			out = append(out, fmt.Sprintf("%s %s=%s", part.In, part.Name, part.Value.Reveal()))
		}
		return strings.Join(out, ", ")
	}
	m, err := Sandbox(places)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := values(m), "header Authorization=Bearer sk_sandbox_1, query client_id=two-x, body key=$1"; got != want {
		t.Errorf("sandbox: %s, want %s", got, want)
	}
	m, err = Placed(places, Hide("real"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := values(m), "header Authorization=Bearer real, query client_id=real-x, body key=real"; got != want {
		t.Errorf("placed: %s, want %s", got, want)
	}
	for _, bad := range []Placement{{In: "cookie", Name: "a"}, {In: Header}} {
		if _, err := Placed([]Placement{bad}, Hide("real")); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func TestAConnectionIsSentToItsHostsOnly(t *testing.T) {
	c := &Connection{Hosts: []string{"https://api.example.com", "crm.example.org", "https://*.acme.com", "https://odd.example.com:8443"}}
	for origin, want := range map[string]bool{
		"https://api.example.com":           true,
		"https://api.example.com:8443":      false,
		"https://odd.example.com:8443":      true,
		"https://odd.example.com":           false,
		"https://crm.example.org":           true,
		"http://api.example.com":            false,
		"https://sub.api.example.com":       false,
		"https://example.com":               false,
		"https://a.acme.com":                true,
		"https://a.b.acme.com":              true,
		"https://acme.com":                  false,
		"https://evilacme.com":              false,
		"https://a.acme.com.evil.com":       false,
		"https://api.example.com.evil.com":  false,
		"https://evil.com/?x=a.acme.com":    false,
		"https://api.example.com@evil.com":  false,
		"https://evil.com#.api.example.com": false,
	} {
		if got := c.Allows(origin); got != want {
			t.Errorf("%s: %v, want %v", origin, got, want)
		}
	}
}

// wrapped are the ways in which others send a secret back.
var wrapped = map[string]func(s, before string) string{
	"raw":            func(s, b string) string { return b + s },
	"basic":          func(s, b string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s)) },
	"base64 amid":    func(s, b string) string { return base64.StdEncoding.EncodeToString([]byte(b + s + "suffix")) },
	"base64url amid": func(s, b string) string { return base64.RawURLEncoding.EncodeToString([]byte(b + s + "suffix")) },
	"query":          func(s, b string) string { return "?k=" + url.QueryEscape(b+s) },
	"path":           func(s, b string) string { return "/" + url.PathEscape(b+s) },
	"json":           func(s, b string) string { j, _ := json.Marshal(b + s); return string(j) },
	"json in json": func(s, b string) string {
		j, _ := json.Marshal(map[string]string{"k": b + s})
		j, _ = json.Marshal(string(j))
		return string(j)
	},
	"hex":       func(s, b string) string { return hex.EncodeToString([]byte(b + s)) },
	"HEX":       func(s, b string) string { return strings.ToUpper(hex.EncodeToString([]byte(b + s))) },
	"html":      func(s, b string) string { return html.EscapeString(b + s) },
	"upper":     func(s, b string) string { return strings.ToUpper(b + s) },
	"basic url": func(s, b string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(b + s))) },
	"base64 of json": func(s, b string) string {
		j, _ := json.Marshal(map[string]string{"k": b + s})
		return base64.StdEncoding.EncodeToString(j)
	},
	"base64 twice": func(s, b string) string {
		return base64.StdEncoding.EncodeToString([]byte("x" + base64.StdEncoding.EncodeToString([]byte(b+s+"suffix"))))
	},
	"hex of query": func(s, b string) string { return hex.EncodeToString([]byte(url.QueryEscape(b + s))) },
}

func TestSecretsAreFoundInEveryForm(t *testing.T) {
	random := rand.New(rand.NewSource(5))
	letters := []rune(`abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+&<>"'\=% é`)
	for range 60 {
		text := make([]rune, 12+random.Intn(40))
		for i := range text {
			text[i] = letters[random.Intn(len(letters))]
		}
		secret := string(text)
		var r Redactor
		r.Add(Hide(secret))
		before := strings.Repeat("p", random.Intn(9))
		for name, wrap := range wrapped {
			sent := wrap(secret, before)
			if got := r.Text(sent); !strings.Contains(got, Hidden) || !r.Holds(sent) {
				t.Errorf("%s: %q is not found in %q", name, secret, sent)
			}
		}
	}
}

func TestBase64LeavesNoBitsAtTheEdges(t *testing.T) {
	var r Redactor
	r.Add(Hide("S3cretPassword"))
	for n := range 6 {
		got := r.Text("Basic " + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", n)+":S3cretPassword")) + " end")
		text := strings.TrimSuffix(strings.TrimPrefix(got, "Basic "), " end")
		head, _, _ := strings.Cut(text, Hidden)
		b, _ := base64.RawStdEncoding.DecodeString(head)
		if strings.Contains(string(b), "S") {
			t.Errorf("%q still shows the beginning", got)
		}
	}
}

func TestTextWithoutSecretsStaysAsItIs(t *testing.T) {
	var none, some Redactor
	some.Add(Hide("a-long-secret"), Hide("short"), Secret{})
	for _, s := range []string{"", "a", "short", "a-long-secre", "a harmless answer, long enough to be looked through"} {
		b := []byte(s)
		if got := some.Bytes(b); string(got) != s || len(b) > 0 && &got[0] != &b[0] {
			t.Errorf("%q became %q", s, got)
		}
		if none.Text(s) != s || none.Holds(s) || some.Holds(s) {
			t.Errorf("a secret is seen in %q", s)
		}
	}
	if Findable(Hide("short")) || !Findable(Hide("longer")) {
		t.Error("six characters are the least")
	}
	if got := some.Text(`{"k":"\na-long-secret"}`); got != `{"k":"\n•••"}` {
		t.Errorf("got %s", got)
	}
	if got := some.Text("xx a-long-secret, A-LONG-SECRET."); got != "xx •••, •••." {
		t.Errorf("got %q", got)
	}
}

func BenchmarkRedactMegabyte(b *testing.B) {
	var r Redactor
	random := rand.New(rand.NewSource(3))
	word := func() string {
		w := make([]byte, 24)
		for i := range w {
			w[i] = "abcdefghijklmnopqrstuvwxyz0123456789_-"[random.Intn(38)]
		}
		return string(w)
	}
	for range 20 {
		r.Add(Hide(word()))
	}
	var text []byte
	for len(text) < 1<<20 {
		text = append(append(text, word()...), `","name":"`...)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.Bytes(text)
	}
}
