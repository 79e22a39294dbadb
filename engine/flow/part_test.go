package flow

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const partText = `{
  "flowbench": 1,
  "nodes": [
    {
      "name": "Get",
      "kind": "api",
      "config": {
        "url": "https://api.example.com/{{context.steps.Start.id}}",
        "limit": 1.0
      },
      "wires": {
        "success": ["Each"]
      }
    },
    {
      "name": "Each",
      "kind": "loop",
      "config": {},
      "body": [
        {"name": "Post", "kind": "somethingNew", "config": {}}
      ],
      "disabled": true
    }
  ],
  "layout": {
    "nodes": {
      "Get": [0, 0],
      "Each": [240, -12],
      "Post": [24, 48]
    },
    "collapsed": ["Each"],
    "notes": [
      {"at": [0, 96], "size": [240, 96], "text": "<b>"}
    ],
    "groups": [
      {"title": "Both", "nodes": ["Get", "Each"]}
    ]
  }
}
`

func TestAPartIsWrittenAsItWasRead(t *testing.T) {
	p, err := ReadPart([]byte(partText))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(WritePart(p)); got != partText {
		t.Errorf("got:\n%s\nwant:\n%s", got, partText)
	}
	if p.Nodes[1].Body[0].Kind != "somethingNew" || p.Nodes[0].Key != 0 {
		t.Errorf("the nodes are %+v", p.Nodes)
	}
	again, err := ReadPart([]byte("\ufeff\n  " + strings.ReplaceAll(partText, "\n", "\r\n") + "\n"))
	if err != nil || !bytes.Equal(WritePart(again), []byte(partText)) {
		t.Errorf("with other line ends and blanks around it: %v", err)
	}
}

func TestAWholeIntegrationOfOneFlowIsAPart(t *testing.T) {
	p, err := ReadPart([]byte(`{"flowbench": 1, "name": "X", "flows": [{"name": "F", "nodes": [{"name": "A", "kind": "api"}]}], "layout": {"F": {"nodes": {"A": [12, 24]}, "notes": [{"at": [0, 0], "size": [1, 1], "text": "n"}]}}}`))
	if err != nil || len(p.Nodes) != 1 || *p.Nodes[0].At != (Point{12, 24}) || len(p.Notes) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestBadPartsAreExplained(t *testing.T) {
	nodes := func(members string) string {
		return "{\n  \"flowbench\": 1,\n  \"nodes\": [\n    " + members + "\n  ]\n}"
	}
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,{"name":"N%d","kind":"api"}`, i)
		}
		return nodes(b.String()[1:])
	}
	none := ErrNoPart.Error()
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", none},
		{"words", "Hello there", none},
		{"a list", "[1, 2]", none},
		{"another object", `{"nodes": [], "connections": {}}`, none},
		{"another object, cut", `{"nodes": [`, none},
		{"bytes", "\x00\xff\xfe{", none},
		{"100,000 brackets", strings.Repeat("[", 100_000), none},
		{"cut in the middle", partText[:len(partText)/2], "line 20: it ends in the middle: it was cut, or a bracket is missing"},
		{"its end alone", partText[20:], none},
		{"cut after the format", `{"flowbench": 1`, "line 1: it ends in the middle: it was cut, or a bracket is missing"},
		{"two of them", partText + partText, "line 40: something follows after the last }: remove it"},
		{"a newer format", `{"flowbench": 2, "nodes": []}`, "this is of format 2, made by a newer Flowbench; this one reads format 1: update Flowbench to open it"},
		{"an unknown key", "{\"flowbench\": 1,\n\"edges\": []}", "line 2, edges: this key is not known: remove it, or mend its spelling; known here are flowbench, nodes, layout"},
		{"an unknown key of a node", nodes(`{"name": "N", "kind": "api", "id": 7}`), "line 4, nodes[0].id: this key is not known: remove it, or mend its spelling; known here are name, kind, config, body, wires, disabled, icon, note"},
		{"no name", nodes(`{"kind": "api"}`), "line 4, nodes[0]: a node needs a name: only letters and numbers are allowed"},
		{"one name twice", nodes(`{"name": "N", "kind": "api"}, {"name": "n", "kind": "api"}`), `line 4, nodes[1].name: the name "n" is already that of another node of the flow, nodes[0]: rename one`},
		{"no kind", nodes(`{"name": "N"}`), `line 4, nodes[0]: the node "N" has no kind: write what it is, such as "kind": "api"`},
		{"not a number", `{"flowbench": 1, "nodes": [{"name": "N", "kind": "api"}], "layout": {"nodes": {"N": [NaN, 0]}}}`, "line 1: this is no JSON: invalid character 'N' at start of value"},
		{"an endless number", `{"flowbench": 1, "nodes": [{"name": "N", "kind": "api"}], "layout": {"nodes": {"N": [1e999, 0]}}}`, "line 1, layout.nodes.N: two whole numbers belong here, such as [240, 0], not [1e999, 0]"},
		{"a huge place", `{"flowbench": 1, "nodes": [{"name": "N", "kind": "api"}], "layout": {"nodes": {"N": [0, -99999999]}}}`, "line 1, layout.nodes.N: the place [0, -99999999] is too far out: at most 10,000,000 each way"},
		{"a huge note", `{"flowbench": 1, "nodes": [], "layout": {"notes": [{"at": [0, 99999999], "size": [1, 1], "text": ""}]}}`, "line 1, layout.notes[0].at: the place [0, 99999999] is too far out: at most 10,000,000 each way"},
		{"two flows", `{"flowbench": 1, "name": "", "flows": [{"name": "A", "nodes": []}, {"name": "B", "nodes": []}]}`, "this is an integration of 2 flows, and nodes of one can be pasted: open it with Import JSON"},
		{"a broken flow", `{"flowbench": 1, "name": "", "flows": [{"nodes": []}]}`, "line 1, flows[0]: a flow needs a name: write one"},
		{"too many nodes", many(MaxPartNodes + 1), "these are 2001 nodes, and at most 2000 are pasted at once: import the integration instead"},
		{"100,000 nodes", many(100_000), "these are 100000 nodes, and at most 2000 are pasted at once: import the integration instead"},
		{"100,000 nodes of a flow", `{"flowbench": 1, "name": "", "flows": [{"name": "F", "nodes": [` + strings.TrimSuffix(many(100_000)[33:], "\n  ]\n}") + "]}]}", "these are 100000 nodes, and at most 2000 are pasted at once: import the integration instead"},
		{"too large", strings.Repeat(" ", MaxPartSize+1), "the text has 11 MB, and at most 10 MB are pasted: import it as a file"},
	} {
		p, err := ReadPart([]byte(c.text))
		if err == nil {
			t.Errorf("%s: it was read: %d nodes", c.name, len(p.Nodes))
		} else if err.Error() != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, err, c.want)
		}
	}
	if _, err := ReadPart([]byte(`{"a": 1}`)); !errors.Is(err, ErrNoPart) {
		t.Errorf("the caller cannot tell that it is something else: %v", err)
	}
	if p, err := ReadPart([]byte(many(MaxPartNodes))); err != nil || len(p.Nodes) != MaxPartNodes {
		t.Errorf("%d nodes: %v", MaxPartNodes, err)
	}
}

// Whatever the clipboard holds, reading it ends, and what is read can be written and read.
func FuzzReadPart(f *testing.F) {
	f.Add([]byte(partText))
	f.Add([]byte(`{"flowbench": 1, "flows": [{"name": "F", "nodes": []}]}`))
	f.Add([]byte(`{"flowbench": 1, "nodes": [{"name": "A", "kind": "a", "wires": {"p": ["A", "A"], "o": []}}], "layout": {"collapsed": ["B"], "nodes": {"B": [1, 2]}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ReadPart(b)
		if err != nil {
			return
		}
		once := WritePart(p)
		again, err := ReadPart(once)
		if err != nil || !bytes.Equal(WritePart(again), once) {
			t.Fatalf("%v\n%s", err, once)
		}
	})
}
