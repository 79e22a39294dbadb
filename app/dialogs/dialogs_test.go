package dialogs

import (
	"encoding/json"
	"image"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/spec"
)

// window is a canvas with a field that has the focus.
func window(t *testing.T, w, h float32) (fyne.Canvas, *kit.Entry) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	behind := kit.NewEntry(1)
	win := test.NewTempWindow(t, container.NewVBox(behind))
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	win.Canvas().Focus(behind)
	return win.Canvas(), behind
}

// press gives a key to what has the focus, as the driver does.
func press(c fyne.Canvas, keys ...fyne.KeyName) {
	for _, k := range keys {
		e := &fyne.KeyEvent{Name: k}
		switch f := c.Focused(); {
		case k == fyne.KeyTab:
			test.FocusNext(c)
		case f != nil:
			f.TypedKey(e)
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(e)
		}
	}
}

func typed(c fyne.Canvas, text string) {
	for _, r := range text {
		c.Focused().TypedRune(r)
	}
}

// find is every object of a type that is shown in the topmost dialog.
func find[T any](c fyne.Canvas) (out []T) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		if x, ok := o.(T); ok {
			out = append(out, x)
		}
		switch o := o.(type) {
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
	walk(c.Overlays().Top())
	return out
}

func button(t *testing.T, c fyne.Canvas, text string) *kit.Button {
	t.Helper()
	for _, b := range find[*kit.Button](c) {
		if b.Text == text {
			return b
		}
	}
	t.Fatalf("no button %q", text)
	return nil
}

func texts(c fyne.Canvas) string {
	var s strings.Builder
	for _, l := range find[*kit.Label](c) {
		s.WriteString(l.Text + "\n")
	}
	for _, p := range find[*kit.Prose](c) {
		s.WriteString(p.Text + "\n")
	}
	return s.String()
}

func TestADialogTakesTheFocusAndGivesItBack(t *testing.T) {
	c, behind := window(t, 960, 600)
	var keys []fyne.KeyName
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { keys = append(keys, e.Name) })
	Prompt(c, "Rename", "Name", "Old", "Rename", nil, func(string) { t.Error("a cancelled dialog told") })
	if c.Focused() == fyne.Focusable(behind) || c.Focused() == nil {
		t.Fatal("the dialog has not taken the focus")
	}
	if !Open(c) {
		t.Error("not told to be open")
	}
	for range 9 {
		press(c, fyne.KeyTab)
		if c.Focused() == fyne.Focusable(behind) {
			t.Fatal("Tab left the dialog")
		}
	}
	c.Unfocus() // by a click on nothing
	press(c, fyne.KeyEscape)
	if Open(c) || c.Overlays().Top() != nil {
		t.Error("Escape has not closed it")
	}
	if c.Focused() != fyne.Focusable(behind) {
		t.Errorf("the focus went to %T", c.Focused())
	}
	c.Unfocus()
	press(c, fyne.KeyF1)
	if !reflect.DeepEqual(keys, []fyne.KeyName{fyne.KeyF1}) {
		t.Errorf("the window got the keys %v", keys)
	}
}

func TestEscapeClosesTheTopmostDialogOnly(t *testing.T) {
	c, behind := window(t, 960, 600)
	Prompt(c, "Rename", "Name", "", "Rename", nil, func(string) {})
	Message(c, Fault{Title: "Not found", What: "It is gone."})
	press(c, fyne.KeyEscape)
	if n := len(c.Overlays().List()); n != 1 {
		t.Fatalf("%d dialogs are left", n)
	}
	typed(c, "Slack")
	press(c, fyne.KeyEscape)
	if c.Focused() != fyne.Focusable(behind) {
		t.Errorf("the focus went to %T", c.Focused())
	}
}

func TestClosingADialogClosesThoseAboveIt(t *testing.T) {
	c, _ := window(t, 960, 600)
	low := Prompt(c, "Rename", "Name", "", "Rename", nil, func(string) {})
	Message(c, Fault{Title: "Not found"})
	low.Close()
	low.Close()
	if Open(c) || len(c.Overlays().List()) != 0 {
		t.Error("something is left")
	}
}

func TestADialogThatWasTakenAwayIsClosed(t *testing.T) {
	c, _ := window(t, 960, 600)
	below := widget.NewPopUp(kit.Gap(10, 10), c)
	below.Show()
	var keys int
	c.SetOnTypedKey(func(*fyne.KeyEvent) { keys++ })
	Help(c, "API node", "text", nil)
	below.Hide() // and with it all that lies above
	c.OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	if keys != 1 || Open(c) {
		t.Errorf("the window got %d keys; open: %v", keys, Open(c))
	}
}

func TestEveryDialogFitsTheSmallestWindow(t *testing.T) {
	long := strings.Repeat("a long line of words that goes on and on ", 60)
	many := make([]Input, 30)
	for i := range many {
		many[i] = Input{Name: "n", Type: Text}
	}
	var problems []spec.Problem
	var findings []Finding
	for range 40 {
		problems = append(problems, spec.Problem{Text: long[:200]})
		findings = append(findings, Finding{Where: "Slack / x", Text: "looks like a key"})
	}
	for name, open := range map[string]func(fyne.Canvas) *Dialog{
		"inputs":  func(c fyne.Canvas) *Dialog { return Inputs(c, Run{Inputs: many}) },
		"choose":  func(c fyne.Canvas) *Dialog { return Choose(c, Question{Caution: long[:400]}) },
		"confirm": func(c fyne.Canvas) *Dialog { return Confirm(c, long, long, "Delete", true, nil) },
		"message": func(c fyne.Canvas) *Dialog {
			return Message(c, Fault{Title: long, What: long, Do: long, Details: long})
		},
		"secrets":  func(c fyne.Canvas) *Dialog { return ExportSecrets(c, findings, nil) },
		"refused":  func(c fyne.Canvas) *Dialog { return RefuseSecrets(c, long[:60], findings) },
		"problems": func(c fyne.Canvas) *Dialog { return Problems(c, fyne.NewPos(700, 44), problems, nil, nil).Dialog },
		"mappings": func(c fyne.Canvas) *Dialog { return Mappings(c, Mapper{Mappings: make([]Mapping, 30)}) },
		"environments": func(c fyne.Canvas) *Dialog {
			k := &keeper{}
			l := environmentList(k)
			for range 40 {
				l.All = append(l.All, Environment{Name: long[:60], Own: true})
				l.Variables = append(l.Variables, Variable{Name: long[:50], Type: Text, Doc: long[:80]})
			}
			return Environments(c, l)
		},
		"variables":   func(c fyne.Canvas) *Dialog { return Variables(c, VariableList{All: make([]Variable, 30)}) },
		"environment": func(c fyne.Canvas) *Dialog { return NewEnvironment(c, func(string) string { return long }, nil) },
		"new":         func(c fyne.Canvas) *Dialog { return NewIntegration(c, nil, nil) },
		"picture": func(c fyne.Canvas) *Dialog {
			return ExportPicture(c, PictureQuestion{Flow: long[:80], Selection: true, Marks: true,
				Preview: func(Picture, image.Point) (image.Image, string) {
					return image.NewRGBA(image.Rect(0, 0, 9, 9)), long[:80]
				}})
		},
		"help": func(c fyne.Canvas) *Dialog { return Help(c, "API node", "# API\n\n"+long, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := window(t, 960, 600)
			d := open(c)
			p, s := d.card.Position(), d.card.Size()
			if p.X < 0 || p.Y < 0 || p.X+s.Width > 960 || p.Y+s.Height > 600 {
				t.Errorf("the card is at %v, %v large", p, s)
			}
			for _, b := range d.frame.buttons {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
				if at.Y+b.Size().Height > 600 || at.X+b.Size().Width > 960 {
					t.Errorf("the button %q is at %v", b.Text, at)
				}
			}
		})
	}
}

func TestADialogIsAsTallAsItsTextNeeds(t *testing.T) {
	c, _ := window(t, 960, 600)
	d := Message(c, Fault{Title: "Gone", What: strings.Repeat("a few words ", 30), Details: "one\ntwo\nthree"})
	if room, need := d.scroll.Size().Height, d.body.MinSize().Height; room < need || room > need+1 {
		t.Errorf("%v of height for %v", room, need)
	}
}

func TestConfirmWaitsForTheButtonBeforeWhatIsDangerous(t *testing.T) {
	c, _ := window(t, 960, 600)
	said := 0
	Confirm(c, "Change Action", "It will be lost.", "Change Action", false, func() { said++ })
	press(c, fyne.KeyReturn)
	if said != 1 {
		t.Fatal("Enter has not confirmed")
	}
	Confirm(c, "Delete?", "It cannot be undone.", "Delete", true, func() { said++ })
	press(c, fyne.KeyReturn)
	if said != 1 || Open(c) {
		t.Fatal("Enter is not Cancel before what cannot be undone")
	}
	Confirm(c, "Delete?", "It cannot be undone.", "Delete", true, func() { said++ })
	test.Tap(button(t, c, "Delete"))
	if said != 2 {
		t.Error("the button has not confirmed")
	}
}

func TestUnsavedHasThreeWays(t *testing.T) {
	c, _ := window(t, 960, 600)
	did := ""
	ask := func() {
		Unsaved(c, "Save the changes?", "", "Save", "Throw away", func() { did += "s" }, func() { did += "d" })
	}
	ask()
	press(c, fyne.KeyEscape)
	ask()
	test.Tap(button(t, c, "Throw away"))
	ask()
	press(c, fyne.KeyReturn)
	if did != "ds" {
		t.Errorf("did %q", did)
	}
}

func TestPromptHoldsBackABadName(t *testing.T) {
	c, _ := window(t, 960, 600)
	got := ""
	Prompt(c, "Rename", "Name", "Old", "Rename", func(s string) string {
		if s == "Taken" {
			return "Choose another."
		}
		return ""
	}, func(s string) { got = s })
	typed(c, "Taken") // over the old name, which is selected
	if !strings.Contains(texts(c), "Choose another.") {
		t.Error("not said while typing")
	}
	press(c, fyne.KeyReturn)
	if got != "" || !Open(c) {
		t.Fatalf("told %q", got)
	}
	typed(c, "2 ")
	press(c, fyne.KeyReturn)
	if got != "Taken2" {
		t.Errorf("told %q", got)
	}
}

func TestMessageCopiesAllOfIt(t *testing.T) {
	c, _ := window(t, 960, 600)
	Message(c, Fault{Title: "Not saved", What: "The disk is full.", Do: "Free some room.", Details: "write x: no space left"})
	test.Tap(button(t, c, "Copy details"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Not saved\n\nThe disk is full.\n\nFree some room.\n\nwrite x: no space left" {
		t.Errorf("copied %q", got)
	}
}

func TestChooseBySearchArrowsAndEnter(t *testing.T) {
	services := []Choice{{ID: "ahrefs", Title: "Ahrefs", Doc: "Backlinks"}, {ID: "slack", Title: "Slack", Doc: "Messages"}, {ID: "stripe", Title: "Stripe", Doc: "Payments"}}
	for _, row := range []struct {
		query string
		keys  []fyne.KeyName
		want  string
	}{
		{"", nil, "ahrefs"},
		{"", []fyne.KeyName{fyne.KeyDown}, "slack"},
		{"", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp}, "slack"},
		{"lac", nil, "slack"},
		{"PAY", nil, "stripe"},
		{"s", []fyne.KeyName{fyne.KeyPageDown}, "stripe"},
		{"nobody", nil, ""},
	} {
		c, _ := window(t, 960, 600)
		got := ""
		Choose(c, Question{Title: "Integration", From: services, Empty: "No service is called so.", Then: func(c Choice) { got = c.ID }})
		typed(c, row.query)
		press(c, row.keys...)
		if empty := strings.Contains(texts(c), "No service is called so."); empty != (row.want == "") {
			t.Errorf("%q: the text for an empty list is shown: %v", row.query, empty)
		}
		press(c, fyne.KeyReturn)
		if got != row.want {
			t.Errorf("%q and %v chose %q, not %q", row.query, row.keys, got, row.want)
		}
	}
}

func TestChooseByDoubleClick(t *testing.T) {
	c, _ := window(t, 960, 600)
	got := ""
	Choose(c, Question{From: []Choice{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}, Then: func(c Choice) { got = c.ID }})
	row := find[*item](c)[1]
	row.Tapped(nil)
	if got != "" {
		t.Fatal("a single click chose")
	}
	row.Tapped(nil)
	if got != "b" {
		t.Errorf("chose %q", got)
	}
}

func TestALongListMakesOnlyTheRowsThatAreSeen(t *testing.T) {
	c, _ := window(t, 960, 600)
	from := make([]Choice, 5000)
	for i := range from {
		from[i] = Choice{ID: string(rune(i)), Title: "Action"}
	}
	got := ""
	Choose(c, Question{From: from, Then: func(c Choice) { got = c.ID }})
	for range 40 {
		press(c, fyne.KeyDown)
	}
	if n := len(find[*item](c)); n == 0 || n > 12 {
		t.Errorf("%d rows", n)
	}
	press(c, fyne.KeyReturn)
	if got != string(rune(40)) {
		t.Errorf("chose %q", got)
	}
}

func TestProblemsAreErrorsFirstAndLeadToTheirPlace(t *testing.T) {
	c, _ := window(t, 960, 600)
	warn := spec.Problem{Severity: spec.Warning, Path: spec.Path{Flow: "Watch", Node: "Slack"}, Text: "looks like a key"}
	err := spec.Problem{Severity: spec.Error, Path: spec.Path{Flow: "Watch", Node: "End", Field: "result"}, Text: "`result` has no value.", Fix: &spec.Fix{Label: "Use an output…"}}
	var opened, fixed []string
	list := Problems(c, fyne.NewPos(900, 40), []spec.Problem{warn, err},
		func(p spec.Path) { opened = append(opened, p.String()) }, func(p spec.Problem) { fixed = append(fixed, p.Text) })
	all := texts(c)
	if strings.Index(all, "Watch / End / result") > strings.Index(all, "Watch / Slack") || !strings.Contains(all, "1 error, 1 warning") {
		t.Errorf("shown: %s", all)
	}
	test.Tap(button(t, c, "Use an output…"))
	if len(fixed) != 1 || !Open(c) {
		t.Fatalf("fixed %v; open: %v", fixed, Open(c))
	}
	list.Set([]spec.Problem{warn})
	find[*kit.Row](c)[0].Tapped(nil)
	if !reflect.DeepEqual(opened, []string{"Watch/Slack"}) || Open(c) {
		t.Errorf("opened %v", opened)
	}
	Problems(c, fyne.NewPos(900, 40), nil, nil, nil)
	if !strings.Contains(texts(c), "No problems") {
		t.Error("nothing is said where there is none")
	}
}

func TestAClickBesideAPopupClosesIt(t *testing.T) {
	c, _ := window(t, 960, 600)
	Problems(c, fyne.NewPos(900, 40), nil, nil, nil)
	test.TapCanvas(c, fyne.NewPos(850, 70))
	if !Open(c) {
		t.Fatal("a click on it closed it")
	}
	test.TapCanvas(c, fyne.NewPos(40, 500))
	if Open(c) {
		t.Error("it is still there")
	}
	Confirm(c, "Delete?", "", "Delete", true, nil)
	test.TapCanvas(c, fyne.NewPos(10, 10))
	if !Open(c) {
		t.Error("a question was dropped by a click beside it")
	}
}

func TestNewIntegrationLowersLabels(t *testing.T) {
	c, _ := window(t, 960, 600)
	var got New
	NewIntegration(c, func(n string) string {
		if n == "Old" {
			return "Taken."
		}
		return ""
	}, func(n New) { got = n })
	press(c, fyne.KeyReturn)
	if !strings.Contains(texts(c), "A name is needed.") {
		t.Error("made without a name")
	}
	typed(c, "Leads")
	press(c, fyne.KeyTab)
	typed(c, "From the site")
	press(c, fyne.KeyTab, fyne.KeyTab)
	typed(c, "CRM, Weekly , crm,")
	press(c, fyne.KeyReturn)
	want := New{Name: "Leads", Description: "From the site", Labels: []string{"crm", "weekly"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("made %+v", got)
	}
}

func TestMappingsAreCheckedWhileTyping(t *testing.T) {
	c, _ := window(t, 960, 600)
	var got []Mapping
	Mappings(c, Mapper{
		Mappings: []Mapping{{"api.example.com", "http://localhost:1"}, {"old.example.com", "http://localhost:2"}},
		Add:      &Mapping{"API.acme.com", DefaultTarget},
		Check: func(m Mapping) string {
			if !strings.HasPrefix(m.To, "http://") {
				return "http:// is missing."
			}
			return ""
		},
		Save: func(m []Mapping) { got = m },
	})
	entries := find[*kit.Entry](c)
	entries[5].SetText("localhost:9")
	if !strings.Contains(texts(c), "http:// is missing.") {
		t.Error("not said while typing")
	}
	test.Tap(button(t, c, "Save"))
	if got != nil {
		t.Fatalf("saved %v", got)
	}
	entries[5].SetText("http://localhost:9")
	entries[4].SetText("api.example.com")
	if !strings.Contains(texts(c), "mapped twice") {
		t.Error("one host twice")
	}
	entries[4].SetText("api.acme.com")
	for _, b := range find[*kit.Button](c) {
		if b.Icon == "trash" {
			test.Tap(b)
			break
		}
	}
	test.Tap(button(t, c, "Add mapping")) // and left empty
	test.Tap(button(t, c, "Save"))
	want := []Mapping{{"old.example.com", "http://localhost:2"}, {"api.acme.com", "http://localhost:9"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("saved %v", got)
	}
}

func TestReturnGoesThroughARowOfTheMappingsAndSaves(t *testing.T) {
	c, _ := window(t, 960, 600)
	var got []Mapping
	Mappings(c, Mapper{Add: &Mapping{"api.acme.com", DefaultTarget}, Save: func(m []Mapping) { got = m }, Check: func(m Mapping) string {
		if !strings.HasPrefix(m.To, "http://") {
			return "http:// is missing."
		}
		return ""
	}})
	typed(c, "localhost:9") // takes the place of what was offered
	press(c, fyne.KeyReturn)
	entries := find[*kit.Entry](c)
	if entries[1].Text != "localhost:9" || got != nil || c.Focused() != fyne.Focusable(entries[1]) {
		t.Fatalf("the address is %q, saved %v, the cursor is in %T", entries[1].Text, got, c.Focused())
	}
	entries[1].SetText("http://localhost:9")
	test.Tap(button(t, c, "Add mapping"))
	entries = find[*kit.Entry](c)
	typed(c, "b.acme.com")
	press(c, fyne.KeyReturn)
	if c.Focused() != fyne.Focusable(entries[3]) || got != nil {
		t.Fatalf("Return leads to %T, saved %v", c.Focused(), got)
	}
	typed(c, "http://localhost:8")
	press(c, fyne.KeyReturn)
	if want := []Mapping{{"api.acme.com", "http://localhost:9"}, {"b.acme.com", "http://localhost:8"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("saved %v", got)
	}
}

func TestExportWithSecretsAsksFirst(t *testing.T) {
	c, _ := window(t, 960, 600)
	exported, opened := false, false
	ask := func() {
		ExportSecrets(c, []Finding{{"Slack / headers[0].value", "looks like a key", func() { opened = true }}}, func() { exported = true })
	}
	ask()
	press(c, fyne.KeyReturn)
	if exported || Open(c) {
		t.Fatal("Enter exported")
	}
	ask()
	test.Tap(button(t, c, "Go to node"))
	if !opened || exported {
		t.Fatal("the node was not opened")
	}
	ask()
	test.Tap(button(t, c, "Export anyway"))
	if !exported {
		t.Error("not exported")
	}
}

func TestInputsGiveValuesOfTheirType(t *testing.T) {
	c, _ := window(t, 960, 700)
	var got Values
	Inputs(c, Run{Flow: "Watch", Inputs: []Input{
		{Name: "target", Type: Text, Required: true, Default: json.RawMessage(`"example.com"`)},
		{Name: "limit", Type: Number},
		{Name: "mode", Type: List, Options: []string{"exact", "all"}},
		{Name: "quiet", Type: Boolean},
		{Name: "filter", Type: JSON, Required: true},
	}, Last: Values{"target": json.RawMessage(`"a<b"`), "mode": json.RawMessage(`"all"`)}, Start: func(v Values) { got = v }})
	press(c, fyne.KeyTab)
	typed(c, "12a")
	if !strings.Contains(texts(c), "no number") {
		t.Error("not said while typing")
	}
	test.Tap(button(t, c, "Generate Output"))
	if got != nil {
		t.Fatalf("ran with %s", got)
	}
	press(c, fyne.KeyBackspace)
	press(c, fyne.KeyTab, fyne.KeyTab, fyne.KeySpace, fyne.KeyTab)
	test.Tap(button(t, c, "Generate Output"))
	if !strings.Contains(texts(c), "filter is mandatory") {
		t.Fatal("ran without a mandatory value")
	}
	typed(c, `{"a": 1.50}`)
	test.Tap(button(t, c, "Generate Output"))
	want := map[string]string{"target": `"a<b"`, "limit": "12", "mode": `"all"`, "quiet": "true", "filter": `{"a": 1.50}`}
	for k, v := range want {
		if string(got[k]) != v {
			t.Errorf("%s is %s, not %s", k, got[k], v)
		}
	}
}

func TestUseDefaultsIsOfferedWhereItChangesSomething(t *testing.T) {
	c, _ := window(t, 960, 600)
	var got Values
	run := Run{Inputs: []Input{{Name: "target", Type: Text, Default: json.RawMessage(`"example.com"`)}}, Start: func(v Values) { got = v }}
	d := Inputs(c, run)
	if d.frame.aside.Visible() {
		t.Error("offered where the default is shown")
	}
	d.Close()
	run.Last = Values{"target": json.RawMessage(`"other.com"`)}
	Inputs(c, run)
	test.Tap(button(t, c, "Use defaults"))
	press(c, fyne.KeyReturn)
	if string(got["target"]) != `"example.com"` {
		t.Errorf("ran with %s", got)
	}
}

func TestWhatIsTypedBecomesAValueOfItsType(t *testing.T) {
	for _, row := range []struct{ kind, text, want, fault string }{
		{Text, "a \"b\" <c>", `"a \"b\" <c>"`, ""},
		{Text, "", "", ""},
		{Text, " ", `" "`, ""},
		{Number, " 12 ", "12", ""},
		{Number, "1.50", "1.50", ""},
		{Number, ".5", "0.5", ""},
		{Number, "0x10", "", "no number"},
		{JSON, `{"a": [1, 2]}`, `{"a": [1, 2]}`, ""},
		{JSON, "{\"a\":\n[1,", "", "end is missing"},
		{JSON, "{\n  a: 1}", "", "line 2"},
		{JSON, `{} {}`, "", "after the end"},
		{List, "exact", `"exact"`, ""},
	} {
		v, err := read(row.kind, row.text)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if string(v) != row.want || (row.fault == "") != (err == nil) || !strings.Contains(fault, row.fault) {
			t.Errorf("%s %q: %s, %q", row.kind, row.text, v, fault)
		}
		if row.kind != Number && err == nil && write(row.kind, v) != row.text && row.kind != JSON {
			t.Errorf("%q is shown as %q", row.text, write(row.kind, v))
		}
	}
}

func TestACardStaysWhereItMayNotBeLeft(t *testing.T) {
	c, behind := window(t, 960, 600)
	may, closed := false, 0
	d := Show(c, Card{Title: "Card", Body: kit.Gap(10, 10), Fill: true, Foot: kit.NewText("foot", kit.Body), Width: 980, Height: 660,
		Leave: func() bool { return may }, Closed: func() { closed++ }})
	if s := d.card.Size(); s.Width > 960 || s.Height > 600 {
		t.Errorf("it is %v large", s)
	}
	d.SetTitle("Another", "beside it")
	if all := texts(c); !strings.Contains(all, "foot") || !strings.Contains(all, "Another") || !strings.Contains(all, "beside it") {
		t.Errorf("it says %s", all)
	}
	press(c, fyne.KeyEscape)
	if !Open(c) || closed != 0 {
		t.Fatal("Escape closed it")
	}
	may = true
	press(c, fyne.KeyEscape)
	if Open(c) || closed != 1 || !d.Done() || c.Focused() != fyne.Focusable(behind) {
		t.Errorf("open: %v, told %d times", Open(c), closed)
	}
}
