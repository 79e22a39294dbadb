package debug

import (
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

// each goes through all that is visible in an object.
func each(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	do(o)
	switch o := o.(type) {
	case *kit.CodeView: // its cells are one text
	case *fyne.Container:
		for _, c := range o.Objects {
			each(c, do)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			each(c, do)
		}
	}
}

func shown(o fyne.CanvasObject) (out []string) {
	each(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *fynecanvas.Text:
			if o.Text != "" {
				out = append(out, o.Text)
			}
		case *widget.RichText:
			out = append(out, o.String())
		case *kit.CodeView:
			out = append(out, o.Text())
		}
	})
	return out
}

func press(t *testing.T, in fyne.CanvasObject, text string) {
	t.Helper()
	var found *kit.Button
	each(in, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q in\n%s", text, texts(in))
	}
	test.Tap(found)
}

func wantTexts(t *testing.T, in fyne.CanvasObject, want ...string) {
	t.Helper()
	got := shown(in)
	for _, w := range want {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, w) }) {
			t.Errorf("%q is not shown in\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// rowsOf are the lines of the flow log as words.
func rowsOf(d *Dock) []string {
	var out []string
	for _, l := range d.list.lines {
		if l.log >= 0 {
			out = append(out, "  "+l.step.Logs[l.log].Label+": "+Brief(l.step.Logs[l.log].Value))
			continue
		}
		label, _ := outcome(l.step)
		out = append(out, strings.Join([]string{l.step.Path, string(l.step.Status), label, Duration(l.step.MS), l.step.Summary}, "|"))
	}
	return out
}

func TestTheFlowLogTellsEachStepOnALine(t *testing.T) {
	d, _, _ := newDock(t)
	d.Begin(Run{Name: "Run 14"})
	d.Put(watch(false))
	want := []string{
		"Start|succeeded||0 ms|target = example.com, limit = 240",
		"Ahrefs|succeeded|200|312 ms|GET api.ahrefs.com/v3/site-explorer/broken-backlinks",
		"AnyBroken|succeeded|IF|0 ms|240 > 0",
		"Quiet|skipped||0 ms|skipped",
		"Look|succeeded||0 ms|",
		"  first: https://a.example/1",
		"SlackSeo|succeeded|200|884 ms|POST slack.com/api/chat.postMessage",
	}
	if got := rowsOf(d); !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	wantTexts(t, d.Content, "Run 14 · 1.2 s · succeeded")
}

func TestARunningRunSaysSoAndCanBeStopped(t *testing.T) {
	d, host, _ := newDock(t)
	d.Begin(Run{Name: "Run 14"})
	d.Put(watch(false)[:4])
	wantTexts(t, d.Content, "Run 14 · running 1.5 s", "running")
	press(t, d.Content, "Stop")
	if !slices.Equal(host.did, []string{"stop"}) {
		t.Errorf("Stop did %q", host.did)
	}
	d.Put(watch(false)[4:])
	if d.stop.Visible() {
		t.Error("an ended run can be stopped")
	}
}

func TestAStoredRunLooksLikeTheLiveOne(t *testing.T) {
	for _, fails := range []bool{false, true} {
		events := watch(fails)
		replayed, _, _ := newDock(t)
		replayed.Show(Run{Name: "Run 14", Events: events})
		for _, size := range []int{1, 3, len(events)} {
			live, _, _ := newDock(t)
			live.Begin(Run{Name: "Run 14"})
			for batch := range slices.Chunk(events, size) {
				live.Put(batch)
			}
			live.Ended()
			if a, b := rowsOf(live), rowsOf(replayed); !slices.Equal(a, b) {
				t.Errorf("in batches of %d: live\n%q\nreplayed\n%q", size, a, b)
			}
			for tab := InputTab; tab <= OutputTab; tab++ {
				live.OpenTab(tab)
				replayed.OpenTab(tab)
				if a, b := texts(live.Content), texts(replayed.Content); a != b {
					t.Errorf("in batches of %d, tab %d: live\n%s\nreplayed\n%s", size, tab, a, b)
				}
			}
			if !reflect.DeepEqual(live.trace.View, replayed.trace.View) {
				t.Error("the folds differ")
			}
		}
	}
}

func TestAFailedRunOpensOnTheFailedStep(t *testing.T) {
	d, _, _ := newDock(t)
	d.Begin(Run{})
	d.OpenTab(InputTab)
	d.Put(watch(true))
	if tab := d.Ended(); tab != FlowLogTab || d.Tab() != FlowLogTab {
		t.Fatalf("it opened tab %d", tab)
	}
	if d.list.chosen != "SlackSeo" || d.detail.step == nil || d.detail.step.Path != "SlackSeo" {
		t.Errorf("it shows the step %q", d.list.chosen)
	}
	wantTexts(t, d.detail.content, "Slack answered 404: channel_not_found", "Check the channel's name.", `"channel_not_found"`)
}

func TestARunThatSucceededOpensOnOutput(t *testing.T) {
	d, _, _ := newDock(t)
	events := watch(false)
	for i := range events { // a failure that the flow dealt with is no failure of the run
		if events[i].Type == event.StepFinished && events[i].Step == "Look" {
			events[i].Status, events[i].Error = event.Failed, &event.Fault{Message: "no"}
		}
	}
	d.Begin(Run{})
	d.Put(events)
	if tab := d.Ended(); tab != OutputTab {
		t.Errorf("it opened tab %d", tab)
	}
}

func TestAnErrorMessageOfEndOpensOnOutput(t *testing.T) {
	d, host, _ := newDock(t)
	var tp tape
	tp.add(0, event.Event{Type: event.RunStarted})
	tp.step(0, "Sorry", "end", event.Event{Status: event.Succeeded, Output: val(`{}`)})
	tp.add(1, event.Event{Type: event.RunFinished, Status: event.Failed, Error: &event.Fault{Type: "message", Message: "no backlinks", Step: "Sorry"}})
	d.Begin(Run{})
	d.Put(tp)
	if tab := d.Ended(); tab != OutputTab {
		t.Fatalf("it opened tab %d", tab)
	}
	wantTexts(t, d.output.content, "no backlinks")
	var selected string
	d.OnStep = func(p string) { selected = p }
	press(t, d.output.content, "Go to Sorry")
	if selected != "Sorry" || d.Tab() != FlowLogTab {
		t.Errorf("the link led to %q on tab %d", selected, d.Tab())
	}
	_ = host
}

func TestARefusedHostOffersItsMends(t *testing.T) {
	d, host, _ := newDock(t)
	fault := &event.Fault{Type: "refused", Message: "api.acme.com is not in the sandbox. Nothing was sent.", Host: "api.acme.com", Step: "Call"}
	var tp tape
	tp.add(0, event.Event{Type: event.RunStarted, Env: "Sandbox"})
	tp.step(0, "Call", "api", event.Event{Status: event.Failed, Port: "failure", Error: fault})
	tp.add(1, event.Event{Type: event.RunFinished, Status: event.Failed, Error: fault})
	d.Show(Run{Events: tp})
	press(t, d.detail.content, "Map host")
	press(t, d.detail.content, "Run with Live…")
	if want := []string{"Map host api.acme.com", "Run with Live… api.acme.com"}; !slices.Equal(host.did, want) {
		t.Errorf("the buttons did %q", host.did)
	}
}

func TestAClickOnAStepTellsTheBoardAndTheBoardTellsTheLog(t *testing.T) {
	d, _, _ := newDock(t)
	var told []string
	d.OnStep = func(p string) { told = append(told, p) }
	d.Show(Run{Events: watch(false)})
	d.OpenTab(FlowLogTab)
	d.list.UpdateItem(1, newStepRow(d.list))
	row := newStepRow(d.list)
	d.list.UpdateItem(1, row)
	test.Tap(row)
	d.SelectStep("SlackSeo")
	if !slices.Equal(told, []string{"Ahrefs"}) {
		t.Errorf("the board heard %q", told)
	}
	if d.detail.step.Path != "SlackSeo" {
		t.Errorf("the log shows %q", d.detail.step.Path)
	}
}

func TestTheArrowKeysGoFromStepToStep(t *testing.T) {
	d, host, _ := newDock(t)
	d.Show(Run{Events: watch(false)})
	d.OpenTab(FlowLogTab)
	d.SelectStep("Look")
	d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // over the line that Look logged
	if d.list.chosen != "SlackSeo" {
		t.Errorf("Down went to %q", d.list.chosen)
	}
	d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if d.list.chosen != "Start" {
		t.Errorf("Home and Up went to %q", d.list.chosen)
	}
	d.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	d.list.TypedShortcut(&fyne.ShortcutCopy{})
	if want := "Ahrefs\t200\t312 ms\tGET api.ahrefs.com/v3/site-explorer/broken-backlinks"; host.copied != want {
		t.Errorf("copied %q", host.copied)
	}
}

func TestTheDetailShowsWhatWasSentAndGot(t *testing.T) {
	d, host, _ := newDock(t)
	d.Show(Run{Events: watch(false)})
	d.OpenTab(FlowLogTab)
	d.SelectStep("Ahrefs")
	if want := []string{"Request", "Response", "Output", "Timing"}; !slices.Equal(d.detail.tabs.Items, want) {
		t.Errorf("the tabs are %q", d.detail.tabs.Items)
	}
	wantTexts(t, d.detail.content, "200 · 41 KB", "backlinks", "240")
	d.detail.openTab(requestTab)
	wantTexts(t, d.detail.content, "GET", "query", "target", "example.com", "sent to", "http://127.0.0.1:4011", "empty")
	d.detail.view.copies()
	if !strings.Contains(host.copied, "Authorization: Bearer •••") {
		t.Errorf("copied %q", host.copied)
	}
	d.SelectStep("SlackSeo")
	d.detail.openTab(responseTab)
	wantTexts(t, d.detail.content, "200 · 2 B", "ok")
}

func TestALargeValueShowsItsHeadAndTheRestOnDemand(t *testing.T) {
	d, host, _ := newDock(t)
	list := make([]string, 9000)
	for i := range list {
		list[i] = fmt.Sprintf(`{"n":%d,"pad":"%s"}`, i, strings.Repeat("x", 20))
	}
	big := `{"rows":[` + strings.Join(list, ",") + `]}`
	events := watch(false)
	events[len(events)-1].Output = &event.Value{Ref: "sha256:1", Size: len(big), Head: big[:4096]}
	d.Show(Run{Events: events})
	more := "Show all " + Size(len(big))
	wantTexts(t, d.output.content, "The first 4 KB of "+Size(len(big)), `{"rows":[{"n":0`)
	press(t, d.output.content, more)
	wantTexts(t, d.output.content, "cannot be read: no blob sha256:1")
	host.blobs = map[string][]byte{"sha256:1": []byte(big)}
	press(t, d.output.content, more)
	wantTexts(t, d.output.content, "9000 rows", "pad")
	press(t, d.output.content, "Copy as CSV")
	if n := strings.Count(host.copied, "\n"); n != 9001 {
		t.Errorf("the CSV has %d lines", n)
	}
}

func TestCopyTakesTheWholeOfALargeValue(t *testing.T) {
	d, host, _ := newDock(t)
	host.blobs = map[string][]byte{"r": []byte(`"` + strings.Repeat("a", 2000000) + `"`)}
	d.detail.view.put(page{body: &event.Value{Ref: "r", Size: 2000002, Head: `"aaa`}, text: true})
	wantTexts(t, d.detail.view.content, "aaa", "Show all "+Size(2000002))
	d.detail.view.copies()
	if len(host.copied) != 2000000 {
		t.Errorf("copied %d bytes", len(host.copied))
	}
}

func TestOutputsStandUnderTheirNames(t *testing.T) {
	d, host, _ := newDock(t)
	d.Show(Run{Events: watch(false)})
	wantTexts(t, d.output.content, "count", "240", "rows", "2 rows", "url", "why", "gone", `"summary" was not assigned`)
	press(t, d.output.content, "Copy as JSON")
	if !jsontext.Value(host.copied).IsValid() || !strings.Contains(host.copied, `"why": "gone"`) {
		t.Errorf("copied %q", host.copied)
	}
}

func TestInputsMarkTheirDefaults(t *testing.T) {
	d, _, _ := newDock(t)
	d.Show(Run{Defaults: []string{"limit"}, Events: watch(false)})
	d.OpenTab(InputTab)
	got := shown(d.input.content)
	if i := slices.Index(got, "limit"); i < 0 || !slices.Contains(got[i:], "default") {
		t.Errorf("the inputs are shown as %q", got)
	}
	if n := strings.Count(strings.Join(got, " "), "default"); n != 1 {
		t.Errorf("%d inputs are marked", n)
	}
}

func TestEveryTabSaysWhatToDoWhileItIsEmpty(t *testing.T) {
	d, _, _ := newDock(t)
	for tab := InputTab; tab <= SandboxTab; tab++ {
		d.OpenTab(tab)
		if words := strings.Join(shown(d.pages[tab]), " "); !strings.Contains(words, "Run Flow") && !strings.Contains(words, "Run a flow") {
			t.Errorf("tab %d says %q", tab, words)
		}
	}
	d.Show(Run{Events: watch(false)})
	d.Begin(Run{})
	d.OpenTab(OutputTab)
	if words := texts(d.output.content); strings.Contains(words, "rows") {
		t.Errorf("a new run shows the output of the one before:\n%s", words)
	}
	d.OpenTab(FlowLogTab)
	wantTexts(t, d.log, "Press Run Flow")
	d.Begin(Run{Name: "Run 15"})
	wantTexts(t, d.Content, "Starting.", "Run 15 · starting")
}

func TestTheSandboxShowsTheNewestFirst(t *testing.T) {
	d, host, _ := newDock(t)
	d.OpenTab(SandboxTab)
	journal := []Entry{
		{At: noon, Line: `Slack #seo: "240 broken backlinks"`, Sign: draw.Sign{Letter: "#"}, Method: "POST", Path: "/api/chat.postMessage", Status: 200, Sent: []byte(`{"channel":"#seo"}`), Got: []byte("ok")},
		{At: noon, Line: "Sheet1: 1 row added", Method: "POST", Path: "/v4/append", Status: 200},
	}
	d.SetJournal(journal)
	if got := d.sandbox.entry(0).Line; got != "Sheet1: 1 row added" {
		t.Errorf("the first is %q", got)
	}
	d.sandbox.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	wantTexts(t, d.sandbox.content, `Slack #seo: "240 broken backlinks"`, "/api/chat.postMessage", `"#seo"`)
	d.SetJournal(append(journal, Entry{At: noon, Line: "Mail", Method: "POST", Path: "/v3/mail/send", Status: 202}))
	d.sandbox.list.TypedShortcut(&fyne.ShortcutCopy{})
	if host.copied != journal[0].Line {
		t.Errorf("after another request the chosen line is %q", host.copied)
	}
	d.sandbox.tabs.Select(1)
	wantTexts(t, d.sandbox.content, "ok")
	press(t, d.sandbox.content, "Reset sandbox")
	d.SetJournal(nil)
	test.Tap(d.sandbox.delays)
	if want := []string{"reset", "delays true"}; !slices.Equal(host.did, want) {
		t.Errorf("the host did %q", host.did)
	}
	wantTexts(t, d.sandbox.content, "Run a flow in Sandbox")
}

func TestATableIsSafeToOpenInASpreadsheet(t *testing.T) {
	table := TableOf(jsontext.Value(`[
		{"name": "=HYPERLINK(\"http://x\")", "n": -5, "ok": true, "tags": ["a", {"b": 1}]},
		{"name": "a \"quoted\", line\nbreak", "late": null, "=head": "+1"},
		{"name": "@cmd", "n": 1.50, "late": "-x"}]`))
	rows, err := csv.NewReader(strings.NewReader(table.CSV())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"name", "n", "ok", "tags", "late", "'=head"},
		{`'=HYPERLINK("http://x")`, "-5", "true", `["a",{"b":1}]`, "", ""},
		{"a \"quoted\", line\nbreak", "", "", "", "", "'+1"},
		{"'@cmd", "1.50", "", "", "'-x", ""},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %q\nwant %q", rows, want)
	}
}

func TestAValueLoggedLateStandsUnderItsStep(t *testing.T) {
	d, _, _ := newDock(t)
	var tp tape
	tp.add(0, event.Event{Type: event.RunStarted})
	for _, name := range []string{"Start", "A", "B"} {
		tp.add(1, event.Event{Type: event.StepStarted, Step: name, Kind: "debug"})
	}
	d.Begin(Run{})
	d.Put(tp)
	for i, e := range []event.Event{
		{Type: event.StepLog, Step: "A", Label: "one", Value: val(`1`)},
		{Type: event.StepLog, Step: "B", Label: "two", Value: val(`2`)},
		{Type: event.StepLog, Step: "A", Label: "three", Value: val(`3`)},
		{Type: event.StepStarted, Step: "C", Kind: "debug"},
	} {
		e.Seq = 5 + i
		d.Put([]event.Event{e})
	}
	var got []string
	for _, l := range d.list.lines {
		name := l.step.Path
		if l.log >= 0 {
			name = l.step.Logs[l.log].Label
		}
		got = append(got, name)
	}
	if want := []string{"Start", "A", "one", "three", "B", "two", "C"}; !slices.Equal(got, want) {
		t.Errorf("the lines are %q, want %q", got, want)
	}
}

func TestOnlyListsOfObjectsAreTables(t *testing.T) {
	for _, v := range []string{`[]`, `[{}]`, `[1,2]`, `[{"a":1},2]`, `{"a":1}`, `"x"`, `null`} {
		if TableOf(jsontext.Value(v)) != nil {
			t.Errorf("%s is a table", v)
		}
	}
}

func TestATimeBarLiesWithinItsRoom(t *testing.T) {
	for _, c := range [][3]float64{{0, 1000, 1000}, {999, 1, 1000}, {1000, 0, 1000}, {0, 5000, 1000}, {2000, 10, 1000}} {
		from, wide := span(c[0], c[1], c[2], barWide)
		if from < 0 || wide < 3 || from+wide > barWide+0.01 {
			t.Errorf("%v: from %v, wide %v", c, from, wide)
		}
	}
}

func BenchmarkPutBatches(b *testing.B) {
	test.NewTempApp(b)
	var tp tape
	tp.add(0, event.Event{Type: event.RunStarted})
	tp.add(0, event.Event{Type: event.StepStarted, Step: "Each", Kind: "loop"})
	for i := range 50000 {
		tp.step(float64(i), fmt.Sprintf("Each[%d]/Post", i), "api", event.Event{Status: event.Succeeded, Output: val(`{"ok":true}`)})
	}
	d := New(&desk{})
	w := test.NewTempWindow(b, d.Content)
	w.Resize(fyne.NewSize(1100, 320))
	for b.Loop() {
		d.Begin(Run{})
		for batch := range slices.Chunk(tp, 20) { // 1,200 events a second at 60 frames
			d.Put(batch)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64((len(tp)+19)/20), "µs/batch")
}

func TestACallIsCopiedAsACurlCommand(t *testing.T) {
	d, host, _ := newDock(t)
	if d.CopyCurl() {
		t.Error("there is no call yet")
	}
	d.Show(Run{Events: watch(false)})
	d.OpenTab(FlowLogTab)
	d.SelectStep("Ahrefs")
	if !d.CopyCurl() || !strings.HasPrefix(host.copied, "curl ") || !strings.Contains(host.copied, `"$API_KEY"`) || strings.Contains(host.copied, "•") {
		t.Errorf("copied %q", host.copied)
	}
	d.SelectStep("Start")
	if host.copied = ""; d.CopyCurl() || host.copied != "" {
		t.Errorf("of a step without a call it copied %q", host.copied)
	}
	// A body that is kept apart from the record is fetched.
	host.blobs = map[string][]byte{"sha256:1": []byte(`"two\nlines"`)}
	var events tape
	events.add(0, event.Event{Type: event.RunStarted, Run: "r1", Flow: "Watch", Steps: []event.Step{{Name: "Post", Kind: "api"}}})
	events.step(1, "Post", "api", event.Event{Status: event.Succeeded, Call: &event.Exchange{Method: "POST", URL: "https://api.example.com/x",
		Sent: event.Message{Type: "text/plain", Body: &event.Value{Ref: "sha256:1", Size: 12, Head: `"two`}}}})
	d.Show(Run{Events: events})
	d.OpenTab(FlowLogTab)
	d.SelectStep("Post")
	if !d.CopyCurl() || !strings.Contains(host.copied, "--data-raw 'two\nlines'") {
		t.Errorf("copied %q", host.copied)
	}
	for said, m := range map[string]event.Message{
		`{"a":`:   {Type: "application/json", Size: 5, Body: val(`"{\"a\":"`)},
		`{"a":1}`: {Type: "application/json", Size: 7, Body: val(`{"a":1}`)},
		`"a"`:     {Type: "application/json", Size: 3, Body: val(`"a"`)},
		`a=1`:     {Type: "application/x-www-form-urlencoded", Size: 3, Body: val(`"a=1"`)},
		``:        {},
	} {
		if got, err := sentBody(host, &m); got != said || err != nil {
			t.Errorf("got %s, %v, want %s", got, err, said)
		}
	}
	host.blobs = nil
	if host.copied = ""; !d.CopyCurl() || host.copied != "" {
		t.Errorf("without its body it copied %q", host.copied)
	}
}
