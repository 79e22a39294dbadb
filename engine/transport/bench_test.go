package transport

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"flowbench/engine/expr"
	"flowbench/engine/request"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

// records is about 20 KB.
var records = func() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, `,{"url_from":"https://blog%d.example.org/post/%d","url_to":"https://example.com/page/%d","http_code":404,"domain_rating":%d.5,"anchor":"some text here","nofollow":false}`, i, i, i, i)
	}
	return `{"backlinks":[` + b.String()[1:] + `]}`
}()

func serveRecords(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, records)
}

func BenchmarkCall(b *testing.B) {
	c := served(b, Options{}, "", serveRecords)
	r := built(b, request.Spec{}, "https://api.example.com/v3?target=example.com")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := c.Do(b.Context(), Call{Request: r}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFloor is the same by hand: net/http and the same decoder.
func BenchmarkFloor(b *testing.B) {
	c := served(b, Options{}, "", serveRecords)
	url := c.opts.Mappings["api.example.com"] + "/v3?target=example.com"
	b.ReportAllocs()
	for b.Loop() {
		resp, err := http.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if _, err := expr.Decode(body); err != nil {
			b.Fatal(err)
		}
	}
}
