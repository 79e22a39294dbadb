package flow

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func everything(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "everything.json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t testing.TB, b []byte) *Integration {
	t.Helper()
	in, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestACanonicalFileIsWrittenAsItWasRead(t *testing.T) {
	b := everything(t)
	if got := Write(read(t, b)); !bytes.Equal(got, b) {
		t.Errorf("it changed; it is now:\n%s", got)
	}
}

func TestAnyLayoutOfAFileBecomesTheCanonicalOne(t *testing.T) {
	b := everything(t)
	squeezed := Value(bytes.Clone(b))
	if err := squeezed.Compact(); err != nil {
		t.Fatal(err)
	}
	windows := bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	for name, file := range map[string][]byte{"compact": squeezed, "CRLF": windows, "BOM": append([]byte("\ufeff"), b...)} {
		if got := Write(read(t, file)); !bytes.Equal(got, b) {
			t.Errorf("%s: it became:\n%s", name, got)
		}
	}
}

func TestMovingANodeChangesItsNumbersOnly(t *testing.T) {
	d := Open(read(t, everything(t)), nil)
	if err := d.Do(MoveNodes{"Watch", []Place{{"Post", &Point{25, 49}}}}); err != nil {
		t.Fatal(err)
	}
	want := bytes.Replace(everything(t), []byte(`"Post": [24, 48]`), []byte(`"Post": [25, 49]`), 1)
	if got := Write(d.Integration()); !bytes.Equal(got, want) {
		t.Errorf("more changed:\n%s", got)
	}
}

func TestDefaultsAreNotWritten(t *testing.T) {
	in := &Integration{Flows: []*Flow{{Name: "A", Nodes: []*Node{{Name: "N", Kind: "api", Wires: []Leg{{"success", nil}}}}}}}
	want := `{
  "flowbench": 1,
  "name": "",
  "flows": [
    {
      "name": "A",
      "nodes": [
        {"name": "N", "kind": "api", "config": {}}
      ]
    }
  ]
}
`
	if got := string(Write(in)); got != want {
		t.Errorf("got:\n%s", got)
	}
}

func TestLayoutOfWhatIsNotThereIsLeftOut(t *testing.T) {
	in := read(t, []byte(`{"flowbench": 1, "name": "", "flows": [{"name": "A", "nodes": []}],
		"layout": {"A": {"nodes": {"Gone": [1, 2]}, "collapsed": ["Gone"]}, "B": {"nodes": {"N": [1, 2]}}}}`))
	if got := string(Write(in)); strings.Contains(got, "layout") {
		t.Errorf("got:\n%s", got)
	}
}

func TestWiresToNowhereAndCirclesAreReadAsTheyAre(t *testing.T) {
	in := read(t, []byte(`{"flowbench": 1, "name": "", "flows": [{"name": "A", "nodes": [
		{"name": "X", "kind": "api", "wires": {"success": ["Y", "Nowhere"]}},
		{"name": "Y", "kind": "api", "wires": {"success": ["X", "Y"]}},
		{"name": "Z", "kind": "api"}]}]}`))
	f := in.Flow("A")
	if !f.Leads("X", "X") || !f.Leads("Y", "X") || !f.Leads("X", "Nowhere") || f.Leads("X", "Z") || f.Leads("Nowhere", "X") {
		t.Error("Leads does not see the wires as they are")
	}
	before := Write(in)
	d := Open(in, nil)
	for _, e := range []Edit{
		Connect{"A", "Y", "failure", "Z"},
		RenameNode{"A", "Z", "Nowhere"},
		RemoveNode{"A", "X"},
		AddNode{Flow: "A", Index: -1, Node: &Node{Name: "X", Kind: "api"}},
		RemoveNode{"A", "Y"},
	} {
		if err := d.Do(e); err != nil {
			t.Errorf("%#v: %v", e, err)
		}
	}
	for d.UndoLabel() != "" {
		d.Undo()
	}
	if got := Write(in); !bytes.Equal(got, before) {
		t.Errorf("undo of all gave:\n%s", got)
	}
}

// quick fails a test that takes more than a second over one input.
func quick(t *testing.T) func() {
	start := time.Now()
	return func() {
		if took := time.Since(start); took > time.Second {
			t.Errorf("it took %v", took)
		}
	}
}

// FuzzRead: no panic, and what is read is written and read back equal.
func FuzzRead(f *testing.F) {
	f.Add(everything(f))
	f.Add([]byte(`{"flowbench":1,"name":"","flows":[{"name":"A","nodes":[{"name":"N","kind":"k","config":{"a":1.0},"wires":{"p":["N","M"]}}]}],"layout":{"A":{"nodes":{"N":[1,2]}}}}`))
	f.Add([]byte(`{"flowbench":1,"flows":[{"name":" ","nodes":null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		defer quick(t)()
		in, err := Read(b)
		if err != nil {
			if err.Error() == "" || strings.Contains(err.Error(), "%!") {
				t.Errorf("a message that says nothing: %q", err)
			}
			return
		}
		once := Write(in)
		again, err := Read(once)
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, once)
		}
		if twice := Write(again); !bytes.Equal(once, twice) {
			t.Fatalf("written twice, it differs:\n%s\n%s", once, twice)
		}
	})
}
