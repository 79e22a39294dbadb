package palette

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/look"
	"flowbench/engine/catalog"
	"flowbench/engine/kinds"
)

func items() (out []Item) {
	for _, k := range kinds.All(catalog.Builtin()) {
		it := Item{Kind: k.ID, Title: k.Title, Doc: k.Summary, Group: string(k.Group)}
		for _, w := range k.Search {
			it.Words += " " + w
		}
		out = append(out, it)
	}
	return out
}

func newPalette(t *testing.T) (*Palette, fyne.Window) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	p := New(items())
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(232, 240))
	return p, w
}

func TestTheAPINodeIsFoundByItsOtherNames(t *testing.T) {
	all := items()
	for _, query := range []string{"Custom API", "HTTP - GET", "webhook", "Outgoing", "Password"} {
		if !slices.ContainsFunc(all, func(it Item) bool { return it.Kind == "api" && Matches(it, query) }) {
			t.Errorf("%s does not lead to the API node", query)
		}
	}
}

func TestTheKeysWalkTheListAndEnterAdds(t *testing.T) {
	p, w := newPalette(t)
	var added []string
	p.OnAdd = func(it Item) { added = append(added, it.Kind) }
	w.Canvas().Focus(p.search)
	key := func(k fyne.KeyName) { w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k}) }
	key(fyne.KeyDown)
	key(fyne.KeyDown)
	key(fyne.KeyReturn)
	for range len(p.rows) {
		key(fyne.KeyDown)
	}
	key(fyne.KeyReturn)
	if p.scroll.Offset.Y == 0 {
		t.Error("the last item is not in sight")
	}
	for range len(p.rows) {
		key(fyne.KeyUp)
	}
	if w.Canvas().Focused() != p.Search() {
		t.Error("Up does not lead back to the search")
	}
	test.Type(p.search, "jq")
	key(fyne.KeyReturn)
	if want := []string{"end", "debug", "function"}; !slices.Equal(added, want) {
		t.Errorf("added %v, want %v", added, want)
	}
}

func TestWhatWasFoldedStaysFolded(t *testing.T) {
	p, _ := newPalette(t)
	n := len(p.rows)
	p.Fold([]string{"logic"})
	if len(p.rows) != n-3 || !slices.Equal(p.Folded(), []string{"logic"}) {
		t.Errorf("%d of %d items, folded %v", len(p.rows), n, p.Folded())
	}
	p.search.SetText("delay")
	if len(p.rows) != 1 {
		t.Error("the search does not look into a folded group")
	}
}
