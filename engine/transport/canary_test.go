package transport_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
	"flowbench/engine/transport"
	"flowbench/engine/worker"
	"flowbench/store"
)

// A canary is a secret that looks different in every encoding, and is known by its name.
const canary = `canary/7+Q3=é<z>`

// The schemes' settings that are no secrets and that nothing else tells. A scheme that is
// not here gets what its fields say.
var knownSettings = map[string]spec.Values{
	"api-key": {"headers": rows("x-api-key", "key {{secret}}"), "params": rows("k", "{{secret}}")},
	"custom": {"url": "https://id.example.com/token?k={{secret}}", "body": `{"key":"{{secret}}"}`, "headers": rows("X-Key", "{{secret}}"),
		"tokenHeaders": rows("Authorization", `Bearer {{ authResponseBody | fromjson | attr("token") }}`), "tokenParams": rows("t", `{{ authResponseBody | fromjson | .token }}`)},
	"aws4": {"region": "eu-west-1", "service": "s3"},
}

func rows(name, value string) []any { return []any{map[string]any{"name": name, "value": value}} }

// withCanaries is a record of the scheme with a canary in each secret field.
func withCanaries(t *testing.T, s auth.Scheme) auth.Record {
	values := spec.Values{}
	for _, f := range s.New().Fields() {
		known, is := knownSettings[s.ID][f.Name]
		switch {
		case is:
			values[f.Name] = known
		case f.Secret:
			values[f.Name] = canary + f.Name
		case strings.HasSuffix(strings.ToLower(f.Name), "url"):
			values[f.Name] = "https://id.example.com/token"
		case f.Required && f.Default == nil && len(f.Options) == 0:
			values[f.Name] = "some-" + strings.ToLower(f.Name)
		}
	}
	r := auth.Record{ID: "c1", Name: "Acme", Hosts: []string{"https://api.example.com"}, Scheme: s.ID, Settings: auth.HideSettings(values)}
	if p := r.Problems(nil); len(p) > 0 {
		t.Fatalf("%s wants other settings: give it some in knownSettings: %+v", s.ID, p)
	}
	return r
}

// encodings are the ways in which an API may send back what it got, those that go over
// it once first.
var encodings = []func(string) string{
	func(s string) string { return base64.StdEncoding.EncodeToString([]byte("user:" + s)) },
	func(s string) string { return base64.StdEncoding.EncodeToString([]byte("u:" + s + " and more")) },
	func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte("us:" + s + " and more")) },
	func(s string) string { return hex.EncodeToString([]byte(s)) },
	url.QueryEscape, html.EscapeString,
	func(s string) string { b, _ := json.Marshal(s); return string(b) },
	func(s string) string { return s },
	url.PathEscape, strings.ToUpper, strings.ToLower,
	func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
	func(s string) string { b, _ := json.Marshal(s); b, _ = json.Marshal(string(b)); return string(b) },
	func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	func(s string) string { return base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(s))) },
	func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte("x" + base64.StdEncoding.EncodeToString([]byte("y"+s+"z"))))
	},
}

// once is how many of them go over a text that has the secret in some form already: what
// is encoded more than twice is not looked for.
const once = 6

// A parrot is every host there is. It gives tokens, and gives back all that it gets.
type parrot struct {
	secrets []string
	asked   int // for tokens
	got     []string
}

func (p *parrot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var h strings.Builder
	r.Header.Write(&h)
	was := r.Method + " " + r.RequestURI + "\n" + h.String() + "\n" + string(body)
	w.Header().Set("Content-Type", "application/json")
	if r.Host != "api.example.com" && r.Host != "other.example.com" {
		p.asked++
		json.NewEncoder(w).Encode(map[string]any{"access_token": canary + "token", "token": canary + "token", "refresh_token": canary + "refresh2",
			"token_type": "Bearer", "expires_in": 3600, "echo": was})
		return
	}
	if r.Host == "api.example.com" {
		p.got = append(p.got, was)
	}
	ways, one := []string{was}, "nothing secret"
	if r.Host == "api.example.com" {
		for _, e := range encodings[:once] {
			ways = append(ways, e(was))
		}
	}
	for _, s := range p.secrets {
		one = s
		for _, e := range encodings {
			ways = append(ways, e(s))
		}
	}
	for _, s := range p.secrets {
		w.Header().Add("X-Echo", s)
		w.Header().Add("Set-Cookie", "s="+url.QueryEscape(s))
	}
	switch r.URL.Path {
	case "/fail":
		w.WriteHeader(400)
		json.NewEncoder(w).Encode(map[string]any{"message": strings.Join(p.secrets, " and ")})
	case "/text":
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, strings.Join(ways, "\n"))
	case "/large":
		json.NewEncoder(w).Encode(map[string]any{"ways": ways, "pad": strings.Repeat("x", 70_000)})
	default:
		json.NewEncoder(w).Encode(map[string]any{"ways": ways, "one": one, "two": encodings[1](one)})
	}
}

// echoing is a flow that does with what an API gives back all that a flow can.
func echoing() *flow.Integration {
	node := func(name, kind, wires string, config ...any) *flow.Node {
		n := &flow.Node{Name: name, Kind: kind, Config: flow.ConfigOf(config...)}
		for _, w := range strings.Fields(wires) {
			port, to, _ := strings.Cut(w, ">")
			n.Wires = append(n.Wires, flow.Leg{Port: port, To: []string{to}})
		}
		return n
	}
	var outputs []any
	for _, name := range []string{"all", "one", "why", "fine"} {
		outputs = append(outputs, map[string]any{"name": name, "type": "JSON"})
	}
	return &flow.Integration{Details: flow.Details{Name: "Echo"}, Connections: []flow.Connection{{Name: "Acme", Hosts: []string{"https://api.example.com"}}},
		Flows: []*flow.Flow{{Name: "Main", Nodes: []*flow.Node{
			node("Start", "start", "success>Get", "outputs", outputs),
			node("Get", "api", "success>Post", "url", "https://api.example.com/get?mine=1", "connection", "Acme"),
			node("Post", "api", "success>Text", "method", "POST", "url", "https://api.example.com/large", "connection", "Acme", "body", map[string]any{"mine": "{{context.steps.Get.output.ways[0]}}"}),
			node("Text", "api", "success>Carry", "url", "https://api.example.com/text", "connection", "Acme"),
			node("Carry", "api", "success>Shape", "method", "POST", "url", "https://other.example.com/{{context.steps.Get.output.one}}",
				"headers", []any{map[string]any{"name": "X-Mine", "value": "{{context.steps.Get.output.two}}"}}, "bodyAs", "text", "body", "{{context.steps.Text.output}}"),
			node("Shape", "function", "success>Log", "program", `{list: .steps.Post.output.ways, keys: (.steps.Get.output.ways | map({key: ., value: 1}) | from_entries)}`),
			node("Log", "debug", "success>Wrong", "label", "Got {{context.steps.Get.output.one}}", "value", "{{context.steps.Shape.output}}"),
			node("Wrong", "function", "failure>Fail", "program", `error(.steps.Text.output)`),
			node("Fail", "api", "failure>End", "url", "https://api.example.com/fail", "connection", "Acme"),
			node("End", "end", "", "outputs", map[string]any{"all": "{{context.steps.Shape.output}}", "one": "{{context.steps.Get.output.one}}",
				"why": "{{context.steps.Fail.error.message}} {{context.steps.Wrong.error.message}}", "fine": "fine"}),
		}}}}
}

// A parent is the other end of a worker's pipes.
type parent struct {
	t      *testing.T
	in     io.Writer
	frames bytes.Buffer // all that was said but for tokens
	events bytes.Buffer
	blobs  map[string][]byte
	done   engine.Outcome
}

func (p *parent) say(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		p.t.Error(err)
	}
	p.in.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
}

// hear reads frames until the run is done, and gives the tokens that are asked for.
func (p *parent) hear(out io.Reader) {
	for {
		var size [4]byte
		if _, err := io.ReadFull(out, size[:]); err != nil {
			p.t.Errorf("the worker said no more: %v", err)
			return
		}
		b := make([]byte, binary.BigEndian.Uint32(size[:]))
		if _, err := io.ReadFull(out, b); err != nil {
			p.t.Error(err)
			return
		}
		var f struct {
			Event json.RawMessage
			Blob  *struct {
				Hash string
				Data []byte
			}
			Done  *engine.Outcome
			Token *struct {
				Connection string
				Need       bool
				Got        json.RawMessage
			}
		}
		if err := json.Unmarshal(b, &f); err != nil {
			p.t.Errorf("%v: %s", err, b)
		}
		if f.Token != nil {
			word := map[string]any{"connection": f.Token.Connection}
			switch {
			case f.Token.Need:
				word["fetch"], word["refresh"] = true, canary+"refresh"
			case f.Token.Got != nil:
				word["use"] = f.Token.Got
			default:
				continue
			}
			p.say(map[string]any{"id": 1, "token": word})
			continue
		}
		p.frames.Write(append(b, '\n'))
		switch {
		case f.Event != nil:
			p.events.Write(append(f.Event, '\n'))
		case f.Blob != nil:
			p.blobs[f.Blob.Hash] = f.Blob.Data
		case f.Done != nil:
			p.done = *f.Done
			return
		}
	}
}

// marks are how a canary shows in any text, by nothing that hides it.
func marks() []string {
	out := []string{"canary", "CANARY", hex.EncodeToString([]byte("canary")), strings.ToUpper(hex.EncodeToString([]byte("canary")))}
	for shift, s := range []string{"canary", "-canary", "--canary"} {
		once := base64.StdEncoding.EncodeToString([]byte(s + "/7+"))
		once = once[(shift*8+5)/6 : (shift+len("canary/7+"))*8/6]
		out = append(out, once)
		for again, pad := range []string{"", "-", "--"} {
			twice := base64.StdEncoding.EncodeToString([]byte(pad + once))
			out = append(out, twice[(again*8+5)/6:(again+len(once))*8/6])
		}
	}
	return out
}

// No secret of any connection shows in anything that a run leaves behind.
func TestCanariesOfEverySchemeAreNeverSeen(t *testing.T) {
	dir := t.TempDir()
	said, err := os.Create(filepath.Join(dir, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	stderr, stdout := os.Stderr, os.Stdout
	os.Stderr, os.Stdout = said, said
	log.SetOutput(said)
	defer func() { os.Stderr, os.Stdout = stderr, stdout; log.SetOutput(stderr) }()
	st, err := store.Open(filepath.Join(dir, "store"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sent, size := 0, 0
	for _, s := range auth.All {
		p, bird := tell(t, s)
		if strings.Contains(strings.Join(bird.got, ""), "canary") || strings.Contains(strings.Join(bird.got, ""), "%2F7%2BQ3") || strings.Contains(strings.Join(bird.got, ""), "Basic ") {
			sent++
		}
		size += p.frames.Len()
		if err := st.PutRun("echo", store.Run{ID: store.NewID(), Flow: "Main", Started: time.Now(), Status: string(p.done.Status)}, p.events.Bytes(), p.blobs); err != nil {
			t.Fatal(err)
		}
		outcome, _ := json.Marshal(p.done)
		for name, b := range map[string][]byte{"frames": p.frames.Bytes(), "events": p.events.Bytes(), "outcome": outcome} {
			if err := os.WriteFile(filepath.Join(dir, s.ID+"."+name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for ref, b := range p.blobs {
			if err := os.WriteFile(filepath.Join(dir, s.ID+"."+url.PathEscape(ref)), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	files, hits := 0, 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		for _, m := range marks() {
			if i := bytes.Index(b, []byte(m)); i >= 0 {
				hits++
				t.Errorf("%s holds %q: …%s…", filepath.Base(path), m, b[max(0, i-120):min(len(b), i+60)])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !t.Failed() {
		t.Logf("canaries: %d schemes, %d of them sent one as it is, %d KB told in %d files and a store: %d hits", len(auth.All), sent, size>>10, files, hits)
	}
}

// tell runs the flow with an account of the scheme, in a worker that is this process.
func tell(t *testing.T, s auth.Scheme) (*parent, *parrot) {
	r := withCanaries(t, s)
	bird := &parrot{}
	for _, secret := range r.Secrets() {
		bird.secrets = append(bird.secrets, secret.Reveal())
	}
	server := httptest.NewTLSServer(bird)
	defer server.Close()
	serves := func(o worker.Order, tokens auth.Tokens) (engine.Job, error) {
		in, err := flow.Read(o.Integration)
		if err != nil {
			return engine.Job{}, err
		}
		record, err := o.Connections["Acme"].Record()
		if err != nil {
			return engine.Job{}, err
		}
		client, err := transport.New(transport.Options{}.At(func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		}))
		if err != nil {
			return engine.Job{}, err
		}
		hide := client.Redactor()
		hide.Add(record.Secrets()...)
		cat := catalog.Builtin()
		n := &engine.Network{Catalog: cat, Client: client, Accounts: engine.Accounts{Records: map[string]auth.Record{"Acme": record}, Declared: in.Connections, Tokens: tokens}}
		return engine.Job{Integration: in, Flow: o.Flow, Kinds: kinds.All(cat), Env: engine.Environment{Name: "Live"}, Caller: n, Redactor: hide, Start: engine.Start{Run: o.Run}}, nil
	}
	account, err := worker.AccountOf(r)
	if err != nil {
		t.Fatal(err)
	}
	in, say := io.Pipe()
	hear, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- worker.Serve(in, out, worker.Options{Job: serves, Memory: 2 << 30, Exit: func(int) {}})
	}()
	p := &parent{t: t, in: say, blobs: map[string][]byte{}}
	order := worker.Order{Integration: flow.Write(echoing()), Flow: "Main", Run: "r1", Connections: map[string]worker.Account{"Acme": account}}
	go p.say(map[string]any{"id": 1, "run": order})
	p.hear(hear)
	say.Close()
	if err := <-ended; err != nil {
		t.Errorf("%s: %v", s.ID, err)
	}
	if p.done.Status != "succeeded" || len(bird.got) != 4 {
		t.Errorf("%s: %s, %+v, after %d calls", s.ID, p.done.Status, p.done.Error, len(bird.got))
	}
	if len(bird.secrets) > 0 {
		for _, name := range []string{"all", "one", "why"} {
			if !slices.Contains(p.done.Warnings, fmt.Sprintf("A secret stands in the output %s; it is shown as •••.", name)) {
				t.Errorf("%s: nobody is told that a secret stands in %s: %q", s.ID, name, p.done.Warnings)
			}
		}
		if len(p.blobs) == 0 || !strings.Contains(p.events.String(), auth.Hidden) {
			t.Errorf("%s: nothing is hidden, or nothing is large", s.ID)
		}
	}
	return p, bird
}
