package window

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"flowbench/app/dialogs"
	"flowbench/app/palette"
	"flowbench/canvas"
	"flowbench/canvas/geom"
)

// picked opens the quick-add list at a place, searches and presses Enter.
func picked(w *Window, q canvas.Quick, existing bool, query string) {
	w.quickAdd(q)
	search := w.win.Canvas().Focused()
	if existing {
		search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	}
	for _, r := range query {
		search.TypedRune(r)
	}
	search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestWhatIsAddedBehindAPortIsWiredInOneStep(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	before := string(w.s.ExportBytes())
	start := w.shown().Start()
	q := canvas.Quick{From: start.Key, Port: "success", At: geom.Pt(301, 407)}
	picked(w, q, false, "slack")
	n := w.chosen()
	if n == nil || n.Kind != "integration" || n.Config.Text("provider") != "slack" {
		t.Fatalf("the search for slack added %+v", n)
	}
	if to := w.shown().Start().To("success"); !slices.Contains(to, n.Name) {
		t.Errorf("Start leads to %v", to)
	}
	if frame, _ := w.board.Frame(n.Key); frame.Min != geom.Pt(300, 372) {
		t.Errorf("its input is not at the pointer: it stands at %v", frame.Min)
	}
	if label := w.s.UndoLabel(); label != "Add "+n.Name {
		t.Errorf("the step is called %q", label)
	}
	picked(w, q, false, "api")
	if second, _ := w.board.Frame(w.chosen().Key); second.Min.Y < 372+geom.NodeH {
		t.Errorf("the next one covers it, at %v", second.Min)
	}
	w.s.Undo()
	w.s.Undo()
	if string(w.s.ExportBytes()) != before {
		t.Error("undo does not take all of it back")
	}
}

func TestAnExistingNodeIsOfferedWhereAWireMayLead(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("broken-backlinks", false)
	fl := w.shown()
	from := fl.Node("Summary")
	var names []string
	for _, c := range w.reachable(from, "success") {
		names = append(names, c.ID)
	}
	if want := []string{"PostToSlack", "End", "Failed"}; !slices.Equal(names, want) {
		t.Errorf("Summary may lead to %v, want %v", names, want)
	}
	picked(w, canvas.Quick{From: from.Key, Port: "success"}, true, "slack")
	if to := w.shown().Node("Summary").To("success"); !slices.Contains(to, "PostToSlack") || w.s.UndoLabel() != "Connect Summary to PostToSlack" {
		t.Errorf("Summary leads to %v after %q", to, w.s.UndoLabel())
	}
}

func TestQuickAddOffersWhatFits(t *testing.T) {
	w := open(t, t.TempDir())
	w.make(dialogs.New{Name: "New"})
	start := w.shown().Start().Key
	for _, c := range []struct {
		q    canvas.Quick
		kind string
		want bool
	}{
		{canvas.Quick{}, "end", true},
		{canvas.Quick{}, "start", false}, // there is one
		{canvas.Quick{From: start}, "start", false},
		{canvas.Quick{From: start}, "end", true},
		{canvas.Quick{In: start}, "end", false}, // a body has none
		{canvas.Quick{In: start}, "api", true},
	} {
		if got := w.fits(palette.Item{Kind: c.kind}, c.q); got != c.want {
			t.Errorf("%s at %+v: %v", c.kind, c.q, got)
		}
	}
}
