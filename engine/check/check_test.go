package check

import (
	"errors"
	"strings"
	"testing"

	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

func env(sandbox bool) Env {
	cat := catalog.Builtin()
	e := Env{Kinds: kinds.NewSet(kinds.All(cat)), Catalog: cat, Environment: "Live", Sandbox: sandbox,
		Mapped: func(host string) bool { return host == "api.mapped.com" }, Bound: func(name string) Binding {
			return map[string]Binding{"Ahrefs": Bound, "Crm": Bound, "Gone": Missing, "Off": Disabled, "New": Untested}[name]
		}}
	if sandbox {
		e.Environment = "Sandbox"
	}
	return e
}

// document makes an integration of one flow, Main, from its nodes.
func document(t *testing.T, nodes string) *flow.Integration {
	t.Helper()
	in, err := flow.Read([]byte(`{"flowbench": 1, "name": "Test", "config": [{"name": "channel", "type": "text"}],
		"connections": [{"name": "Ahrefs", "provider": "ahrefs"}, {"name": "Other", "provider": "ahrefs"}, {"name": "Slack", "provider": "slack"},
			{"name": "Crm", "hosts": ["https://echo.example.com"]}, {"name": "Gone", "hosts": ["echo.example.com"]}, {"name": "Off", "hosts": ["https://*.example.com"]},
			{"name": "New", "hosts": ["https://echo.example.com"]}, {"name": "Free", "hosts": ["https://echo.example.com"]}, {"name": "None"}],
		"flows": [{"name": "Main", "nodes": [` + nodes + `]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func texts(ps []spec.Problem) []string {
	var out []string
	for _, p := range ps {
		place := strings.TrimPrefix(strings.TrimPrefix(p.Path.String(), "Main"), "/")
		fix := ""
		if p.Fix != nil {
			fix = " (" + p.Fix.Label + ")"
		}
		out = append(out, string(p.Severity)+": "+place+": "+p.Text+fix)
	}
	return out
}

func TestAMendKeepsWhatStandsAround(t *testing.T) {
	in := document(t, debug(`{"z": "{{context.steps.Strat.target}}", "a": 1.10, "big": 12345678901234567890}`))
	ps := Check(in, "Main", env(true))
	if len(ps) != 1 || ps[0].Fix == nil {
		t.Fatalf("got %v", texts(ps))
	}
	got := string(ps[0].Fix.Edit.(flow.SetField).Value)
	if want := `{"z":"{{context.steps.Start.target}}","a":1.10,"big":12345678901234567890}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAProblemSaysItsPlaceAsThePanelDoes(t *testing.T) {
	for nodes, want := range map[string]string{
		compared("{{context.steps.Ahrefs.output.backlinks}}", "greater", "1"):                                                                     "IF / rule 1 / Value",
		between(`{"name": "A", "kind": "condition", "config": {"branches": [{"name": "If", "rules": [{"left": 1}]}]}, "wires": {"If": ["End"]}}`): "ELSE",
		service(`{"provider": "ahrefs", "action": "broken-backlinks", "fields": {}}`):                                                             "Target",
		call("http://echo.example.com/"): "URL",
		between(`{"name": "A", "kind": "api", "config": {"url": "https://echo.example.com/", "headers": [{"name": "X", "value": "{{config.none}}"}]}, "wires": {"success": ["End"]}}`): "Header 1 / Value",
	} {
		ps := Check(document(t, nodes), "Main", env(true))
		if len(ps) != 1 || ps[0].Path.Where != want {
			t.Errorf("got %+v, want one at %s", ps, want)
		}
	}
}

func TestAMendOfAPathChangesNothingElse(t *testing.T) {
	in := document(t, linked("{{context.steps.Ahrefs.output.backlinks.length}} of {{context.steps.Ahrefs.output.backlinks.length + 1}}"))
	ps := Check(in, "Main", env(true))
	if len(ps) != 1 || ps[0].Fix == nil {
		t.Fatalf("got %v", texts(ps))
	}
	got := string(ps[0].Fix.Edit.(flow.SetField).Value)
	if want := `"{{context.steps.Ahrefs.output.backlinks | length}} of {{(context.steps.Ahrefs.output.backlinks | length) + 1}}"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAFlowThatIsNotThere(t *testing.T) {
	got := texts(Check(document(t, finish), "Gone", env(true)))
	if len(got) != 1 || got[0] != "error: Gone: There is no flow of this name." {
		t.Errorf("got %v", got)
	}
}

func TestACheckerThatRemembersSaysTheSame(t *testing.T) {
	var c Checker
	for range 2 {
		for _, one := range cases {
			got := texts(c.Check(document(t, one.nodes), "Main", env(!one.live)))
			if g, w := strings.Join(got, "\n"), strings.Join(one.want, "\n"); g != w {
				t.Errorf("%s: got\n%s\nwant\n%s", one.name, g, w)
			}
		}
	}
}

// large is a flow of n nodes in a chain, each with a call that names the one before.
func large(n int) *flow.Integration {
	f := &flow.Flow{Name: "Main"}
	add := func(name, kind, next string, config flow.Config) {
		node := &flow.Node{Name: name, Kind: kind, Config: config}
		if next != "" {
			node.Wires = []flow.Leg{{Port: "success", To: []string{next}}}
		}
		f.Nodes = append(f.Nodes, node)
	}
	name := func(i int) string { return "N" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) }
	add("Start", "start", name(0), flow.ConfigOf("outputs", []any{map[string]any{"name": "result", "type": "JSON"}}))
	for i := range n {
		next, before := "End", "Start.output"
		if i < n-1 {
			next = name(i + 1)
		}
		if i > 0 {
			before = name(i-1) + ".output.items[0].id"
		}
		add(name(i), "api", next, flow.ConfigOf("method", "POST", "url", "https://echo.example.com/{{context.steps."+before+"}}",
			"body", map[string]any{"a": "{{context.steps." + before + " | tostring}}", "b": "{{context.run.id}}"}))
	}
	add("End", "end", "", flow.ConfigOf("outputs", map[string]any{"result": "{{context.steps." + name(n-1) + ".output}}"}))
	return &flow.Integration{Details: flow.Details{Name: "Large"}, Flows: []*flow.Flow{f}}
}

func TestALargeFlowIsSound(t *testing.T) {
	if got := texts(Check(large(300), "Main", env(true))); got != nil {
		t.Errorf("got %v", got)
	}
}

func BenchmarkAgain300Nodes(b *testing.B) {
	in, e := large(300), env(true)
	var c Checker
	c.Check(in, "Main", e)
	for b.Loop() {
		c.Check(in, "Main", e)
	}
}

// odd are values that nobody expects in a setting.
var odd = []string{`null`, `7`, `true`, `"x"`, `"{{"`, `"{{1}}"`, `""`, `[]`, `{}`, `[null]`, `[[]]`, `[{}]`, `{"a": {"b": []}}`, `[{"name": [], "rules": {}}]`,
	`[{"name": {"x": 1}, "type": 5, "options": "x", "rules": [1, {"left": {}, "operator": []}]}]`}

func TestSettingsOfAnyShapeAreJudged(t *testing.T) {
	e := env(false)
	for _, k := range e.Kinds.All() {
		for _, f := range k.Fields(spec.Around{}) {
			for _, value := range odd {
				node := `{"name": "A", "kind": "` + k.ID + `", "config": {"` + f.Name + `": ` + value + `}}`
				for _, nodes := range []string{node, between(node)} {
					in := document(t, nodes)
					for _, p := range Check(in, "Main", e) {
						if p.Text == "" || p.Path.Flow != "Main" {
							t.Errorf("%s: a problem without text or place: %+v", node, p)
						}
					}
					a := spec.Around{Name: "A", Values: in.Flows[0].Node("A").Config.Map()}
					if k.Line != nil {
						k.Line(a)
					}
					if k.Sample != nil {
						k.Sample(a)
					}
				}
			}
		}
	}
}

func TestNodesInsideAContainerSeeWhatIsBeforeIt(t *testing.T) {
	body := func(first, second string) string {
		return between(`{"name": "A", "kind": "debug", "config": {}, "wires": {"success": ["Each"]}},
			{"name": "Each", "kind": "loop", "config": {"over": "times", "times": 2}, "body": [
				{"name": "In", "kind": "debug", "config": {"value": "` + first + `"}, "wires": {"success": ["Next"]}},
				{"name": "Next", "kind": "debug", "config": {"value": "{{context.steps.In.output}}"}}], "wires": {"success": ["Last"]}},
			{"name": "Last", "kind": "debug", "config": {"value": "` + second + `"}, "wires": {"success": ["End"]}}`)
	}
	for _, c := range []struct{ first, second, want string }{
		{"{{currentItem}} {{index}} {{context.steps.A.output}}", "{{context.steps.Each.output}}", ""},
		{"{{context.steps.Last.output}}", "", "error: In/value: Last runs after this node: its output is not there yet."},
		{"{{context.steps.Each.output}}", "", "error: In/value: In is inside Each: its output is not there yet. Inside a loop there are “currentItem” and “index”."},
		{"", "{{context.steps.In.output}}", "error: Last/value: In is inside Each: from outside only Each's own output is there. Write context.steps.Each.output, a list of what each item gave."},
		{"", "{{currentItem}}", "error: Last/value: “currentItem” is known only to nodes inside a loop. Drag Last into one, or name a step: context.steps.NAME.output."},
	} {
		got := strings.Join(texts(Check(document(t, body(c.first, c.second)), "Main", env(true))), "\n")
		if got != c.want {
			t.Errorf("%s, %s: got\n%s\nwant\n%s", c.first, c.second, got, c.want)
		}
	}
}

func TestAWireAcrossTheBorderOfAContainer(t *testing.T) {
	nodes := between(`{"name": "A", "kind": "loop", "config": {"over": "times", "times": 2}, "body": [{"name": "In", "kind": "debug", "config": {}, "wires": {"success": ["End"]}}], "wires": {"success": ["End"]}}`)
	got := strings.Join(texts(Check(document(t, nodes), "Main", env(true))), "\n")
	if want := "error: In: The wire from In, On Success, to End crosses the border of a container. Remove the wire. (Remove the wire)"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestConfigVariablesAreJudgedInTheEnvironment(t *testing.T) {
	in := document(t, debug(`"{{config.channel}}"`))
	e := env(true)
	e.Config = func(v flow.Variable) error {
		if v.Name == "channel" {
			return errors.New(`the config variable "channel" needs a value`)
		}
		return nil
	}
	got := Check(in, "Main", e)
	if len(got) != 1 || got[0].Severity != spec.Error || got[0].Path.Field != "config.channel" || got[0].Text != `The config variable "channel" needs a value.` {
		t.Fatalf("got %+v", got)
	}
	if f := got[0].Fix; f == nil || f.Ask != "environment" || f.Value != "channel" {
		t.Errorf("its mend is %+v", f)
	}
	e.Config = func(flow.Variable) error { return nil }
	if got := Check(in, "Main", e); len(got) != 0 {
		t.Errorf("with a value: %+v", got)
	}
}
