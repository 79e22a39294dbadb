package transport

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/request"
)

// looking is a method that remembers what it was shown.
type looking struct {
	saw   auth.Request
	parts auth.Parts
}

func (l *looking) Apply(_ context.Context, r auth.Request) (auth.Parts, error) {
	l.saw = r
	return l.parts, nil
}

func TestAWholeBodyIsSentAndRecordedAsItIsShown(t *testing.T) {
	var came string
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came = r.Header.Get("Content-Type") + " " + r.Header.Get("X-Amz-Date") + " " + string(body)
	})
	m := &looking{parts: auth.Parts{Add: []auth.Part{
		{In: auth.Whole, Value: auth.Hide(`{ "api-key": "canary-7" }`), Shown: `{ "api-key": "•••" }`},
		{In: auth.Header, Name: "X-Amz-Date", Value: auth.Hide("20260102T030405Z"), Shown: "20260102T030405Z"},
	}}}
	r := built(t, request.Spec{Method: "POST", Headers: []request.Row{{Name: "Content-Type", Value: "application/json"}}}, "https://api.example.com/x")
	_, x, err := c.Do(t.Context(), Call{Request: r, Connection: &auth.Connection{Sandbox: m}})
	if err != nil || came != `application/json 20260102T030405Z { "api-key": "canary-7" }` {
		t.Errorf("sent %s, %v", came, err)
	}
	if got := string(x.Sent.Body.Value); got != `{ "api-key": "•••" }` || x.Sent.Size != len(`{ "api-key": "canary-7" }`) {
		t.Errorf("recorded %s, %d bytes", got, x.Sent.Size)
	}
	shown := ""
	for _, h := range x.Sent.Headers {
		shown += h.Name + "=" + h.Value + ";"
	}
	if !strings.Contains(shown, "X-Amz-Date=20260102T030405Z;") {
		t.Errorf("recorded %s", shown)
	}
}

func TestAMethodSeesTheRequestAsItIsSent(t *testing.T) {
	c := served(t, Options{}, "/base", func(http.ResponseWriter, *http.Request) {})
	m := &looking{}
	r := built(t, request.Spec{Method: "PUT", Headers: []request.Row{{Name: "x-a", Value: "1"}}, Body: "b", BodyAs: request.Text}, "HTTPS://Api.Example.com:443/a%2Fb/é?q=a b")
	if _, _, err := c.Do(t.Context(), Call{Request: r, Connection: &auth.Connection{Sandbox: m}}); err != nil {
		t.Fatal(err)
	}
	if m.saw.URL != "https://api.example.com/a%2Fb/%C3%A9?q=a%20b" || m.saw.Method != "PUT" || string(m.saw.Body) != "b" || m.saw.Header("X-A") != "1" {
		t.Errorf("it saw %+v", m.saw)
	}
	if !slices.Equal(m.saw.Names, []string{"x-a", "Content-Type", "Accept", "Accept-Encoding", "User-Agent"}) {
		t.Errorf("it saw the headers %v", m.saw.Names)
	}
}
