package window

import (
	"os"
	"time"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/spec"
)

// viewState is how the window is arranged, kept from start to start.
type viewState struct {
	Width, Height            float32
	Left, Right, Below       float32
	NoLeft, NoRight, NoBelow bool
	Share                    float32 // of the flow log's list
	Theme                    string
	Folder                   string // in which a file was last chosen
	Delays                   bool
	Runs                     int             // how many were started, for their names
	Open                     bool            // an integration was open
	Ticks                    map[string]bool // of the guide
	Folded                   []string        // groups of the Assets panel
	NoGrid, NoMinimap, Still bool            // of the board
	Used                     []string        // commands chosen from the palette, the last first
}

const viewKey = "window"

func (w *Window) loadView() {
	w.view = viewState{Width: 1440, Height: 900, Left: 232, Right: 340, Below: 280, NoBelow: true, Share: 0.42, Delays: true, Theme: string(look.System)}
	if err := w.store.Setting(viewKey, &w.view); err != nil {
		w.view.Ticks = nil
	}
	if w.view.Ticks == nil {
		w.view.Ticks = map[string]bool{}
	}
}

func (w *Window) applyView() {
	v := w.view
	w.dock.LeftSize, w.dock.RightSize, w.dock.BottomSize = v.Left, v.Right, v.Below
	w.dock.HideLeft, w.dock.HideRight, w.dock.HideBelow = v.NoLeft, v.NoRight, v.NoBelow
	w.palette.Fold(v.Folded)
	if !v.NoBelow {
		w.debugger()
	}
	w.sandbox.SetDelays(v.Delays)
	w.applyBoard()
}

// applyTheme puts the window into the light that was chosen: before it is built, since what
// is made before a change keeps its colours until it is refreshed.
func (w *Window) applyTheme() {
	if w.view.Theme != string(look.System) && !forcedTheme() {
		look.Use(w.app, look.Mode(w.view.Theme))
	}
}

// applyBoard sets the board to how it is wanted.
func (w *Window) applyBoard() {
	w.board.SetGrid(!w.view.NoGrid)
	w.board.SetMinimap(!w.view.NoMinimap)
	w.board.SetReducedMotion(w.view.Still)
}

// flip turns a setting of the board over.
func (w *Window) flip(setting *bool) {
	*setting = !*setting
	w.applyBoard()
	w.refreshMenu()
	w.saveView()
}

// saveViewSoon keeps the view once the window has had time to show what it opened.
func (w *Window) saveViewSoon() {
	time.AfterFunc(500*time.Millisecond, func() {
		w.do(func() {
			if !w.closed {
				w.saveView()
			}
		})
	})
}

func (w *Window) saveView() {
	v := &w.view
	v.Left, v.Right, v.Below = w.dock.LeftSize, w.dock.RightSize, w.dock.BottomSize
	v.NoLeft, v.NoRight, v.NoBelow = w.dock.HideLeft, w.dock.HideRight, w.dock.HideBelow
	v.Folded = w.palette.Folded()
	if w.debug != nil {
		v.Share = w.debug.Share()
	}
	if s := w.win.Canvas().Size(); s.Width > 600 {
		v.Width, v.Height = s.Width, s.Height
	}
	v.Open = w.s != nil
	if err := w.store.SetSetting(viewKey, v); err != nil && !w.closed {
		w.toast(spec.Sentence(err.Error()))
	}
}

// setTheme puts the window into a light.
func (w *Window) setTheme(m look.Mode) {
	w.view.Theme = string(m)
	look.Use(w.app, m)
	w.palette.SetItems(w.items())
	if w.debug != nil {
		w.debug.Refresh()
	}
	w.refresh()
	w.saveView()
}

// tick marks a part of the guide as done.
func (w *Window) tick(what string) {
	if !w.view.Ticks[what] {
		w.view.Ticks[what] = true
		w.saveView()
	}
}

// tell shows a message that has to be read.
func (w *Window) tell(title, text string) {
	dialogs.Message(w.win.Canvas(), dialogs.Fault{Title: title, What: text})
}

// fail tells of something that went wrong.
func (w *Window) fail(title string, err error) {
	dialogs.Message(w.win.Canvas(), dialogs.Fault{Title: title, What: spec.Sentence(err.Error())})
}

// toast shows a short message below the board for a while.
func (w *Window) toast(text string) {
	c := look.Colours()
	label := fynecanvas.NewText(text, c.Surface)
	label.TextSize = 13
	ground := fynecanvas.NewRectangle(c.Text)
	ground.CornerRadius = 8
	card := container.NewStack(ground, kit.Inset(label, 8, 16, 8, 16))
	size := card.MinSize()
	room := w.win.Canvas().Size()
	card.Resize(size)
	card.Move(fyne.NewPos((room.Width-size.Width)/2, room.Height-size.Height-40))
	layer := container.NewWithoutLayout(card)
	w.pops.Objects = []fyne.CanvasObject{layer}
	w.pops.Refresh()
	time.AfterFunc(4*time.Second, func() {
		w.do(func() {
			if len(w.pops.Objects) == 1 && w.pops.Objects[0] == fyne.CanvasObject(layer) {
				w.pops.Objects = nil
				w.pops.Refresh()
			}
		})
	})
}

// showNode shows the node that is selected in the properties.
func (w *Window) showNode() {
	if w.s == nil {
		return
	}
	w.panel.Open(w.flow, w.chosen(), len(w.board.Selected()), w.s.Integration())
}

// selected follows a choice made on the board: the properties, and the step in the log.
func (w *Window) selected() {
	w.showNode()
	w.refreshMenu()
	n := w.chosen()
	if n == nil || w.last == nil {
		return
	}
	name := w.ran[n.Key]
	if w.debugger().Trace().Node(name) != nil && nodeOf(w.debugger().Chosen()) != name { // or it was chosen there
		w.debugger().SelectStep(name)
	}
}

// openNode opens the properties of the node that is selected, at what is wrong with it,
// else at their first field.
func (w *Window) openNode() {
	w.openPanel()
	w.showNode()
	n := w.chosen()
	if n == nil {
		return
	}
	for _, p := range w.prob[w.flow+"/"+n.Name] {
		if p.Path.Field != "" {
			w.panel.OpenField(p.Path.Field)
			return
		}
	}
	w.panel.TakeFocus()
}

func (w *Window) openPanel() {
	if w.dock.HideRight {
		w.toggle(&w.dock.HideRight)
	}
}

// forcedTheme reports whether the environment says which light to use.
func forcedTheme() bool { return os.Getenv("FLOWBENCH_THEME") != "" }

// searchAssets leads to the search of the Assets panel.
func (w *Window) searchAssets() {
	if w.dock.HideLeft {
		w.toggle(&w.dock.HideLeft)
	}
	w.win.Canvas().Focus(w.palette.Search())
}
