package canvas

import (
	"slices"
	"strings"
	"testing"

	"flowbench/canvas/geom"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func (h *bench) chosen() string {
	var names []string
	for _, k := range h.Selected() {
		names = append(names, h.nameOf(k))
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestTabWalksTheNodesAsOneReadsTheFlow(t *testing.T) {
	h := newGarden(t)
	var order []string
	for range 8 {
		h.typed(fyne.KeyTab)
		order = append(order, h.chosen())
	}
	if want := []string{"Start", "Get", "Sorry", "Each", "Post", "Inner", "Deep", "End"}; !slices.Equal(order, want) {
		t.Errorf("walked %v", order)
	}
	if !h.walking || !h.AcceptsTab() {
		t.Error("the board does not say that keys lead")
	}
}

func TestAltArrowsGoAlongTheWires(t *testing.T) {
	h := newGarden(t)
	go_ := func(k fyne.KeyName) string {
		h.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
		return h.chosen()
	}
	h.Select(h.key("Start"))
	for _, c := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyRight, "Get"}, {fyne.KeyRight, "Sorry"}, {fyne.KeyDown, "Each"}, {fyne.KeyRight, "End"}, {fyne.KeyRight, "End"}, {fyne.KeyLeft, "Each"}, {fyne.KeyUp, "Sorry"}, {fyne.KeyLeft, "Get"}} {
		if got := go_(c.key); got != c.want {
			t.Fatalf("%s leads to %s, want %s", c.key, got, c.want)
		}
	}
}

func TestWhatLeadsToItAndWhatFollowsAreSelectedToo(t *testing.T) {
	h := newGarden(t)
	for _, c := range []struct {
		from string
		do   func()
		want string
	}{
		{"Each", h.SelectUpstream, "Each Get Start"},
		{"Each", h.SelectDownstream, "Each End"},
		{"End", h.SelectConnected, "Each End Get Map Sorry Start"},
		{"Spare", h.SelectConnected, "Spare"},
	} {
		h.Select(h.key(c.from))
		if c.do(); h.chosen() != c.want {
			t.Errorf("from %s: %s, want %s", c.from, h.chosen(), c.want)
		}
	}
}

func TestNodesAreAlignedAndDistributedAsOneEdit(t *testing.T) {
	nodes := func() []*flow.Node {
		return []*flow.Node{{Name: "A", Kind: "api", At: at(0, 0)}, {Name: "B", Kind: "api", At: at(250, 100)}, {Name: "C", Kind: "api", At: at(700, 40)}}
	}
	for _, c := range []struct {
		do   func(*bench)
		name string
		want []flow.Point
	}{
		{func(h *bench) { h.Align(Left) }, "Align 3 nodes: left", []flow.Point{{X: 0, Y: 0}, {X: 0, Y: 100}, {X: 0, Y: 40}}},
		{func(h *bench) { h.Align(Right) }, "Align 3 nodes: right", []flow.Point{{X: 700, Y: 0}, {X: 700, Y: 100}, {X: 700, Y: 40}}},
		{func(h *bench) { h.Align(Centre) }, "Align 3 nodes: centre", []flow.Point{{X: 350, Y: 0}, {X: 350, Y: 100}, {X: 350, Y: 40}}},
		{func(h *bench) { h.Align(Top) }, "Align 3 nodes: top", []flow.Point{{X: 0, Y: 0}, {X: 250, Y: 0}, {X: 700, Y: 0}}},
		{func(h *bench) { h.Align(Middle) }, "Align 3 nodes: middle", []flow.Point{{X: 0, Y: 50}, {X: 250, Y: 50}, {X: 700, Y: 50}}},
		{func(h *bench) { h.Align(Bottom) }, "Align 3 nodes: bottom", []flow.Point{{X: 0, Y: 100}, {X: 250, Y: 100}, {X: 700, Y: 100}}},
		{func(h *bench) { h.Distribute(false) }, "Distribute 3 nodes horizontally", []flow.Point{{X: 0, Y: 0}, {X: 350, Y: 100}, {X: 700, Y: 40}}},
		{func(h *bench) { h.Distribute(true) }, "Distribute 3 nodes vertically", []flow.Point{{X: 0, Y: 0}, {X: 250, Y: 100}, {X: 700, Y: 50}}},
	} {
		h := newBench(t, nodes()...)
		h.SelectAll()
		c.do(h)
		h.wantEdits(1)
		for i, name := range []string{"A", "B", "C"} {
			if got := *h.node(name).At; got != c.want[i] {
				t.Errorf("%s: %s stands at %v, want %v", c.name, name, got, c.want[i])
			}
		}
		if h.doc.UndoLabel() != c.name {
			t.Errorf("the step is called %q, want %q", h.doc.UndoLabel(), c.name)
		}
	}
}

func TestANameIsWrittenOnTheCardAndJudgedAtOnce(t *testing.T) {
	h := newBench(t)
	named := ""
	h.OnRename = func(_ flow.Key, name string) { named = name }
	write := func(text string, key fyne.KeyName) {
		h.Select(h.key("Get"))
		h.Rename()
		h.writing.entry.SetText(text)
		h.writing.entry.TypedKey(&fyne.KeyEvent{Name: key})
	}
	write("My node", fyne.KeyReturn)
	if h.writing == nil || !strings.Contains(h.live.words, "space") {
		t.Errorf("a wrong name was kept, or nothing is said: %q", h.live.words)
	}
	write("end", fyne.KeyReturn)
	if h.writing == nil || !strings.Contains(h.live.words, "already used") {
		t.Errorf("a name that is taken was kept, or nothing is said: %q", h.live.words)
	}
	write("Fetch", fyne.KeyEscape)
	if named != "" || h.writing != nil || h.live.words != "" {
		t.Errorf("Escape keeps %q", named)
	}
	write("Fetch", fyne.KeyReturn)
	if named != "Fetch" {
		t.Errorf("Enter keeps %q", named)
	}
	h.wantEdits(0)
}

func TestANoteIsPutDownWrittenMovedResizedAndDeleted(t *testing.T) {
	h := newBench(t)
	notes := func() []flow.Note { return h.doc.Integration().Flows[0].Notes }
	h.AddNote(geom.Pt(0, 240))
	h.writing.entry.SetText("# Title\n")
	h.writing.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.drain()
	if len(notes()) != 1 || notes()[0].Text != "# Title" || h.doc.UndoLabel() != "Write note" {
		t.Fatalf("notes: %+v, %q", notes(), h.doc.UndoLabel())
	}
	size := notes()[0].Size
	h.drag(h.on(geom.Pt(100, 300)), h.on(geom.Pt(124, 312)), 0)
	if got := notes()[0].At; got != *at(24, 252) || h.doc.UndoLabel() != "Move 1 note" {
		t.Errorf("moved to %v, %q", got, h.doc.UndoLabel())
	}
	corner := geom.Pt(float64(24+size.X), float64(252+size.Y)).Sub(geom.Pt(4, 4))
	h.drag(h.on(corner), h.on(corner.Add(geom.Pt(48, 24))), 0)
	if got := notes()[0].Size; got.X != size.X+48 || got.Y != size.Y+24 || h.doc.UndoLabel() != "Resize note" {
		t.Errorf("resized to %v, %q", got, h.doc.UndoLabel())
	}
	h.typed(fyne.KeyDelete)
	if len(notes()) != 0 || h.doc.UndoLabel() != "Delete note" {
		t.Errorf("%d notes after %q", len(notes()), h.doc.UndoLabel())
	}
}
