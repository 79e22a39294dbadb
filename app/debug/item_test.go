package debug

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/engine/event"
)

// rounds is a run of a loop over n items; the node Post fails with item bad, which ends
// the loop where nobody handles it.
func rounds(n, bad int, handled bool) []event.Event {
	var t tape
	ok := event.Event{Status: event.Succeeded, Port: "success"}
	t.add(0, event.Event{Type: event.RunStarted, Run: "r1", Flow: "Watch", Env: "Sandbox"})
	t.step(0, "Start", "start", ok)
	values := make([]string, n)
	for i := range values {
		values[i] = fmt.Sprintf(`{"page":%d}`, i)
	}
	t.add(1, event.Event{Type: event.StepStarted, Step: "Each", Kind: "loop", Input: val(`{"items":[` + strings.Join(values, ",") + `]}`)})
	t.add(1, event.Event{Type: event.StepOpened, Step: "Each", Kind: "loop", Records: &n})
	end := event.Event{Type: event.StepFinished, Step: "Each", Kind: "loop", Status: event.Succeeded, Port: "success", MS: float64(10 * n)}
	last := event.Event{Type: event.RunFinished, Status: event.Succeeded, MS: float64(10*n + 1)}
	for i := range n {
		at := fmt.Sprintf("Each[%d]/", i)
		t.step(float64(10*i+1), at+"Ask", "condition", event.Event{Status: event.Succeeded, Port: "If", MS: 1})
		post := ok
		post.MS = 8
		if i == bad {
			post.Status, post.Port, post.Error = event.Failed, "failure", &event.Fault{Message: "no such channel"}
		}
		t.step(float64(10*i+2), at+"Post", "api", post)
		if i == bad && !handled {
			end.Status, end.Error = event.Failed, &event.Fault{Message: fmt.Sprintf("Item %d, Post: no such channel", i), Step: at + "Post"}
			last.Status, last.Error = event.Failed, end.Error
			break
		}
	}
	t.add(float64(10*n+1), end)
	t.add(float64(10*n+1), last)
	return t
}

// listed are the lines of the flow log, each as deep as it lies.
func listed(d *Dock) []string {
	var out []string
	for _, l := range d.list.lines {
		out = append(out, strings.Repeat(" ", l.depth)+l.title())
	}
	return out
}

// tapLine clicks the line of that key.
func tapLine(t *testing.T, d *Dock, key string) {
	t.Helper()
	i := slices.IndexFunc(d.list.lines, func(l line) bool { return l.key() == key })
	if i < 0 {
		t.Fatalf("there is no line %s in %q", key, listed(d))
	}
	row := newStepRow(d.list)
	d.list.UpdateItem(i, row)
	test.Tap(row)
}

func TestALoopIsOneRowThatOpensToItsItemsAndTheseToTheirSteps(t *testing.T) {
	d, host, _ := newDock(t)
	var told []string
	d.OnStep = func(p string) { told = append(told, p) }
	d.Show(Run{Events: rounds(3, 1, true)})
	d.OpenTab(FlowLogTab)
	if got, want := listed(d), []string{"Start", "Each"}; !slices.Equal(got, want) {
		t.Fatalf("at first the lines are %q", got)
	}
	tapLine(t, d, "Each")
	tapLine(t, d, "Each[1]")
	want := []string{"Start", "Each", " Item 0", " Item 1", "  Ask", "  Post", " Item 2"}
	if got := listed(d); !slices.Equal(got, want) {
		t.Errorf("opened the lines are %q", got)
	}
	if !slices.Equal(told, []string{"Each", "Each"}) || d.detail.step.Path != "Each[1]/Post" {
		t.Errorf("the board heard %q; of an item whose step failed %q is shown", told, d.detail.step.Path)
	}
	key := func(name fyne.KeyName) { d.list.TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyDown)
	if d.Chosen() != "Each[1]/Ask" {
		t.Errorf("Down went to %q", d.Chosen())
	}
	key(fyne.KeyLeft)
	key(fyne.KeyLeft)
	if got := listed(d); d.Chosen() != "Each[1]" || len(got) != 5 {
		t.Errorf("Left twice leads to %q and leaves %q", d.Chosen(), got)
	}
	d.list.copyChosen()
	if host.copied != "Each[1]\tPost: no such channel" {
		t.Errorf("copied %q", host.copied)
	}
	key(fyne.KeyLeft)
	key(fyne.KeyLeft)
	if got := listed(d); d.Chosen() != "Each" || len(got) != 2 {
		t.Errorf("Left twice more leads to %q and leaves %q", d.Chosen(), got)
	}
	key(fyne.KeyRight)
	if got := listed(d); len(got) != 5 {
		t.Errorf("Right opens it to %q", got)
	}
}

func TestAnItemSaysWhatItIsAndHowItWent(t *testing.T) {
	d, _, _ := newDock(t)
	d.Show(Run{Events: rounds(3, 1, true)})
	each := d.Trace().Step("Each")
	for i, want := range []string{`{"page":0}`, "Post: no such channel", `{"page":2}`} {
		if got := each.Rounds[i].summary(); got != want || each.Rounds[i].status() != event.Succeeded {
			t.Errorf("item %d says %q, %s", i, got, each.Rounds[i].status())
		}
	}
	var live Trace
	events := rounds(3, -1, true)
	for i := range events[:12] { // in the middle of item 1
		live.Put(&events[i])
	}
	if s := live.Step("Each"); s.Summary != "2 of 3" || s.Rounds[0].status() != event.Succeeded || s.Rounds[1].status() != "" {
		t.Errorf("while it runs the loop says %q", s.Summary)
	}
}

func TestTheStepThatFailedALoopIsBroughtIntoView(t *testing.T) {
	d, _, _ := newDock(t)
	d.Show(Run{Events: rounds(1000, 700, false)})
	if d.Tab() != FlowLogTab || d.Chosen() != "Each[700]/Post" || d.detail.step.Path != "Each[700]/Post" {
		t.Errorf("it shows %q on tab %d", d.Chosen(), d.Tab())
	}
	if s := d.Trace().Step("Each").Rounds[700].status(); s != event.Failed {
		t.Errorf("item 700 %s", s)
	}
	if i := d.list.at(); i < 700 || d.list.GetScrollOffset() < 600*pitch {
		t.Errorf("its line is %d, and the log begins at %v", i, d.list.GetScrollOffset())
	}
	rows := 0
	for _, o := range test.WidgetRenderer(d.list).Objects() {
		rows += countRows(o)
	}
	if rows == 0 || rows > 40 {
		t.Errorf("there are %d rows for 700 items", rows)
	}
}

// countRows counts the rows of the log that are there.
func countRows(o fyne.CanvasObject) int {
	switch o := o.(type) {
	case *stepRow:
		return 1
	case *fyne.Container:
		n := 0
		for _, c := range o.Objects {
			n += countRows(c)
		}
		return n
	case fyne.Widget:
		n := 0
		for _, c := range test.WidgetRenderer(o).Objects() {
			n += countRows(c)
		}
		return n
	}
	return 0
}

func TestTheBoardShowsWhatANodeInALoopDidLast(t *testing.T) {
	d, _, _ := newDock(t)
	d.Show(Run{Events: rounds(3, -1, true)})
	d.OpenTab(OutputTab)
	d.SelectStep("Post") // while the log is not seen
	d.OpenTab(FlowLogTab)
	if d.Chosen() != "Each[2]/Post" || !slices.Contains(listed(d), "  Post") {
		t.Errorf("chosen is %q among %q", d.Chosen(), listed(d))
	}
}

func BenchmarkPutBatchesOfALoop(b *testing.B) {
	test.NewTempApp(b)
	events := rounds(10_000, -1, true)
	for _, open := range []bool{false, true} {
		b.Run(fmt.Sprint("open ", open), func(b *testing.B) {
			d := New(&desk{})
			test.NewTempWindow(b, d.Content).Resize(fyne.NewSize(1100, 320))
			for b.Loop() {
				d.Begin(Run{})
				d.Put(events[:10])
				d.trace.Step("Each").open = open
				for batch := range slices.Chunk(events[10:], 20) {
					d.Put(batch)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(events)/20), "µs/batch")
		})
	}
}
