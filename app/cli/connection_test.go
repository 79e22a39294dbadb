package cli

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"flowbench/app/session"
	"flowbench/store"
)

const (
	vaultPass = "correct horse battery"
	key1      = "canary-5f3a-secret"
)

// A home is a data folder whose vault a passphrase opens.
type home struct {
	t    *testing.T
	data string
	pass string // the file
}

func newHome(t *testing.T) home {
	t.Helper()
	h := home{t, filepath.Join(t.TempDir(), "data"), file(t, "pass", vaultPass+"\n")}
	t.Cleanup(func() { // no secret in clear in any file of the folder
		filepath.WalkDir(h.data, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				if b, err := os.ReadFile(path); err == nil && strings.Contains(string(b), key1) {
					t.Errorf("%s holds a secret in clear", path)
				}
			}
			return nil
		})
	})
	return h
}

// call runs a connection command, and fails where it shows a secret.
func (h home) call(stdin string, args ...string) ran {
	h.t.Helper()
	got := call(h.t, stdin, append(append([]string{"connection"}, args...), "--data", h.data, "--passphrase-file", h.pass)...)
	if strings.Contains(got.out+got.err, key1) {
		h.t.Errorf("%q shows a secret:\n%s%s", args, got.out, got.err)
	}
	return got
}

func (h home) must(stdin string, args ...string) ran {
	h.t.Helper()
	got := h.call(stdin, args...)
	if got.code != Done {
		h.t.Fatalf("%q: exit %d\n%s%s", args, got.code, got.out, got.err)
	}
	return got
}

func TestConnectionsAreAddedListedAndRemoved(t *testing.T) {
	h := newHome(t)
	first := h.must(key1+"\n", "add", "--provider", "slack", "--name", "Team")
	if !strings.Contains(first.err, "A vault for your connections was made; your passphrase opens it.") || !strings.Contains(first.err, "recovery code") || first.out != "" ||
		!strings.Contains(first.err, `Added the connection "Team" of Slack. It may be sent to https://slack.com, https://hooks.slack.com.`) {
		t.Errorf("the first one:\n%s", first.err)
	}
	t.Setenv("CRM_KEY", key1)
	code := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){6}`).FindString(first.err)
	if got := call(t, "", "connection", "list", "--data", h.data, "--passphrase-file", file(t, "code", strings.ToLower(code))); got.code != Done || !strings.Contains(got.out, "Team") {
		t.Errorf("by the recovery code %s: %+v", code, got)
	}
	second := h.must("", "add", "--host", "API.example.com", "--host", "*.eu.example.com", "--name", "Crm", "--scheme", "api-key",
		"--set", `headers=[{"name": "x-crm", "value": "{{secret}}"}]`, "--secret-env", "secret=CRM_KEY")
	if strings.Contains(second.err, "recovery code") {
		t.Errorf("the second one:\n%s", second.err)
	}
	h.must("", "add", "--provider", "stripe", "--name", "Team", "--secret-file", "token="+file(t, "key", key1+"\r\n"))

	list := h.must("", "list")
	for _, want := range []string{"NAME  PROVIDER OR HOSTS", "Crm   https://api.example.com, https://*.eu.example.com  API Key", "active, untested", "nothing"} {
		if !strings.Contains(list.out, want) {
			t.Errorf("the list has not %q:\n%s", want, list.out)
		}
	}
	var all []listed
	if err := json.Unmarshal([]byte(h.must("", "list", "--json").out), &all); err != nil || len(all) != 3 || all[0].Name != "Crm" || all[0].Scheme != "api-key" || all[0].State != "active" {
		t.Fatalf("%v, %+v", err, all)
	}
	if got := h.call("", "remove", "Team", "--yes"); got.code != Wrong || !strings.Contains(got.err, "2 connections are called") || !strings.Contains(got.err, all[1].ID) {
		t.Errorf("two of one name: %+v", got)
	}
	if got := h.call("", "remove", all[1].ID); got.code != Wrong || !strings.Contains(got.err, "Nothing uses it.\nTo remove it: flowbench connection remove ") {
		t.Errorf("without --yes: %+v", got)
	}
	h.must("", "remove", all[1].ID, "--yes")
	if out := h.must("", "list", "--json").out; strings.Contains(out, all[1].ID) {
		t.Errorf("it is still there:\n%s", out)
	}
}

func TestRemovingSaysWhoUsesIt(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	h.bind(samples+"/broken-backlinks.json", "Live", map[string]string{"Slack": "Team"})
	got := h.call("", "remove", "Team")
	if got.code != Wrong || !strings.Contains(got.err, "It is used by Broken backlinks in Live, which cannot run there until another is chosen.") {
		t.Errorf("%+v", got)
	}
	if out := h.must("", "list").out; !strings.Contains(out, "Broken backlinks (Live)") {
		t.Errorf("%s", out)
	}
}

// bind has the library hold a file, linked, with connections bound in an environment of it.
func (h home) bind(path, env string, bindings map[string]string) {
	h.t.Helper()
	var all []listed
	if err := json.Unmarshal([]byte(h.must("", "list", "--json").out), &all); err != nil {
		h.t.Fatal(err)
	}
	s, err := store.Open(h.data, storeOptions)
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	abs, err := filepath.Abs(path)
	if err != nil {
		h.t.Fatal(err)
	}
	open, err := session.NewLibrary(session.Options{Store: s}).OpenFile(abs)
	if err != nil {
		h.t.Fatal(err)
	}
	for name, stored := range bindings {
		for _, one := range all {
			if one.Name == stored {
				if err := open.Bind(env, name, one.ID); err != nil {
					h.t.Fatal(err)
				}
			}
		}
	}
	if err := open.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func TestWrongUseOfConnectionsIsExplained(t *testing.T) {
	h := newHome(t)
	add := func(args ...string) []string { return append([]string{"add", "--name", "X"}, args...) }
	t.Setenv("EMPTY", "  ")
	for _, c := range []struct {
		args []string
		want string
	}{
		{add(), "say what the connection is to: --provider PROVIDER, or --host HOST"},
		{add("--provider", "slak"), `there is no provider "slak": there are`},
		{add("--provider", "slak"), "Did you mean slack?"},
		{add("--provider", "slack", "--host", "evil.example"), "--provider and --host do not go together"},
		{[]string{"add", "--provider", "slack"}, "give the connection a name, as in --name Team"},
		{add("--provider", "slack", "--scheme", "magic"), `--scheme is one of token, not "magic"`},
		{add("--host", "api.example.com"), "say how it authenticates: --scheme is one of none, "},
		{add("--host", "http://api.example.com", "--scheme", "none"), "--host: A connection is sent to https hosts only"},
		{add("--host", "*.com", "--scheme", "none"), "--host: *.com is too wide"},
		{add("--host", "10.0.0.1", "--scheme", "none"), "is an IP address"},
		{add("--provider", "slack", "--set", "token="+key1), "secrets come from a prompt, a file or an environment variable, never from an argument"},
		{add("--provider", "slack", "--set", key1), "--set is FIELD=VALUE"},
		{add("--provider", "slack", "--set", "tokn=x"), `--set: there is no field "tokn": it has token. Did you mean token?`},
		{add("--provider", "slack", "--secret-file", "token=no-such"), "no-such: there is no such file"},
		{add("--provider", "slack", "--secret-env", "token=NO_SUCH_VARIABLE"), "there is nothing in the environment variable NO_SUCH_VARIABLE"},
		{add("--provider", "slack", "--secret-env", "token=EMPTY"), "there is nothing in the environment variable EMPTY"},
		{add("--provider", "slack", "--secret-env", "token=PATH", "--secret-env", "token=PATH"), "the field token is given twice"},
		{add("--provider", "slack"), "the field Token is missing: type it when asked"},
		{add("--host", "api.example.com", "--scheme", "api-key", "--secret-env", "secret=PATH", "--set", "headers=x-key"), `the field headers is JSON, as in --set 'headers=[{"name":"…","value":"…"}]'`},
		{add("--provider", "slack", "--new-key-file", "--secret-env", "token=PATH"), "--new-key-file makes the file that FLOWBENCH_KEY_FILE names, and that names none"},
		{add("--provider", "slack", "--passphrase-env", "X"), "--passphrase-file and --passphrase-env are two ways to say the same"},
		{[]string{"remove"}, "remove needs a NAME"},
		{[]string{"remove", "Nobody", "--yes"}, `there is no connection "Nobody".`},
		{[]string{"test", "Nobody"}, `there is no connection "Nobody".`},
		{[]string{"test", "Nobody", "--env", "moon"}, `--env is sandbox or live, not "moon"`},
		{[]string{"export"}, "export needs the name of the file"},
		{[]string{"export", "-o", "x.age"}, "there are no connections to export"},
		{[]string{"import", "no-such"}, "no-such: there is no such file"},
		{[]string{"import", file(t, "flow.json", "{}"), "--seal-file", h.pass}, "this is no file of connections"},
		{[]string{"import", file(t, "flow.json", "{}"), "--seal-file", h.pass, "--seal-env", "X"}, "--seal-file and --seal-env are two ways"},
		{[]string{"list", "x"}, `list takes no argument, and there is "x"`},
	} {
		got := h.call("", c.args...)
		if got.code != Wrong || got.out != "" || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: exit %d, stdout %q, stderr %q; want %q", c.args, got.code, got.out, got.err, c.want)
		}
	}
	for _, c := range []struct{ what, want string }{
		{"", "connection needs to know what to do: list, add, sign-in, test"},
		{"lsit", `connection does not know "lsit": it knows list, add, sign-in, test, enable, disable, remove, export, import, accept. Did you mean list?`},
	} {
		if got := call(t, "", append([]string{"connection"}, strings.Fields(c.what)...)...); got.code != Wrong || !strings.Contains(got.err, c.want) {
			t.Errorf("%q: %+v", c.what, got)
		}
	}
	if got := h.must("", "list"); got.out != "" {
		t.Errorf("something was added: %s", got.out)
	}
}

// ringOf has commands find a key ring that answers so.
func ringOf(t *testing.T, err error) {
	was := storeOptions
	storeOptions.KeyRing = stuckRing{err}
	t.Cleanup(func() { storeOptions = was })
}

type stuckRing struct{ err error }

func (r stuckRing) Get(string) (string, error) { return "", r.err }
func (r stuckRing) Set(string, string) error   { return r.err }

func TestAVaultThatDoesNotOpenIsExplained(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	other := filepath.Join(t.TempDir(), "other")
	for _, c := range []struct {
		name string
		ring error
		args []string
		want string
	}{
		{"no passphrase", store.ErrKeyRingNone, []string{"connection", "list", "--data", h.data}, "the vault is locked. It is opened by its passphrase or its recovery code.\nGive the passphrase, or the recovery code, with --passphrase-file FILE or --passphrase-env VARIABLE."},
		{"wrong passphrase", store.ErrKeyRingNone, []string{"connection", "list", "--data", h.data, "--passphrase-file", file(t, "wrong", "wrong")}, "that does not open the vault: the passphrase is another one"},
		{"to make, no key ring", store.ErrKeyRingNone, []string{"connection", "add", "--provider", "slack", "--name", "X", "--secret-env", "token=SLACK", "--data", other}, "needs a passphrase of yours: there is no key ring here.\nGive one with --passphrase-file FILE"},
		{"to make, locked key ring", store.ErrKeyRingLocked, []string{"connection", "add", "--provider", "slack", "--name", "X", "--secret-env", "token=SLACK", "--data", other}, "the vault for connections was not made: the key ring is locked. Unlock the key ring and try again"},
		{"to make, silent key ring", store.ErrKeyRingSilent, []string{"connection", "add", "--provider", "slack", "--name", "X", "--secret-env", "token=SLACK", "--data", other}, "the key ring does not answer. Unlock the key ring and try again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("SLACK", key1)
			ringOf(t, c.ring)
			got := call(t, "", c.args...)
			if got.code != Wrong || got.out != "" || !strings.Contains(got.err, c.want) {
				t.Errorf("exit %d, %s%s\nwant %s", got.code, got.out, got.err, c.want)
			}
		})
	}
}

func TestAKeyFileServesWhereNobodyTypes(t *testing.T) {
	data, key := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "key")
	t.Setenv(keyFileVariable, key)
	t.Setenv("SLACK", key1)
	add := []string{"connection", "add", "--provider", "slack", "--name", "Team", "--secret-env", "token=SLACK", "--data", data}
	got := call(t, "", add...)
	if got.code != Wrong || !strings.Contains(got.err, "there is no key file "+key) || !strings.Contains(got.err, "To make it: add --new-key-file") {
		t.Fatalf("a file that is not there: %+v", got)
	}
	got = call(t, "", append(add, "--new-key-file")...)
	if got.code != Done || !strings.Contains(got.err, "your key file opens it") {
		t.Fatalf("%+v", got)
	}
	if st, err := os.Stat(key); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
	if got := call(t, "", "connection", "list", "--data", data); got.code != Done || !strings.Contains(got.out, "Team") {
		t.Errorf("%+v", got)
	}
}

func TestConnectionsTravelInAFile(t *testing.T) {
	h, other := newHome(t), newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	h.must(key1, "add", "--host", "api.example.com", "--name", "Crm", "--scheme", "api-key")
	out := filepath.Join(t.TempDir(), "connections.age")
	seal := []string{"--seal-file", file(t, "seal", "for the journey")}
	h.must("", append([]string{"export", "-o", out}, seal...)...)
	if st, err := os.Stat(out); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st, err)
	}
	if got := h.call("", append([]string{"export", "-o", out}, seal...)...); got.code != Wrong || !strings.Contains(got.err, "is there already and was left as it is") {
		t.Errorf("over a file: %+v", got)
	}
	if got := other.call("", "import", out, "--seal-file", file(t, "wrong", "not this one")); got.code != Wrong || !strings.Contains(got.err, "the passphrase is not that of this file") {
		t.Errorf("a wrong passphrase: %+v", got)
	}
	got := other.call("", append([]string{"import", out}, seal...)...)
	if got.code != Wrong || !strings.Contains(got.err, `"Crm" of hosts of its own, by API Key, which may be sent to https://api.example.com`) || !strings.Contains(got.err, "nothing was taken. Take some with --only NAME") {
		t.Errorf("shown: %+v", got)
	}
	if got := other.must("", "list"); got.out != "" {
		t.Errorf("something went in: %s", got.out)
	}
	other.must("", append([]string{"import", out, "--only", "Crm"}, seal...)...)
	got = other.must("", append([]string{"import", out, "--yes"}, seal...)...)
	if !strings.Contains(got.err, `Took "Crm" of hosts of its own as "Crm 2", since there is one of its name.`) || !strings.Contains(got.err, `Took "Team" of Slack.`) {
		t.Errorf("%s", got.err)
	}
}

func TestATestOfAConnectionIsKept(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	got := h.call("", "test", "Team", "--env", "sandbox")
	if got.code != Done || got.out == "" {
		t.Fatalf("%+v", got)
	}
	var all []listed
	if err := json.Unmarshal([]byte(h.must("", "list", "--json").out), &all); err != nil || all[0].Tested == nil || !all[0].Tested.OK || all[0].Tested.In != "Sandbox" {
		t.Errorf("%v, %+v", err, all)
	}
	if out := h.must("", "list").out; !strings.Contains(out, "active, tested ") || !strings.Contains(out, " in Sandbox") {
		t.Errorf("%s", out)
	}
	if got := h.call("", "test", "Team", "--url", "https://slack.com/x"); got.code != Wrong || !strings.Contains(got.err, "what is called at Slack is known") {
		t.Errorf("%+v", got)
	}
}

// post is a flow that posts to Slack with the connection Slack.
var post = strings.Replace(between(`{"name": "N", "kind": "integration", "config": {"provider": "slack", "connection": "Slack", "action": "post-message",
  "fields": {"channel": "#a", "text": "b"}}, "wires": {"success": ["End"]}}`),
	`"name": "Test",`, `"name": "Post", "connections": [{"name": "Slack", "provider": "slack"}, {"name": "Unused", "provider": "stripe"}],`, 1)

// slackHere answers as Slack does and tells what it was sent to prove who calls.
func slackHere(t *testing.T) (url string, sent *[]string) {
	sent = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*sent = append(*sent, r.Header.Get("Authorization"))
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"ok": true, "channel": "C1", "ts": "1.0", "message": {}}`)
	}))
	t.Cleanup(s.Close)
	return s.URL, sent
}

func (h home) run(flow string, args ...string) ran {
	h.t.Helper()
	got := call(h.t, "", append([]string{"run", flow, "--env", "live", "--data", h.data}, args...)...)
	if strings.Contains(got.out+got.err, key1) {
		h.t.Errorf("%q shows a secret:\n%s%s", args, got.out, got.err)
	}
	return got
}

func TestRunFindsTheStoredConnection(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Slack")
	h.must(key1, "add", "--provider", "slack", "--name", "Other team")
	h.must(key1, "add", "--provider", "stripe", "--name", "Shop")
	url, sent := slackHere(t)
	flow := file(t, "post.json", post)
	here := []string{"--map-host", "slack.com=" + url, "--passphrase-file", h.pass}
	env := file(t, "env.json", `{"connections": {"Slack": "Other team"}}`)
	lost := file(t, "lost.json", `{"connections": {"Slack": "Nobody"}}`)
	for _, c := range []struct {
		name string
		args []string
		want string // of an error; "" is none
	}{
		{"by name and provider", here, ""},
		{"by a flag", append([]string{"--bind", "Slack=Other team"}, here...), ""},
		{"by the env-file", append([]string{"--env-file", env}, here...), ""},
		{"the flag wins", append([]string{"--env-file", lost, "--bind", "Slack=Other team"}, here...), ""},
		{"bound to nobody", append([]string{"--env-file", lost}, here...), `the environment binds "Slack" to a connection of Slack that is not here: Nobody`},
		{"of another provider", append([]string{"--bind", "Slack=Shop"}, here...), `--bind binds "Slack" to "Shop", which is of Stripe, and the flow wants one of Slack`},
		{"no such name in the flow", append([]string{"--bind", "Slcak=Shop"}, here...), "--bind Slcak: there is no connection of this name: the integration \"Post\" has Slack, Unused"},
		{"no value", append([]string{"--bind", "Slack"}, here...), `--bind is NAME=VALUE, not "Slack"`},
		{"locked", []string{"--map-host", "slack.com=" + url}, "the vault is locked. It is opened by its passphrase or its recovery code.\nGive the passphrase"},
		{"wrong passphrase", []string{"--passphrase-file", file(t, "wrong", "wrong")}, "that does not open the vault"},
		{"a secret in the env-file", append([]string{"--env-file", file(t, "bad.json", `{"connections": {"Slack": {"secret": "`+key1+`"}}}`)}, here...), "Secrets do not belong into this file"},
	} {
		*sent = nil
		got := h.run(flow, c.args...)
		if c.want != "" {
			if got.code != Wrong || !strings.Contains(got.err, c.want) || len(*sent) > 0 {
				t.Errorf("%s: exit %d, %s\nwant %s", c.name, got.code, got.err, c.want)
			}
			continue
		}
		// A mapped address gets the sandbox's account, never the real one.
		if got.code != Done || strings.Join(*sent, " ") != "Bearer sandbox-slack-token" {
			t.Errorf("%s: exit %d, %s, sent %q", c.name, got.code, got.err, *sent)
		}
	}
	bare := newHome(t)
	got := bare.run(flow)
	if got.code != Wrong || !strings.Contains(got.err, `there is no connection "Slack" of Slack here. Add it: flowbench connection add --provider slack --name Slack`) || strings.Contains(got.err, "Unused") {
		t.Errorf("no vault: %+v", got)
	}
}

func TestRunUsesTheBindingOfTheWindowsEnvironment(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Team")
	url, _ := slackHere(t)
	flow := file(t, "post.json", post)
	args := []string{"--map-host", "slack.com=" + url, "--passphrase-file", h.pass}
	if got := h.run(flow, args...); got.code != Wrong || !strings.Contains(got.err, `there is no connection "Slack" of Slack here. Bind one that there is (Team), as in --bind Slack=Team`) {
		t.Errorf("unbound: %+v", got)
	}
	h.bind(flow, "Live", map[string]string{"Slack": "Team"})
	args = append(args, "--env", "Live")
	if got := h.run(flow, args...); got.code != Done {
		t.Errorf("bound: %+v", got)
	}
	id := func() string {
		var all []listed
		json.Unmarshal([]byte(h.must("", "list", "--json").out), &all)
		return all[0].ID
	}()
	h.must("", "remove", id, "--yes")
	if got := h.run(flow, args...); got.code != Wrong || !strings.Contains(got.err, `the environment binds "Slack" to a connection of Slack that is not here`) {
		t.Errorf("removed: %+v", got)
	}
}

func TestADisabledConnectionIsNotUsed(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Slack")
	h.must("", "disable", "Slack")
	got := h.run(file(t, "post.json", post), "--passphrase-file", h.pass)
	if got.code != Wrong || !strings.Contains(got.err, `the connection "Slack" is disabled. Enable it: flowbench connection enable Slack. Or use another, with --bind Slack=NAME`) {
		t.Errorf("%+v", got)
	}
	if out := h.must("", "list").out; !strings.Contains(out, "disabled, untested") {
		t.Errorf("%s", out)
	}
	h.must("", "enable", "Slack")
	if out := h.must("", "list").out; !strings.Contains(out, "active, untested") {
		t.Errorf("%s", out)
	}
}

func TestAConnectionsFileStandsInForTheVault(t *testing.T) {
	url, sent := slackHere(t)
	flow := file(t, "post.json", post)
	data := filepath.Join(t.TempDir(), "data")
	good := `{"connections": {"Slack": {"provider": "slack", "settings": {"token": "` + key1 + `"}}, "Crm": {"hosts": ["api.example.com"], "scheme": "api-key", "settings": {"secret": "` + key1 + `"}}}}`
	with := func(text string) string { return file(t, "connections.json", text) }
	open := with(good)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	entry := func(text string) string { return with(`{"connections": {"Slack": ` + text + `}}`) }
	for _, c := range []struct{ name, path, want string }{
		{"good", with(good), ""},
		{"open to others", open, "holds secrets, and others can read it (its mode is 0640). Nothing was read from it. Close it to them: chmod 600 " + open},
		{"not there", "no-such.json", "no-such.json: there is no such file"},
		{"not JSON", with(key1), "line 1: this is no JSON"},
		{"a text", with(`"` + key1 + `"`), "this is no file of connections"},
		{"a key twice", with(`{"connections": {"a": {},` + "\n" + `"a": {}}}`), `line 2: the key "a" is there twice`},
		{"an unknown key", with(`{"connection": {}}`), "/connection: this key is not known"},
		{"an unknown key of a connection", entry(`{"provider": "slack", "secret": "` + key1 + `"}`), "/connections/Slack/secret: this key is not known"},
		{"a number for a provider", entry(`{"provider": 12345678}`), "/connections/Slack/provider: something else belongs here"},
		{"settings that are none", entry(`{"provider": "slack", "settings": "` + key1 + `"}`), `"settings" is an object of fields`},
		{"a field that is not there", entry(`{"provider": "slack", "settings": {"tokn": "` + key1 + `"}}`), `there is no field "tokn": it has token. Did you mean token?`},
		{"a secret that is no text", entry(`{"provider": "slack", "settings": {"token": {"is": "` + key1 + `"}}}`), "Token: a text belongs here"},
		{"no secret", entry(`{"provider": "slack"}`), "Token is required."},
		{"an unknown provider", entry(`{"provider": "moon"}`), `the provider "moon", which this Flowbench does not know`},
		{"an unknown scheme", entry(`{"provider": "slack", "scheme": "magic"}`), `Slack does not authenticate by "magic"`},
		{"provider and hosts", entry(`{"provider": "slack", "hosts": ["https://evil.example"]}`), "it has a provider and hosts: keep one of them"},
		{"a host that is none", entry(`{"hosts": ["http://127.0.0.1"], "scheme": "none"}`), "https hosts only"},
		{"missing", with(`{"connections": {}}`), `has no connection "Slack": add it to the file`},
		{"of another provider", entry(`{"provider": "stripe", "settings": {"token": "` + key1 + `"}}`), `the connection "Slack" is of Stripe, and the flow wants one of Slack`},
	} {
		if runtime.GOOS == "windows" && c.path == open {
			continue
		}
		*sent = nil
		got := call(t, "", "run", flow, "--env", "live", "--data", data, "--map-host", "slack.com="+url, "--connections", c.path)
		if strings.Contains(got.out+got.err, key1) {
			t.Errorf("%s: it shows a secret:\n%s", c.name, got.err)
		}
		switch {
		case c.want == "" && (got.code != Done || len(*sent) != 1):
			t.Errorf("%s: %+v", c.name, got)
		case c.want != "" && (got.code != Wrong || !strings.Contains(got.err, c.want) || len(*sent) > 0):
			t.Errorf("%s: exit %d, %s\nwant %s", c.name, got.code, got.err, c.want)
		}
	}
	for path, want := range map[string]int{with(good): Done, with(`{"connections": {}}`): Wrong} {
		if got := call(t, "", "check", flow, "--env", "live", "--data", data, "--connections", path); got.code != want || want == Wrong && !strings.Contains(got.err, `has no connection "Slack": add it to the file`) {
			t.Errorf("check: %+v", got)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a store was made, and nothing needed one")
	}
	if got := call(t, "", "run", flow, "--env", "live", "--connections", with(good), "--bind", "Slack=X"); got.code != Wrong || !strings.Contains(got.err, "--bind goes with the stored connections") {
		t.Errorf("%+v", got)
	}
}

func TestTheSandboxOpensNoStore(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if got := call(t, "", "run", file(t, "post.json", post), "--data", data); got.code != Done {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a store was made")
	}
}

// A row is altered in the file, past everything that guards it.
func TestAConnectionThatWasAlteredIsNamedAndTheOthersWork(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--provider", "slack", "--name", "Slack")
	h.must(key1, "add", "--provider", "stripe", "--name", "Shop")
	var all []listed
	if err := json.Unmarshal([]byte(h.must("", "list", "--json").out), &all); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(h.data, "flowbench.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		rows := tx.Bucket([]byte("rows:sealed:connection"))
		row := append([]byte(nil), rows.Get([]byte(all[1].ID))...)
		row[len(row)-1] ^= 1
		return rows.Put([]byte(all[1].ID), row)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	got := h.must("", "list")
	if !strings.Contains(got.out, "needs to be entered again") || !strings.Contains(got.out, "Shop") || !strings.Contains(got.err, `the connection "Slack" needs to be entered again`) || !strings.Contains(got.err, "flowbench connection accept --yes") {
		t.Fatalf("%s\n%s", got.out, got.err)
	}
	if got := h.run(file(t, "post.json", post), "--passphrase-file", h.pass); got.code != Wrong || !strings.Contains(got.err, `the connection "Slack" cannot be read and needs to be entered again`) {
		t.Errorf("run: %+v", got)
	}
	if got := h.call("", "test", "Slack", "--env", "sandbox"); got.code != Wrong || !strings.Contains(got.err, "needs to be entered again") {
		t.Errorf("test: %+v", got)
	}
	if got := h.call("", "remove", "Slack", "--yes"); got.code != Failed || !strings.Contains(got.err, "are not those that Flowbench saved") {
		t.Errorf("removed before anybody looked: %+v", got)
	}
	if got := h.call("", "accept"); got.code != Wrong || !strings.Contains(got.err, `"Slack" needs to be entered again`) {
		t.Errorf("accept without --yes: %+v", got)
	}
	h.must("", "accept", "--yes")
	h.must("", "remove", "Slack", "--yes")
	if got := h.must("", "list"); strings.Contains(got.out, "Slack") || got.err != "" {
		t.Errorf("%s\n%s", got.out, got.err)
	}
	if got := h.must("", "accept"); !strings.Contains(got.err, "there is nothing to accept") {
		t.Errorf("%s", got.err)
	}
}

func TestATestThatFailsSaysWhy(t *testing.T) {
	h := newHome(t)
	h.must(key1, "add", "--host", "api.example.com", "--name", "Crm", "--scheme", "api-key")
	got := h.call("", "test", "Crm", "--env", "sandbox")
	if got.code != Failed || got.out != "" || !strings.Contains(got.err, "is not in the sandbox. Nothing was sent") {
		t.Errorf("%+v", got)
	}
	if out := h.must("", "list").out; !strings.Contains(out, "active, test failed ") {
		t.Errorf("%s", out)
	}
	if got := h.call("", "test", "Crm", "--url", "https://evil.example.org/"); got.code != Failed || !strings.Contains(got.err, "evil.example.org") {
		t.Errorf("another host: %+v", got)
	}
}
