package refactor

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

const doc = `{"flowbench": 1, "name": "", "flows": [
  {"name": "F", "nodes": [
    {"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["Get"]}},
    {"name": "Get", "kind": "api", "config": {"url": "https://api.example.com/{{context.steps.Get.output}}"}, "wires": {"success": ["Each"], "failure": ["Sorry"]}},
    {"name": "Each", "kind": "loop", "config": {"items": "{{ context.steps[\"Get\"].output.list }}"}, "body": [
      {"name": "Post", "kind": "api", "config": {
        "url": "https://api.example.com/Get",
        "body": {"z": 1.0, "Get": "text Get", "a": ["{{context.steps.Get.output.id}} and {{context.steps.Getter.output}}", 1e5, "é\/"]}}}
    ], "wires": {"success": ["Map"]}},
    {"name": "Map", "kind": "function", "config": {"program": ".steps.Get.output | map(.Get)"}, "wires": {"success": ["End"]}},
    {"name": "Any", "kind": "function", "config": {"program": ".steps[.run.id]"}},
    {"name": "Sorry", "kind": "end", "config": {"fail": true, "message": "{{context.steps.Get.error.message}}"}},
    {"name": "End", "kind": "end", "config": {}}
  ]},
  {"name": "G", "nodes": [{"name": "Get", "kind": "api", "config": {"url": "{{context.steps.Get.output}}"}}]}
], "layout": {"F": {"nodes": {"Get": [240, 0], "Each": [480, 0], "Post": [24, 48]}}}}`

func open(t *testing.T) *flow.Document {
	t.Helper()
	in, err := flow.Read([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return flow.Open(in, nil)
}

var reader = Declared(func(n *flow.Node) []spec.Field {
	if n.Kind == "function" {
		return []spec.Field{{Name: "program", Type: spec.Program}}
	}
	return nil
}, func(n *flow.Node) bool { return n.Kind == "function" })

func TestRenameRewritesEveryReferenceAndNothingElse(t *testing.T) {
	d := open(t)
	before := flow.Write(d.Integration())
	edit, unsure, err := Rename(d.Integration(), "F", "Get", "Fetch", reader)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(unsure, []string{"F/Any/program"}) {
		t.Errorf("unsure of %v", unsure)
	}
	if err := d.Do(edit); err != nil {
		t.Fatal(err)
	}
	first, second, _ := strings.Cut(string(before), `"name": "G"`)
	for _, r := range [][2]string{
		{`"name": "Get"`, `"name": "Fetch"`}, {`["Get"]`, `["Fetch"]`}, {`steps.Get.`, `steps.Fetch.`},
		{`steps[\"Get\"]`, `steps[\"Fetch\"]`},
	} {
		first = strings.ReplaceAll(first, r[0], r[1])
	}
	second = strings.Replace(second, `"Get": [240, 0]`, `"Fetch": [240, 0]`, 1)
	if got := string(flow.Write(d.Integration())); got != first+`"name": "G"`+second {
		t.Errorf("got:\n%s\nwant:\n%s", got, first+`"name": "G"`+second)
	}
	d.Undo()
	if got := flow.Write(d.Integration()); !bytes.Equal(got, before) || d.UndoLabel() != "" {
		t.Errorf("undo is not one step back:\n%s", got)
	}
}

func TestRenameRefusesWhatIsNoName(t *testing.T) {
	in := open(t).Integration()
	for _, c := range []struct{ from, to, want string }{
		{"Get", "My node", "only letters and numbers are allowed"},
		{"Get", "POST", `the name "Post" is already used`},
		{"None", "X", `the flow "F" has no node "None"`},
	} {
		if _, _, err := Rename(in, "F", c.from, c.to, reader); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
		}
	}
}

func TestDuplicateKeepsWiresAndReferencesAmongTheCopies(t *testing.T) {
	d := open(t)
	edit, names, err := Duplicate(d.Integration(), "F", []string{"Get", "Each", "Post"}, reader)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(names, []string{"Get2", "Each2"}) {
		t.Fatalf("the copies are %v", names)
	}
	if err := d.Do(edit); err != nil {
		t.Fatal(err)
	}
	f := d.Integration().Flow("F")
	get, each := f.Node("Get2"), f.Node("Each2")
	if to := get.To("success"); !slices.Equal(to, []string{"Each2"}) || get.To("failure") != nil || each.Wires != nil {
		t.Errorf("the wires of the copies are %v and %v", get.Wires, each.Wires)
	}
	if *get.At != (flow.Point{X: 288, Y: 48}) || *each.Body[0].At != (flow.Point{X: 24, Y: 48}) {
		t.Errorf("the copies lie at %v and %v", get.At, each.Body[0].At)
	}
	if got := each.Config.Text("items"); got != `{{ context.steps["Get2"].output.list }}` || each.Body[0].Name != "Post2" {
		t.Errorf("the copy of Each reads %s", got)
	}
	if _, _, err := Duplicate(d.Integration(), "F", []string{"Start"}, reader); err == nil {
		t.Error("Start was duplicated")
	}
}

func TestTheFirstNodeWiredIntoEndGivesItsOutput(t *testing.T) {
	for _, c := range []struct {
		name, outputs, end, from, port, want string
	}{
		{"empty", `[{"name": "result"}]`, ``, "A", "success", `{"result":"{{context.steps.A.output}}"}`},
		{"an empty text", `[{"name": "result"}]`, `{"x": 1.0, "result": ""}`, "A", "success", `{"x":1.0,"result":"{{context.steps.A.output}}"}`},
		{"one of two is empty", `[{"name": "a"}, {"name": "b"}]`, `{"a": 1}`, "A", "success", `{"a":1,"b":"{{context.steps.A.output}}"}`},
		{"two are empty", `[{"name": "a"}, {"name": "b"}]`, ``, "A", "success", ``},
		{"it has a value", `[{"name": "result"}]`, `{"result": 0}`, "A", "success", `{"result": 0}`},
		{"from Start", `[{"name": "result"}]`, ``, "Start", "success", ``},
		{"a failure", `[{"name": "result"}]`, ``, "A", "failure", ``},
	} {
		end := flow.Config{}
		if c.end != "" {
			end = flow.Config{{Name: "outputs", Value: flow.Value(c.end)}}
		}
		d := flow.Open(&flow.Integration{Flows: []*flow.Flow{{Name: "F", Nodes: []*flow.Node{
			{Name: "Start", Kind: "start", Config: flow.Config{{Name: "outputs", Value: flow.Value(c.outputs)}}},
			{Name: "A", Kind: "api"}, {Name: "End", Kind: "end", Config: end}}}}}, nil)
		edit, err := Connect(d.Integration(), flow.Connect{Flow: "F", From: c.from, Port: c.port, To: "End"})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Do(edit); err != nil {
			t.Fatal(err)
		}
		if got := string(d.Integration().Flow("F").Node("End").Config.Get("outputs")); got != c.want {
			t.Errorf("%s: End gives %s, want %s", c.name, got, c.want)
		}
		if d.UndoLabel() != "Connect "+c.from+" to End" {
			t.Errorf("%s: the step is called %q", c.name, d.UndoLabel())
		}
	}
}
