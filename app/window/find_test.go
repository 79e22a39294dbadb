package window

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/engine/flow"
)

func TestFindLooksIntoEverythingThatCanBeRead(t *testing.T) {
	w := open(t, t.TempDir())
	fl := &flow.Flow{Name: "F", Nodes: []*flow.Node{
		{Key: 1, Name: "Get", Kind: "api", Note: "Slow one", Config: flow.ConfigOf("method", "POST", "bodyAs", "json", "url", "https://acme.com/SLACK", "headers", []any{map[string]any{"name": "X-Slack", "value": "slack"}}, "body", map[string]any{"slackId": 7})},
		{Key: 2, Name: "Each", Kind: "group", Body: []*flow.Node{{Key: 3, Name: "Tell", Kind: "integration", Config: flow.ConfigOf("provider", "slack", "action", "postMessage")}}},
	}, Notes: []flow.Note{{Text: "Ask in #slack"}}}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"slack", []string{"URL of Get", "Header 1 / Name of Get", "Header 1 / Value of Get", "Body of Get", "service of Tell", "a note"}},
		{"GET", []string{"name of Get"}},
		{"slow", []string{"note of Get"}},
		{"api", []string{"kind of Get"}},
		{"7", []string{"Body / slackId of Get"}},
		{"value", nil}, // the name of a setting is no text of the flow
		{"  ", nil},
	} {
		var got []string
		for _, h := range w.search(fl, c.query) {
			got = append(got, h.where)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q is found in %q, want %q", c.query, got, c.want)
		}
	}
}

func TestFindGoesFromHitToHitThroughTheHits(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("broken-backlinks", false)
	w.perform(w.command("find"))
	for _, r := range "ahrefs" {
		w.find.search.TypedRune(r)
	}
	first := w.chosen()
	if first == nil || w.find.count.Text[:2] != "1 " {
		t.Fatalf("typing shows %v, %q", first, w.find.count.Text)
	}
	n := len(w.find.hits)
	w.find.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if w.find.at != 1 || w.find.count.Text != fmt.Sprintf("2 of %d", n) {
		t.Errorf("Enter leads to %q", w.find.count.Text)
	}
	w.Do(flow.RemoveNode{Flow: w.flow, Name: first.Name})
	if len(w.find.hits) >= n || w.find.at != 0 {
		t.Errorf("after the first node went it is %q of %d", w.find.count.Text, n)
	}
	w.find.step(-1)
	if w.find.at != len(w.find.hits)-1 {
		t.Errorf("before the first comes %q", w.find.count.Text)
	}
	w.find.search.SetText("nowhere to be seen")
	if w.find.where.Text != "Nothing in this flow has this text." {
		t.Errorf("no hit is said as %q", w.find.where.Text)
	}
	w.find.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.find.root.Visible() || w.win.Canvas().Focused() != fyne.Focusable(w.board) || dialogs.Open(w.win.Canvas()) {
		t.Error("Escape does not lead back to the board")
	}
}
