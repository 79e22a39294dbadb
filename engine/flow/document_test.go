package flow

import (
	"fmt"
	"strings"
	"testing"
)

func small() *Integration {
	return &Integration{Flows: []*Flow{{Name: "F", Nodes: []*Node{
		{Name: "Start", Kind: "start", Wires: []Leg{{"success", []string{"Get"}}}},
		{Name: "Get", Kind: "api", Config: ConfigOf("url", "a")},
		{Name: "End", Kind: "end"}}}}}
}

func typed(text string) Edit {
	return SetField{Flow: "F", Node: "Get", Field: "url", Value: Of(text), Typing: true}
}

func do(t *testing.T, d *Document, edits ...Edit) {
	t.Helper()
	for _, e := range edits {
		if err := d.Do(e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTypingInOneFieldIsOneStep(t *testing.T) {
	d := Open(small(), nil)
	do(t, d, typed("ab"), typed("abc"), typed("abcd"))
	if d.Undo(); d.UndoLabel() != "" || d.in.Flow("F").Node("Get").Config.Text("url") != "a" {
		t.Errorf("after one undo the field holds %s", d.in.Flow("F").Node("Get").Config.Get("url"))
	}
	if d.Redo(); d.in.Flow("F").Node("Get").Config.Text("url") != "abcd" {
		t.Error("redo does not bring all that was typed")
	}
	do(t, d, typed("abcde"))
	if d.Undo(); d.in.Flow("F").Node("Get").Config.Text("url") != "abcd" {
		t.Error("typing after a redo joins what was typed before")
	}
}

func TestASaveEndsARunOfTyping(t *testing.T) {
	d := Open(small(), nil)
	do(t, d, typed("ab"))
	d.Saved()
	do(t, d, typed("abc"))
	if d.Undo(); d.Dirty() || d.in.Flow("F").Node("Get").Config.Text("url") != "ab" {
		t.Error("undo went behind the save")
	}
}

func TestTypingThatComesToNothingLeavesNoStep(t *testing.T) {
	told := 0
	d := Open(small(), func() { told++ })
	do(t, d, typed("ab"), typed("a"))
	if d.UndoLabel() != "" || d.Dirty() || told != 2 {
		t.Errorf("undo %q, dirty %v, told %d times", d.UndoLabel(), d.Dirty(), told)
	}
}

func TestAnEditThatChangesNothingIsNoEdit(t *testing.T) {
	told, logged := 0, 0
	d := Open(small(), nil)
	d.Listen(func() { told++ }, func([]byte) { logged++ })
	do(t, d, typed("a"), RenameNode{"F", "Get", "Get"}, MoveNodes{"F", []Place{{"Get", nil}}}, SetGroups{"F", []Group{}},
		SetDetails{Details{Labels: []string{}}}, SetProviders{map[string]string{}}, Batch{Edits: []Edit{typed("a")}}, Replace{With: small()})
	if told+logged != 0 || d.UndoLabel() != "" {
		t.Errorf("told %d, logged %d, undo %q", told, logged, d.UndoLabel())
	}
}

func TestDirtyGoesByWhatWasSaved(t *testing.T) {
	d := Open(small(), nil)
	do(t, d, typed("b"))
	d.Saved()
	d.Undo()
	dirtyAfterUndo := d.Dirty()
	d.Redo()
	if !dirtyAfterUndo || d.Dirty() {
		t.Error("dirty does not go by what was saved")
	}
}

func TestOnlyFiveHundredStepsAreKept(t *testing.T) {
	d := Open(small(), nil)
	for i := range maxSteps + 50 {
		do(t, d, SetState{"F", "Get", State{Note: fmt.Sprint(i)}})
	}
	n := 0
	for ; d.UndoLabel() != ""; n++ {
		d.Undo()
	}
	if n != maxSteps || d.in.Flow("F").Node("Get").Note != "49" {
		t.Errorf("%d steps, the note is %q", n, d.in.Flow("F").Node("Get").Note)
	}
}

// A key stays with its node, and no other node ever gets it.
func TestKeysStayWithTheirNodes(t *testing.T) {
	d := Open(small(), nil)
	f := func() *Flow { return d.in.Flow("F") }
	get := f().Node("Get").Key
	do(t, d, RenameNode{"F", "Get", "Fetch"})
	if f().Node("Fetch").Key != get {
		t.Error("a rename changes the key")
	}
	do(t, d, RemoveNode{"F", "Fetch"}, AddNode{Flow: "F", Index: -1, Node: &Node{Name: "New", Kind: "api"}})
	fresh := f().Node("New").Key
	d.Undo()
	d.Undo()
	if f().Node("Fetch").Key != get || fresh == get {
		t.Error("what comes back by undo has another key")
	}
	do(t, d, AddNode{Flow: "F", Index: -1, Node: &Node{Name: "Copy", Kind: "api", Key: get}})
	if f().Node("Copy").Key == get {
		t.Error("a copy has the key of what it was copied from")
	}
	other := Open(&Integration{Flows: []*Flow{{Name: "F", Nodes: []*Node{{Name: "X", Kind: "api"}, {Name: "Fetch", Kind: "api"}, {Name: "End", Kind: "api"}}}}}, nil)
	end := f().Node("End").Key
	do(t, d, Replace{With: other.Snapshot()})
	checkKeys(t, d.in)
	if f().Node("Fetch").Key != get || f().Node("End").Key == end || f().Node("X").Key <= fresh {
		t.Errorf("after a replacement the keys are %v", keysOf(d.in))
	}
	d.Undo()
	if f().Node("Fetch").Key != get || f().Node("End").Key != end {
		t.Error("undo of a replacement does not bring the keys back")
	}
}

func TestReplayStopsAtWhatDoesNotFitAndKeepsTheRest(t *testing.T) {
	begin := Open(small(), nil).Checkpoint()
	good := `{"do": {"rename": {"flow": "F", "from": "Get", "to": "Fetch"}}}`
	for _, c := range []struct{ record, want string }{
		{`{"do": {"rename": {"flow": "F", "from": "Get", "to": "X"}}}`, `the flow "F" has no node "Get"`},
		{`{"do": {"fly": {}}}`, `there is no edit "fly"`},
		{`{"do": {"rename": {"flow": "F", "from": "Fetch", "to": "X", "why": 1}}}`, `the edit "rename": line 1, why: this key is not known`},
		{`{"do": {"remove": {"flow": "F", "name": "End"}, "rename": {}}}`, "an object { } of one key belongs here"},
		{`{"do": {"rename": {"flow": "F", "from": "Fetch", "to": "Fetch"}}}`, "Rename Fetch changes nothing"},
		{`{"undo": 2}`, "undo 2: one step at a time"},
		{`{"redo": 1}`, "there is nothing to redo"},
		{`{"saved": "sha256:00"}`, "what was saved is not what was drawn"},
		{`{"done": 1}`, `there is no record "done"`},
		{`{"do": {"rename": {"flow": "F", "fr`, "it ends in the middle"},
		{``, "an object { } of one key belongs here"},
		{`{"undo": 1} x`, "something follows"},
	} {
		d, err := Replay(begin, [][]byte{[]byte(good), []byte(c.record), []byte(good)})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "change 2 of 3 of the draft does not fit: ") {
			t.Errorf("%s: %v, want %q", c.record, err, c.want)
			continue
		}
		if d.in.Flow("F").Node("Fetch") == nil || d.UndoLabel() != "Rename Get" {
			t.Errorf("%s: what came before is not kept", c.record)
		}
	}
	if d, err := Replay([]byte(`{"integration": {}`), nil); d != nil || err == nil {
		t.Error("a cut snapshot gave a document")
	}
}

// A damaged draft can hold a history that does not fit; undo then ends, the document stays.
func TestAHistoryThatDoesNotFitIsDropped(t *testing.T) {
	d := Open(small(), nil)
	do(t, d, RenameNode{"F", "Get", "Fetch"})
	bad := strings.ReplaceAll(string(d.Checkpoint()), `"from":"Fetch"`, `"from":"Gone"`)
	again, err := Replay([]byte(bad), nil)
	if err != nil {
		t.Fatal(err)
	}
	again.Undo()
	if again.UndoLabel() != "" || again.in.Flow("F").Node("Fetch") == nil {
		t.Errorf("undo %q", again.UndoLabel())
	}
}

func TestWhatIsDecodedIsWrittenAsItWas(t *testing.T) {
	for _, v := range []string{"12345678901234567890", "1.0", "1e5", `{"a":[1.50,"1",null,true]}`} {
		if got := string(Of(Decode(Value(v)))); got != v {
			t.Errorf("%s became %s", v, got)
		}
	}
}
