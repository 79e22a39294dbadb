package window

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/cli"
	"flowbench/app/debug"
	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/app/palette"
	"flowbench/app/session"
	"flowbench/assets"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/event"
	"flowbench/engine/flow"
	"flowbench/engine/sandbox"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
	"flowbench/store"
)

// The test binary is also the worker that the window starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// calls are those that other goroutines make to the window; the test's goroutine takes them.
var calls = make(chan func(), 1000)

// open makes a window over a new store, with the real sandbox and a real worker.
func open(t testing.TB, dir string) *Window {
	t.Helper()
	a := test.NewTempApp(t)
	look.Use(a, look.Light)
	st, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := sandbox.New(catalog.Builtin(), sandbox.Programs())
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	pool := worker.NewPool(worker.Command{Path: os.Args[0], Args: []string{"worker"}})
	w := newWindow(config{app: a, store: st, sandbox: server, runner: pool, pool: pool, do: func(f func()) { calls <- f }})
	w.sandbox.SetDelays(false)
	var f first
	f.begin(w)
	f.open(nil)
	w.build()
	f.show()
	w.win.Resize(fyne.NewSize(1440, 900))
	t.Cleanup(func() {
		w.finish()
		pool.Close()
		for len(calls) > 0 {
			<-calls
		}
	})
	return w
}

// until takes the calls of other goroutines until something is so.
func until(t *testing.T, so func() bool) {
	t.Helper()
	for end := time.After(20 * time.Second); !so(); {
		select {
		case f := <-calls:
			f()
		case <-end:
			t.Fatal("it does not come to be")
		}
	}
}

// press presses the button of a text in the uppermost dialog.
func press(t *testing.T, w *Window, text string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*kit.Button); ok && b.Text == text && !b.Disabled() {
			b.Tapped(nil)
			return
		}
	}
	t.Fatalf("there is no button %q", text)
}

// ran runs the flow that is shown, and waits for its end.
func ran(t *testing.T, w *Window) *session.Run {
	t.Helper()
	w.begin(nil)
	for w.running() {
		select {
		case f := <-calls:
			f()
		case <-time.After(time.Minute):
			t.Fatal("the run does not end")
		}
	}
	return w.last
}

func TestASampleRunsAndShowsItsOutput(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("broken-backlinks", false)
	r := ran(t, w)
	if r.View().Status != event.Succeeded {
		t.Fatalf("the run %s: %+v", r.View().Status, r.View().Error)
	}
	if w.debugger().Tab() != debug.OutputTab {
		t.Errorf("the debug window shows tab %d after a run that succeeded", w.debugger().Tab())
	}
	if w.dock.HideBelow {
		t.Error("the debug window did not open")
	}
	if !strings.Contains(w.win.Title(), "succeeded") {
		t.Errorf("the title is %q", w.win.Title())
	}
	if len(w.sandbox.Journal().Entries()) == 0 {
		t.Error("the sandbox received nothing")
	}
	w.showStep("PostToSlack")
	if n := w.chosen(); n == nil || n.Name != "PostToSlack" {
		t.Errorf("a click on a step chose %v", n)
	}
}

func TestErrorsHoldTheRunBack(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	if errors, _ := w.countProblems(w.flow); errors != 1 {
		t.Fatalf("a new flow has %d errors, not the one of End's value", errors)
	}
	w.run()
	if w.last != nil {
		t.Error("a flow with errors was run")
	}
	if w.list == nil {
		t.Error("the problems were not shown")
	}
}

func TestANodeAddedAfterStartStandsBeforeEndAndGivesItItsValue(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	api := w.chosen()
	if api == nil || api.Kind != "api" {
		t.Fatalf("the new node is not chosen: %+v", api)
	}
	if to := w.shown().Start().To("success"); len(to) != 1 || to[0] != api.Name {
		t.Errorf("Start leads to %v", to)
	}
	end := w.shown().Node("End")
	if got, want := flow.Members(end.Config.Get("outputs")).Text("result"), "{{context.steps.API.output}}"; got != want {
		t.Errorf("End's result is %q, want %q", got, want)
	}
	if r := ran(t, w); r.View().Status != event.Succeeded {
		t.Errorf("it runs at once, but: %+v", r.View().Error)
	}
	w.s.Undo()
	if w.shown().Node("API") != nil || flow.Members(w.shown().Node("End").Config.Get("outputs")).Text("result") != "" {
		t.Error("one undo does not take all of it back")
	}
}

func TestAFailedStepIsShownFirst(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "url", Value: flow.Of("https://api.acme.com/x")})
	r := ran(t, w)
	fault := r.View().Error
	if r.View().Status != event.Failed || fault == nil || fault.Host != "api.acme.com" || !strings.Contains(fault.Message, "not in the sandbox. Nothing was sent.") {
		t.Fatalf("the run %s: %+v", r.View().Status, fault)
	}
	if w.debugger().Tab() != debug.FlowLogTab {
		t.Errorf("the debug window shows tab %d after a run that failed", w.debugger().Tab())
	}
	if n := w.chosen(); n == nil || n.Name != "API" {
		t.Errorf("the failed node is not chosen: %v", n)
	}
}

func TestWhatWasNotSavedIsThereAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	w.make(dialogs.New{Name: "Kept"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "delay"})
	w.saveView()
	w.finish()
	again := open(t, dir)
	if again.s == nil || again.s.Integration().Name != "Kept" {
		t.Fatal("the last integration was not opened")
	}
	if again.shown().Node("Delay") == nil || !again.s.Dirty() {
		t.Error("the unsaved node is gone")
	}
	again.s.Undo()
	if again.shown().Node("Delay") != nil {
		t.Error("undo was not kept")
	}
}

func TestAnExportThatWouldCarryAKeyAsksFirst(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	left := false
	w.withoutSecrets(func() { left = true })
	if !left {
		t.Fatal("an export without keys was held back")
	}
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "headers", Value: flow.Value(`[{"name":"Authorization","value":"Bearer sk_live_abcdefghijklmnop1234"}]`)})
	left = false
	w.withoutSecrets(func() { left = true })
	if left || !dialogs.Open(w.win.Canvas()) {
		t.Error("an export with a key was not held back")
	}
}

// keep stores a connection, in a vault that a key file opens.
func keep(t *testing.T, w *Window, r auth.Record) auth.Record {
	t.Helper()
	if _, err := w.accounts.keeper.Ready(t.Context(), store.KeyFile(filepath.Join(t.TempDir(), "key"))); err != nil {
		t.Fatal(err)
	}
	kept, err := w.accounts.keeper.Save(r)
	if err != nil {
		t.Fatal(err)
	}
	w.accountsChanged()
	return kept
}

// acme is a connection to an API of one's own.
func acme(secret string) auth.Record {
	return auth.Record{Name: "Acme", Hosts: []string{"https://api.acme.com"}, Scheme: "api-key", Settings: auth.HideSettings(spec.Values{
		"secret": secret, "headers": []any{map[string]any{"name": "x-api-key", "value": "{{secret}}"}}})}
}

func TestNothingLeavesWithAStoredSecret(t *testing.T) {
	const secret = "acme-s3cret/key"
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	keep(t, w, acme(secret))
	left := func() (exported, copied bool) {
		w.withoutSecrets(func() { exported = true })
		w.board.Select(w.shown().Node("API").Key)
		_, copied = w.copied()
		return exported, copied
	}
	if exported, copied := left(); !exported || !copied {
		t.Fatal("what holds no secret was held back")
	}
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "query", Value: flow.Of([]any{map[string]any{"name": "k", "value": "a " + url.QueryEscape(secret)}})})
	if exported, copied := left(); exported || copied || !dialogs.Open(w.win.Canvas()) {
		t.Errorf("a stored secret left: exported %v, copied %v", exported, copied)
	}
	w.app.Clipboard().SetContent("before")
	(*debugHost)(w).Copy("it is " + secret)
	(*debugHost)(w).Save("x", []byte(secret))
	if got := w.app.Clipboard().Content(); got != "before" {
		t.Errorf("copied %q", got)
	}
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "query"})
	w.accounts.keeper.Lock()
	w.accountsChanged()
	if exported, copied := left(); exported || !copied {
		t.Errorf("while it is locked: exported %v, copied %v", exported, copied)
	}
}

func TestAKeyIsMovedToAConnection(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	keep(t, w, acme("another-secret-1"))
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "headers", Value: flow.Value(`[{"name":"Authorization","value":"Bearer sk_live_abcdefghijklmnop1234"}]`)})
	for _, p := range w.s.Problems() {
		if p.Fix != nil && p.Fix.Ask == "move-to-connection" {
			w.fix(p)
		}
	}
	press(t, w, "Save")
	until(t, func() bool { return len(w.stored()) == 2 && !dialogs.Open(w.win.Canvas()) })
	n := w.shown().Node("API")
	name := n.Config.Text("connection")
	if name == "" || n.Config.Get("headers") != nil || w.bindIn("")[0].Bindings[name] == "" {
		t.Fatalf("left is %v", n.Config)
	}
	var moved auth.Record
	for _, r := range w.stored() {
		if r.ID == w.bindIn("")[0].Bindings[name] {
			moved = r
		}
	}
	if v := moved.Settings.Reveal(); v["secret"] != "sk_live_abcdefghijklmnop1234" || !strings.Contains(fmt.Sprint(v["headers"]), "Bearer {{secret}}") || !slices.Contains(moved.Hosts, hostOf(n)) {
		t.Errorf("moved %v, %v", v, moved.Hosts)
	}
	w.s.Undo()
	if n := w.shown().Node("API"); n.Config.Get("headers") == nil || n.Config.Get("connection") != nil {
		t.Error("it is not one step")
	}
}

func TestATestOfAConnectionCallsWhatANodeReadsAndNothingElse(t *testing.T) {
	for config, want := range map[string]string{
		`{"url": "https://api.acme.com/v1/me?key=sk_live_1#x"}`:             "https://api.acme.com/v1/me",
		`{"url": "https://api.acme.com/v1", "method": "GET"}`:               "https://api.acme.com/v1",
		`{"url": "https://api.acme.com/v1/orders", "method": "DELETE"}`:     "",
		`{"url": "https://api.acme.com/v1/orders?dry=1", "method": "POST"}`: "",
	} {
		var c map[string]any
		if err := json.Unmarshal([]byte(config), &c); err != nil {
			t.Fatal(err)
		}
		var pairs []any
		for k, v := range c {
			pairs = append(pairs, k, v)
		}
		if got := testAt(&flow.Node{Kind: "api", Config: flow.ConfigOf(pairs...)}); got != want {
			t.Errorf("%s: it calls %q, want %q", config, got, want)
		}
	}
}

func TestANodeIsGivenAStoredConnection(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "integration", Provider: "slack"})
	r := keep(t, w, auth.Record{Name: "Team", Provider: "slack", Scheme: "token", Settings: auth.HideSettings(spec.Values{"token": "xoxb-a-token"})})
	h := (*host)(w)
	node := func() *flow.Node { return w.shown().Node("Slack") }
	from, hint := h.Connections(node())
	if len(from) != 1 || from[0].Title != "Team" || !strings.Contains(hint, "Sandbox") {
		t.Fatalf("offered are %+v, %q", from, hint)
	}
	h.Connect(node(), from[0].ID)
	if got := node().Config.Text("connection"); got != "Team" || len(w.s.Integration().Connections) != 1 {
		t.Fatalf("the node has %q of %v", got, w.s.Integration().Connections)
	}
	if live, _ := w.s.Environment("Live"); live.Bindings["Team"] != r.ID {
		t.Errorf("in Live it is bound to %q", live.Bindings["Team"])
	}
	if sandbox, _ := w.s.Environment("Sandbox"); sandbox.Bindings["Team"] != "" {
		t.Error("what is chosen in Sandbox is meant for Live")
	}
	if uses := (&connectHost{w}).UsedBy(r.ID); len(uses) != 1 || !strings.HasPrefix(uses[0], "New") {
		t.Errorf("used by %q", uses)
	}
	if from, _ := h.Connections(node()); len(from) != 1 || from[0].ID != "Team" {
		t.Errorf("then offered are %+v", from)
	}
	w.setEnv("Live")
	said := func() (out []string) {
		for _, p := range w.s.Problems() {
			if p.Path.Field == "connection" {
				out = append(out, string(p.Severity))
			}
		}
		return out
	}
	if got := said(); !slices.Equal(got, []string{"warning"}) { // it was never tested
		t.Errorf("in Live is said %v", got)
	}
	if err := (&connectHost{w}).SetDisabled(r.ID, true); err != nil {
		t.Fatal(err)
	}
	if got := said(); !slices.Equal(got, []string{"error"}) {
		t.Errorf("of a disabled one is said %v", got)
	}
	h.Connect(node(), "")
	if got := node().Config.Get("connection"); got != nil {
		t.Errorf("none is %s", got)
	}
}

func TestAMappedHostGetsTheMadeUpAccountOfTheChosenConnection(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("x-api-key") != "sandbox-secret" {
			rw.WriteHeader(http.StatusUnauthorized)
		}
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"you sent": %q}`, r.Header.Get("x-api-key"))
	}))
	t.Cleanup(server.Close)
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	w.board.Select(w.shown().Start().Key)
	w.addItem(palette.Item{Kind: "api"})
	w.Do(flow.SetField{Flow: w.flow, Node: "API", Field: "url", Value: flow.Of("https://api.acme.com/v1")})
	if err := w.s.MapHost("Sandbox", "api.acme.com", server.URL); err != nil {
		t.Fatal(err)
	}
	r := keep(t, w, acme("the-real-secret-1"))
	h := (*host)(w)
	from, _ := h.Connections(w.shown().Node("API"))
	if len(from) != 1 {
		t.Fatalf("offered are %+v", from)
	}
	h.Connect(w.shown().Node("API"), from[0].ID)
	for _, e := range []string{"Sandbox", "Live"} {
		if env, _ := w.s.Environment(e); env.Bindings["Acme"] != r.ID {
			t.Errorf("in %s it is bound to %q", e, env.Bindings["Acme"])
		}
	}
	run := ran(t, w)
	if run.View().Status != event.Succeeded {
		t.Fatalf("the run %s: %+v", run.View().Status, run.View().Error)
	}
	told, err := json.Marshal(run.Events())
	if err != nil || strings.Contains(string(told), "the-real-secret-1") {
		t.Errorf("the secret is told: %s, %v", told, err)
	}
}

func TestAWrongFileIsToldAndNothingChanges(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "Mine"})
	before := string(w.s.ExportBytes())
	w.importBytes([]byte(`{"flowbench": 1, "name": "x", "flows": [`), "the clipboard")
	if !dialogs.Open(w.win.Canvas()) {
		t.Error("a cut file was not told")
	}
	if string(w.s.ExportBytes()) != before {
		t.Error("the document changed")
	}
}

func TestEveryHelpPageOpensFromTheMenu(t *testing.T) {
	pages, err := fs.Glob(assets.Help(), "*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("there are no help pages", err)
	}
	for _, m := range []string{"Your First Flow", "The Board", "Templates {{ }} and jq", "Running a Flow", "Sandbox and Live", "Connections", "Environments", "Where Secrets Are Kept"} {
		w := open(t, t.TempDir())
		for _, menu := range w.menuBar().Items {
			for _, it := range menu.Items {
				if it.Label == m {
					it.Action()
					pages = pages[1:]
				}
			}
		}
		if !dialogs.Open(w.win.Canvas()) {
			t.Errorf("%q opens nothing", m)
		}
	}
	if len(pages) != 0 {
		t.Errorf("%d help pages are in no menu", len(pages))
	}
}
