package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flowbench/app/session"
	"flowbench/engine/flow"
	"flowbench/store"
)

// configured is a flow that gives its config variables.
func configured(t *testing.T) string {
	t.Helper()
	text := strings.Replace(function("config"), `"name": "Test",`, `"name": "Test", "config": [{"name": "channel", "type": "text", "required": true},
		{"name": "limit", "type": "number", "default": 5}, {"name": "token", "type": "text"}], "connections": [{"name": "Ahrefs", "provider": "ahrefs"}],`, 1)
	return file(t, "a.json", text)
}

// kept opens a file in the library of a new store, as the window does, and puts
// environments into it.
func kept(t *testing.T, path string, all ...session.Environment) (data string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	st, err := store.Open(data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s, err := session.NewLibrary(session.Options{Store: st}).OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		old := e.Name
		if e.Own {
			old = ""
		}
		if err := s.PutEnvironment(old, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAStoredEnvironmentIsRunIn(t *testing.T) {
	path := configured(t)
	values := func(channel string) map[string]session.Setting {
		return map[string]session.Setting{"channel": {Value: flow.Of(channel)}, "gone": {Value: flow.Of(1)}}
	}
	data := kept(t, path,
		session.Environment{Name: "Staging", Own: true, Sandbox: true, Values: values("#staging")},
		session.Environment{Name: session.Live, Values: values("#live")})
	over := file(t, "env.json", `{"config": {"limit": 9}}`)
	other := file(t, "other.json", strings.Replace(string(read(t, path)), `"Test"`, `"Another"`, 1))
	if got := call(t, "", "run", configured(t), "--data", data, "--env", "Staging"); got.code != Done || !strings.Contains(got.out, "#staging") { // a copy of it
		t.Errorf("of an integration of the same name: %+v", got)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--env", "Staging"}, `{"channel":"#staging","limit":5,"token":null}`},
		{[]string{"--env", "staging", "--env-file", over}, `{"channel":"#staging","limit":9,"token":null}`},
		{[]string{"--env", "staging", "--env-file", over, "--config", "limit=7"}, `{"channel":"#staging","limit":7,"token":null}`},
		{[]string{"--env", "Live"}, `{"channel":"#live","limit":5,"token":null}`},
	} {
		got := call(t, "", append([]string{"run", path, "--data", data}, c.args...)...)
		if want := `{"result":` + c.want + "}\n"; got != (ran{0, want, ""}) {
			t.Errorf("%q: %+v, want %s", c.args, got, want)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{path, "--env", "live"}, `the config variable "channel" needs a value in Live`},
		{[]string{path, "--env", "prod"}, `--env prod: there is no such environment: "Test" has Sandbox, Live, Staging`},
		{[]string{other, "--env", "Staging"}, "open the file in the window once, or give what the environment is as an --env-file"},
		{[]string{"-", "--env", "Staging"}, "where the flow comes from stdin"},
	} {
		if got := call(t, function("1"), append([]string{"run", "--data", data}, c.args...)...); got.code != Wrong || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: %+v, want %s", c.args, got, c.want)
		}
	}
}

func TestNoStoreIsOpenedForSandboxAndLive(t *testing.T) {
	path, data := configured(t), filepath.Join(t.TempDir(), "data")
	for _, env := range []string{"sandbox", "live", "other"} {
		call(t, "", "run", path, "--data", data, "--env", env, "--config", "channel=x")
		if _, err := os.Stat(data); !os.IsNotExist(err) {
			t.Errorf("--env %s made a store: %v", env, err)
		}
	}
}

func TestValuesOfOSVariablesAreUsedAndNeverShown(t *testing.T) {
	const secret = "os-secret-4711"
	t.Setenv("ACME_TOKEN", secret)
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("X-Acme")
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"you": "sent `+got+`"}`)
	}))
	defer server.Close()
	path := file(t, "a.json", strings.Replace(between(`{"name": "N", "kind": "api", "config": {"url": "https://api.acme.com/x",
		"headers": [{"name": "X-Acme", "value": "{{config.token}}"}]}, "wires": {"success": ["End"]}}`), `"name": "Test",`, `"name": "Test", "config": [{"name": "token", "type": "text"}],`, 1))
	env := file(t, "env.json", `{"os": {"token": "ACME_TOKEN"}, "hosts": {"api.acme.com": "`+server.URL+`"}}`)
	for _, flag := range []string{"--log", "--events"} {
		run := call(t, "", "run", path, "--env-file", env, flag)
		if run.code != Done || got != secret {
			t.Errorf("%s: the server was sent %q: %+v", flag, got, run)
		}
		if told := map[string]string{"--log": run.err, "--events": run.out}[flag]; strings.Contains(told, secret) || !strings.Contains(told, "•••") {
			t.Errorf("%s shows it: %s", flag, told)
		}
	}
	t.Setenv("ACME_TOKEN", "short")
	if run := call(t, "", "run", path, "--env-file", env); run.code != Done || !strings.HasPrefix(run.err, "flowbench: the OS variable ACME_TOKEN has fewer than 6 characters, too few to be hidden") || strings.Contains(run.err, "short\n") {
		t.Errorf("a short one: %+v", run)
	}
	t.Setenv("ACME_TOKEN", "")
	os.Unsetenv("ACME_TOKEN")
	if run := call(t, "", "run", path, "--env-file", env); run.code != Wrong || !strings.Contains(run.err, `"token" is read from the OS variable ACME_TOKEN, which is not set here`) {
		t.Errorf("where it is not set: %+v", run)
	}
}

func TestAnEnvironmentFileSaysWhatIsWrongAndWhere(t *testing.T) {
	path := configured(t)
	for text, want := range map[string]string{
		`{"config": {"channel": "x"}, "os": {"channel": "X"}}`: "env.json: os: channel: it stands in config too",
		`{"config": {"chanel": "x"}}`:                          `env.json: config: chanel: there is no config variable "chanel": did you mean channel?`,
		`{"config": {"mailbox": "x"}}`:                         "There are channel, limit, token",
		`{"config": {"channel": "x", "limit": "many"}}`:        `"limit" in Sandbox: "many" is not a number`,
		`{"config": []}`:                                       "env.json: config: an object belongs here, not []",
		`{"os": {"token": 1}}`:                                 "env.json: os: token: a text belongs here, not 1",
		`{"os": {"token": "A B"}}`:                             `env.json: os: token: "A B" is no name of an OS variable`,
		`{"hosts": {"api.acme.com": ""}}`:                      "env.json: hosts: api.acme.com: a text belongs here",
		`{"hosts": {"127.0.0.1": "http://127.0.0.1:1"}}`:       "env.json: hosts: 127.0.0.1: ",
		`{"connections": {"Ahref": "Mine"}}`:                   `env.json: connections: Ahref: the flows have no connection "Ahref": did you mean Ahrefs?`,
		`{"config": {}, "secrets": {}}`:                        `"secrets" is not known`,
		"{\"config\": {},\n\"config\": {}}":                    `line 2: the key "config" is there twice`,
	} {
		env := file(t, "env.json", text)
		if got := call(t, "", "run", path, "--env-file", env); got.code != Wrong || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("%s: %+v, want %s", text, got, want)
		}
	}
}

func TestAnExportedEnvironmentIsRunInAgain(t *testing.T) {
	t.Setenv("ACME_TOKEN", "os-secret-4711")
	e := session.Environment{Name: "Staging", Values: map[string]session.Setting{"channel": {Value: flow.Of("#x")}, "token": {OS: "ACME_TOKEN"}, "gone": {Value: flow.Of(1)}},
		Bindings: map[string]string{"Ahrefs": "id1", "Crm": "id2"}, Hosts: map[string]string{"api.acme.com": "http://127.0.0.1:1"}}
	path := configured(t)
	in, err := flow.Read(must(os.ReadFile(path)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := e.File(in.Config, func(id string) string { return map[string]string{"id1": "My Ahrefs"}[id] }).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if want := `{
  "config": {
    "channel": "#x"
  },
  "os": {
    "token": "ACME_TOKEN"
  },
  "hosts": {
    "api.acme.com": "http://127.0.0.1:1"
  },
  "connections": {
    "Ahrefs": "My Ahrefs"
  }
}
`; string(b) != want {
		t.Errorf("the file is\n%s", b)
	}
	c := &command{}
	o, err := c.order(path, in, runFlags{env: "sandbox", envFile: file(t, "env.json", string(b))})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(o.Env.Config); got != `{"channel":"#x","token":"os-secret-4711"}` || o.Hosts["api.acme.com"] == "" || o.accounts["Ahrefs"] != "My Ahrefs" || len(o.accounts) != 1 || len(o.Hide) != 1 {
		t.Errorf("it comes to %s, %v, %v, %d hidden", got, o.Hosts, o.accounts, len(o.Hide))
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
