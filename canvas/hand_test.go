package canvas

import (
	"fmt"
	"testing"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// bench is a board on a document, with a hand that presses and drags.
type bench struct {
	testing.TB
	*Board
	doc      *flow.Document
	edits    []flow.Edit
	selected []flow.Key
	refused  string
	queue    []func()
	rest     func()
}

func look(n *flow.Node) show.Look {
	l := show.Look{Line: n.Kind, NoInput: n.Kind == "start", Body: n.Kind == "loop"}
	switch n.Kind {
	case "end":
	case "start":
		l.Ports = []draw.Port{{Name: "success"}}
	default:
		l.Ports = []draw.Port{{Name: "success"}, {Name: "failure", Style: draw.Failure}}
	}
	return l
}

func at(x, y int) *flow.Point { return &flow.Point{X: x, Y: y} }

func to(names ...string) []flow.Leg { return []flow.Leg{{Port: "success", To: names}} }

func newBench(t testing.TB, nodes ...*flow.Node) *bench {
	test.NewTempApp(t)
	h := &bench{TB: t}
	h.Board = newBoard(func(f func()) { h.queue = append(h.queue, f) }, func(job func()) { job() })
	h.Board.after = func(_ time.Duration, f func()) func() {
		h.rest = f
		return func() { h.rest = nil }
	}
	h.OnSelect = func(k []flow.Key) { h.selected = k }
	h.OnRefuse = func(why string) { h.refused = why }
	h.OnEdit = func(e flow.Edit) {
		h.edits = append(h.edits, e)
		if err := h.doc.Do(e); err != nil {
			t.Errorf("%s: %v", e.Label(), err)
		}
	}
	if nodes == nil {
		nodes = []*flow.Node{
			{Name: "Start", Kind: "start", At: at(0, 0), Wires: to("Get")},
			{Name: "Get", Kind: "api", At: at(240, 0), Wires: to("End")},
			{Name: "End", Kind: "end", At: at(480, 0)},
			{Name: "Spare", Kind: "api", At: at(240, 240)},
		}
	}
	in := &flow.Integration{Flows: []*flow.Flow{{Name: "Watch", Nodes: nodes}}}
	h.doc = flow.Open(in, func() { h.SetFlow(h.doc.Integration().Flows[0], look) })
	h.Resize(fyne.NewSize(1000, 700))
	test.WidgetRenderer(h.Board) // as the window does
	h.SetFlow(in.Flows[0], look)
	h.view = geom.Viewport{Zoom: 1, Offset: geom.Pt(100, 100)}
	h.settle()
	h.drain()
	return h
}

func (h *bench) drain() {
	for len(h.queue) > 0 {
		f := h.queue[0]
		h.queue = h.queue[1:]
		f()
	}
}

func (h *bench) key(name string) flow.Key { return h.node(name).Key }

func (h *bench) node(name string) *flow.Node {
	n := h.doc.Integration().Flows[0].Node(name)
	if n == nil {
		h.Fatalf("there is no node %s", name)
	}
	return n
}

func (h *bench) drawn(name string) *draw.Node { return h.scene.Node(show.Key(h.key(name))) }

func (h *bench) on(world geom.Point) geom.Point { return h.view.Screen(world) }

// middle is a place on the node's card that is no port.
func (h *bench) middle(name string) geom.Point { return h.on(h.drawn(name).Card().Center()) }

func (h *bench) out(name, port string) geom.Point {
	p, _, ok := h.drawn(name).Out(port)
	if !ok {
		h.Fatalf("%s has no port %s", name, port)
	}
	return h.on(p)
}

func (h *bench) press(p geom.Point, button desktop.MouseButton, mods fyne.KeyModifier) {
	h.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos(p)}, Button: button, Modifier: mods})
}

func (h *bench) move(p geom.Point) {
	h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: pos(p)}})
	h.drain()
}

func (h *bench) release() {
	h.MouseUp(&desktop.MouseEvent{})
	h.DragEnd()
	h.drain()
}

func (h *bench) click(p geom.Point, mods fyne.KeyModifier) {
	h.press(p, desktop.MouseButtonPrimary, mods)
	h.MouseUp(&desktop.MouseEvent{})
	h.drain()
}

func (h *bench) drag(from, to geom.Point, mods fyne.KeyModifier) {
	h.press(from, desktop.MouseButtonPrimary, mods)
	h.move(from.Lerp(to, 0.5))
	h.move(to)
	h.release()
}

func (h *bench) typed(k fyne.KeyName) { h.TypedKey(&fyne.KeyEvent{Name: k}); h.drain() }

func (h *bench) wantEdits(n int) {
	h.Helper()
	if len(h.edits) != n {
		h.Fatalf("%d edits, want %d: %+v", len(h.edits), n, h.edits)
	}
}

func grid(n int) []*flow.Node {
	var nodes []*flow.Node
	for i := range n {
		node := &flow.Node{Name: fmt.Sprintf("N%d", i), Kind: "api", At: at(i%100*240, i/100*96)}
		if i%100 < 99 && i+1 < n {
			node.Wires = to(fmt.Sprintf("N%d", i+1))
		}
		nodes = append(nodes, node)
	}
	return nodes
}
