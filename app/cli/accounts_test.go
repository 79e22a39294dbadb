package cli

import (
	"os"
	"strings"
	"testing"
)

// keyed calls the sandbox's lab, which takes no request without the right key.
const keyed = `{
  "flowbench": 1, "name": "Keyed",
  "connections": [{"name": "Lab", "hosts": ["https://lab.example.com"]}],
  "flows": [{"name": "Main", "nodes": [
    {"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["Call"]}},
    {"name": "Call", "kind": "api", "config": {"method": "GET", "url": "https://lab.example.com/api-key/header", "connection": "Lab"}, "wires": {"success": ["End"]}},
    {"name": "End", "kind": "end", "config": {"outputs": {"result": "{{context.steps.Call.response.status}}"}}}
  ]}]
}`

func TestInTheSandboxAnAccountOfOnesOwnIsMadeUpWhereItIsNamed(t *testing.T) {
	path := file(t, "keyed.json", keyed)
	if got := call(t, "", "run", path); got.code != Failed || !strings.Contains(got.err, "401") {
		t.Errorf("without an account: %+v", got)
	}
	accounts := file(t, "accounts.json", `{"connections": {"Lab": {"hosts": ["https://lab.example.com"], "scheme": "api-key", "settings": {"secret": "the-real-key-1"}}}}`)
	if err := os.Chmod(accounts, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", "run", path, "--connections", accounts); got.code != Done || got.out != "{\"result\":200}\n" || strings.Contains(got.out+got.err, "the-real-key-1") {
		t.Errorf("with one of a file: %+v", got)
	}
	h := newHome(t)
	h.must(key1, "add", "--host", "https://lab.example.com", "--name", "My lab", "--scheme", "api-key")
	if got := h.run(path, "--env", "sandbox", "--bind", "Lab=My lab", "--passphrase-file", h.pass); got.code != Done || got.out != "{\"result\":200}\n" {
		t.Errorf("with a stored one: %+v", got)
	}
}
