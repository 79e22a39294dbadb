// Package canvas is the board: the widget on which a flow is drawn.
//
// A Board shows a flow and turns what a person does to it into edits. It never
// changes the document: it says OnEdit and waits to be shown the flow again by
// SetFlow. It knows no kind of node (how one looks is said by a show.Describe)
// and nothing of running (what a run made of the nodes comes by SetMarks).
// Selection, zoom and marks are the board's own and are kept by flow.Key.
//
// What stands still is painted into tiles by goroutines and only moved about
// while the board is panned; what is dragged is drawn as live objects above.
// The number of objects stays below 200 however large the flow is. Every hit
// test is the scene's. A gesture is a value (see gesture), one file each.
//
// What a hand does:
//
//	drag on the board, middle button, Space held   pan
//	wheel, pinch as Ctrl+wheel                     zoom at the pointer
//	Shift+wheel, two fingers                       pan
//	click, Shift+click, Ctrl+click                 select, add, add or take away
//	Shift+drag on the board                        select what a box touches
//	Ctrl+drag on the board                         select what lies in a box
//	drag a node, a note, a group's title           move the selection, in steps of Grid; a node into
//	                                               a container, out of it, or onto a wire
//	Ctrl+drag a node                               put a copy there
//	drag from a port                               draw a wire; onto the board, and add what follows
//	drag from an input                             draw a wire from its far end, or take one off
//	click a port                                   add what follows
//	drag an end of a wire                          lead it elsewhere
//	double click                                   open a node, write a note or a title, add a node
//	right click                                    menu
//
// What the keys do is said by Hands.
//
// Keys and shortcuts that the board has no use for go on to the window's canvas.
//
// All methods are to be called on the goroutine Fyne runs on.
package canvas

import (
	"runtime"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Grid is what nodes snap to.
const Grid = 12.0

// A Wire names a wire by its ends.
type Wire struct {
	From flow.Key
	Port string
	To   flow.Key
}

func (w Wire) id() draw.ID { return draw.WireID(show.Key(w.From), w.Port, show.Key(w.To)) }

func wireOf(id draw.ID) Wire { return Wire{flow.Key(id.Key), id.Port, flow.Key(id.To)} }

// A Spot is a place on the board and what lies there.
type Spot struct {
	At    geom.Point // in the world
	Node  flow.Key   // or 0
	Wire  *Wire      // or nil
	Note  int        // its number, or -1
	Group int        // its number, or -1
	In    flow.Key   // the container whose body the place lies in, or 0
}

// A Board is the widget.
type Board struct {
	widget.BaseWidget

	// The outlets; nil is nobody.
	OnEdit   func(flow.Edit)
	OnSelect func([]flow.Key)
	OnOpen   func(flow.Key)

	// What is wished for and takes more than the board knows.
	OnQuickAdd  func(Quick)                                        // something shall be added
	OnDuplicate func(nodes []flow.Key, notes []int, by flow.Point) // copies shall lie there
	OnRename    func(node flow.Key, name string)
	OnBody      func(container flow.Key) // another body is shown, or with 0 the flow

	// Menu gives the pop-up menu for a place; nil is none.
	Menu func(Spot) *fyne.Menu
	// Peek says what there is to know about a place under the pointer; no lines are nothing.
	Peek func(Spot) []string
	// OnRefuse is told why what was let go came to nothing.
	OnRefuse func(why string)

	flow     *flow.Flow
	root     flow.Key // the container whose body is shown alone, or 0
	describe show.Describe
	places   show.Places
	nodes    map[flow.Key]*flow.Node
	parent   map[flow.Key]*flow.Node
	scene    *draw.Scene
	marks    Marks
	problems map[flow.Key]Problems
	sel      selection

	theme  *draw.Theme
	view   geom.Viewport
	views  map[viewKey]geom.Viewport // of the flows shown before
	fitted bool                      // nobody has touched the board since it was fitted: a new size fits it again
	fits   geom.Size                 // the size that it was fitted into

	tiles   *tiles
	live    live
	objects []fyne.CanvasObject
	ground  ground
	hint    *fynecanvas.Text
	control *zoomControl
	crumbs  *crumbs
	minimap *minimap

	press   press
	gesture gesture
	pointer geom.Point  // where the gesture was last, on the screen
	mouse   *geom.Point // where the pointer is over the board, on the screen; nil: it is not
	last    flow.Key    // the node that keys came to last
	quiet   bool        // the button gave a gesture up: it opens no menu
	pulling bool        // the flow is being pulled along
	widened geom.Point  // how far the body that is shown alone grew up and to the left
	focused bool        // the keys are the board's, which a ring around it says
	walking bool        // by key from node to node: a stronger ring
	ring    ring
	peek    peek
	writing *writing // what is being written on the board, or nil
	glide   *glide   // nodes on the way to their new places, or nil
	still   bool     // nothing glides
	gridOff bool
	space   bool
	cursor  desktop.Cursor
	lit     draw.ID // what is lit up under something dragged from outside

	after func(time.Duration, func()) (stop func())
	stop  func() // the wait for the zoom to rest
}

var (
	_ fyne.Widget            = (*Board)(nil)
	_ fyne.Draggable         = (*Board)(nil)
	_ fyne.Scrollable        = (*Board)(nil)
	_ fyne.DoubleTappable    = (*Board)(nil)
	_ fyne.SecondaryTappable = (*Board)(nil)
	_ fyne.Focusable         = (*Board)(nil)
	_ fyne.Shortcutable      = (*Board)(nil)
	_ desktop.Mouseable      = (*Board)(nil)
	_ desktop.Hoverable      = (*Board)(nil)
	_ desktop.Keyable        = (*Board)(nil)
	_ desktop.Cursorable     = (*Board)(nil)
	_ fyne.Tabbable          = (*Board)(nil)
)

// NewBoard is an empty board. It brings what its goroutines have painted onto
// the goroutine Fyne runs on by do.
func NewBoard(do func(func())) *Board {
	lanes := make(chan struct{}, max(1, runtime.GOMAXPROCS(0)))
	return newBoard(do, func(job func()) {
		go func() {
			lanes <- struct{}{}
			defer func() { <-lanes }()
			job()
		}()
	})
}

func newBoard(do, run func(func())) *Board {
	b := &Board{
		flow: &flow.Flow{}, scene: draw.NewScene(draw.Content{}), places: show.Places{}, sel: newSelection(),
		view: geom.Viewport{Zoom: 1}, views: map[viewKey]geom.Viewport{}, cursor: desktop.DefaultCursor,
	}
	b.describe = func(*flow.Node) show.Look { return show.Look{} }
	b.after = func(d time.Duration, f func()) func() {
		t := time.AfterFunc(d, func() { do(f) })
		return func() { t.Stop() }
	}
	b.theme = colours(b)
	b.tiles = newTiles(b, do, run)
	b.ground = newGround()
	b.hint = fynecanvas.NewText("Drag a node here, or press / to search.", b.theme.Muted)
	b.ring = newRing()
	b.control, b.minimap, b.crumbs = newZoomControl(b), newMinimap(b), newCrumbs(b)
	b.ExtendBaseWidget(b)
	return b
}

// colours is the table of the light that is on, known by the widget's ground.
func colours(b *Board) *draw.Theme {
	r, g, bl, _ := theme.ColorForWidget(theme.ColorNameBackground, b).RGBA()
	if r+g+bl < 3*0x8000 {
		return draw.Dark
	}
	return draw.Light
}

// SetFlow shows a flow, or shows it again after a change.
func (b *Board) SetFlow(f *flow.Flow, d show.Describe) {
	other := f.Name != b.flow.Name || b.nodes == nil
	if other {
		if b.nodes != nil {
			b.views[b.viewKey()] = b.view
		}
		b.stopWriting(false)
		b.cancel()
		b.places, b.root, b.glide = show.Places{}, 0, nil
	}
	b.flow, b.describe = f, d
	b.nodes, b.parent = make(map[flow.Key]*flow.Node, len(b.nodes)), map[flow.Key]*flow.Node{}
	for n, container := range f.All {
		b.nodes[n.Key] = n
		if container != nil {
			b.parent[n.Key] = container
		}
	}
	left := b.root != 0 && b.nodes[b.root] == nil // the container whose body was shown is gone
	if left {
		b.root = 0
	}
	b.reconcile()
	pic := b.picture()
	b.dressAll(&pic.Content)
	dirty := b.scene.Set(pic.Content)
	if len(dirty) > 0 {
		b.cancel()
		b.live.pending = nil
		b.peek.hide(b)
		b.minimap.spoil()
	}
	b.tiles.spoil(dirty...)
	if g := b.glide; g != nil && len(dirty) > 0 {
		if g.to.Nodes == nil {
			g.start(b, pic.Content)
		} else {
			b.glide = nil
		}
	}
	switch v, ok := b.views[b.viewKey()]; {
	case !other && !left:
		b.place()
	case ok:
		b.look(v)
	default:
		b.Fit()
	}
}

// dressAll puts on everything what is the board's to show.
func (b *Board) dressAll(c *draw.Content) {
	for i := range c.Nodes {
		b.dress(&c.Nodes[i])
	}
	for i := range c.Wires {
		b.dressWire(&c.Wires[i])
	}
	for i := range c.Notes {
		c.Notes[i].Selected = b.sel.notes[i]
	}
	for i := range c.Groups {
		c.Groups[i].Selected = b.sel.groups[i]
		b.dressGroup(&c.Groups[i])
	}
}

// Forget drops all that is remembered of the flows shown before; the next
// SetFlow shows one of another document.
func (b *Board) Forget() {
	b.cancel()
	b.nodes, b.views, b.places, b.root = nil, map[viewKey]geom.Viewport{}, show.Places{}, 0
	b.marks, b.problems, b.sel = Marks{}, nil, newSelection()
}

// Flow is the flow that is shown.
func (b *Board) Flow() *flow.Flow { return b.flow }

func (b *Board) emit(e flow.Edit) {
	if e != nil && b.OnEdit != nil {
		b.OnEdit(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer { return &renderer{b} }

type renderer struct{ b *Board }

func (r *renderer) Layout(fyne.Size) {
	if size := sizeOf(r.b.Size()); r.b.fitted && size != r.b.fits {
		r.b.Fit()
		return
	}
	r.b.place()
}

func (r *renderer) MinSize() fyne.Size           { return fyne.NewSize(240, 160) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.b.objects }
func (r *renderer) Destroy()                     {}

// IsClip makes Fyne cut off what lies outside of the board.
func (r *renderer) IsClip() {}

// Refresh follows a change of the theme.
func (r *renderer) Refresh() {
	b := r.b
	if t := colours(b); t != b.theme {
		b.theme = t
		b.hint.Color = t.Muted
		b.hint.Refresh()
		b.tiles.renew()
	}
	b.control.Refresh()
	b.minimap.Refresh()
	b.minimap.spoil()
	b.place()
}

// place puts every object where the view has it, and has painted what is missing.
func (b *Board) place() {
	size := b.Size()
	b.objects = b.objects[:0]
	if size.Width < 1 || size.Height < 1 {
		return
	}
	b.objects = b.tiles.place(b.objects)
	b.objects = b.ground.place(b, b.objects)
	b.objects = b.live.place(b, b.objects)
	if len(b.list()) == 0 {
		b.hint.TextSize = theme.TextSize()
		b.hint.Move(fyne.NewPos((size.Width-b.hint.MinSize().Width)/2, size.Height/2-10))
		b.objects = append(b.objects, b.hint)
	}
	b.control.show(b.view.Zoom)
	b.control.Resize(b.control.MinSize())
	b.control.Move(fyne.NewPos(16, size.Height-b.control.MinSize().Height-12))
	b.objects = append(b.objects, b.control)
	b.objects = b.minimap.place(b.objects)
	b.objects = b.crumbs.place(b.objects)
	b.objects = b.peek.place(b, b.objects)
	if b.writing != nil {
		b.objects = b.writing.place(b.objects)
	}
	if b.focused {
		b.objects = b.ring.place(b, b.objects)
	}
	b.control.plate.Refresh() // it is always there: the window paints what changed
}

func pos(p geom.Point) fyne.Position   { return fyne.NewPos(float32(p.X), float32(p.Y)) }
func point(p fyne.Position) geom.Point { return geom.Pt(float64(p.X), float64(p.Y)) }
func sizeOf(s fyne.Size) geom.Size     { return geom.Size{W: float64(s.Width), H: float64(s.Height)} }
