package cli

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"flowbench/app/session"
	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/worker"
)

const canary = "canary/7+Q3=é<z>"

// told has a worker do an order, and returns all that it says.
func told(t *testing.T, o worker.Order) string {
	t.Helper()
	in, say := io.Pipe()
	hear, out := io.Pipe()
	var stderr bytes.Buffer
	ended := make(chan int, 1)
	go func() { ended <- Main([]string{"worker"}, in, out, &stderr) }()
	go func() {
		b, _ := json.Marshal(map[string]any{"id": 1, "run": o})
		say.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
	}()
	var all strings.Builder
	for {
		var size [4]byte
		if _, err := io.ReadFull(hear, size[:]); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, binary.BigEndian.Uint32(size[:]))
		if _, err := io.ReadFull(hear, b); err != nil {
			t.Fatal(err)
		}
		var f struct {
			Blob *struct{ Data []byte }
			Done json.RawMessage
		}
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		all.Write(append(b, '\n'))
		if f.Blob != nil {
			all.Write(f.Blob.Data)
		}
		if f.Done != nil {
			break
		}
	}
	say.Close()
	if code := <-ended; code != 0 {
		t.Errorf("the worker ended with %d", code)
	}
	return all.String() + stderr.String()
}

const echoFlow = `{"flowbench": 1, "name": "Echo", "config": [{"name": "os", "type": "text"}], "connections": [{"name": "Crm", "hosts": ["https://api.example.com"]}], "flows": [{"name": "Main", "nodes": [
	{"name": "Start", "kind": "start", "config": {"inputs": [{"name": "in"}], "outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["Post"]}},
	{"name": "Post", "kind": "api", "config": {"method": "POST", "url": "https://api.example.com/{{context.steps.Start.in}}", "connection": "Crm", "body": {"mine": "{{context.steps.Start.in}} {{config.os}}"}}, "wires": {"success": ["Log"]}},
	{"name": "Log", "kind": "debug", "config": {"label": "{{config.os}}", "value": "{{context.steps.Post.output}}"}, "wires": {"success": ["End"]}},
	{"name": "End", "kind": "end", "config": {"outputs": {"result": "{{context.steps.Post.output}}"}}}]}]}`

// A worker as the program has it: it tells no secret of an account, nor what came from
// variables of the system.
func TestTheWorkerTellsNoSecret(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, r.RequestURI+" "+r.Header.Get("x-api-key")+" "+string(body))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Echo", url.QueryEscape(canary))
		json.NewEncoder(w).Encode(map[string]any{"you": string(body), "secret": canary, "pad": strings.Repeat("x", 70_000)})
	}))
	defer server.Close()
	account, err := worker.AccountOf(auth.Record{ID: "c1", Name: "Mine", Hosts: []string{"https://api.example.com"}, Scheme: "api-key",
		Settings: auth.HideSettings(map[string]any{"secret": canary, "headers": []any{map[string]any{"name": "x-api-key", "value": "{{secret}}"}}})})
	if err != nil {
		t.Fatal(err)
	}
	all := told(t, worker.Order{Integration: []byte(echoFlow), Flow: "Main", Run: "r1", Env: worker.Environment{Name: "Live", Config: flow.Of(map[string]any{"os": canary + "os"})},
		Hosts: map[string]string{"api.example.com": server.URL}, Connections: map[string]worker.Account{"Crm": account}, Hide: []string{canary + "os"},
		Inputs: flow.Of(map[string]any{"in": "it is " + canary})})
	hide := &auth.Redactor{}
	hide.Add(auth.Hide(canary))
	if hide.Holds(all) || strings.Contains(strings.ToLower(all), "canary") || !strings.Contains(all, auth.Hidden) || !strings.Contains(all, `"done"`) || !strings.Contains(all, `"status":"succeeded"`) {
		t.Errorf("the worker told %.3000s", all)
	}
	if len(got) != 1 || !strings.Contains(got[0], "it is "+canary+" "+canary+"os") && !strings.Contains(got[0], `canary`) || !strings.Contains(got[0], " sandbox-secret ") {
		t.Errorf("the server got %q", got)
	}
}

// A file of secrets that is given to a command in place of another is not quoted.
func TestNoCommandPrintsAFileOfSecrets(t *testing.T) {
	flowFile := file(t, "echo.json", echoFlow)
	secrets := file(t, "connections.json", `{"connections": {"Crm": {"settings": {"secret": "`+canary+`"}, "hosts": ["https://api.example.com"], "scheme": "api-key"}}}`)
	short := file(t, "short.json", `"`+canary+`"`)
	bare := file(t, "bare.json", `{"secret": "`+canary+`"}`)
	for _, name := range []string{secrets, short, bare} {
		for _, args := range [][]string{{"run", name}, {"check", name}, {"fmt", name}, {"picture", name}, {"run", flowFile, "--inputs", name}, {"run", flowFile, "--env-file", name}} {
			r := call(t, "", args...)
			if said := r.out + r.err; r.code == 0 || strings.Contains(strings.ToLower(said), "canary") {
				t.Errorf("%q: %d, %s", args, r.code, said)
			}
		}
	}
}

// FuzzEnvFile: whatever stands in an environment file, reading it ends in no panic.
func FuzzEnvFile(f *testing.F) {
	for _, text := range []string{``, `{}`, `[]`, `{"config": {"channel": 1}, "os": {"key": "API_KEY"}, "hosts": {"api.example.com": "http://127.0.0.1:1"}, "connections": {"Crm": "Mine"}}`,
		`{"config": {"channel": 1}, "os": {"channel": "A"}}`, `{"hosts": {"api.example.com": "http://10.0.0.1"}}`, `{"hosts": {"[::1]": "x"}}`, `{"os": {"channel": "A=B"}}`,
		`{"config": {"a": 1}, "config": {}}`, `{"connections": {"Crm": 7}}`, `{"connections": {"Crm": {"settings": {"secret": "canary-canary-canary"}}}}`, `{} {}`, "{\"config\":\n\n{\"\xff\":1}}", `{"config": null}`, `{"x": 1}`} {
		f.Add(text)
	}
	in, err := flow.Read([]byte(`{"flowbench": 1, "name": "A", "config": [{"name": "channel", "type": "text"}, {"name": "key", "type": "text"}], "connections": [{"name": "Crm", "hosts": ["https://a.example.com"]}], "flows": []}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		c := &command{in: strings.NewReader(text), out: new(bytes.Buffer), err: new(bytes.Buffer)}
		e := &session.Environment{Name: "Live", Values: map[string]session.Setting{}, Hosts: map[string]string{}}
		if _, err := c.settings("-", in, e); err != nil && (err.Error() == "" || strings.Contains(err.Error(), "%!") || strings.Contains(err.Error(), "canary")) {
			t.Errorf("%q: %v", text, err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q took %v", text, took)
		}
	})
}
