package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/look"
)

func fieldWindow(t *testing.T, o fyne.CanvasObject) fyne.Window {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	w := test.NewTempWindow(t, Column(0, o))
	w.Resize(fyne.NewSize(200, 600))
	return w
}

func press(o fyne.Focusable, keys ...fyne.KeyName) {
	for _, k := range keys {
		o.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestAParagraphWrapsGrowsAndTakesNoLineBreak(t *testing.T) {
	e := NewSoft()
	w := fieldWindow(t, e)
	sent := ""
	e.OnSubmitted = func(s string) { sent = s }
	if h := e.MinSize().Height; h < 31 || h > 34 {
		t.Errorf("an empty field is %v high", h)
	}
	w.Canvas().Focus(e)
	test.Type(e, strings.Repeat("word ", 20))
	low := e.MinSize().Height
	press(e, fyne.KeyReturn)
	if low < 60 || strings.Contains(e.Text, "\n") || sent != e.Text {
		t.Errorf("height %v, sent %q, text %q", low, sent, e.Text)
	}
	e.SetText(strings.Repeat("word ", 400))
	if h := e.MinSize().Height; h > 300 {
		t.Errorf("a long text makes it %v high", h)
	}
}

func TestTextIsInsertedWhereTheCursorIs(t *testing.T) {
	for _, e := range []*Entry{NewEntry(1), NewSoft(), NewEntry(3)} {
		fieldWindow(t, e)
		text := "one two three four five six seven eight nine ten"
		for at := range len(text) {
			e.SetText(text)
			e.SetOffset(at)
			e.Insert("{{x}}")
			if want := text[:at] + "{{x}}" + text[at:]; e.Text != want || e.Offset() != at+5 {
				t.Errorf("at %d: %q, cursor at %d", at, e.Text, e.Offset())
			}
		}
	}
}

func TestASelectIsOperatedByKeys(t *testing.T) {
	var got []string
	s := NewSelect([]Option{{Value: "a", Text: "Apple"}, {Value: "b", Text: "Bread"}, {Value: "c", Text: "Cake"}}, "a", func(v string) { got = append(got, v) })
	w := fieldWindow(t, s)
	w.Canvas().Focus(s)
	press(s, fyne.KeyLeft, fyne.KeyRight, fyne.KeyDown)
	list, ok := w.Canvas().Focused().(*Picks)
	if !ok {
		t.Fatalf("the focus is on %T", w.Canvas().Focused())
	}
	list.TypedRune('c')
	press(list, fyne.KeyReturn)
	if !slices.Equal(got, []string{"b", "c"}) || w.Canvas().Focused() != fyne.Focusable(s) {
		t.Errorf("chose %v, the focus is on %T", got, w.Canvas().Focused())
	}
	press(s, fyne.KeySpace)
	press(w.Canvas().Focused(), fyne.KeyUp, fyne.KeyEscape)
	if s.Value != "c" {
		t.Error("Escape chose something")
	}
	s.Disable()
	press(s, fyne.KeySpace)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a disabled field opens its list")
	}
}

func TestPicksAreFoundByTextAndGroup(t *testing.T) {
	test.NewTempApp(t)
	var got int
	p := NewPicks([]Pick{{Text: "target", Group: "Start"}, {Text: "output", Group: "Ahrefs"}, {Text: "output.count", Group: "Ahrefs"}}, 0, func(i int) { got = i })
	p.Filter("ahrefs cou")
	p.Key(fyne.KeyReturn)
	if p.Count() != 1 || got != 2 {
		t.Errorf("%d are left, %d was picked", p.Count(), got)
	}
	p.Filter("nothing")
	if p.Count() != 0 || !p.none.Visible() {
		t.Error("nothing says that nothing is left")
	}
}

func TestWhatAnEllipsisTookIsInTheTooltip(t *testing.T) {
	l := NewLabel(strings.Repeat("long ", 30), Body)
	h := NewHint(l, "what it is for")
	fieldWindow(t, h)
	if tip := withCut(h, "what it is for"); !strings.HasPrefix(tip, "long long") || !strings.HasSuffix(tip, "\nwhat it is for") {
		t.Errorf("the tooltip is %q", tip)
	}
}

func TestALineOfAListIsFoundByItsFirstLetters(t *testing.T) {
	test.NewTempApp(t)
	got := -1
	p := NewPicks([]Pick{{Text: "is"}, {Text: "greater"}, {Text: "group"}, {Text: "is not"}, {Text: "starts with"}}, 0, func(i int) { got = i })
	for _, c := range []struct {
		typed string
		want  int
	}{{"gro", 2}, {"gre", 1}, {"is n", 3}, {"s", 4}, {"gg", 2}} {
		for _, r := range c.typed {
			if r == ' ' {
				press(p, fyne.KeySpace)
			}
			p.TypedRune(r)
		}
		p.typed = "" // after a while
		press(p, fyne.KeyReturn)
		if got != c.want {
			t.Errorf("%q leads to %d, not %d", c.typed, got, c.want)
		}
	}
}

func TestTabPassesTheButtonInAFieldAndLettersStayBesideIt(t *testing.T) {
	first, second, button := NewEntry(1), NewEntry(1), NewButton("Add", "", Plain, "", nil)
	first.SetAction(NewButton("", "braces", Quiet, "", nil))
	w := fieldWindow(t, Column(0, first, second, button))
	var told []rune
	w.Canvas().SetOnTypedRune(func(r rune) { told = append(told, r) })
	w.Canvas().Focus(first)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(second) {
		t.Errorf("Tab leads to %T", w.Canvas().Focused())
	}
	for _, r := range "dn?a/" {
		button.TypedRune(r)
	}
	if string(told) != "?/" {
		t.Errorf("the window is told of %q", string(told))
	}
}
