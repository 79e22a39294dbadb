package canvas

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
	"flowbench/engine/plan"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// garden is a flow with one of everything: containers in one another, groups, notes, and
// more wires than one at a port.
func garden() *flow.Integration {
	return &flow.Integration{Flows: []*flow.Flow{{Name: "Watch", Nodes: []*flow.Node{
		{Name: "Start", Kind: "start", At: at(0, 0), Wires: to("Get")},
		{Name: "Get", Kind: "api", At: at(240, 0), Wires: []flow.Leg{{Port: "failure", To: []string{"Sorry"}}, {Port: "success", To: []string{"Each", "Map"}}}},
		{Name: "Each", Kind: "loop", At: at(480, 0), Wires: to("End"), Body: []*flow.Node{
			{Name: "Post", Kind: "api", At: at(0, 0), Wires: to("Inner")},
			{Name: "Inner", Kind: "loop", At: at(240, 0), Body: []*flow.Node{{Name: "Deep", Kind: "api", At: at(0, 0)}}},
		}},
		{Name: "Empty", Kind: "loop", At: at(0, 400)},
		{Name: "Map", Kind: "api", At: at(480, 360)},
		{Name: "Sorry", Kind: "end", At: at(480, -120)},
		{Name: "Spare", Kind: "api", At: at(240, 240)},
		{Name: "End", Kind: "end", At: at(1300, 0)},
	}, Notes: []flow.Note{{At: *at(0, 140), Size: flow.Point{X: 200, Y: 96}, Text: "note"}},
		Groups: []flow.Group{{Title: "A", Nodes: []string{"Start", "Get"}}, {Title: "B", Nodes: []string{"Map", "Spare"}, Collapsed: true}}}}}
}

// A monkey does what a hand may do, and what it should not.
type monkey struct {
	*bench
	*rand.Rand
	begun int // edits before the button was pressed
}

// spot is somewhere on the board: mostly on something.
func (m *monkey) spot() geom.Point {
	items := m.scene.All()
	if m.IntN(4) == 0 || len(items) == 0 {
		return geom.Pt(m.Float64()*1200-100, m.Float64()*900-100)
	}
	r := items[m.IntN(len(items))]
	if n, ok := r.(*draw.Node); ok && m.IntN(2) == 0 {
		if len(n.Ports) > 0 && m.IntN(2) == 0 {
			p, _, _ := n.Out(n.Ports[m.IntN(len(n.Ports))].Name)
			return m.on(p)
		}
		return m.on([]geom.Point{n.In(), n.Card().Center(), n.Frame().Center(), n.Card().Max.Sub(geom.Pt(16, 30))}[m.IntN(4)])
	}
	b := r.Bounds()
	switch r := r.(type) {
	case *draw.Note:
		if m.IntN(2) == 0 {
			return m.on(r.Rect.Max.Sub(geom.Pt(4, 4)))
		}
	case *draw.Wire:
		return m.on(r.Curve().At([]float64{0.03, 0.5, 0.97}[m.IntN(3)]))
	}
	return m.on(geom.Pt(b.Min.X+m.Float64()*b.W(), b.Min.Y+m.Float64()*b.H()))
}

// once fails if the gesture that has just ended made more than one edit.
func (m *monkey) once() {
	if n := len(m.edits) - m.begun; n > 1 {
		m.Fatalf("one gesture made %d edits", n)
	}
	m.begun = len(m.edits)
}

func (m *monkey) step() string {
	mods := []fyne.KeyModifier{0, 0, 0, fyne.KeyModifierShift, fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt}[m.IntN(6)]
	button := []desktop.MouseButton{desktop.MouseButtonPrimary, desktop.MouseButtonPrimary, desktop.MouseButtonPrimary, desktop.MouseButtonTertiary, desktop.MouseButtonSecondary}[m.IntN(5)]
	at := m.spot()
	switch m.IntN(32) {
	case 22, 23, 24, 25, 26, 27, 28, 29:
		m.release()
		m.begun = len(m.edits)
		m.press(at, desktop.MouseButtonPrimary, mods)
		m.move(m.spot())
		m.move(m.spot())
		m.release()
		m.once()
		return "drag"
	case 30, 31:
		m.Fit()
	case 0, 1, 2, 3, 4, 5:
		if m.gesture == nil {
			m.begun = len(m.edits)
		}
		m.press(at, button, mods)
		return "press"
	case 6, 7, 8, 9, 10, 11:
		m.move(at)
		return "move"
	case 12, 13, 14:
		m.release()
		m.once()
		return "release"
	case 15:
		keys := []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyDown, fyne.KeyTab}
		m.typed(keys[m.IntN(len(keys))])
		if m.IntN(12) == 0 {
			m.typed(fyne.KeyDelete)
		}
	case 16:
		m.doc.Undo()
	case 17:
		m.doc.Redo()
	case 18:
		m.FocusLost()
	case 19:
		m.DoubleTapped(&fyne.PointEvent{Position: pos(at)})
		m.stopWriting(m.IntN(2) == 0)
	case 20:
		m.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: pos(at)}, Scrolled: fyne.Delta{DY: 25}})
		if m.view.Zoom > 2 {
			m.Fit()
		}
	default:
		does := []func(){
			m.SelectAll, m.SelectUpstream, m.SelectDownstream, m.SelectConnected, m.Group, m.Ungroup, m.ToggleFold, m.EnterBody, m.LeaveBody,
			func() { m.Align(Edge(m.IntN(6))) }, func() { m.Distribute(m.IntN(2) == 0) }, func() { m.Follow(1, 0) }, func() { m.QuickAdd(m.IntN(2) == 0) }, m.FitSelection,
			func() { m.AddNote(m.view.World(at)) },
		}
		does[m.IntN(len(does))]()
		m.stopWriting(true)
	}
	m.drain()
	m.begun = len(m.edits)
	return "other"
}

// sound says what is wrong with a flow that no hand may make.
func sound(f *flow.Flow) error {
	home := map[string]*flow.Node{}
	for n, c := range f.All {
		home[n.Name] = c
		if c != nil && (n.Kind == "start" || n.Kind == "end") {
			return fmt.Errorf("%s stands in %s", n.Name, c.Name)
		}
		if c != nil && (n.At.X < 0 || n.At.Y < 0) {
			return fmt.Errorf("%s stands at %v, out of its body", n.Name, *n.At)
		}
	}
	for n := range f.All {
		for _, leg := range n.Wires {
			seen := map[string]bool{}
			for _, to := range leg.To {
				c, there := home[to]
				switch {
				case !there:
					return fmt.Errorf("a wire leads from %s to %s, which is gone", n.Name, to)
				case c != home[n.Name]:
					return fmt.Errorf("a wire leads from %s to %s across a border", n.Name, to)
				case seen[to]:
					return fmt.Errorf("two wires lead from %s to %s", n.Name, to)
				}
				seen[to] = true
			}
			if len(leg.To) > flow.MaxWires {
				return fmt.Errorf("%d wires leave %s", len(leg.To), n.Name)
			}
		}
	}
	if f.Start() != nil {
		if _, err := plan.Compile(f); err != nil {
			return err
		}
	}
	return nil
}

// Whatever a hand does, in whatever order, the flow stays one that could be drawn, no
// gesture makes two edits or leaves something behind, and undo leads back to the first.
func TestThousandsOfRandomGesturesLeaveASoundFlow(t *testing.T) {
	done, quick := map[string]int{}, 0
	h := newBench(t)
	h.OnQuickAdd = func(Quick) { quick++ }
	h.OnRename = func(flow.Key, string) {}
	seeds := 25
	if os.Getenv("FLOWBENCH_LONG") != "" {
		seeds = 2000
	}
	for seed := range seeds {
		h.Forget()
		h.edits, h.queue = nil, nil
		first := flow.Write(garden())
		in, err := flow.Read(first)
		if err != nil {
			t.Fatal(err)
		}
		h.doc = flow.Open(in, func() { h.SetFlow(h.doc.Integration().Flows[0], look) })
		h.SetFlow(in.Flows[0], look)
		h.drain()
		m := &monkey{bench: h, Rand: rand.New(rand.NewPCG(uint64(seed), 3))}
		for i := range 100 {
			done[m.step()]++
			f := h.doc.Integration().Flows[0]
			if err := sound(f); err != nil {
				t.Fatalf("seed %d, step %d, after %q: %v", seed, i, h.doc.UndoLabel(), err)
			}
			for k := range h.sel.nodes {
				if h.nodes[k] == nil {
					t.Fatalf("seed %d: a node is selected that is gone", seed)
				}
			}
		}
		h.release()
		h.stopWriting(true)
		h.drain()
		if h.gesture != nil || h.tiles.lifted != nil || h.live.picture != nil || len(h.live.strands) > 0 || h.live.words != "" || !h.live.frame.Empty() || h.live.guides != nil {
			t.Fatalf("seed %d: something of a gesture is left", seed)
		}
		for _, n := range h.scene.All() {
			if n, ok := n.(*draw.Node); ok && n.Target {
				t.Fatalf("seed %d: %s is still lit up", seed, n.Title)
			}
		}
		last := flow.Write(h.doc.Integration())
		if back, err := flow.Read(last); err != nil || !bytes.Equal(flow.Write(back), last) {
			t.Fatalf("seed %d: what was made cannot be read: %v", seed, err)
		}
		for h.doc.UndoLabel() != "" {
			done[h.doc.UndoLabel()[:4]]++
			h.doc.Undo()
		}
		h.drain()
		if got := flow.Write(h.doc.Integration()); !bytes.Equal(got, first) {
			t.Fatalf("seed %d: undo leads to another flow:\n%s", seed, got)
		}
		fresh := draw.NewScene(show.Flow(h.doc.Integration().Flows[0], look, show.Places{}).Content)
		if h.root == 0 && h.scene.Bounds() != fresh.Bounds() {
			t.Fatalf("seed %d: the board shows %v, the flow is %v", seed, h.scene.Bounds(), fresh.Bounds())
		}
	}
	for _, what := range []string{"Move", "Conn", "Reco", "Put ", "Dele", "Fold", "Grou", "Alig", "Add ", "Resi"} {
		if done[what] == 0 {
			t.Errorf("nothing was ever done of %q: %v", what, done)
		}
	}
	if quick == 0 {
		t.Error("nothing was ever asked to be added")
	}
	t.Logf("%v, %d asked", done, quick)
}
