package engine

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/node"
	"flowbench/engine/transport"
)

// outside is a network whose host api.example.com is a server of the test.
func outside(t *testing.T, sandbox bool, answer http.HandlerFunc) *Network {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	client, err := transport.New(transport.Options{Sandbox: sandbox, Mappings: map[string]string{"api.example.com": server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &Network{Catalog: catalog.Builtin(), Client: client, Sandbox: sandbox}
}

func TestARequestForATokenIsRecordedWithoutWhatCameBack(t *testing.T) {
	for _, c := range []struct {
		status     int
		typ, body  string
		shown, not string
	}{
		{200, "application/json", `{"access_token":"tok-1234567","expires_in":60,"scope":"read","data":{"list":["tok-1234567"]}}`, `{"access_token":"•••","expires_in":60,"scope":"read","data":{"list":["•••"]}}`, "tok-1234567"},
		{200, "text/plain", "tok-1234567", `"•••"`, "tok-1234567"},
		{400, "application/json", `{"error":"invalid_client","error_description":"who are you","trace":"tok-1234567"}`, `{"error":"invalid_client","error_description":"who are you","trace":"•••"}`, "tok-1234567"},
		{503, "text/html", "<h1>Later</h1>", `"<h1>Later</h1>"`, "tok-1234567"},
	} {
		var sent string
		n := outside(t, false, func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			sent = fmt.Sprint(r.Method, " ", r.URL.Path, " ", r.Header.Get("X-Key"), " ", string(b))
			w.Header().Set("X-Token", "tok-1234567")
			w.Header().Set("Content-Type", c.typ)
			w.WriteHeader(c.status)
			io.WriteString(w, c.body)
		})
		var told []event.Exchange
		ctx := recording(t.Context(), func(x event.Exchange) { told = append(told, x) })
		reply, err := sender{n, "Mine", true}.Send(ctx, auth.Ask{URL: "https://api.example.com/token", Body: "a=b", Type: "application/x-www-form-urlencoded",
			Parts: auth.Parts{Add: []auth.Part{{In: auth.Header, Name: "X-Key", Value: auth.Hide("key-7654321")}, {In: auth.Body, Name: "secret", Value: auth.Hide("sec-7654321")}}}})
		if err != nil || reply.Status != c.status || reply.Body != c.body || reply.Header["x-token"] != "tok-1234567" {
			t.Errorf("reply %+v, %v", reply, err)
		}
		if want := "POST /token key-7654321 a=b&secret=sec-7654321"; sent != want {
			t.Errorf("sent %q, want %q", sent, want)
		}
		if len(told) != 1 || told[0].Purpose != "token" || string(told[0].Got.Body.Value) != c.shown {
			t.Fatalf("told %+v, want the body %s", told, c.shown)
		}
		if b, _ := json.Marshal(told); strings.Contains(string(b), "tok-1234567") || strings.Contains(string(b), "7654321") {
			t.Errorf("a secret is told: %s", b)
		}
	}
}

func TestARequestForATokenGoesWhereTheAccountMayGo(t *testing.T) {
	called := false
	n := outside(t, false, func(http.ResponseWriter, *http.Request) { called = true })
	for _, c := range []struct {
		madeUp bool
		url    string
		says   string
	}{
		{false, "https://api.example.com/token", "a real account is not sent there"},
		{true, "https://elsewhere.example.com/token", "where its token comes from, is not"},
		{true, "http://api.example.com/token", "https hosts only"},
		{true, "https://127.0.0.1/token", "IP address"},
	} {
		_, err := sender{n, "Mine", c.madeUp}.Send(t.Context(), auth.Ask{URL: c.url})
		if f, ok := err.(*node.Failure); !ok || !strings.Contains(err.Error(), c.says) || f.Fault.Help == "" {
			t.Errorf("%s: %v", c.url, err)
		}
	}
	if called {
		t.Error("something was sent")
	}
}

// keyed is a stored connection with a key.
func keyed(hosts ...string) auth.Record {
	return auth.Record{ID: "c1", Name: "Mine", Hosts: hosts, Scheme: "api-key", Settings: auth.HideSettings(map[string]any{"secret": "real-key-123456"})}
}

func TestAMappedHostGetsTheMadeUpAccount(t *testing.T) {
	for _, sandbox := range []bool{true, false} {
		var got string
		n := outside(t, sandbox, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Get("X-Api-Key") })
		n.Accounts.Records = map[string]auth.Record{"Crm": keyed("https://api.example.com"), "Other": keyed("https://other.example.com")}
		call := func(name string) error {
			_, err := n.Call(t.Context(), node.Request{Method: "GET", URL: []node.Part{{Text: "https://api.example.com/x"}}, BodyAs: "none", Connection: name}, func(event.Exchange) {})
			return err
		}
		if err := call("Crm"); err != nil || got != "sandbox-secret" {
			t.Errorf("sandbox %v: sent %q, %v", sandbox, got, err)
		}
		got = ""
		if err := call("Other"); err == nil || !strings.Contains(err.Error(), "may not be sent to api.example.com") || got != "" {
			t.Errorf("to a foreign host: %q, %v", got, err)
		}
		err := call("Nobody")
		if sandbox != (err == nil) || !sandbox && !strings.Contains(err.Error(), "bound to no account") {
			t.Errorf("sandbox %v, an unbound name: %v", sandbox, err)
		}
	}
}

func TestAnUnboundNameHasItsProvidersAccountInTheSandbox(t *testing.T) {
	var got string
	n := outside(t, true, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Get("Authorization") })
	n.Accounts.Declared = []flow.Connection{{Name: "Team", Provider: "slack"}}
	c, err := n.account("Team", "", "")
	if err != nil || c == nil || c.Sandbox == nil || !c.Allows("https://slack.com") || got != "" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestATrialSaysWhatItsAnswerMeans(t *testing.T) {
	for status, says := range map[int]string{200: "status 200.", 401: "refused the account", 404: "the account was not tried", 500: "fault of its own", 418: "status 418"} {
		n := outside(t, false, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"you sent": %q}`, r.Header.Get("X-Api-Key"))
		})
		v, _ := n.Try(t.Context(), Trial{What: TryAccess, Record: keyed("https://api.example.com")})
		if v.OK != (status == 200) || !strings.Contains(v.Said, says) || !v.OK && v.Help == "" || len(v.Calls) != 1 {
			t.Errorf("%d: %+v", status, v)
		}
	}
	n := outside(t, false, nil)
	if v, _ := n.Try(t.Context(), Trial{What: TryAccess, Record: keyed()}); v.OK || !strings.Contains(v.Said, "names no host") {
		t.Errorf("without hosts: %+v", v)
	}
}
