package refactor

import (
	"bytes"
	"strings"
	"testing"

	"flowbench/engine/flow"
)

const withVariables = `{"flowbench": 1, "name": "", "config": [{"name": "a", "type": "text"}, {"name": "b", "type": "text"}], "flows": [
  {"name": "F", "nodes": [
    {"name": "Start", "kind": "start", "config": {"inputs": [{"name": "a", "type": "Text", "default": "config.a"}]}},
    {"name": "Get", "kind": "api", "config": {"url": "https://api.example.com/{{config.a}}/{{config.b | @uri}}", "headers": [{"name": "X", "value": "{{ config[\"a\"] }} config.a"}]}},
    {"name": "Each", "kind": "loop", "config": {"items": "{{context.steps.Get.output.config.a}}"}, "body": [
      {"name": "Map", "kind": "function", "config": {"program": "{a, c: config.a, d: (config | .b)}"}}]},
    {"name": "Any", "kind": "function", "config": {"program": "config[.run.id]"}}
  ]},
  {"name": "G", "nodes": [{"name": "Get", "kind": "api", "config": {"url": "{{config.a}}"}}]}
]}`

func TestRenamingVariablesRewritesEveryReferenceInEveryFlow(t *testing.T) {
	for _, c := range []struct {
		name    string
		next    []flow.Variable
		renamed map[string]string
		want    []string // pairs: what stood there, what stands there then
		label   string
	}{
		{"one", []flow.Variable{{Name: "channel", Type: "text"}, {Name: "b", Type: "text"}}, map[string]string{"a": "channel"}, []string{
			`{"name": "a", "type": "text"}`, `{"name": "channel", "type": "text"}`,
			`com/{{config.a}}`, `com/{{config.channel}}`, `config[\"a\"]`, `config[\"channel\"]`, `c: config.a,`, `c: config.channel,`, `"url": "{{config.a}}"`, `"url": "{{config.channel}}"`,
		}, "Rename a"},
		{"two for one another", []flow.Variable{{Name: "b", Type: "text"}, {Name: "a", Type: "text"}}, map[string]string{"a": "b", "b": "a"}, []string{
			`[{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]`, `[{"name": "b", "type": "text"}, {"name": "a", "type": "text"}]`,
			`{{config.a}}/{{config.b | @uri}}`, `{{config.b}}/{{config.a | @uri}}`, `config[\"a\"]`, `config[\"b\"]`,
			`c: config.a, d: (config | .b)`, `c: config.b, d: (config | .a)`, `"url": "{{config.a}}"`, `"url": "{{config.b}}"`,
		}, "Change config variables"},
	} {
		in, err := flow.Read([]byte(withVariables))
		if err != nil {
			t.Fatal(err)
		}
		d := flow.Open(in, nil)
		before := flow.Write(d.Integration())
		edit, unsure := SetVariables(d.Integration(), c.next, c.renamed, reader)
		if len(unsure) != 1 || unsure[0] != "F/Any/program" {
			t.Errorf("%s: unsure of %v", c.name, unsure)
		}
		if err := d.Do(edit); err != nil {
			t.Fatal(err)
		}
		wanted, err := flow.Read([]byte(strings.NewReplacer(c.want...).Replace(withVariables)))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(flow.Write(d.Integration())), string(flow.Write(wanted)); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, want)
		}
		if n := Reads(wanted, c.renamed["a"], reader); n != 4 {
			t.Errorf("%s: it is read in %d settings", c.name, n)
		}
		if d.UndoLabel() != c.label {
			t.Errorf("%s: it is called %q", c.name, d.UndoLabel())
		}
		if d.Undo(); !bytes.Equal(flow.Write(d.Integration()), before) || d.UndoLabel() != "" {
			t.Errorf("%s: undo is not one step back", c.name)
		}
	}
}
