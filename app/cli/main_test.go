package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"flowbench/store"
)

// The test's own binary is the program where it is called by its name: for what a test
// cannot do in its own process, which is to be interrupted and to run out of memory. And
// it examines a store as the program does. It has no key ring and a data folder of its
// own, unless a test gives it others.
func TestMain(m *testing.M) {
	sealWork = 8
	storeOptions = store.Options{KeyRing: noRing{}, KeyCost: store.KeyCost{Time: 1, Memory: 64, Threads: 1}}
	if len(os.Args) > 2 && os.Args[1] == "store" || strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") == "flowbench" {
		os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	dir, err := os.MkdirTemp("", "flowbench-test-")
	if err != nil {
		panic(err)
	}
	os.Setenv("FLOWBENCH_DATA", filepath.Join(dir, "data"))
	os.Unsetenv(keyFileVariable)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

type noRing struct{}

func (noRing) Get(string) (string, error) { return "", store.ErrKeyRingNone }
func (noRing) Set(string, string) error   { return store.ErrKeyRingNone }

// program puts a flowbench into a folder of its own.
func program(t testing.TB) (path string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "flowbench")
	if filepath.Ext(exe) == ".exe" {
		path += ".exe"
	}
	if err := os.Symlink(exe, path); err != nil {
		t.Skip("links cannot be made here: ", err)
	}
	return path
}

func start(t *testing.T, args ...string) (cmd *exec.Cmd, out, err *bytes.Buffer) {
	t.Helper()
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	cmd = exec.Command(program(t), args...)
	cmd.Stdout, cmd.Stderr = out, err
	return cmd, out, err
}

// ran is what a command came to.
type ran struct {
	code     int
	out, err string
}

// call runs a command in this process.
func call(t testing.TB, stdin string, args ...string) ran {
	t.Helper()
	var out, err bytes.Buffer
	code := Main(args, strings.NewReader(stdin), &out, &err)
	return ran{code, out.String(), err.String()}
}

// file writes a file into a folder of the test's own.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// between is an integration whose flow has these nodes between Start and End; the first
// is N.
func between(nodes string) string {
	return `{"flowbench": 1, "name": "Test", "flows": [{"name": "F", "nodes": [
  {"name": "Start", "kind": "start", "config": {
    "inputs": [{"name": "n", "type": "Number", "default": 1}, {"name": "words", "type": "Text"}],
    "outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["N"]}},
` + nodes + `,
  {"name": "End", "kind": "end", "config": {"outputs": {"result": "{{context.steps.N.output}}"}}}]}]}`
}

// function is a flow of one Function node.
func function(program string) string {
	q := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(program)
	return between(`{"name": "N", "kind": "function", "config": {"program": "` + q + `"}, "wires": {"success": ["End"]}}`)
}

// get is a flow that gets a URL.
func get(url string) string {
	return between(`{"name": "N", "kind": "api", "config": {"url": "` + url + `", "timeout": 5, "responseAs": "json"}, "wires": {"success": ["End"]}}`)
}
