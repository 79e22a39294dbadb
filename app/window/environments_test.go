package window

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/session"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// configured is a flow that gives its config variable.
const configured = `{"flowbench": 1, "name": "Test", "config": [{"name": "channel", "type": "text", "required": true}, {"name": "limit", "type": "number"}],
  "connections": [{"name": "Ahrefs", "provider": "ahrefs"}], "flows": [{"name": "Main", "nodes": [
  {"name": "Start", "kind": "start", "config": {"outputs": [{"name": "result", "type": "JSON"}]}, "wires": {"success": ["N"]}},
  {"name": "N", "kind": "function", "config": {"program": "config.channel + \" and \\(config.limit)\""}, "wires": {"success": ["End"]}},
  {"name": "End", "kind": "end", "config": {"outputs": {"result": "{{context.steps.N.output}}"}}}]}]}`

func openText(t *testing.T, w *Window, text string) {
	t.Helper()
	s, err := w.library.Import([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	w.show(s)
}

// shownText is all the text in an object.
func shownText(o fyne.CanvasObject) string {
	var s strings.Builder
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *kit.Label:
			s.WriteString(o.Text + "\n")
		case *kit.Prose:
			s.WriteString(o.Text + "\n")
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(o)
	return s.String()
}

func putEnv(t *testing.T, w *Window, old string, e session.Environment) {
	t.Helper()
	if err := w.s.PutEnvironment(old, e); err != nil {
		t.Fatal(err)
	}
}

func TestTheEnvironmentThatIsOnIsShownAndRememberedPerIntegration(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, configured)
	first := w.s.ID()
	putEnv(t, w, "", session.Environment{Name: "Acme customer"})
	w.setEnv("Acme customer")
	if w.bar.env.label.Text != "Acme customer" || !w.bar.env.live {
		t.Errorf("the pill says %q, live %v", w.bar.env.label.Text, w.bar.env.live)
	}
	openText(t, w, strings.Replace(configured, "Test", "Other", 1))
	if w.bar.env.label.Text != session.Sandbox || w.bar.env.live {
		t.Errorf("for another integration the pill says %q", w.bar.env.label.Text)
	}
	w.openEntry(first)
	if w.bar.env.label.Text != "Acme customer" || !w.bar.env.live {
		t.Errorf("opened again, the pill says %q", w.bar.env.label.Text)
	}
}

func TestARunHasTheValuesOfTheEnvironmentThatIsOn(t *testing.T) {
	w := open(t, t.TempDir())
	w.library.LookupEnv = func(name string) (string, bool) { return "os-secret-1", name == "ACME" }
	openText(t, w, configured)
	putEnv(t, w, "", session.Environment{Name: "Staging", Sandbox: true, Values: map[string]session.Setting{"channel": {OS: "ACME"}, "limit": {Value: flow.Of(7)}}})
	w.setEnv("Staging")
	r := ran(t, w)
	if r.View().Status != event.Succeeded {
		t.Fatalf("it %s: %+v", r.View().Status, r.View().Error)
	}
	out := string(w.whole(r.View().Output))
	if !strings.Contains(out, "and 7") || strings.Contains(out, "os-secret-1") {
		t.Errorf("it gives %s", out)
	}
	if r.Env != "Staging" {
		t.Errorf("it ran in %s", r.Env)
	}
}

func TestAMissingValueHoldsTheRunBackAndLeadsToTheEditor(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, configured)
	find := func() *spec.Problem {
		for _, p := range w.flowProblems("Main") {
			if p.Path.Field == "config.channel" {
				return &p
			}
		}
		return nil
	}
	p := find()
	if p == nil || p.Severity != spec.Error || !strings.Contains(p.Text, "Environments > Sandbox") {
		t.Fatalf("the problem is %+v", p)
	}
	w.fix(*p)
	entry, is := w.win.Canvas().Focused().(*kit.Entry)
	if !is || entry.PlaceHolder != "Needed before a flow can run here" {
		t.Fatalf("the mend leads to %T", w.win.Canvas().Focused())
	}
	for _, r := range "#x" {
		entry.TypedRune(r)
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if dialogs.Open(w.win.Canvas()) || find() != nil {
		t.Errorf("once it has a value, the problem is %+v", find())
	}
	if r := ran(t, w); r.View().Status != event.Succeeded {
		t.Errorf("it %s", r.View().Status)
	}
	w.setEnv(session.Live)
	if find() == nil {
		t.Error("Live has the value of Sandbox")
	}
}

func TestEditedEnvironmentsAreKept(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, configured)
	putEnv(t, w, "", session.Environment{Name: "Old", Bindings: map[string]string{"Ahrefs": "id1"}})
	putEnv(t, w, "", session.Environment{Name: "Gone"})
	w.setEnv("Old")
	h := (*envHost)(w)
	all := []dialogs.Environment{edited(w.environments()[0]), edited(w.environments()[1]), edited(w.environments()[3]), {Name: "New", Sandbox: true, Own: true,
		Values: map[string]dialogs.EnvValue{"channel": {OS: "ACME"}}, Hosts: []dialogs.Mapping{{Host: "api.acme.com", To: "http://localhost:1"}}}}
	all[2].Name = "Renamed"
	if err := h.Save(all, []string{"Sandbox", "Live", "Old", ""}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range w.environments() {
		got = append(got, fmt.Sprintf("%s %v %v %v %v %s", e.Name, e.Sandbox, e.Own, e.Bindings, e.Hosts, e.Values["channel"].OS))
	}
	want := []string{"Sandbox true false map[] map[] ", "Live false false map[] map[] ", "New true true map[] map[api.acme.com:http://localhost:1] ACME", "Renamed false true map[Ahrefs:id1] map[] "}
	if !slices.Equal(got, want) {
		t.Errorf("kept are %q, not %q", got, want)
	}
	if w.bar.env.label.Text != "Renamed" {
		t.Errorf("the pill says %q", w.bar.env.label.Text)
	}
	for name, want := range map[string]string{"": "An environment needs a name.", "x": ""} {
		if got := h.CheckName(name); got != want {
			t.Errorf("of %q it says %q", name, got)
		}
	}
}

func TestConfigVariablesAreRenamedWithWhatReadsThemAndTheirValues(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, configured)
	putEnv(t, w, session.Sandbox, session.Environment{Values: map[string]session.Setting{"channel": {Value: flow.Of("#x")}}})
	list := variables(w.s.Integration().Config)
	for i := range list {
		list[i].Was = list[i].Name
	}
	list[0].Name = "room"
	w.declare(append(list, dialogs.Variable{Name: "more", Type: dialogs.JSON, Default: []byte(`{"a": 1}`)}))
	in := w.s.Integration()
	if in.Config[0].Name != "room" || !in.Config[0].Required || in.Config[2].Type != "json" || string(in.Config[2].Default) != `{"a": 1}` {
		t.Errorf("declared are %+v", in.Config)
	}
	program := func() string { return w.shown().Node("N").Config.Text("program") }
	if program() != `config.room + " and \(config.limit)"` {
		t.Errorf("the node reads %s", program())
	}
	if r := ran(t, w); r.View().Status != event.Succeeded {
		t.Errorf("it %s: %+v", r.View().Status, r.View().Error)
	}
	w.undo()
	if w.s.Integration().Config[0].Name != "channel" || w.s.UndoLabel() != "" || !strings.Contains(program(), "config.channel") {
		t.Error("it is not undone in one step")
	}
	if r := ran(t, w); r.View().Status != event.Succeeded {
		t.Errorf("after that it %s", r.View().Status)
	}
}

func TestAReferenceThatCannotBeToldIsShownBeforeAVariableIsRenamed(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, strings.Replace(configured, `config.channel + \" and \\(config.limit)\"`, `config[.run.trigger]`, 1))
	w.declare([]dialogs.Variable{{Was: "channel", Name: "room", Type: dialogs.Text}, {Was: "limit", Name: "limit", Type: dialogs.Number}})
	if text := shownText(w.win.Canvas().Overlays().Top()); !strings.Contains(text, "Main/N/program") {
		t.Errorf("it says %s", text)
	}
	if w.s.Integration().Config[0].Name != "channel" {
		t.Error("it is renamed before one has answered")
	}
}

func TestAnExportedEnvironmentThatHoldsAKeyIsHeldBack(t *testing.T) {
	w := open(t, t.TempDir())
	openText(t, w, configured)
	(*envHost)(w).Export(dialogs.Environment{Name: "Live", Values: map[string]dialogs.EnvValue{"channel": {Value: []byte(`"sk_live_4eC39HqLyjWDarjtT1zdp7dc"`)}}})
	text := shownText(w.win.Canvas().Overlays().Top())
	if !strings.Contains(text, "Config variable channel: “sk_live_…” looks like a key.") || strings.Contains(text, "4eC39HqLyjWDarjtT1zdp7dc") {
		t.Errorf("it says %s", text)
	}
}
