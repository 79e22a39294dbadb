package dialogs

import (
	"io/fs"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/assets"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/kinds"
)

// helpTexts are all pages of help that there are, by name.
func helpTexts(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	names, err := fs.Glob(assets.Help(), "*.md")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no help pages", err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(assets.Help(), n)
		if err != nil {
			t.Fatal(err)
		}
		pages[n] = string(b)
	}
	cat, problems := catalog.Load(assets.Catalog())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, k := range kinds.All(cat) {
		pages["kind "+k.ID] = kinds.Help(k)
	}
	for _, p := range cat.Offered() {
		for _, a := range p.Actions {
			pages["action "+p.ID+" "+a.ID] = kinds.ActionHelp(p, a)
		}
	}
	for _, s := range auth.All {
		pages["scheme "+s.ID] = s.Doc
	}
	return pages
}

// spans are all running texts of blocks, in their order.
func spans(all []block) (out [][]kit.Span) {
	for _, b := range all {
		if b.spans != nil {
			out = append(out, b.spans)
		}
		for _, item := range b.items {
			out = append(out, spans(item)...)
		}
		for i, row := range b.rows {
			for _, cell := range row {
				if i > 0 { // heads are not shown
					out = append(out, cell)
				}
			}
		}
	}
	return out
}

// shown is every object of a type on a page.
func shown[T any](o fyne.CanvasObject) (out []T) {
	if x, ok := o.(T); ok {
		out = append(out, x)
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		out = append(out, shown[T](child)...)
	}
	return out
}

func TestNoWordOfHelpIsBroken(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	for name, text := range helpTexts(t) {
		var want []string
		for _, s := range spans(blocks(text)) {
			all := ""
			for _, span := range s {
				all += span.Text
			}
			want = append(want, strings.Fields(all)...)
		}
		page := HelpPage(text, func(*url.URL) {})
		test.NewTempWindow(t, page)
		widths := []float32{120, 121, 180, 260, 333, 440, 480, 600, 777, 900}
		if strings.HasPrefix(name, "action") { // many, and much alike
			widths = []float32{120, 480, 900}
		}
		for _, width := range widths {
			page.Resize(fyne.NewSize(width, 700))
			at, part := 0, ""
			for _, w := range shown[*kit.Words](page) {
				painted := ""
				for _, o := range shown[*fynecanvas.Text](w) {
					painted += o.Text
				}
				lines := w.Lines()
				if bare(painted) != bare(strings.Join(lines, "")) {
					t.Errorf("%s at %v: painted is %q, not %q", name, width, painted, lines)
				}
				for _, word := range strings.Fields(strings.Join(lines, " ")) {
					if at == len(want) {
						t.Fatalf("%s at %v: %q is too much", name, width, word)
					}
					if part += word; !strings.HasPrefix(want[at], part) {
						t.Fatalf("%s at %v: %q where %q should stand", name, width, part, want[at])
					}
					if part != want[at] && !wider(want[at], w.Size().Width) {
						t.Fatalf("%s at %v: %q is broken after %q", name, width, want[at], part)
					}
					if part == want[at] {
						at, part = at+1, ""
					}
				}
			}
			if at != len(want) {
				t.Errorf("%s at %v: it ends before %q", name, width, want[at])
			}
		}
	}
}

func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// wider reports whether a word is, in any of the faces, wider than a line.
func wider(word string, width float32) bool {
	return max(fyne.MeasureText(word, 13, fyne.TextStyle{Bold: true}).Width, fyne.MeasureText(word, 12, fyne.TextStyle{Monospace: true}).Width+16) > width
}

func TestPagesOfHelpAreAsTallAsWhatStandsOnThem(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	for name, text := range helpTexts(t) {
		page := HelpPage(text, nil)
		test.NewTempWindow(t, page)
		for _, width := range []float32{140, 900, 480} {
			page.Resize(fyne.NewSize(width, 700))
			content := page.(*container.Scroll).Content
			var foot float32 // of what was seen so far
			var walk func(o fyne.CanvasObject, top float32)
			walk = func(o fyne.CanvasObject, top float32) {
				top += o.Position().Y
				switch o := o.(type) {
				case *kit.Words:
					if top < foot-0.5 {
						t.Errorf("%s at %v: %q stands at %v, what is above ends at %v", name, width, o.Lines(), top, foot)
					}
					if o.Size().Height < o.MinSize().Height {
						t.Errorf("%s at %v: %q is cut", name, width, o.Lines())
					}
					foot = top + o.MinSize().Height
				case *fyne.Container:
					for _, child := range o.Objects {
						walk(child, top)
					}
				}
			}
			walk(content, 0)
			if h := content.MinSize().Height; foot == 0 || h < foot || content.Size().Height < h {
				t.Errorf("%s at %v: the page is %v tall, %v asked for; its text ends at %v", name, width, content.Size().Height, h, foot)
			}
		}
	}
}

func TestHelpShowsNoSignsOfMarkdown(t *testing.T) {
	letters := regexp.MustCompile(`[^\p{L}]+`)
	unseen := regexp.MustCompile("\\]\\(https?:[^)]*\\)|(?m)^```[a-z]*|<!--")
	marks := regexp.MustCompile("`|\\\\|\\*|__|\\]\\(|(?m)^(#|- |\\|)|\\|$")
	for name, text := range helpTexts(t) {
		var all strings.Builder
		var collect func([]block)
		collect = func(list []block) {
			for _, b := range list {
				for _, s := range append(slices.Concat(b.rows...), b.spans) {
					for _, span := range s {
						all.WriteString(span.Text)
						if !span.Code && marks.MatchString(span.Text) {
							t.Errorf("%s shows %q", name, span.Text)
						}
					}
				}
				all.WriteString(b.code)
				for _, item := range b.items {
					collect(item)
				}
			}
		}
		collect(blocks(text))
		if got, want := letters.ReplaceAllString(all.String(), ""), letters.ReplaceAllString(unseen.ReplaceAllString(text, ""), ""); got != want {
			t.Errorf("%s: the words are\n%s\nnot\n%s", name, got, want)
		}
	}
}

func TestHelpPagesAreTakenApart(t *testing.T) {
	at := func(s string) *url.URL { u, _ := url.Parse(s); return u }
	got := blocks("# Call `x`\n\nIt *calls*\nA\\_B. <b>No</b> &amp; **all of `it`**: [here](https://example.com/), ![a picture](https://example.com/x.png).  \nEnd\n\n" +
		"3. one\n4. two\n   - in it\n\n| A | B |\n|---|---|\n| `x \\| y` | one \\| two |\n\n```json\n{\n\n}\n```\nThen <https://example.com/>.\n\n<div>\nx\n</div>\n")
	want := []block{
		{sort: heading, level: 1, spans: []kit.Span{{Text: "Call "}, {Text: "x", Code: true}}},
		{spans: []kit.Span{{Text: "It "}, {Text: "calls", Bold: true}, {Text: " A_B. <b>No</b> & "}, {Text: "all of ", Bold: true}, {Text: "it", Bold: true, Code: true},
			{Text: ": "}, {Text: "here", To: at("https://example.com/")}, {Text: ", a picture.\nEnd"}}},
		{sort: list, first: 3, items: [][]block{{{spans: []kit.Span{{Text: "one"}}}},
			{{spans: []kit.Span{{Text: "two"}}}, {sort: list, items: [][]block{{{spans: []kit.Span{{Text: "in it"}}}}}}}}},
		{sort: table, rows: [][][]kit.Span{{{{Text: "A"}}, {{Text: "B"}}}, {{{Text: "x | y", Code: true}}, {{Text: "one | two"}}}}},
		{sort: codeBlock, code: "{\n\n}"},
		{spans: []kit.Span{{Text: "Then "}, {Text: "https://example.com/", To: at("https://example.com/")}, {Text: "."}}},
		{spans: []kit.Span{{Text: "<div>\nx\n</div>"}}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d blocks", len(got))
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
}

func TestHelpFollowsNothingByItself(t *testing.T) {
	c, _ := window(t, 960, 600)
	text := "# Page\n\nSee [b](http://example.com/), [c](file:///etc/passwd) and ![d](https://example.com/x.png).\n\n" +
		strings.Repeat("Much text.\n\n", 60) + "- [e](javascript:x) and [a](https://example.com/)\n"
	var went []string
	d := Help(c, "Page", text, func(u *url.URL) { went = append(went, u.String()) })
	if len(shown[*fynecanvas.Image](d)) != 0 {
		t.Error("an image is shown")
	}
	stops := 0
	for range 6 {
		press(c, fyne.KeyTab)
		if _, ok := c.Focused().(*kit.Button); !ok && c.Focused() != nil {
			stops++
			press(c, fyne.KeyReturn)
			d := fyne.CurrentApp().Driver()
			if y := d.AbsolutePositionForObject(c.Focused().(fyne.CanvasObject)).Y; y > 600 {
				t.Errorf("the link stands out of sight, at %v", y)
			}
		}
	}
	if stops == 0 || len(went) != stops || went[0] != "https://example.com/" {
		t.Errorf("%d stops, went to %v", stops, went)
	}
	press(c, fyne.KeyEscape)
	if Open(c) {
		t.Error("Escape does not close it from a link")
	}
}
