package flow

import (
	"fmt"
	"strings"
	"testing"
)

const head = "{\n  \"flowbench\": 1,\n  \"name\": \"X\",\n"

// Each bad file gives one message with the place and the mend.
func TestBadFilesAreExplained(t *testing.T) {
	node := func(members string) string {
		return head + "  \"flows\": [\n    {\"name\": \"A\", \"nodes\": [\n      {" + members + "}\n    ]}\n  ]\n}\n"
	}
	two := func(a, b string) string {
		return head + "  \"flows\": [{\"name\": \"A\", \"nodes\": [\n    {\"name\": \"" + a + "\", \"kind\": \"api\"},\n    {\"name\": \"" + b + "\", \"kind\": \"api\"}\n  ]}]\n}\n"
	}
	layout := func(members string) string {
		return head + "  \"flows\": [{\"name\": \"A\", \"nodes\": [{\"name\": \"N\", \"kind\": \"api\"}]}],\n  \"layout\": {\"A\": {\n    " + members + "\n  }}\n}\n"
	}
	for _, c := range []struct{ name, file, want string }{
		{"empty", " \n", "the file is empty"},
		{"no JSON", "flows:\n  - a", "this is no integration: the file does not begin with {"},
		{"a list", "[1]", "this is no integration: the file does not begin with {"},
		{"another object", "{}", `this is no integration: it has no "flowbench": 1, the number of the file format`},
		{"cut", head + "  \"flows\": [{\"name\": \"A\"", "line 4: it ends in the middle: it was cut, or a bracket is missing"},
		{"cut in a text", head + "  \"descr", "line 4: it ends in the middle: it was cut, or a bracket is missing"},
		{"a comma too many", head + "  \"flows\": [],\n}", "line 4: there is a comma too many, or a value is missing"},
		{"a comma too few", "{\n\"flowbench\": 1\n\"flows\": []}", "line 3: this is no JSON: invalid character '\"' after object value (expecting ',' or '}')"},
		{"no UTF-8", head + "  \"category\": \"\xff\"}", "line 4: this is no UTF-8 text: save the file as UTF-8"},
		{"100,000 brackets", strings.Repeat("[", 100_000), "this is no integration: the file does not begin with {"},
		{"100,000 brackets inside", head + "\"flows\":" + strings.Repeat("[", 100_000), "line 4: brackets lie in one another more than 200 deep: make it flatter"},
		{"a deep setting", node(`"name": "N", "kind": "api", "config": {"body": ` + strings.Repeat("[", 101) + strings.Repeat("]", 101) + "}"), "line 6, flows[0].nodes[0].config: the value of body is nested more than 100 deep: make it flatter"},
		{"a newer format", `{"flowbench": 2, "flows": [], "new": 1}`, "this is of format 2, made by a newer Flowbench; this one reads format 1: update Flowbench to open it"},
		{"format 0", `{"flowbench": 0}`, `there is no file format 0: write "flowbench": 1`},
		{"format a text", "{\n\"flowbench\": \"1\"}", `line 2, flowbench: this is the number of the file format, so 1 belongs here, not "1"`},
		{"format 1.5", `{"flowbench": 1.5}`, "line 1, flowbench: this is the number of the file format, so 1 belongs here, not 1.5"},
		{"the word flowbench as a value", `{"name": "flowbench"}`, `this is no integration: it has no "flowbench": 1, the number of the file format`},
		{"an unknown key", head + "  \"flow\": []\n}", "line 4, flow: this key is not known: remove it, or mend its spelling; known here are flowbench, name, description, category, labels, documentation, config, connections, providers, flows, layout"},
		{"an unknown key of a node", node(`"name": "N", "kind": "api", "wire": {}`), "line 6, flows[0].nodes[0].wire: this key is not known: remove it, or mend its spelling; known here are name, kind, config, body, wires, disabled, icon, note"},
		{"a key in another case", node(`"Name": "N", "kind": "api"`), "line 6, flows[0].nodes[0].Name: this key is not known: remove it, or mend its spelling; known here are name, kind, config, body, wires, disabled, icon, note"},
		{"an unknown key of the layout", layout(`"node": {}`), "line 6, layout.A.node: this key is not known: remove it, or mend its spelling; known here are nodes, collapsed, notes, groups"},
		{"a key twice", head + "  \"name\": \"Y\"\n}", "line 4, name: this key is there twice: keep one"},
		{"a setting twice", node(`"name": "N", "kind": "api", "config": {"url": 1, "url": 2}`), "line 6, flows[0].nodes[0].config.url: this key is there twice: keep one"},
		{"trailing data", "{\"flowbench\": 1, \"flows\": []}\n{}", "line 2: something follows after the last }: remove it"},
		{"a name with a space", node(`"name": "My node", "kind": "api"`), `line 6, flows[0].nodes[0].name: “My node” has a space: only letters and numbers are allowed`},
		{"no name", node(`"kind": "api"`), "line 6, flows[0].nodes[0]: a node needs a name: only letters and numbers are allowed"},
		{"a long name", node(`"name": "` + strings.Repeat("a", 65) + `", "kind": "api"`), `line 6, flows[0].nodes[0].name: the name "aaaaaaaaaaaaaaaaaaaa…" is longer than 64 characters`},
		{"no kind", node(`"name": "N"`), `line 6, flows[0].nodes[0]: the node "N" has no kind: write what it is, such as "kind": "api"`},
		{"two nodes of one name", two("N", "N"), `line 6, flows[0].nodes[1].name: the name "N" is already that of another node of the flow, flows[0].nodes[0]: rename one`},
		{"two names that differ in case", two("Post", "POST"), `line 6, flows[0].nodes[1].name: the name "POST" is already that of another node of the flow, flows[0].nodes[0]: rename one`},
		{"the same name in a body", node(`"name": "N", "kind": "loop", "body": [{"name": "n", "kind": "api"}]`), `line 6, flows[0].nodes[0].body[0].name: the name "n" is already that of another node of the flow, flows[0].nodes[0]: rename one`},
		{"two flows of one name", head + "  \"flows\": [\n    {\"name\": \"A\", \"nodes\": []},\n    {\"name\": \"A\", \"nodes\": []}\n  ]\n}", `line 6, flows[1].name: the name "A" is already that of flow 1: rename one`},
		{"a flow without a name", head + "  \"flows\": [{\"nodes\": []}]}", "line 4, flows[0]: a flow needs a name: write one"},
		{"a text for a list", head + "  \"flows\": \"A\"}", "line 4, flows: a list [ ] belongs here, not a text"},
		{"a number for a text", node(`"name": 5, "kind": "api"`), "line 6, flows[0].nodes[0].name: a text belongs here, not a number"},
		{"a text for yes or no", node(`"name": "N", "kind": "api", "disabled": "yes"`), "line 6, flows[0].nodes[0].disabled: true or false belongs here, not a text"},
		{"a list for the settings", node(`"name": "N", "kind": "api", "config": []`), "line 6, flows[0].nodes[0].config: an object { } belongs here, not a list [ ]"},
		{"a text for a node", head + "  \"flows\": [{\"name\": \"A\", \"nodes\": [\n\"N\"]}]}", "line 5, flows[0].nodes[0]: an object { } belongs here, not a text"},
		{"a text for wires", node(`"name": "N", "kind": "api", "wires": "End"`), "line 6, flows[0].nodes[0].wires: an object { } belongs here, not a text"},
		{"a text for a port's wires", node(`"name": "N", "kind": "api", "wires": {"success": "End"}`), "line 6, flows[0].nodes[0].wires.success: a list [ ] belongs here, not a text"},
		{"a place of one number", layout(`"nodes": {"N": [1]}`), "line 6, layout.A.nodes.N: two whole numbers belong here, such as [240, 0], not [1]"},
		{"a place of three", layout(`"nodes": {"N": [1, 2, 3]}`), "line 6, layout.A.nodes.N: two whole numbers belong here, such as [240, 0], not [1, 2, 3]"},
		{"a place with a fraction", layout(`"nodes": {"N": [1.5, 2]}`), "line 6, layout.A.nodes.N: two whole numbers belong here, such as [240, 0], not [1.5, 2]"},
		{"a huge place", layout(`"nodes": {"N": [0, 10000001]}`), "line 6, layout.A.nodes.N: the place [0, 10000001] is too far out: at most 10,000,000 each way"},
		{"a place beyond numbers", layout(`"nodes": {"N": [-9223372036854775808, 0]}`), "line 6, layout.A.nodes.N: the place [-9223372036854775808, 0] is too far out: at most 10,000,000 each way"},
		{"a place beyond all numbers", layout(`"nodes": {"N": [1e999, 0]}`), "line 6, layout.A.nodes.N: two whole numbers belong here, such as [240, 0], not [1e999, 0]"},
		{"a note of no size", layout(`"notes": [{"at": [0, 0], "size": 3, "text": ""}]`), "line 6, layout.A.notes[0].size: two whole numbers belong here, such as [240, 0], not 3"},
	} {
		_, err := Read([]byte(c.file))
		if err == nil {
			t.Errorf("%s: it was read", c.name)
		} else if err.Error() != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, err, c.want)
		}
	}
	var deep strings.Builder
	for i := range 40 {
		fmt.Fprintf(&deep, `{"name": "N%d", "kind": "loop", "body": [`, i)
	}
	if _, err := Read([]byte(head + `"flows": [{"name": "A", "nodes": [` + deep.String() + strings.Repeat("]}", 40) + "]}]}")); err == nil || !strings.Contains(err.Error(), "more than 32 deep: move some out") {
		t.Errorf("40 containers in one another: %v", err)
	}
	if _, err := Read(make([]byte, MaxSize+1)); err == nil || err.Error() != "the file has 32 MB; an integration has at most 32 MB" {
		t.Errorf("a huge file: %v", err)
	}
}
