package panel

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// desk is a window with one panel, a document and its history.
type desk struct {
	t         testing.TB
	in        *flow.Integration
	name      string // of the node that is shown
	kinds     kinds.Set
	cat       *catalog.Catalog
	undo      []flow.Edit
	connected []string
	steps     int // undo steps: typing in one field is one
	last      string
	probs     []spec.Problem
	paths     []Path
	deed      string
	pick      string // what the person picks of a list of actions
	panel     *Panel
	win       fyne.Window
}

func newDesk(t testing.TB, nodes ...*flow.Node) *desk {
	if tt, ok := t.(*testing.T); ok {
		test.NewTempApp(tt)
	}
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Light))
	cat := catalog.Builtin()
	d := &desk{t: t, cat: cat, kinds: kinds.NewSet(kinds.All(cat)), name: nodes[0].Name}
	d.in = &flow.Integration{Flows: []*flow.Flow{{Name: "Main"}}}
	for _, n := range nodes {
		d.Do(flow.AddNode{Flow: "Main", Index: -1, Node: n})
	}
	d.steps, d.undo = 0, nil
	d.panel = New(d)
	d.win = test.NewWindow(d.panel)
	t.Cleanup(d.win.Close)
	d.win.Resize(fyne.NewSize(340, 1200))
	d.show()
	return d
}

func (d *desk) node() *flow.Node { return d.in.Flow("Main").Node(d.name) }
func (d *desk) show() {
	if d.panel != nil {
		d.panel.Open("Main", d.node(), 1, d.in)
	}
}

func (d *desk) Do(e flow.Edit) error {
	back, err := e.Apply(d.in)
	if err != nil {
		d.t.Fatalf("%s: %v", e.Label(), err)
	}
	if back == nil {
		return nil
	}
	d.undo = append(d.undo, back)
	f, typing := e.(flow.SetField)
	if now := f.Node + "/" + f.Field; !typing || !f.Typing || now != d.last {
		d.steps++
		d.last = ""
		if f.Typing {
			d.last = now
		}
	}
	d.show()
	return nil
}

func (d *desk) undoAll() {
	for i := len(d.undo) - 1; i >= 0; i-- {
		d.undo[i].Apply(d.in)
	}
	d.undo, d.last = nil, ""
	d.show()
}

func (d *desk) Rename(fl, from, to string) error {
	if err := d.in.Flow(fl).CanRename(from, to); err != nil {
		return err
	}
	d.name = to
	return d.Do(flow.RenameNode{Flow: fl, From: from, To: to})
}

func (d *desk) Kind(id string) (spec.Kind, bool) { k, ok := d.kinds.Lookup(id); return k.Kind, ok }
func (d *desk) Face(n *flow.Node) Face           { return Face{draw.Sign{Letter: "N"}, n.Kind} }
func (d *desk) Problems(string, string) []spec.Problem {
	return d.probs
}
func (d *desk) Fix(spec.Problem)            {}
func (d *desk) Paths(string, string) []Path { return d.paths }
func (d *desk) Sample(string, string) (flow.Value, string) {
	return flow.Of(map[string]any{"n": 1}), "Output sample"
}
func (d *desk) Connections(*flow.Node) ([]Choice, string) {
	return []Choice{{ID: "Team", Title: "Team"}, {ID: "+7", Title: "Second"}}, "None: not needed in Sandbox"
}
func (d *desk) Connect(n *flow.Node, id string)     { d.connected = append(d.connected, n.Name+" "+id) }
func (d *desk) OpenConnection(n *flow.Node)         { d.connected = append(d.connected, n.Name+" open") }
func (d *desk) AddConnection(n *flow.Node)          { d.connected = append(d.connected, n.Name+" new") }
func (d *desk) Confirm(_, _, _ string, then func()) { then() }
func (d *desk) Deeds() []Deeds {
	return []Deeds{{"Align", []Deed{{"Align Left", "", func() { d.deed = "left" }}, {"Align Top", "", func() { d.deed = "top" }}, {"Align Right", "", nil}}}}
}
func (d *desk) Copy(string) {}
func (d *desk) Choose(_, _ string, from []Choice, then func(Choice)) {
	for _, c := range from {
		if c.ID == d.pick {
			then(c)
		}
	}
}

func (d *desk) Actions(provider string) (out []Choice) {
	for _, a := range d.cat.Provider(provider).Actions {
		out = append(out, Choice{ID: a.ID, Title: a.Title})
	}
	return out
}

// find is every object of a type that is seen in the window.
func find[T fyne.CanvasObject](d *desk) (out []T) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if t, ok := o.(T); ok {
			out = append(out, t)
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(d.win.Content())
	return out
}

func (d *desk) button(text string) *kit.Button {
	for _, b := range find[*kit.Button](d) {
		if b.Text == text {
			return b
		}
	}
	d.t.Fatalf("there is no button %s", text)
	return nil
}

// entry is the field that holds a text now.
func (d *desk) entry(text string) *kit.Entry {
	for _, e := range find[*kit.Entry](d) {
		if e.Text == text {
			return e
		}
	}
	d.t.Fatalf("no field holds %q", text)
	return nil
}

func (d *desk) sees(text string) bool {
	for _, p := range find[*kit.Prose](d) {
		if strings.Contains(p.Text, text) {
			return true
		}
	}
	for _, l := range find[*kit.Label](d) {
		if strings.Contains(l.Text, text) {
			return true
		}
	}
	return false
}

func (d *desk) setting(name string) string { return string(d.node().Config.Get(name)) }

func (d *desk) want(got, want string) {
	d.t.Helper()
	if got != want {
		d.t.Errorf("got  %s\nwant %s", got, want)
	}
}

func config(js string) flow.Config { return flow.Members(flow.Value(js)) }

func TestEveryKindOpensOnEveryTabAndChangesNothing(t *testing.T) {
	for _, k := range kinds.All(catalog.Builtin()) {
		t.Run(k.ID, func(t *testing.T) {
			c := kinds.NewConfig(k.Kind)
			if k.ID == "integration" {
				c = config(`{"provider": "slack", "action": "post-message"}`)
			}
			d := newDesk(t, &flow.Node{Name: "A", Kind: k.ID, Config: c})
			for _, tab := range d.panel.open.tabs() {
				d.panel.OpenTab(tab)
				if len(find[*kit.Label](d)) < 3 {
					t.Errorf("the tab %s is empty", tab)
				}
			}
			if d.steps != 0 {
				t.Errorf("looking made %d edits", d.steps)
			}
		})
	}
}

func TestTypingInARowIsOneStepAndKeepsTheFocus(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "condition", Config: config(`{"branches":[{"name":"If","when":"all","rules":[{"left":"old","operator":"equals","right":"1"}]}]}`)})
	before := d.setting("branches")
	e := d.entry("old")
	e.SetOffset(3)
	d.win.Canvas().Focus(e)
	test.Type(e, "er")
	if d.win.Canvas().Focused() != fyne.Focusable(e) || d.entry("older") != e {
		t.Error("the field was made again while it was typed into")
	}
	if d.steps != 1 {
		t.Errorf("typing made %d undo steps", d.steps)
	}
	d.want(d.setting("branches"), `[{"name":"If","when":"all","rules":[{"left":"older","operator":"equals","right":"1"}]}]`)
	d.undoAll()
	d.want(e.Text, "old")
	d.want(d.setting("branches"), before)
}

func TestAnotherBranchHasANameOfItsOwnAndStandsInOrder(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "condition", Config: config(`{"branches":[{"name":"If","rules":[]}]}`)})
	test.Tap(d.button("Add ELSE IF"))
	if !d.sees("ELSE IF") || !strings.Contains(d.setting("branches"), `{"name":"ElseIf2","when":"all","rules":[`) {
		t.Error(d.setting("branches"))
	}
}

func TestABranchThatGoesTakesItsWires(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "condition", Config: config(`{"branches":[{"name":"If","rules":[{}]},{"name":"ElseIf2","rules":[{}]}]}`)}, &flow.Node{Name: "B", Kind: "end"})
	d.Do(flow.Connect{Flow: "Main", From: "A", Port: "ElseIf2", To: "B"})
	l := d.panel.open.group.seen[0].control.(*list)
	l.items[1].remove()
	if len(d.node().Wires) != 0 || len(l.items) != 1 {
		t.Errorf("wires %v, rows %d", d.node().Wires, len(l.items))
	}
	d.undoAll()
	if len(flow.Elements(d.node().Config.Get("branches"))) != 2 || len(l.items) != 2 {
		t.Error("undo does not show")
	}
}

func TestARowThatMovesKeepsWhatItShows(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "S", Kind: "start", Config: config(`{"outputs":[{"name":"a"},{"name":"b"}]}`)})
	d.panel.OpenTab("Output")
	l := d.panel.open.group.seen[0].control.(*list)
	l.items[0].move(1)
	d.want(d.setting("outputs"), `[{"name":"b"},{"name":"a"}]`)
	if es := find[*kit.Entry](d); es[0].Text != "b" || es[1].Text != "a" {
		t.Errorf("shown: %s, %s", es[0].Text, es[1].Text)
	}
	test.Type(d.entry("a"), "2")
	d.want(d.setting("outputs"), `[{"name":"b"},{"name":"2a"}]`)
}

func TestAnAddedVariableTakesTheCursor(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "S", Kind: "start"})
	d.panel.OpenTab("Input")
	test.Tap(d.button("Add Input Variable"))
	e, ok := d.win.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatalf("the focus is on %T", d.win.Canvas().Focused())
	}
	test.Type(e, "target")
	d.want(d.setting("inputs"), `[{"name":"target","type":"Text"}]`)
}

func TestABodyIsAskedForOnlyWhereItIsSent(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "api", Config: config(`{"method":"GET","url":"https://a.example"}`)})
	url := d.entry("https://a.example")
	if d.sees("Body as") {
		t.Error("GET has a body")
	}
	d.panel.open.set("method", flow.Of("POST"), false)
	if !d.sees("Body as") || d.entry("https://a.example") != url {
		t.Error("POST has no body, or the URL was made again")
	}
}

func TestTheFormKeepsWhatIsTypedAndCancelTakesItBack(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "integration", Config: config(`{"provider":"slack"}`)})
	d.pick = "post-message"
	test.Tap(d.button("Add Action"))
	e, ok := d.win.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatal("the form has no cursor")
	}
	test.Type(e, "#seo")
	d.want(d.setting("fields"), `{"channel":"#seo"}`)
	other := &flow.Node{Name: "B", Kind: "end"}
	d.Do(flow.AddNode{Flow: "Main", Index: -1, Node: other})
	d.panel.Open("Main", d.in.Flow("Main").Node("B"), 1, d.in)
	d.show()
	test.Tap(d.button("Save"))
	d.want(d.setting("fields"), `{"channel":"#seo"}`)
	test.Tap(d.button("Edit"))
	test.Type(d.entry("#seo"), "x")
	test.Tap(d.button("Cancel"))
	d.want(d.setting("fields"), `{"channel":"#seo"}`)
	if !d.sees("#seo") || d.sees("x#seo") {
		t.Error("the values shown are not those that are set")
	}
}

func TestProblemsStandAtTheirFields(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "api", Config: config(`{"method":"GET","url":"x","headers":[{"name":"a b"}]}`)})
	d.probs = []spec.Problem{
		{Severity: spec.Error, Path: spec.Path{Field: "url"}, Text: "no address"},
		{Severity: spec.Warning, Path: spec.Path{Field: "headers[0].name"}, Text: "odd name"},
		{Severity: spec.Error, Text: "of the node"},
	}
	d.show()
	for _, text := range []string{"no address", "odd name", "of the node"} {
		if !d.sees(text) {
			t.Errorf("%q is not shown", text)
		}
	}
	if len(d.panel.open.problems.Objects) != 1 {
		t.Errorf("%d problems stand above the fields", len(d.panel.open.problems.Objects))
	}
	d.probs = nil
	d.show()
	if d.sees("no address") || d.sees("odd name") {
		t.Error("a problem stays after it went")
	}
}

func TestAProblemOfAnotherTabLeadsThere(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "S", Kind: "start", Config: config(`{"inputs":[{"name":"a b"}]}`)})
	d.probs = []spec.Problem{{Severity: spec.Error, Path: spec.Path{Field: "inputs[0].name"}, Text: "other characters"}}
	d.show()
	test.Tap(d.button("Show"))
	if d.panel.tab != "Input" || !d.sees("other characters") || d.entry("a b") == nil {
		t.Error("the field is not in sight")
	}
}

func TestGoToNodeDrawsAndDeletesWires(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "delay"}, &flow.Node{Name: "B", Kind: "end"}, &flow.Node{Name: "C", Kind: "end"})
	d.panel.OpenTab(connections)
	sel := find[*kit.Select](d)[0]
	sel.OnChanged(sel.Options[0].Value)
	d.want(fmt.Sprint(d.node().To("success")), "[B]")
	if !d.sees("B") || len(find[*kit.Select](d)[0].Options) != 1 {
		t.Error("the list does not follow the wire")
	}
	for _, b := range find[*kit.Button](d) {
		if b.Icon == "close" {
			test.Tap(b)
		}
	}
	d.want(fmt.Sprint(d.node().To("success")), "[]")
}

func TestAPortThatLeadsNowhereIsSaidThere(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "condition", Config: config(`{"branches":[{"name":"If","rules":[{}]}]}`)})
	d.probs = []spec.Problem{{Severity: spec.Error, Path: spec.Path{Field: "Else"}, Text: "Path not defined."}}
	d.show()
	if !d.sees("ELSE: Path not defined.") {
		t.Error("the first tab does not say which path")
	}
	test.Tap(d.button("Show"))
	if d.panel.tab != connections || !d.sees("Path not defined.") || len(d.panel.open.problems.Objects) != 0 {
		t.Error("it does not stand at its port")
	}
}

func TestAPathIsCompletedWhileItIsTyped(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "debug"})
	d.win.SetContent(kit.WithTips(d.win.Canvas(), d.win.Content(), func(f func()) { f() }))
	d.paths = []Path{{Text: "context.steps.Start.target", Group: "Start", Label: "target", Sample: `"example.com"`}, {Text: "context.steps.Start.limit", Group: "Start", Label: "limit", Sample: "10"}}
	d.panel.rebuild()
	e := d.panel.open.group.first("value").(*kit.Entry)
	d.win.Canvas().Focus(e)
	test.Type(e, "{{tar")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	d.want(e.Text, "{{context.steps.Start.target}}")
	d.want(d.setting("value"), `"{{context.steps.Start.target}}"`)
	if !d.sees(`= "example.com"`) {
		t.Error("what the template comes to is not shown")
	}
	test.Type(e, " and {{context.steps.Start.limit}}")
	d.want(d.setting("value"), `"{{context.steps.Start.target}} and {{context.steps.Start.limit}}"`)
}

func TestABadNameIsSaidAndNotKept(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "delay"})
	e := d.panel.open.name
	d.win.Canvas().Focus(e)
	test.Type(e, "b ")
	if !d.sees("letters") {
		t.Error("nothing says what a name is made of")
	}
	d.win.Canvas().Unfocus()
	d.want(e.Text, "A")
	d.want(d.node().Name, "A")
}

func TestAnUnknownKindKeepsItsSettings(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "teleport", Config: config(`{"to":"Mars"}`)})
	if !d.sees("does not know the kind") || !strings.Contains(d.panel.open.code.Text(), "Mars") {
		t.Error("the settings are not shown")
	}
}

func TestWhatIsNoJSONIsKeptAndMarked(t *testing.T) {
	for typed, want := range map[string]string{
		`{"n": {{config.n}}, "t": "x"}`:        "",
		`"text"`:                               "",
		"{\n  \"a\": 1,\n}":                    "line 3, column 1",
		"{\"n\": {{config.n}},\n  \"b\": tru}": "line 2, column",
		`{"a": 1`:                              "line 1, column",
		`{} {}`:                                "line 1, column",
	} {
		_, err := readJSON(typed)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", typed, err, want)
		}
	}
	d := newDesk(t, &flow.Node{Name: "A", Kind: "api", Config: config(`{"method":"POST","url":"https://a.example"}`)})
	body := d.panel.open.group.first("body").(*kit.Entry)
	body.SetText(`{"a": `)
	d.want(d.setting("body"), `"{\"a\": "`)
	if !d.sees("No JSON yet: line 1") {
		t.Error("nothing says where it ceases to be JSON")
	}
	body.SetText(`{"a": {{config.n}}}`)
	d.want(d.setting("body"), `{"a":"{{config.n}}"}`)
	d.want(body.Text, `{"a": {{config.n}}}`)
}

func TestNothingIsWiderThanANarrowPanel(t *testing.T) {
	for _, k := range kinds.All(catalog.Builtin()) {
		d := newDesk(t, &flow.Node{Name: strings.Repeat("Long", 12), Kind: k.ID, Config: kinds.NewConfig(k.Kind)})
		d.win.Resize(fyne.NewSize(280, 900))
		for _, tab := range d.panel.open.tabs() {
			d.panel.OpenTab(tab)
			if w := d.panel.MinSize().Width; w > 280 {
				t.Errorf("%s, %s: %v wide at least", k.ID, tab, w)
			}
		}
	}
}

func BenchmarkAKeystroke(b *testing.B) {
	test.NewApp()
	var rules []string
	for i := range 10 {
		rules = append(rules, fmt.Sprintf(`{"name":"n%d","value":"{{context.steps.Start.target}} %d"}`, i, i))
	}
	d := newDesk(b, &flow.Node{Name: "A", Kind: "api", Config: config(`{"method":"POST","url":"https://a.example","headers":[` + strings.Join(rules, ",") + `],"query":[` + strings.Join(rules, ",") + `],"body":{"a":1}}`)})
	e := d.entry("https://a.example")
	for b.Loop() {
		e.TypedRune('x')
		if len(e.Text) > 60 {
			e.SetText("https://a.example")
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	test.NewApp()
	d := newDesk(b, &flow.Node{Name: "A", Kind: "api", Config: config(`{"method":"POST","url":"https://a.example","headers":[{"name":"a"},{"name":"b"}],"body":{"a":1}}`)})
	for b.Loop() {
		d.panel.rebuild()
	}
}

func TestWhatCanBeDoneWithSeveralNodesIsOffered(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "A", Kind: "debug"})
	d.panel.Open("Main", nil, 3, d.in)
	if !d.sees("3 nodes") {
		t.Error("it does not say how many there are")
	}
	test.Tap(d.button("Align Top"))
	if d.deed != "top" {
		t.Errorf("the button did %q", d.deed)
	}
}

func TestTheFirstSettingTakesTheCursorAndItsTextGivesWay(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "Wait", Kind: "delay", Config: config(`{"for": "2s"}`)})
	d.panel.TakeFocus()
	e, ok := d.win.Canvas().Focused().(*kit.Entry)
	if !ok || e.Text != "2s" || e.SelectedText() != "2s" {
		t.Errorf("the cursor is in %T", d.win.Canvas().Focused())
	}
}
