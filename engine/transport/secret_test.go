package transport

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/request"
)

// A server that gives back all it was sent, in every way there is, shows no secret in a
// record or an error.
func TestNothingOfASecretIsRecorded(t *testing.T) {
	for name, m := range accounts(t) {
		for _, answers := range []string{"json", "text", "header", "broken", "cut", "location"} {
			var was string
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				var h strings.Builder
				r.Header.Write(&h)
				was = r.RequestURI + "\n" + h.String() + "\n" + string(body)
				ways := []string{was, url.QueryEscape(was), html.EscapeString(was), canary, url.QueryEscape(canary)}
				switch answers {
				case "json":
					w.Header().Set("Content-Type", "application/json")
					b, _ := json.Marshal(ways)
					b, _ = json.Marshal(map[string]any{"ways": ways, "again": string(b)})
					w.Write(b)
				case "text":
					io.WriteString(w, strings.Join(ways, "\n"))
				case "header":
					w.Header().Set("X-Echo", strings.ReplaceAll(strings.ReplaceAll(was, "\r", ""), "\n", " "))
					w.Header().Set("Set-Cookie", "s="+url.QueryEscape(canary))
				case "broken":
					c, _, _ := w.(http.Hijacker).Hijack()
					fmt.Fprintf(c, "HTTP/1.1 %s\r\nBroken %s\r\n\r\n", canary, was)
					c.Close()
				case "cut":
					w.Header().Set("Content-Length", "9999")
					io.WriteString(w, was)
				case "location":
					w.Header().Set("Location", "https://evil.example/?k="+url.QueryEscape(canary))
					w.WriteHeader(302)
				}
			}))
			c, err := New(Options{Mappings: map[string]string{"api.example.com": s.URL}})
			if err != nil {
				t.Fatal(err)
			}
			r := built(t, request.Spec{Method: "POST", Body: map[string]any{"a": 1}}, "https://api.example.com/x?a=1")
			// Mapped, so that a server can be reached; the account is given as the sandbox's.
			_, x, err := c.Do(t.Context(), Call{Request: r, Connection: &auth.Connection{Sandbox: m}})
			s.Close()
			c.Close()
			shown, jsonErr := json.Marshal(x)
			if jsonErr != nil {
				t.Fatal(jsonErr)
			}
			all := string(shown) + fmt.Sprintf("%v %+v %#v", x, x, x)
			if err != nil {
				all += fmt.Sprintf("%v %+v %#v", err, err, err)
				for e := errors.Unwrap(err); e != nil; e = errors.Unwrap(e) {
					all += e.Error()
				}
			}
			if name == "none" {
				continue
			}
			if !strings.Contains(was, "canary") && !strings.Contains(was, "dXNlcjpj") {
				t.Errorf("%s, %s: the secret was not sent: %s", name, answers, was)
			}
			for _, f := range canaryForms {
				if strings.Contains(all, f) {
					t.Errorf("%s, %s: %q stands in %s", name, answers, f, all)
				}
			}
			if !strings.Contains(all, auth.Hidden) {
				t.Errorf("%s, %s: nothing stands in its place", name, answers)
			}
		}
	}
}

// What is hidden in the record is not hidden from the flow.
func TestTheFlowGetsItsDataWhole(t *testing.T) {
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"auth": r.Header.Get("Authorization")})
	})
	a, x, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), Connection: &auth.Connection{Sandbox: accounts(t)["bearer"]}})
	if err != nil || a.Body.(map[string]any)["auth"] != "Bearer "+canary {
		t.Errorf("%v, %v", a, err)
	}
	if got := string(x.Got.Body.Value); got != `{"auth":"•••"}`+"\n" && got != `{"auth":"•••"}` {
		t.Errorf("recorded %s", got)
	}
}

func TestARecordThatHidingWouldBreakIsText(t *testing.T) {
	c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"n":123456789}`)
	})
	m, _ := auth.Placed([]auth.Placement{{In: auth.Header, Name: "X-Key"}}, auth.Hide("123456789"))
	_, x, err := c.Do(t.Context(), Call{Request: built(t, request.Spec{}, "https://api.example.com/x"), Connection: &auth.Connection{Sandbox: m}})
	if err != nil || string(x.Got.Body.Value) != `"{\"n\":•••}"` {
		t.Errorf("%s, %v", x.Got.Body.Value, err)
	}
}

// Every record is valid JSON, whatever was sent and came: events are written of them.
func TestRecordsAreValid(t *testing.T) {
	for _, body := range []string{`{"a":1}`, `{"a":1,"a":2}`, `{"a":`, "\xff\xfe\x00", "{\"a\":\"\xff\"}", `[1e999]`, "\"\\ud800\"", ``, ` `, `nul`} {
		c := served(t, Options{}, "", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("X-Odd", "\xff\xfe")
			io.WriteString(w, body)
		})
		for _, reads := range []string{Auto, JSON, Text, Empty} {
			r := built(t, request.Spec{Method: "POST", Headers: []request.Row{{Name: "Content-Type", Value: "application/json"}}, Body: body, BodyAs: request.Text}, "https://api.example.com/x")
			_, x, _ := c.Do(t.Context(), Call{Request: r, Reads: reads})
			b, err := json2.Marshal(x)
			if err != nil {
				t.Errorf("%q as %s: %v", body, reads, err)
			}
			var back event.Exchange
			if err := json2.Unmarshal(b, &back); err != nil || back.Status != 200 {
				t.Errorf("%q as %s: %v", body, reads, err)
			}
		}
	}
}
