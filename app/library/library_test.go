package library

import (
	"fmt"
	"image"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
)

type fake struct {
	entries, recent []Entry
	ticks           map[string]bool
	did             []string
}

func (f *fake) say(format string, args ...any) { f.did = append(f.did, fmt.Sprintf(format, args...)) }

func (f *fake) Samples() []Sample {
	return []Sample{{Name: "backlinks", Title: "Broken backlinks", Text: "Posts their number."}, {Name: "form", Title: "Form to Slack", Text: "Tells a channel."}}
}
func (f *fake) OpenSample(name string, run bool) { f.say("sample %s %v", name, run) }
func (f *fake) NewIntegration(n dialogs.New)     { f.say("new %s %v", n.Name, n.Labels) }
func (f *fake) OpenFile()                        { f.say("file") }
func (f *fake) ImportClipboard()                 { f.say("clipboard") }
func (f *fake) Recent() []Entry                  { return f.recent }
func (f *fake) Entries() []Entry                 { return f.entries }
func (f *fake) Open(id string)                   { f.say("open %s", id) }
func (f *fake) Rename(id, name string)           { f.say("rename %s %s", id, name) }
func (f *fake) Duplicate(id string)              { f.say("duplicate %s", id) }
func (f *fake) Delete(id string)                 { f.say("delete %s", id) }
func (f *fake) Ticks() map[string]bool           { return f.ticks }

func many(n int) (out []Entry) {
	for i := range n {
		out = append(out, Entry{ID: fmt.Sprint(i), Name: fmt.Sprintf("Flow %d", i), Flows: 1})
	}
	return out
}

func page(t *testing.T, h *fake, width, height float32) (*Page, fyne.Canvas) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	p := New(h)
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return p, w.Canvas()
}

// find is every object of a type that is shown in o.
func find[T any](o fyne.CanvasObject) (out []T) {
	if o == nil || !o.Visible() {
		return nil
	}
	if x, ok := o.(T); ok {
		out = append(out, x)
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			out = append(out, find[T](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			out = append(out, find[T](child)...)
		}
	}
	return out
}

func tap(t *testing.T, in fyne.CanvasObject, text string) {
	t.Helper()
	for _, b := range find[*kit.Button](in) {
		if b.Text == text {
			b.Tapped(nil)
			return
		}
	}
	t.Fatalf("no button %q", text)
}

func texts(o fyne.CanvasObject) string {
	var s strings.Builder
	for _, l := range find[*kit.Label](o) {
		s.WriteString(l.Text + "\n")
	}
	for _, p := range find[*kit.Prose](o) {
		s.WriteString(p.Text + "\n")
	}
	return s.String()
}

func TestTheFirstStartOffersWhatToDo(t *testing.T) {
	h := &fake{}
	p, c := page(t, h, 960, 600)
	if s := texts(p); !strings.Contains(s, "There is none yet.") || !strings.Contains(s, "0 of 5") {
		t.Errorf("shown: %s", s)
	}
	tap(t, p, "Open and run")
	tap(t, p, "Open")
	tap(t, p, "Open file")
	tap(t, p, "Import from clipboard")
	tap(t, p, "Add Integration")
	for _, r := range "Leads" {
		c.Focused().TypedRune(r)
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	want := []string{"sample backlinks true", "sample backlinks false", "file", "clipboard", "new Leads []"}
	if !reflect.DeepEqual(h.did, want) {
		t.Errorf("did %q", h.did)
	}
}

func TestFewIntegrationsAreOneListTheLatestFirst(t *testing.T) {
	all := many(3)
	h := &fake{entries: all, recent: []Entry{all[2]}}
	p, _ := page(t, h, 960, 600)
	rows := find[*kit.Row](p.recent)
	if len(rows) != 3 || p.all.Visible() {
		t.Fatalf("%d rows; the library is shown: %v", len(rows), p.all.Visible())
	}
	rows[0].Tapped(nil)
	rows[1].Tapped(nil)
	if !reflect.DeepEqual(h.did, []string{"open 2", "open 0"}) {
		t.Errorf("did %q", h.did)
	}
}

func TestManyIntegrationsCanBeSearched(t *testing.T) {
	h := &fake{entries: many(9)}
	h.entries[4].Description = "Sends the receipts"
	h.recent = h.entries
	p, _ := page(t, h, 960, 600)
	if n := len(find[*kit.Row](p.recent)); n != few-1 {
		t.Errorf("%d recent ones", n)
	}
	if n := len(find[*kit.Row](p.rows)); n != 9 {
		t.Errorf("%d in the library", n)
	}
	p.search.SetText("receip")
	rows := find[*kit.Row](p.rows)
	if len(rows) != 1 {
		t.Fatalf("%d found", len(rows))
	}
	rows[0].Tapped(nil)
	if h.did[0] != "open 4" {
		t.Errorf("did %q", h.did)
	}
	p.search.SetText("nobody")
	if s := texts(p.rows); !strings.Contains(s, `"nobody"`) {
		t.Errorf("shown: %s", s)
	}
	p.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if n := len(find[*kit.Row](p.rows)); n != 9 {
		t.Errorf("%d after Escape", n)
	}
}

func TestSearchLooksInAllThatDescribes(t *testing.T) {
	e := Entry{Name: "Broken backlinks", Description: "Watches example.com", Category: "SEO", Labels: []string{"weekly", "ahrefs"}}
	for query, found := range map[string]bool{
		"": true, "link": true, "BROKEN": true, "example": true, "seo": true, "week": true, "broken week": true, "broken stripe": false, "brokenb": false,
	} {
		if got := len(Search([]Entry{e}, query)) == 1; got != found {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func TestDeleteAsksFirst(t *testing.T) {
	h := &fake{entries: many(1)}
	p, c := page(t, h, 960, 600)
	p.remove(h.entries[0])
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(h.did) != 0 {
		t.Fatalf("did %q", h.did)
	}
	p.remove(h.entries[0])
	tap(t, c.Overlays().Top(), "Delete")
	if !reflect.DeepEqual(h.did, []string{"delete 0"}) {
		t.Errorf("did %q", h.did)
	}
}

func TestRenameRefusesANameThatIsTaken(t *testing.T) {
	h := &fake{entries: many(2)}
	p, c := page(t, h, 960, 600)
	p.rename(h.entries[0])
	enter := func(text string) {
		c.Focused().(*kit.Entry).SetText(text)
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	enter("flow 1")
	if len(h.did) != 0 {
		t.Fatalf("did %q", h.did)
	}
	enter("Leads")
	if !reflect.DeepEqual(h.did, []string{"rename 0 Leads"}) {
		t.Errorf("did %q", h.did)
	}
}

func TestTheGuideTicksItselfAndGoes(t *testing.T) {
	h := &fake{ticks: map[string]bool{StepSample: true, StepLog: true}}
	p, _ := page(t, h, 960, 600)
	if s := texts(p.guide); !strings.Contains(s, "2 of 5") {
		t.Errorf("shown: %s", s)
	}
	width := p.main.Size().Width
	for _, s := range steps {
		h.ticks[s.name] = true
	}
	p.Refresh()
	if p.guide.Visible() {
		t.Error("the guide stays after its last step")
	}
	if p.main.Size().Width <= width {
		t.Error("nobody took its room")
	}
}

func TestThePageFitsTheSmallestWindow(t *testing.T) {
	h := &fake{entries: many(12), recent: many(12)}
	for i := range h.entries {
		h.entries[i].Name = strings.Repeat("a long name ", 12)
		h.entries[i].Description = strings.Repeat("and a long description ", 12)
		h.entries[i].Labels = []string{strings.Repeat("x", 60), strings.Repeat("y", 60), "z", "more"}
	}
	p, _ := page(t, h, 960, 600)
	if w := p.MinSize().Width; w > 960 {
		t.Errorf("at least %v wide", w)
	}
	for _, b := range find[*kit.Button](p) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
		if at.X+b.Size().Width > 960 {
			t.Errorf("the button %q%s is at %v", b.Text, b.Icon, at)
		}
	}
	for _, row := range find[*kit.Row](p.rows) {
		menu := find[*kit.Button](row)[0]
		left := fyne.CurrentApp().Driver().AbsolutePositionForObject(menu).X
		for _, l := range find[*kit.Label](row) {
			if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l); at.X+l.Size().Width > left {
				t.Errorf("%q ends at %v, the menu begins at %v", l.Text, at.X+l.Size().Width, left)
			}
		}
	}
	main, guide := p.main, p.guide
	if main.Position().X+main.Size().Width > guide.Position().X {
		t.Error("the guide lies on the page")
	}
}

func TestASampleShowsItsBoard(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light))
	b := newBoard(draw.NewScene(draw.Content{Nodes: []draw.Node{{Key: 1, Title: "Start", Sign: draw.Sign{Icon: "start"}}}}))
	img := b.paint(256, 128).(*image.RGBA)
	if img.RGBAAt(0, 0).A != 0 || img.RGBAAt(128, 4).A != 255 {
		t.Error("the upper corners are not those of a card")
	}
	ground := img.RGBAAt(20, 64)
	if c := img.RGBAAt(128, 64); c == ground {
		t.Error("nothing in the middle")
	}
	newBoard(nil).paint(10, 10)
}

func TestAgoIsSaidForPeople(t *testing.T) {
	now := time.Date(2026, 3, 12, 14, 5, 0, 0, time.UTC)
	for _, row := range []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, ""},
		{now.Add(-20 * time.Second), "just now"},
		{now.Add(-3 * time.Hour), "11:05"},
		{now.Add(-15 * time.Hour), "yesterday"},
		{now.AddDate(0, 0, -2), "10 March"},
		{now.AddDate(-1, 0, 0), "12 March 2025"},
	} {
		if got := Ago(row.t, now); got != row.want {
			t.Errorf("%v: %q, not %q", row.t, got, row.want)
		}
	}
}
