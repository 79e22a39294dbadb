package kit

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"flowbench/app/look"
)

func address(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// lay sets spans with letters one wide.
func lay(width float32, spans ...Span) []string {
	s := setter{spans: spans, width: width, space: 1, measure: func(text string, _ Span) float32 { return float32(len([]rune(text))) }}
	w := Words{lines: s.set()}
	return w.Lines()
}

func TestWordsOfSeveralLooksWrapAtWords(t *testing.T) {
	see := Span{Text: "the manual", To: address(t, "https://example.com")}
	for _, row := range []struct {
		width float32
		spans []Span
		want  []string
	}{
		{12, []Span{{Text: "one two "}, {Text: "three", Bold: true}, {Text: " four"}}, []string{"one two", "three four"}},
		{12, []Span{{Text: "press "}, {Text: "Sign In", Bold: true}, {Text: ". Then"}}, []string{"press Sign", "In. Then"}},
		{8, []Span{{Text: "set ("}, {Text: "a", Code: true}, {Text: "), "}, {Text: "b", Code: true}, {Text: "."}}, []string{"set (a),", "b."}},
		{10, []Span{{Text: "  in  "}, see, {Text: "  too "}}, []string{"in the", "manual too"}},
		{4, []Span{{Text: "a "}, {Text: "bcdefg", Code: true}, {Text: "hi j"}}, []string{"a", "bcde", "fghi", "j"}},
		{9, []Span{{Text: "one\ntwo\n"}, {Text: "\nthree", Bold: true}}, []string{"one", "two", "", "three"}},
		{0.5, []Span{{Text: "ab"}}, []string{"a", "b"}},
		{9, nil, []string{""}},
	} {
		if got := lay(row.width, row.spans...); !slices.Equal(got, row.want) {
			t.Errorf("%v at %v: %q, want %q", row.spans, row.width, got, row.want)
		}
	}
}

func TestWordsAreAsTallAsTheirWidthAsks(t *testing.T) {
	app(t)
	w := NewWords(Body, nil, Span{Text: strings.Repeat("word ", 30)}, Span{Text: "code", Code: true}, Span{Text: strings.Repeat(" word", 30)})
	below := Gap(10, 10)
	col := Column(4, w, below)
	test.NewTempWindow(t, container.NewWithoutLayout(col))
	for _, width := range []float32{600, 200, 321, 600} {
		col.Resize(fyne.NewSize(width, 1000))
		var foot float32
		for _, o := range test.WidgetRenderer(w).Objects() {
			if x := o.Position().X + o.Size().Width; x > width+0.5 {
				t.Errorf("at %v something ends at %v", width, x)
			}
			foot = max(foot, o.Position().Y+o.Size().Height)
		}
		h := w.MinSize().Height
		if n := h / LineHeight(Body); n != float32(int(n)) || foot > h || foot < h-LineHeight(Body) {
			t.Errorf("at %v it is %v tall, its text ends at %v", width, h, foot)
		}
		if below.Position().Y != h+4 {
			t.Errorf("at %v what is below stands at %v, not %v", width, below.Position().Y, h+4)
		}
	}
}

func TestWordsStandOnOneBase(t *testing.T) {
	app(t)
	w := NewWords(Body, nil, Span{Text: "plain "}, Span{Text: "bold", Bold: true}, Span{Text: " "}, Span{Text: "code", Code: true})
	test.NewTempWindow(t, w)
	w.Resize(fyne.NewSize(400, 40))
	var low, high float32 = 99, 0
	for _, o := range test.WidgetRenderer(w).Objects() {
		if o, ok := o.(*fynecanvas.Text); ok {
			_, base := rendered(o.Text, o.TextSize, o.TextStyle)
			low, high = min(low, o.Position().Y+up(base)), max(high, o.Position().Y+up(base))
		}
	}
	if high == 0 || high != low {
		t.Errorf("they stand on %v to %v", low, high)
	}
}

func TestALinkIsFollowedByClickAndByKey(t *testing.T) {
	app(t)
	var went []string
	far := address(t, "https://example.com/far")
	w := NewWords(Body, func(u *url.URL) { went = append(went, u.String()) },
		Span{Text: "See "}, Span{Text: strings.Repeat("the manual ", 12), To: far}, Span{Text: "bold", Bold: true, To: far},
		Span{Text: " and "}, Span{Text: "this", To: address(t, "http://example.com/")}, Span{Text: ", "}, Span{Text: "that", To: address(t, "file:///etc/passwd")},
		Span{Text: " or "}, Span{Text: "near", To: address(t, "https://example.com/near")})
	win := test.NewTempWindow(t, w)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(200, 300))
	c := win.Canvas()
	test.FocusNext(c)
	first := c.Focused()
	if first == nil {
		t.Fatal("Tab comes to no link")
	}
	first.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	test.FocusNext(c)
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	test.FocusNext(c)
	if c.Focused() != first {
		t.Error("there is a third stop")
	}
	parts := w.links[far].parts
	if len(parts) < 4 {
		t.Fatalf("the link is on %d lines", len(parts))
	}
	for _, p := range parts {
		r := test.WidgetRenderer(p.object()).(*linkRenderer)
		if r.ring.StrokeColor != Colors().Primary || p.text.Color != Colors().Primary {
			t.Errorf("%q does not show that it has the focus", p.text.Text)
		}
	}
	at := parts[2].Position().AddXY(4, 8)
	test.TapCanvas(c, at)
	if want := []string{"https://example.com/far", "https://example.com/near", "https://example.com/far"}; !slices.Equal(went, want) {
		t.Errorf("it went to %v", went)
	}
	if NewWords(Body, nil, Span{Text: "x", To: far}).links[far] != nil {
		t.Error("a link without a way to open it is one")
	}
}

func TestWordsFollowTheTheme(t *testing.T) {
	app(t)
	w := NewWords(Body, func(*url.URL) {}, Span{Text: "plain "}, Span{Text: "link", To: address(t, "https://example.com")})
	test.NewTempWindow(t, w)
	before := test.WidgetRenderer(w).Objects()[0].(*fynecanvas.Text).Color
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Dark))
	w.Refresh()
	objects := test.WidgetRenderer(w).Objects()
	if now := objects[0].(*fynecanvas.Text).Color; now == before || now != Colors().Text {
		t.Errorf("the text is %v", now)
	}
	if l := objects[1].(*linkHead); l.text.Color != Colors().Primary {
		t.Errorf("the link is %v", l.text.Color)
	}
}
