package kit

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/go-json-experiment/json/jsontext"
)

func names(t *JSONTree, under string) []string {
	var out []string
	for _, id := range t.ChildUIDs(under) {
		out = append(out, t.nodes[id].name)
	}
	return out
}

func TestAContainerWithoutANameStandsByItsMembers(t *testing.T) {
	test.NewTempApp(t)
	tree := NewTree(
		Part{Name: "GET", Text: "https://example.com"},
		Part{Name: "headers", Parts: []Part{{Name: "Accept", Text: "*/*"}, {Name: "Authorization", Text: "Bearer •••"}}},
		Part{Value: jsontext.Value(`{"count": 2, "rows": [1, 2]}`)},
	)
	if got, want := names(tree, ""), []string{"GET", "headers", "count", "rows"}; !slices.Equal(got, want) {
		t.Errorf("the first level is %q, want %q", got, want)
	}
	if got, want := names(tree, "/1"), []string{"Accept", "Authorization"}; !slices.Equal(got, want) {
		t.Errorf("the headers are %q, want %q", got, want)
	}
	if got := names(tree, "/2/1"); len(got) != 2 {
		t.Errorf("the list has %d children", len(got))
	}
}

func TestAnEmptyContainerIsALine(t *testing.T) {
	test.NewTempApp(t)
	tree := NewTree(Part{Value: jsontext.Value(`{}`)})
	if got := tree.ChildUIDs(""); len(got) != 1 || tree.IsBranch(got[0]) {
		t.Errorf("an empty object has the lines %q", got)
	}
}

func TestAClickOpensAndCopyGivesTheValue(t *testing.T) {
	test.NewTempApp(t)
	tree := NewTree(Part{Name: "body", Value: jsontext.Value(`{"text":"a \"b\""}`)})
	var copied string
	tree.OnCopy = func(s string) { copied = s }
	w := test.NewTempWindow(t, tree)
	w.Resize(fyne.NewSize(300, 200))
	tree.Select("/0")
	if !tree.IsBranchOpen("/0") {
		t.Fatal("a click did not open the line")
	}
	tree.Select("/0")
	if tree.IsBranchOpen("/0") {
		t.Error("a second click did not close it")
	}
	tree.Select("/0/0")
	tree.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != `a "b"` {
		t.Errorf("copied %q", copied)
	}
}

func TestWhatIsNotListedIsSaid(t *testing.T) {
	test.NewTempApp(t)
	tree := NewTree(Part{Value: jsontext.Value("[" + strings.Repeat("0,", most+4) + "0]")})
	kids := tree.ChildUIDs("")
	last := tree.nodes[kids[len(kids)-1]]
	if len(kids) != most+1 || !strings.Contains(last.text, "copy the value") {
		t.Errorf("%s lines, the last is %q", strconv.Itoa(len(kids)), last.text)
	}
}
