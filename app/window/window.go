// Package window is the main window: it puts the board, the panels and the dialogs
// together, and is the one place that brings work of other goroutines to Fyne's.
//
// A window shows the start page, or one open integration (a session.Session) and one of
// its flows. It holds no document: after each change everything reads the session again.
package window

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/debug"
	"flowbench/app/dialogs"
	"flowbench/app/face"
	"flowbench/app/kit"
	"flowbench/app/library"
	"flowbench/app/look"
	"flowbench/app/palette"
	"flowbench/app/panel"
	"flowbench/app/session"
	"flowbench/app/vault"
	"flowbench/canvas"
	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/check"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/sandbox"
	"flowbench/engine/spec"
	"flowbench/engine/worker"
	"flowbench/store"
)

// A Window is the main window and what it works with.
type Window struct {
	app fyne.App
	win fyne.Window

	store   *store.Store
	library *session.Library
	catalog *catalog.Catalog
	kinds   kinds.Set
	faces   *face.Faces
	sandbox *sandbox.Server
	checker check.Checker

	s      *session.Session          // nil: the start page
	flow   string                    // the flow that is shown
	prob   map[string][]spec.Problem // by flow and node, of the document as it is
	last   *session.Run
	seen   int                   // events of the last run that the debug window has
	picked map[string][]flow.Key // what was selected in the flows that are not shown
	ran    map[flow.Key]string   // the nodes of the last run, by the name they had
	list   *dialogs.ProblemList

	shot dialogs.Picture // as a picture was last exported

	accounts accounts
	tokens   *auth.Cache
	pool     *worker.Pool // nil: nothing can be called
	tried    tried

	board   *canvas.Board
	panel   *panel.Panel
	palette *palette.Palette
	debug   *debug.Dock     // made when it is first needed: see debugger
	below   *fyne.Container // what holds it
	bar     *toolbar
	find    *findBar
	dock    *kit.Dock
	start   *library.Page
	ghost   *fyne.Container // what is dragged from the Assets panel
	pops    *fyne.Container // lists that must not take the focus
	center  *fyne.Container // the start page, or the dock
	view    viewState
	closed  bool
	do      func(func())
	menus   []menu
	menuFor string // what the menu bar shows: see menuState
}

// onFyne brings f to the goroutine that Fyne runs on: the one place of fyne.Do.
func onFyne(f func()) { fyne.Do(f) }

// config is what a window is made with.
type config struct {
	app     fyne.App
	store   *store.Store
	sandbox *sandbox.Server
	runner  session.Runner
	do      func(func()) // brings a call to the window's goroutine
	pool    *worker.Pool // what runs, and calls for connections; nil: nothing can be called
	keyFile string       // what opens the vault beside the key ring, or ""
}

// newWindow makes a window that is not built yet: nothing of it touches Fyne.
func newWindow(c config) *Window {
	cat := catalog.Builtin()
	all := kinds.All(cat)
	var specs []spec.Kind
	for _, k := range all {
		specs = append(specs, k.Kind)
	}
	w := &Window{
		app: c.app, store: c.store, sandbox: c.sandbox,
		catalog: cat, kinds: kinds.NewSet(all), faces: face.New(specs, cat), do: c.do,
		pool: c.pool, tokens: new(auth.Cache),
	}
	w.accounts.keeper = vault.New(vault.Options{Store: c.store, Catalog: cat, KeyFile: c.keyFile})
	if c.pool != nil {
		w.tokens = &c.pool.Tokens
	}
	w.tokens.Grants = w.accounts.keeper.Grants()
	safe := w.accounts.keeper.Vault()
	safe.SetIdle(w.lockAfter())
	safe.OnLock(func() { w.do(w.accountsLocked) })
	w.library = session.NewLibrary(session.Options{
		Store: c.store, Runner: c.runner, Wake: w.do, Check: w.check, Account: w.account,
		Notice: func(text string) { w.tell("Please note", text) },
	})
	w.loadView()
	return w
}

// build makes what the window shows.
func (w *Window) build() {
	w.applyTheme()
	w.win = w.app.NewWindow("Flowbench")
	w.board = canvas.NewBoard(w.do)
	w.onBoard()
	w.panel = panel.New((*host)(w))
	w.palette = palette.New(w.items())
	w.palette.OnAdd, w.palette.OnDrag, w.palette.OnDrop = w.addItem, w.dragItem, w.dropItem
	w.palette.OnFold = w.saveView
	w.board.OnQuickAdd = w.quickAdd
	w.palette.OnNewIntegration = func() { w.chooseService(nil) }
	w.menus = table()
	w.bar = newToolbar(w)
	w.ghost, w.pops, w.below = container.NewWithoutLayout(), container.NewStack(), container.NewStack()
	w.find = newFindBar(w)
	w.dock = kit.NewDock(w.palette, container.New(corner{}, w.board, w.find.root), w.panel, w.below)
	w.applyView()
	w.dock.OnResize = w.saveView
	w.center = container.NewStack()
	content := container.NewBorder(w.bar.root, nil, nil, nil, w.center)
	w.win.SetPadded(false)
	w.win.SetContent(kit.FirstFrame(kit.WithTips(w.win.Canvas(), container.NewStack(content, w.ghost, w.pops), w.do), w.do, w.board.WhenPainted))
	w.refreshMenu()
	w.listen()
	w.win.Resize(fyne.NewSize(w.view.Width, w.view.Height))
	w.win.SetCloseIntercept(w.close)
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		if len(uris) > 0 {
			w.openPath(uris[0].Path())
		}
	})
	w.app.Lifecycle().SetOnExitedForeground(func() {
		if w.s != nil {
			w.s.Flush()
		}
	})
	w.app.Lifecycle().SetOnEnteredForeground(w.lookAtFile)
	w.app.Settings().AddListener(func(fyne.Settings) { w.do(w.refresh) })
	w.sandbox.Journal().Listen(func(sandbox.Entry) { w.do(w.refreshJournal) })
	w.bar.show(false)
}

// check returns what finds the problems of all flows of a document in the environment
// that is on.
func (w *Window) check() func(*flow.Integration) []spec.Problem {
	on := w.env()
	bound := map[string]check.Binding{} // looked up here: the check may run beside the window
	for name, id := range on.Bindings {
		bound[name] = w.binding(id)
	}
	env := check.Env{Kinds: w.kinds, Catalog: w.catalog, Environment: on.Name, Sandbox: on.Sandbox, Mapped: mapped(on.Hosts),
		Bound:  func(name string) check.Binding { return bound[name] },
		Config: func(v flow.Variable) error { return on.Judge(v, w.library.LookupEnv) }}
	return func(in *flow.Integration) []spec.Problem {
		var all []spec.Problem
		for _, fl := range in.Flows {
			all = append(all, w.checker.Check(in, fl.Name, env)...)
		}
		return all
	}
}

// show puts a session in place of what is shown.
func (w *Window) show(s *session.Session) {
	w.leave()
	w.s = s
	w.flow, w.last, w.picked = "", nil, map[string][]flow.Key{}
	in := s.Integration()
	if len(in.Flows) > 0 {
		w.flow = in.Flows[0].Name
	}
	s.OnChange(func() {
		if w.s == s {
			w.refresh()
		}
	})
	s.OnRun(func(r *session.Run) {
		if w.s == s {
			w.onRun(r)
		}
	})
	if w.debug != nil {
		w.debug.Begin(debug.Run{})
	}
	w.board.Forget()
	w.palette.Clear()
	w.center.Objects = []fyne.CanvasObject{w.dock}
	w.center.Refresh()
	w.bar.show(true)
	w.refresh()
	w.board.Select()
	w.board.Fit()
	w.win.Canvas().Focus(w.board)
	for _, text := range s.Notices() {
		w.toast(text)
	}
}

// leave closes what is open; its draft is kept.
func (w *Window) leave() {
	if w.s == nil {
		return
	}
	if err := w.s.Close(); err != nil {
		w.fail("The draft was not kept", err)
	}
	w.s = nil
}

// home shows the start page.
func (w *Window) home() {
	w.leave()
	w.bar.show(false)
	w.win.SetTitle("Flowbench")
	if w.start == nil {
		w.start = library.New((*startHost)(w))
	}
	w.center.Objects = []fyne.CanvasObject{w.start}
	w.start.Refresh()
	w.center.Refresh()
	w.refreshMenu()
}

// shown is the flow on the board, or nil.
func (w *Window) shown() *flow.Flow {
	if w.s == nil {
		return nil
	}
	in := w.s.Integration()
	if f := in.Flow(w.flow); f != nil {
		return f
	}
	if len(in.Flows) == 0 {
		return nil
	}
	w.flow = in.Flows[0].Name // the one shown was renamed or deleted
	return in.Flows[0]
}

// refresh shows the document as it is now.
func (w *Window) refresh() {
	if w.s == nil {
		if w.start != nil {
			w.start.Refresh()
		}
		return
	}
	in, fl := w.s.Integration(), w.shown()
	w.sortProblems()
	names, at := []string{}, 0
	for i, f := range in.Flows {
		names = append(names, f.Name)
		if f == fl {
			at = i
		}
	}
	w.bar.setName(in.Name)
	dirty := ""
	if w.s.Dirty() {
		dirty = "edited"
	}
	w.bar.dirty.Set(dirty)
	w.bar.setUndo(w.s.UndoLabel(), w.s.RedoLabel())
	errors, warnings := w.countProblems(w.flow)
	if w.list != nil {
		w.list.Set(w.flowProblems(w.flow))
	}
	w.bar.setProblems(errors, warnings)
	w.bar.env.set(w.env(), w.command("environment").key())
	w.bar.setRun(w.running(), w.run, w.s.CancelRun)
	w.bar.root.Refresh()
	w.bar.setFlows(names, at)
	w.setTitle()
	if fl != nil {
		w.board.SetFlow(fl, w.faces.Describe(fl, look.Colours()))
		w.board.SetProblems(w.boardProblems(fl))
	}
	w.showMarks()
	w.showNode()
	w.find.again()
	w.refreshMenu()
}

// setTitle says what is open, and how the last run went.
func (w *Window) setTitle() {
	title := w.s.Title()
	if r := w.last; r != nil && r.Flow == w.flow {
		state := string(r.View().Status)
		if r.Running() {
			state = "running"
		}
		title += ": run " + state
	}
	w.win.SetTitle(title + " – Flowbench")
}

// showFlowAt shows a flow by its number, as it was left: the board keeps the view, and
// what was selected is selected again.
func (w *Window) showFlowAt(i int) {
	in := w.s.Integration()
	if i < 0 || i >= len(in.Flows) {
		return
	}
	if w.flow == in.Flows[i].Name {
		return
	}
	w.picked[w.flow] = w.board.Selected()
	w.flow = in.Flows[i].Name
	w.refresh()
	w.board.Select(w.picked[w.flow]...)
}

// debugger is the Debug window.
func (w *Window) debugger() *debug.Dock {
	if w.debug == nil {
		w.debug = debug.New((*debugHost)(w))
		w.debug.OnStep = w.showStep
		w.debug.SetShare(w.view.Share)
		w.debug.SetDelays(w.view.Delays)
		w.below.Objects = []fyne.CanvasObject{w.debug.Content}
		w.below.Refresh()
		w.refreshJournal()
	}
	return w.debug
}

// toggle hides or shows a panel.
func (w *Window) toggle(hidden *bool) {
	*hidden = !*hidden
	if !w.dock.HideBelow {
		w.debugger()
	}
	w.dock.Refresh()
	w.refreshMenu()
	w.saveView()
}

// close ends the app; what is open keeps its draft.
func (w *Window) close() {
	if w.closed {
		return
	}
	w.saveView()
	w.closed = true
	w.leave()
	w.app.Quit()
}

// finish lets go of what the window works with, after it was closed.
func (w *Window) finish() {
	w.leave()
	w.sandbox.Close()
	w.store.Close()
}

// lookAtFile asks, when the window comes to the front, whether another program changed
// the linked file.
func (w *Window) lookAtFile() {
	if w.s == nil {
		return
	}
	if err := w.s.CheckFile(); err != nil {
		w.conflict(err, nil)
	}
}

// base is a file's name without its folder.
func base(path string) string { return filepath.Base(path) }
