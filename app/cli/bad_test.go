package cli

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"flowbench/engine/flow"
)

// What is wrong with a file is one clear message, with the place and the mend.
func TestBadFilesAreToldWithPlaceAndMend(t *testing.T) {
	sample := string(read(t, samples+"/stripe-receipt.json"))
	two := func(a, b string) string {
		return between(`{"name": "` + a + `", "kind": "debug", "wires": {"success": ["` + b + `"]}}, {"name": "` + b + `", "kind": "debug", "wires": {"success": ["` + a + `"]}}`)
	}
	for _, c := range []struct{ name, text, want string }{
		{"cut", sample[:500], "line 9: it ends in the middle: it was cut, or a bracket is missing"},
		{"empty", "", "the file is empty"},
		{"not JSON", "hello", "the file does not begin with {"},
		{"huge", sample + strings.Repeat(" ", flow.MaxSize), "more than 32 MB"},
		{"deep", `{"flowbench": 1, "flows": ` + strings.Repeat("[", 300), "more than 200 deep: make it flatter"},
		{"newer", `{"flowbench": 2}`, "format 2, made by a newer Flowbench; this one reads format 1: update Flowbench"},
		{"unknown field", strings.Replace(sample, `"category"`, `"kategory"`, 1), "line 5, kategory: this key is not known"},
		{"key twice", strings.Replace(sample, `"category"`, `"name"`, 1), "line 5, name: this key is there twice: keep one"},
		{"space in a name", between(`{"name": "My node", "kind": "debug"}`), `“My node” has a space: only letters and numbers are allowed`},
		{"one name twice", between(`{"name": "N", "kind": "debug"}, {"name": "n", "kind": "debug"}`), `the name "n" is already that of another node`},
		{"no flow", `{"flowbench": 1, "name": "X"}`, `the integration "X" has no flow: open it in the window and add one`},
		{"wire to nowhere", between(`{"name": "N", "kind": "debug", "wires": {"success": ["Gone"]}}`), "error: F/N: The wire from N, On Success, leads to Gone, which is not there. Remove the wire."},
		{"circle", two("N", "M"), "The wires go in a circle: N → M → N. Remove the wire from M to N."},
		{"template that does not compile", strings.Replace(get("https://echo.example.com/"), "output}}", "output |}}", 1), "error: F/End/outputs.result: “{{context.steps.N.output |}}” cannot be read, at line 1, column 27"},
		{"program that does not compile", function("map("), "error: F/N/program: “map(” cannot be read, at line 1, column 5: ends too early."},
		{"unknown kind", between(`{"name": "N", "kind": "teleport", "wires": {"success": ["End"]}}`), "no node kind “teleport”"},
		{"plain http", get("http://api.example.com/"), "error: F/N/url: A flow names https hosts only, not http://api.example.com. Write https://. (Use https)"},
		{"address", get("http://10.0.0.1/"), "as in --map-host api.example.com=http://10.0.0.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, "", "run", file(t, "a.json", c.text))
			if got.code != Wrong || got.out != "" || !strings.Contains(got.err, c.want) {
				t.Errorf("exit %d, stdout %q, stderr:\n%s", got.code, got.out, got.err)
			}
			if c.name == "no flow" || c.name == "address" { // what only run knows
				return
			}
			checked := call(t, "", "check", file(t, "a.json", c.text))
			if checked.code != Wrong || !strings.Contains(checked.out, c.want) || !strings.Contains(checked.out, "a.json: error: ") {
				t.Errorf("check: exit %d\n%s%s", checked.code, checked.out, checked.err)
			}
		})
	}
}

func TestWrongUseIsExplained(t *testing.T) {
	sample := samples + "/stripe-receipt.json"
	list, twice, env := file(t, "list.json", "[]"), file(t, "twice.json", "{\"a\": 1,\n\"a\": 2}"), file(t, "env.json", `{"secrets": {}}`)
	away := file(t, "env.json", `{"hosts": {"api.stripe.com": "https://staging.example.com"}}`)
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "this build has no window"},
		{[]string{sample}, "To run the flow here: flowbench run "},
		{[]string{"rnu", "x"}, `"rnu" is neither a command nor a file. Did you mean run?`},
		{[]string{"run"}, "run needs a FILE\nSee: flowbench run --help"},
		{[]string{"run", "a", "b"}, "run takes one FILE, not 2: a b"},
		{[]string{"run", "--bogus"}, "unknown flag: --bogus\nSee: flowbench run --help"},
		{[]string{"run", "no-such.json"}, "no-such.json: there is no such file"},
		{[]string{"run", "."}, "reading .: is a directory"},
		{[]string{"run", sample, "--flow", "Z"}, `there is no flow "Z": "Stripe payment with receipt" has "Pay"`},
		{[]string{"run", sample, "--env", "moon", "--data", "no-such-folder"}, "--env moon: it is sandbox, live, or an environment of the integration that "},
		{[]string{"run", sample, "--env", "live"}, "Leave out --env live to run in the sandbox"},
		{[]string{"run", sample, "--input", "amount"}, `--input is NAME=VALUE, not "amount"`},
		{[]string{"run", sample, "--input", "amuont=1"}, `there is no input "amuont": the flow takes amount, currency, email, order, card`},
		{[]string{"run", sample, "--input", "amount=much"}, `the input "amount": "much" is not a number`},
		{[]string{"run", sample, "--config", "x=1"}, `there is no config variable "x"`},
		{[]string{"run", sample, "--inputs", list}, "a JSON object belongs there"},
		{[]string{"run", sample, "--inputs", twice}, `line 2: the key "a" is there twice: keep one`},
		{[]string{"run", "-", "--inputs", "-"}, "stdin can be the flow or its inputs, not both"},
		{[]string{"run", sample, "--env-file", env}, `"secrets" is not known: an environment file has config, os, hosts, connections`},
		{[]string{"run", sample, "--env-file", away}, "which is not this machine"},
		{[]string{"run", sample, "--map-host", "api.stripe.com=http://192.168.0.9"}, "which is not this machine: use 127.0.0.1, [::1] or localhost"},
		{[]string{"run", sample, "--repeat", "0"}, "--repeat and --parallel are at least 1"},
		{[]string{"run", sample, "--parallel", "2"}, "--parallel goes with --repeat"},
		{[]string{"run", sample, "--events", "--repeat", "2"}, "--events and --log show one run"},
		{[]string{"run", sample, "--blobs", "x"}, "--blobs goes with --events"},
		{[]string{"check", sample, "--env", "moon"}, "--env is sandbox or live"},
		{[]string{"fmt"}, "fmt needs a FILE"},
		{[]string{"sandbox", "x"}, `sandbox takes no argument, and there is "x"`},
		{[]string{"sandbox", "--addr", "0.0.0.0:1"}, "is not of this machine"},
		{[]string{"picture", sample}, "picture needs the name of the picture"},
		{[]string{"picture", sample, "-o", "a.gif"}, `ends in .png or .svg, and "a.gif" does not`},
		{[]string{"picture", sample, "-o", "a.png", "--theme", "pink"}, "--theme is light or dark"},
		{[]string{"picture", sample, "-o", "a.png", "--nodes", "Start,Nobody"}, `has no node "Nobody" to be drawn`},
		{[]string{"picture", sample, "-o", "a.png", "--scale", "9"}, "--scale is from 0.1 to 8, not 9"},
	} {
		got := call(t, "", c.args...)
		if got.code != Wrong || got.out != "" || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: exit %d, stdout %q, stderr %q; want %q", c.args, got.code, got.out, got.err, c.want)
		}
	}
}

// A host that misbehaves fails the step, in words, with what to do.
func TestBadHostsFailTheStep(t *testing.T) {
	answer := func(h http.HandlerFunc) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	garbage, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { garbage.Close() })
	go func() {
		for {
			c, err := garbage.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 4096))
			io.WriteString(c, "220 mail.example.com ESMTP\r\n")
			c.Close()
		}
	}()
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, c := range []struct{ name, at, want string }{
		{"nobody there", gone.URL, "Nothing listens at http://127.0.0.1:"},
		{"garbage", "http://" + garbage.Addr().String(), "N: api.acme.com answered with something that is not HTTP.\nLook at the address and the port."},
		{"redirects elsewhere", answer(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example.org/", http.StatusFound)
		}),
			"N: evil.example.org is not in the sandbox. The redirect was not followed."},
		{"1 GB", answer(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1073741824")
			for b := make([]byte, 1<<20); ; {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		}), "N: api.acme.com answered with more than 16 MB.\nAsk for less"},
		{"no JSON", answer(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>") }), "not with JSON: <html>"},
		{"an error", answer(func(w http.ResponseWriter, r *http.Request) { http.Error(w, "too busy", http.StatusServiceUnavailable) }), "N: api.acme.com answered with status 503"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, "", "run", file(t, "a.json", get("https://api.acme.com/x")), "--map-host", "api.acme.com="+c.at)
			if got.code != Failed || !strings.Contains(got.err, c.want) {
				t.Errorf("exit %d, stderr:\n%s", got.code, got.err)
			}
			var told struct {
				Error struct{ Message, Step string }
			}
			if err := json.Unmarshal([]byte(got.out), &told); err != nil || told.Error.Step != "N" || told.Error.Message == "" {
				t.Errorf("%v, stdout %s", err, got.out)
			}
		})
	}
}

func TestLiveHostIsRefusedByNameInTheSandbox(t *testing.T) {
	got := call(t, "", "run", file(t, "a.json", get("https://api.acme.com/x")))
	if want := "flowbench: N: api.acme.com is not in the sandbox. Nothing was sent.\n"; got.code != Failed || !strings.HasPrefix(got.err, want) ||
		!strings.Contains(got.err, "--map-host api.acme.com=http://127.0.0.1:8080") {
		t.Errorf("exit %d, %s", got.code, got.err)
	}
}

func TestFormattingLeavesABadFileAndWritesTheOthers(t *testing.T) {
	bad, good := file(t, "bad.json", `{"flowbench": 1,`), file(t, "good.json", `{"flowbench":1,"name":"X"}`)
	got := call(t, "", "fmt", "-w", bad, good)
	if got.code != Wrong || got.out != good+"\n" || !strings.Contains(got.err, "bad.json: line 1: it ends in the middle") {
		t.Errorf("%+v", got)
	}
	if b, _ := os.ReadFile(bad); string(b) != `{"flowbench": 1,` {
		t.Errorf("the bad file became %q", b)
	}
}
