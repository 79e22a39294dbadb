package dialogs

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/kit"
)

// A keeper is the host of an editor under test.
type keeper struct {
	saved    []Environment
	was      []string
	exported []Environment
	declared int
	fail     error
}

func (k *keeper) Connections(provider string, hosts []string) []Choice {
	if provider == "ahrefs" {
		return []Choice{{ID: "id1", Title: "Mine"}, {ID: "id2", Title: "Theirs"}}
	}
	return nil
}
func (k *keeper) OSVariable(name string) (set, hidden bool) {
	return name == "HOME" || name == "TINY", name == "HOME"
}
func (k *keeper) CheckMapping(m Mapping, sandbox bool) string {
	if sandbox && !strings.Contains(m.To, "localhost") {
		return "not this machine"
	}
	return ""
}
func (k *keeper) CheckName(name string) string {
	if name == "" {
		return "An environment needs a name."
	}
	return ""
}
func (k *keeper) CheckOS(name string) string {
	if strings.Contains(name, " ") {
		return "No name."
	}
	return ""
}
func (k *keeper) Save(all []Environment, was []string) error {
	if k.fail == nil {
		k.saved, k.was = all, was
	}
	return k.fail
}
func (k *keeper) Export(e Environment) { k.exported = append(k.exported, e) }
func (k *keeper) Declare()             { k.declared++ }

func environmentList(k *keeper) EnvironmentList {
	return EnvironmentList{
		All: []Environment{
			{Name: "Sandbox", Sandbox: true, Values: map[string]EnvValue{"gone": {Value: []byte(`1`)}}, Hosts: []Mapping{{"api.acme.com", "http://localhost:1"}}},
			{Name: "Live", Values: map[string]EnvValue{"token": {OS: "HOME"}}, Bindings: map[string]string{"Ahrefs": "id2", "Crm": "lost"}},
			{Name: "Staging", Own: true},
		},
		On: "Live", Host: k,
		Variables: []Variable{{Name: "channel", Type: Text, Required: true, Default: []byte(`"#seo"`), Doc: "Where to"}, {Name: "limit", Type: Number}, {Name: "token", Type: Text},
			{Name: "notify", Type: Boolean, Default: []byte(`true`)}, {Name: "levels", Type: JSON}},
		Needed: []Needed{{Name: "Ahrefs", Provider: "ahrefs", Title: "Ahrefs"}, {Name: "Crm", Hosts: []string{"https://crm.example.com"}}},
	}
}

// under is the control of the field of that label.
func under[T fyne.CanvasObject](t *testing.T, c fyne.Canvas, label string) T {
	t.Helper()
	for _, f := range find[*kit.Field](c) {
		if strings.TrimSuffix(f.Label.Text, " *") != label {
			continue
		}
		for _, o := range find[T](c) {
			if inside(f, o) {
				return o
			}
		}
	}
	t.Fatalf("no field %q of that sort", label)
	panic("")
}

// inside reports whether an object is shown within another.
func inside(in, o fyne.CanvasObject) bool {
	d := fyne.CurrentApp().Driver()
	a, b := d.AbsolutePositionForObject(in), d.AbsolutePositionForObject(o)
	return b.X >= a.X && b.Y >= a.Y && b.X < a.X+in.Size().Width && b.Y < a.Y+in.Size().Height
}

func row(t *testing.T, c fyne.Canvas, name string) *kit.Row {
	t.Helper()
	for _, r := range find[*kit.Row](c) {
		for _, l := range find[*kit.Label](c) {
			if l.Text == name && inside(r, l) {
				return r
			}
		}
	}
	t.Fatalf("no row %q", name)
	return nil
}

func TestEnvironmentsShowTheOneThatIsOnWithAllThatIsSet(t *testing.T) {
	c, _ := window(t, 1200, 900)
	k := &keeper{}
	Environments(c, environmentList(k))
	if !row(t, c, "Live").Selected {
		t.Error("another one is shown")
	}
	if e := under[*kit.Entry](t, c, "token"); e.Text != "HOME" || !under[*kit.Switch](t, c, "token").On {
		t.Errorf("token is %q", e.Text)
	}
	if e := under[*kit.Entry](t, c, "channel"); e.Text != "" || e.PlaceHolder != "#seo (the default)" {
		t.Errorf("channel is %q, %q", e.Text, e.PlaceHolder)
	}
	if s := under[*kit.Select](t, c, "Ahrefs"); s.Value != "id2" {
		t.Errorf("Ahrefs is bound to %q", s.Value)
	}
	for _, want := range []string{"HOME is set.", "It was deleted, or belongs to another service by now. Choose another.", "https://crm.example.com", "No host is mapped: calls go to the hosts that the flows name."} {
		if !strings.Contains(texts(c), want) {
			t.Errorf("%q is not said", want)
		}
	}
	press(c, fyne.KeyUp) // from the row of Live
	if !row(t, c, "Sandbox").Selected || !strings.Contains(texts(c), "no connection is needed here") {
		t.Error("Up did not lead to Sandbox")
	}
	button(t, c, "Save").OnTapped()
	if Open(c) || k.saved != nil {
		t.Errorf("nothing was changed, and it saved %v", k.saved)
	}
}

// told are environments as text.
func told(all []Environment) string {
	var s strings.Builder
	for _, e := range all {
		fmt.Fprintln(&s, e.Name, e.Sandbox, e.Own, e.Bindings, e.Hosts)
		for _, name := range slices.Sorted(maps.Keys(e.Values)) {
			fmt.Fprintf(&s, "  %s=%s %s\n", name, e.Values[name].Value, e.Values[name].OS)
		}
	}
	return s.String()
}

func TestALockedVaultIsNoLostConnection(t *testing.T) {
	c, _ := window(t, 1200, 900)
	l := environmentList(&keeper{})
	l.Locked = true
	Environments(c, l)
	said := texts(c)
	if !strings.Contains(said, "Unlock them under Settings > Integrations") || strings.Contains(said, "deleted") || strings.Contains(said, "not here any more") {
		t.Errorf("%s", said)
	}
	if s := under[*kit.Select](t, c, "Crm"); s.Value != "lost" || s.Options[len(s.Options)-1].Text != "Bound: unlock your accounts to see to which" {
		t.Errorf("%q of %v", s.Value, s.Options)
	}
}

func TestWhatIsSetInEnvironmentsIsSavedAndNothingElse(t *testing.T) {
	c, _ := window(t, 1200, 1400)
	k := &keeper{}
	list := environmentList(k)
	Environments(c, list)
	type text struct{ field, text string }
	for _, x := range []text{{"channel", "#live"}, {"limit", "7"}} {
		c.Focus(under[*kit.Entry](t, c, x.field))
		typed(c, x.text)
	}
	test.Tap(under[*kit.Switch](t, c, "token"))
	c.Focus(under[*kit.Entry](t, c, "token"))
	typed(c, "plain")
	under[*kit.Select](t, c, "notify").TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	under[*kit.Select](t, c, "Crm").TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	under[*kit.Select](t, c, "Ahrefs").TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	test.Tap(row(t, c, "Staging"))
	test.Tap(under[*kit.Switch](t, c, "channel"))
	typed(c, "TINY")
	if !strings.Contains(texts(c), "TINY is set. It has fewer than 6 characters") {
		t.Error("it is not said that it cannot be hidden")
	}
	press(c, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	typed(c, "NOPE") // the switch leads there
	if !strings.Contains(texts(c), "NOPE is not set: set it before Flowbench starts.") {
		t.Error("it is not said that there is none")
	}
	test.Tap(button(t, c, "Add mapping"))
	typed(c, "api.acme.com")
	press(c, fyne.KeyReturn, fyne.KeyReturn)
	if Open(c) {
		t.Fatalf("it is still open: %s", texts(c))
	}
	want := slices.Clone(list.All)
	want[1].Values = map[string]EnvValue{"channel": {Value: []byte(`"#live"`)}, "limit": {Value: []byte(`7`)}, "token": {Value: []byte(`"plain"`)}, "notify": {Value: []byte(`true`)}}
	want[1].Bindings = map[string]string{"Ahrefs": "id1"}
	want[2].Values, want[2].Bindings = map[string]EnvValue{"channel": {OS: "NOPE"}}, map[string]string{}
	want[2].Hosts = []Mapping{{"api.acme.com", DefaultTarget}}
	if got, want := told(k.saved), told(want); got != want {
		t.Errorf("saved\n%s\nnot\n%s", got, want)
	}
	if !reflect.DeepEqual(k.was, []string{"Sandbox", "Live", "Staging"}) {
		t.Errorf("they were %q", k.was)
	}
}

func TestAWrongValueOfAnyEnvironmentHoldsSaveBack(t *testing.T) {
	c, _ := window(t, 1200, 900)
	k := &keeper{}
	Environments(c, environmentList(k))
	c.Focus(under[*kit.Entry](t, c, "limit"))
	typed(c, "many")
	test.Tap(row(t, c, "Sandbox"))
	test.Tap(button(t, c, "Save"))
	if !Open(c) || k.saved != nil || !row(t, c, "Live").Selected || c.Focused() != fyne.Focusable(under[*kit.Entry](t, c, "limit")) {
		t.Fatal("it does not lead to what is wrong")
	}
	if !strings.Contains(texts(c), `"many" is no number`) {
		t.Errorf("it says %s", texts(c))
	}
}

func TestEnvironmentsOfOnesOwnAreAddedRenamedDuplicatedAndDeleted(t *testing.T) {
	c, _ := window(t, 1200, 900)
	k := &keeper{}
	Environments(c, environmentList(k))
	test.Tap(button(t, c, "Add Environment"))
	typed(c, "live")
	press(c, fyne.KeyReturn)
	if !strings.Contains(texts(c), "There is an environment Live already.") {
		t.Fatal("a name that is taken is not told of")
	}
	press(c, fyne.KeyHome, fyne.KeyDelete, fyne.KeyDelete, fyne.KeyDelete, fyne.KeyDelete)
	typed(c, "Beta")
	find[*kit.Select](c)[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	press(c, fyne.KeyReturn)
	if !row(t, c, "Beta").Selected {
		t.Fatal("what was added is not shown")
	}
	press(c, fyne.KeyF2) // its row has the focus
	press(c, fyne.KeyHome, fyne.KeyDelete)
	typed(c, "Z")
	press(c, fyne.KeyReturn)
	test.Tap(row(t, c, "Live"))
	for _, b := range find[*kit.Button](c) {
		if b.Icon == "trash" || b.Icon == "edit" {
			t.Errorf("Live has a button %q", b.Icon)
		}
	}
	for _, b := range find[*kit.Button](c) {
		if b.Icon == "copy" {
			test.Tap(b)
		}
	}
	press(c, fyne.KeyReturn)
	test.Tap(row(t, c, "Staging"))
	c.Focus(row(t, c, "Staging"))
	press(c, fyne.KeyDelete)
	if !strings.Contains(texts(c), "Nothing is set in it.") {
		t.Fatalf("it asks %s", texts(c))
	}
	test.Tap(button(t, c, "Delete"))
	test.Tap(button(t, c, "Save"))
	var got []string
	for i, e := range k.saved {
		got = append(got, fmt.Sprint(k.was[i], ">", e.Name, " ", e.Sandbox, e.Own, e.Bindings["Ahrefs"]))
	}
	if want := []string{"Sandbox>Sandbox true false", "Live>Live false falseid2", ">Live copy false trueid2", ">Zeta false true"}; !slices.Equal(got, want) {
		t.Errorf("saved %q, not %q", got, want)
	}
}

func TestEditedEnvironmentsAreNotLostByEscape(t *testing.T) {
	c, _ := window(t, 1200, 900)
	k := &keeper{fail: errors.New("the disk is full")}
	Environments(c, environmentList(k))
	c.Focus(under[*kit.Entry](t, c, "channel"))
	typed(c, "#x")
	press(c, fyne.KeyEscape, fyne.KeyEscape) // asks, and is taken back
	if !Open(c) || under[*kit.Entry](t, c, "channel").Text != "#x" {
		t.Fatal("Escape lost it")
	}
	press(c, fyne.KeyEscape)
	test.Tap(button(t, c, "Save"))
	if !strings.Contains(texts(c), "The disk is full.") {
		t.Fatalf("it says %s", texts(c))
	}
	press(c, fyne.KeyEscape, fyne.KeyEscape)
	test.Tap(button(t, c, "Discard"))
	if Open(c) || k.saved != nil {
		t.Error("it is not discarded")
	}
}

func TestEnvironmentsLeadToWhatIsAskedForAndExportWhatIsShown(t *testing.T) {
	c, _ := window(t, 1200, 700)
	k := &keeper{}
	list := environmentList(k)
	list.Focus = "Crm"
	Environments(c, list)
	if c.Focused() != fyne.Focusable(under[*kit.Select](t, c, "Crm")) {
		t.Errorf("the focus is on %T", c.Focused())
	}
	c.Focus(under[*kit.Entry](t, c, "channel"))
	typed(c, "#now")
	test.Tap(button(t, c, "Export…"))
	if len(k.exported) != 1 || k.exported[0].Name != "Live" || string(k.exported[0].Values["channel"].Value) != `"#now"` {
		t.Errorf("exported %v", k.exported)
	}
	test.Tap(button(t, c, "Config Variables…"))
	if Open(c) || k.declared != 1 || k.saved == nil {
		t.Error("it does not save and lead to the config variables")
	}
}

func TestEnvironmentsWithoutAnythingSayWhatBelongsThere(t *testing.T) {
	c, _ := window(t, 1200, 900)
	list := environmentList(&keeper{})
	list.Variables, list.Needed = nil, nil
	Environments(c, list)
	for _, want := range []string{"declares no config variables", "The flows name no connection.", "No host is mapped"} {
		if !strings.Contains(texts(c), want) {
			t.Errorf("%q is not said", want)
		}
	}
}

func TestConfigVariablesAreDeclaredRenamedAndRemoved(t *testing.T) {
	c, _ := window(t, 1200, 1200)
	var saved []Variable
	list := VariableList{All: []Variable{{Name: "a", Type: Text, Default: []byte(`"5"`), Doc: "One"}, {Name: "b", Type: Boolean}, {Name: "c", Type: JSON}},
		Check: func(name string) string {
			if strings.Contains(name, " ") {
				return "No space."
			}
			return ""
		}, Uses: func(name string) int { return len(name) }, Save: func(v []Variable) { saved = v }}
	Variables(c, list)
	press(c, fyne.KeyEnd) // of the first name, which has the focus
	typed(c, " 1")
	press(c, fyne.KeyReturn)
	if !strings.Contains(texts(c), "No space.") || saved != nil {
		t.Fatalf("it says %s", texts(c))
	}
	press(c, fyne.KeyBackspace, fyne.KeyBackspace)
	typed(c, "1")
	find[*kit.Select](c)[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // a Number, and 5 is one
	test.Tap(find[*kit.Switch](c)[0])
	for _, b := range find[*kit.Button](c) {
		if b.Icon == "trash" {
			test.Tap(b)
			break
		}
	}
	test.Tap(button(t, c, "Add Config Variable"))
	typed(c, "b")
	if !strings.Contains(texts(c), "There are two called b.") {
		t.Errorf("it says %s", texts(c))
	}
	typed(c, "2")
	test.Tap(button(t, c, "Save"))
	want := []Variable{{Was: "b", Name: "b", Type: Boolean}, {Was: "c", Name: "c", Type: JSON}, {Name: "b2", Type: Text}}
	if fmt.Sprint(saved) != fmt.Sprint(want) || Open(c) {
		t.Errorf("saved %v, not %v", saved, want)
	}
}

func TestADefaultHasTheTypeOfItsVariable(t *testing.T) {
	c, _ := window(t, 1200, 1200)
	var saved []Variable
	Variables(c, VariableList{All: []Variable{{Name: "a", Type: Text, Default: []byte(`"5"`)}}, Save: func(v []Variable) { saved = v }})
	kind := find[*kit.Select](c)[0]
	kind.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	c.Focus(under[*kit.Entry](t, c, "Default"))
	press(c, fyne.KeyEnd)
	typed(c, "x")
	test.Tap(button(t, c, "Save"))
	if saved != nil || !strings.Contains(texts(c), `"5x" is no number`) {
		t.Fatalf("it says %s", texts(c))
	}
	press(c, fyne.KeyBackspace)
	press(c, fyne.KeyReturn)
	if len(saved) != 1 || saved[0].Was != "a" || saved[0].Type != Number || string(saved[0].Default) != "5" {
		t.Errorf("saved %v", saved)
	}
}

func TestNoConfigVariablesSayWhatTheyAre(t *testing.T) {
	c, _ := window(t, 960, 600)
	Variables(c, VariableList{Save: func([]Variable) { t.Error("it saved") }})
	if !strings.Contains(texts(c), "There is none yet.") {
		t.Errorf("it says %s", texts(c))
	}
	press(c, fyne.KeyEscape)
	if Open(c) {
		t.Error("Escape does not close it")
	}
}

func TestTheFocusIsAlwaysInSight(t *testing.T) {
	c, _ := window(t, 960, 600)
	k := &keeper{}
	list := environmentList(k)
	for i := range 20 {
		list.Variables = append(list.Variables, Variable{Name: fmt.Sprint("v", i), Type: Text})
	}
	d := Environments(c, list)
	all := VariableList{All: list.Variables, Save: func([]Variable) {}}
	seen := func(d *Dialog) {
		t.Helper()
		top, bottom := float32(0), d.card.Position().Y+d.card.Size().Height
		for range 120 {
			press(c, fyne.KeyTab)
			o, ok := c.Focused().(fyne.CanvasObject)
			if !ok {
				t.Fatalf("the focus is on %T", c.Focused())
			}
			y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
			if y < top || y+o.Size().Height > bottom {
				t.Fatalf("%T lies at %v, outside of %v to %v", o, y, top, bottom)
			}
		}
	}
	seen(d)
	d.Close()
	seen(Variables(c, all))
}
