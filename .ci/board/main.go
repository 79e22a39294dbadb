// Board measures what a frame of the board costs, as CPU time against a frame of a window
// with one rectangle in it, taken in the same run: the real board with the real faces, all nodes marked as a
// run leaves them, panned, a node dragged, zoomed by the wheel, light and dark, at zoom 1
// and with the whole flow in view.
//
//	board -n 10000                  measures, on the display there is
//	board -n 10000 -only wheel      measures only that
//	board -n 10000 -write FILE      writes the flow that is measured, and ends
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	_ "flowbench/app/locale" // before Fyne

	"flowbench/app/face"
	"flowbench/app/look"
	"flowbench/canvas"
	"flowbench/canvas/draw"
	"flowbench/engine/catalog"
	"flowbench/engine/flow"
	"flowbench/engine/flow/large"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

const (
	frames = 45 // measured of a phase, at most 60 a second
	pause  = 16 // before each, for what is still being painted
	rounds = 3  // of each phase; the middle one counts
)

func main() {
	n := flag.Int("n", 1000, "nodes")
	only := flag.String("only", "", "measure only what is called so: pan, drag, wheel")
	write := flag.String("write", "", "the file to write the flow to")
	flag.Parse()
	in := large.Integration(*n)
	if *write != "" {
		if err := os.WriteFile(*write, flow.Write(in), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	a := app.NewWithID("app.flowbench.board")
	w := a.NewWindow("Board")
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1440, 900))
	m := &meter{app: a, win: w, only: *only, flow: flow.Open(in, nil).Integration().Flows[0]}
	m.empty = fynecanvas.NewRectangle(draw.Light.Board)
	w.SetContent(m.empty)
	a.Lifecycle().SetOnStarted(m.start)
	w.ShowAndRun()
}

// A phase is something done with each frame.
type phase struct {
	name  string
	begin func()
	step  func(i int)
	end   func()
	board bool // whether the board is shown, else the empty window
}

// A meter goes through the phases, a step with each tick of the window's clock.
type meter struct {
	app   fyne.App
	win   fyne.Window
	flow  *flow.Flow
	board *canvas.Board
	empty *fynecanvas.Rectangle // all that an empty window has
	heap  uint64                // of the empty window
	rss   float64
	only  string

	todo []phase
	tick int
	from cost
	took map[string][]cost // by name
}

// A cost is CPU time in milliseconds: of the process with the threads that paint, and of
// the window's goroutine alone.
type cost struct{ all, own float64 }

func now() cost {
	of := func(who int) float64 {
		var r syscall.Rusage
		syscall.Getrusage(who, &r)
		return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e6
	}
	return cost{of(syscall.RUSAGE_SELF), of(1)} // 1: the calling thread
}

func (m *meter) start() {
	look.Use(m.app, look.Light)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		fyne.MeasureText("a", 13, style) // every window of this look has its faces
	}
	m.heap, m.rss = heap(), resident()
	m.took = map[string][]cost{}
	m.board = canvas.NewBoard(fyne.Do)
	for _, mode := range m.modes() {
		m.todo = append(m.todo, phase{begin: func() { look.Use(m.app, mode); m.show() }, board: true})
		for range rounds {
			for _, zoom := range []string{"1", "fit"} {
				m.todo = append(m.todo, m.phases(fmt.Sprintf("theme=%s zoom=%s", mode, zoom), zoom == "fit")...)
			}
		}
	}
	m.todo = append(m.todo, phase{begin: func() { m.view(false) }, board: true}) // whose memory is told
	forever := &fyne.Animation{Duration: 1 << 40, RepeatCount: fyne.AnimationRepeatForever, Tick: func(float32) { m.next() }}
	forever.Start()
}

// modes are the lights that are measured: a small flow costs the same in both.
func (m *meter) modes() []look.Mode {
	if len(m.flow.Nodes) < 1000 {
		return []look.Mode{look.Light}
	}
	return []look.Mode{look.Light, look.Dark}
}

// show puts the flow on the board, as a run that succeeded leaves it.
func (m *meter) show() {
	cat := catalog.Builtin()
	var specs []spec.Kind
	for _, k := range kinds.All(cat) {
		specs = append(specs, k.Kind)
	}
	m.win.SetContent(m.board)
	m.board.SetFlow(m.flow, face.New(specs, cat).Describe(m.flow, look.Colours()))
	marks := canvas.Marks{Nodes: map[flow.Key]canvas.NodeMark{}, Wires: map[canvas.Wire]canvas.WireMark{}}
	byName := map[string]flow.Key{}
	for node := range m.flow.All {
		byName[node.Name] = node.Key
		marks.Nodes[node.Key] = canvas.NodeMark{State: draw.Done, Text: "312 ms · 240 rows"}
	}
	for node := range m.flow.All {
		for _, leg := range node.Wires {
			for _, to := range leg.To {
				marks.Wires[canvas.Wire{From: node.Key, Port: leg.Port, To: byName[to]}] = canvas.WireMark{Taken: true, Records: "240"}
			}
		}
	}
	m.board.SetMarks(marks)
}

// node is the one that is dragged.
func (m *meter) node() *flow.Node { return m.flow.Nodes[len(m.flow.Nodes)/2] }

func (m *meter) view(fit bool) {
	m.board.ZoomTo(1)
	m.board.Center(m.node().Key)
	if fit {
		m.board.Fit()
	}
}

// phases are those of one view.
func (m *meter) phases(name string, fit bool) []phase {
	b := m.board
	node := m.node()
	view := func() { m.view(fit) }
	size := func() fyne.Size { return b.Size() }
	middle := func() fyne.Position { return fyne.NewPos(size().Width/2, size().Height/2) }
	var grip fyne.Position
	all := []phase{
		{name: name + " floor", step: func(int) { m.empty.Refresh() }},
		{name: name + " pan", board: true, begin: view, step: func(int) {
			b.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DX: -5, DY: -3}})
		}},
		{name: name + " drag", board: true, begin: func() {
			view()
			x, y := b.Middle().X, b.Middle().Y
			grip = middle().AddXY(float32((float64(node.At.X)+96-x)*b.Zoom()), float32((float64(node.At.Y)+28-y)*b.Zoom()))
			b.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: grip}, Button: desktop.MouseButtonPrimary})
		}, step: func(i int) {
			b.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: grip.AddXY(float32(4*i), float32(2*i))}})
		}, end: func() {
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			b.DragEnd()
		}},
		{name: name + " wheel", board: true, begin: view, step: func(i int) {
			by := float32(-25)
			if (i/12)%2 == 1 {
				by = 25
			}
			b.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: middle()}, Scrolled: fyne.Delta{DY: by}})
		}},
	}
	return slices.DeleteFunc(all, func(p phase) bool {
		return m.only != "" && !strings.HasSuffix(p.name, m.only) && !strings.HasSuffix(p.name, "floor")
	})
}

// next is called before each frame.
func (m *meter) next() {
	if len(m.todo) == 0 {
		return
	}
	p := m.todo[0]
	if m.tick++; m.tick == 1 {
		if p.board {
			m.win.SetContent(m.board)
		} else {
			m.win.SetContent(m.empty)
		}
	}
	switch i := m.tick - pause; {
	case i == -pause/2 && p.begin != nil:
		p.begin()
	case i == 0:
		m.from = now()
		fallthrough
	case i > 0 && i < frames && p.step != nil:
		if p.step != nil {
			p.step(i)
		}
	case i >= frames:
		if p.name != "" {
			at := now()
			m.took[p.name] = append(m.took[p.name], cost{(at.all - m.from.all) / frames, (at.own - m.from.own) / frames})
		}
		if p.end != nil {
			p.end()
		}
		m.todo, m.tick = m.todo[1:], 0
		if len(m.todo) == 0 {
			m.report()
			m.app.Quit()
		}
	}
}

func (m *meter) report() {
	middle := func(name string) cost {
		var all, own []float64
		for _, c := range m.took[name] {
			all, own = append(all, c.all), append(own, c.own)
		}
		slices.Sort(all)
		slices.Sort(own)
		return cost{all[len(all)/2], own[len(own)/2]}
	}
	n := len(m.flow.Nodes)
	for _, mode := range m.modes() {
		for _, zoom := range []string{"1", "fit"} {
			view := fmt.Sprintf("theme=%s zoom=%s", mode, zoom)
			floor := middle(view + " floor")
			for _, what := range []string{"pan", "drag", "wheel"} {
				if m.took[view+" "+what] == nil {
					continue
				}
				c := middle(view + " " + what)
				fmt.Printf("board n=%d %s what=%s ratio=%.2f ms=%.1f own=%.1f floor=%.1f\n", n, view, what, c.all/floor.all, c.all, c.own, floor.all)
			}
		}
	}
	m.took, m.todo = nil, nil
	m.heap = heap() - m.heap
	fmt.Printf("board n=%d what=tree objects=%d heap=%.0f resident=%.0f\n", n, count([]fyne.CanvasObject{m.win.Content()}), float64(m.heap)/1e6, resident()-m.rss)
}

// heap is what is in use, in bytes.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers let go
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

// resident is what the process has of the machine's memory, in MB: with the textures too,
// which a graphics card would hold.
func resident() (mb float64) {
	debug.FreeOSMemory()
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if _, err := fmt.Sscanf(line, "VmRSS: %g", &mb); err == nil {
			return mb / 1024
		}
	}
	return 0
}

// count counts the objects of a tree.
func count(objects []fyne.CanvasObject) (n int) {
	for _, o := range objects {
		n++
		switch o := o.(type) {
		case *fyne.Container:
			n += count(o.Objects)
		case fyne.Widget:
			n += count(test.WidgetRenderer(o).Objects())
		}
	}
	return n
}
