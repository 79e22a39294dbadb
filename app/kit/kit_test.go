package kit

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"flowbench/app/look"
)

func app(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
}

func TestWrapBreaksAtWords(t *testing.T) {
	app(t)
	text := "one two three four five six seven eight nine ten\n  indented " + strings.Repeat("x", 80)
	lines := Wrap(text, 120, 13, fyne.TextStyle{})
	for _, l := range lines {
		if w := fyne.MeasureText(l, 13, fyne.TextStyle{}).Width; w > 120 {
			t.Errorf("%q is %v wide", l, w)
		}
	}
	if strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.Join(strings.Fields(text), "") {
		t.Errorf("something is lost: %q", lines)
	}
	if !reflect.DeepEqual(Wrap("a\n  b\n\nc", 500, 13, fyne.TextStyle{}), []string{"a", "  b", "", "c"}) {
		t.Errorf("lines and their indent are not kept: %q", Wrap("a\n  b\n\nc", 500, 13, fyne.TextStyle{}))
	}
}

func TestProseIsAsTallAsItsWidthAsks(t *testing.T) {
	app(t)
	p := NewProse(strings.Repeat("word ", 40), Body, 0)
	test.NewTempWindow(t, p)
	p.Resize(fyne.NewSize(600, 10))
	wide := p.MinSize().Height
	p.Resize(fyne.NewSize(200, 10))
	if narrow := p.MinSize().Height; narrow < 2*wide {
		t.Errorf("%v tall at 200, %v at 600", narrow, wide)
	}
	p.Max = 2
	p.Refresh()
	texts := test.WidgetRenderer(p).Objects()
	if len(texts) != 2 {
		t.Errorf("%d lines of at most 2", len(texts))
	}
}

func TestCardsFillTheirRows(t *testing.T) {
	app(t)
	for _, row := range []struct {
		width   float32
		n, want int // in the first row
	}{{960, 4, 4}, {700, 4, 2}, {500, 4, 2}, {150, 4, 1}, {700, 5, 3}, {2000, 2, 2}} {
		var cards []fyne.CanvasObject
		for range row.n {
			cards = append(cards, Gap(10, 50))
		}
		l := &Cards{Narrow: 200, Gap: 16}
		c := container.New(l, cards...)
		c.Resize(fyne.NewSize(row.width, 400))
		first := 0
		for _, o := range cards {
			if o.Position().Y == 0 {
				first++
			}
		}
		if first != row.want {
			t.Errorf("%d cards on %v: %d in the first row, not %d", row.n, row.width, first, row.want)
		}
		last := cards[first-1]
		if end := last.Position().X + last.Size().Width; end < row.width-1 || end > row.width+1 {
			t.Errorf("%d cards on %v end at %v", row.n, row.width, end)
		}
		bottom := cards[row.n-1].Position().Y + 50
		if h := c.MinSize().Height; h != bottom {
			t.Errorf("needs %v of height, ends at %v", h, bottom)
		}
	}
}

func TestRowsReuseTheirObjects(t *testing.T) {
	app(t)
	made := 0
	shown := map[*Label]int{}
	rows := NewRows(20, func() fyne.CanvasObject { made++; return NewLabel("", Body) }, func(i int, o fyne.CanvasObject) { shown[o.(*Label)] = i })
	w := test.NewTempWindow(t, rows)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, 100))
	rows.SetCount(10000)
	for i := 0; i < 10000; i += 37 {
		rows.Reveal(i)
		found := false
		for l, at := range shown {
			found = found || at == i && l.Visible()
		}
		if !found {
			t.Fatalf("row %d is not shown", i)
		}
	}
	if made > 10 {
		t.Errorf("%d objects for 5 rows", made)
	}
	rows.SetCount(0)
	for l := range shown {
		if l.Visible() {
			t.Error("a row is left of an empty list")
		}
	}
}

func TestKeysThatNobodyWantsReachTheWindow(t *testing.T) {
	app(t)
	entry, area, button := NewEntry(1), NewArea(3, true, nil), NewButton("Run", "", Primary, "", nil)
	w := test.NewTempWindow(t, container.NewVBox(entry, area, button))
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	for _, f := range []fyne.Focusable{entry, area, button} {
		got = nil
		for _, k := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1, fyne.KeyF, fyne.KeyReturn} {
			f.TypedKey(&fyne.KeyEvent{Name: k})
		}
		want := []fyne.KeyName{fyne.KeyEscape, fyne.KeyF1}
		if f == fyne.Focusable(button) {
			want = append(want, fyne.KeyF)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%T gave on %v", f, got)
		}
	}
}

func TestAnAreaIsLeftByTabAndSubmittedByControlEnter(t *testing.T) {
	app(t)
	sent := 0
	a := NewArea(3, false, func() { sent++ })
	w := test.NewTempWindow(t, a)
	w.Canvas().Focus(a)
	if a.AcceptsTab() {
		t.Error("it keeps Tab")
	}
	a.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	a.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if sent != 1 || a.Text != "\n" {
		t.Errorf("submitted %d times, %q", sent, a.Text)
	}
}

func TestTabPassesOverRowsThatOnlyTell(t *testing.T) {
	app(t)
	label, entry := NewRow(NewLabel("Name", Caption), "What it is called", nil), NewEntry(1)
	w := test.NewTempWindow(t, container.NewVBox(label, entry))
	test.FocusNext(w.Canvas())
	if w.Canvas().Focused() != fyne.Focusable(entry) {
		t.Errorf("Tab led to a %T", w.Canvas().Focused())
	}
}
