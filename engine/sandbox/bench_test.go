package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"flowbench/engine/catalog"
)

// discard is a response that nobody reads.
type discard struct{ h http.Header }

func (d discard) Header() http.Header         { return d.h }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

func benchmark(b *testing.B, method, url, body string) {
	s := New(catalog.Builtin(), Programs())
	for b.Loop() {
		r := httptest.NewRequest(method, url, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer x")
		r.Header.Set("Content-Type", "application/json")
		s.ServeHTTP(discard{http.Header{}}, r)
	}
	if e := s.Journal().Entries()[0]; e.Status != 200 {
		b.Fatal(e.Status, e.Response)
	}
}

func BenchmarkAListOf100(b *testing.B) {
	benchmark(b, "GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&limit=100&select=url_from,url_to,anchor", "")
}

func BenchmarkAPost(b *testing.B) {
	benchmark(b, "POST", "https://slack.com/api/chat.postMessage", `{"channel":"#seo","text":"x"}`)
}

func BenchmarkAnEcho(b *testing.B) { benchmark(b, "GET", "https://echo.example.com/hello", "") }

func BenchmarkTheFirstList(b *testing.B) {
	for b.Loop() {
		s := New(catalog.Builtin(), Programs())
		r := httptest.NewRequest("GET", "https://api.ahrefs.com/v3/site-explorer/broken-backlinks?target=example.com&limit=100&select=url_from,url_to,anchor", nil)
		r.Header.Set("Authorization", "Bearer x")
		s.ServeHTTP(discard{http.Header{}}, r)
	}
}
