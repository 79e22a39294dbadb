package window

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/session"
	"flowbench/canvas/draw"
)

// A toolbar is the row at the top: the integration and its flows, undo and redo, the
// environment, the problems, and Run Flow.
type toolbar struct {
	w    *Window
	root fyne.CanvasObject

	name     *kit.Label
	dirty    *kit.Label
	flows    *kit.Tabs
	tabs     *container.Scroll // what the flows scroll in
	undo     *kit.Button
	redo     *kit.Button
	env      *pill
	warning  *kit.Button
	run      *kit.Button
	left     *kit.Button
	below    *kit.Button
	right    *kit.Button
	problems struct{ errors, warnings int }
}

func newToolbar(w *Window) *toolbar {
	t := &toolbar{w: w}
	home, add := t.button("home", "home"), t.button("plus", "add-flow")
	t.name = kit.NewText("", kit.Title)
	details := w.command("details")
	name := kit.NewRow(t.name, details.hint(), func() { w.perform(details) })
	name.Inset = fyne.NewSize(8, 6)
	t.dirty = kit.NewText("", kit.Faint)
	t.flows = kit.NewTabs(nil, w.showFlowAt)
	t.flows.Filled = true
	t.flows.OnDouble = func(int) { w.perform(w.command("rename-flow")) }
	t.flows.OnMenu = w.flowMenu
	t.undo, t.redo = t.button("undo", "undo"), t.button("redo", "redo")
	t.env = newPill(w.chooseEnv)
	t.warning = kit.NewButton("0", "check", kit.Plain, "", nil)
	t.warning.OnMenu = w.showProblems
	t.run = kit.NewButton("Run Flow", "run", kit.Primary, "", w.run)
	t.left, t.below, t.right = t.button("panel-left", "left"), t.button("panel-bottom", "below"), t.button("panel-right", "right")

	slash := kit.NewText("/", kit.Faint)
	t.tabs = container.NewHScroll(t.flows)
	first := container.New(strip{}, kit.Line(4, home, name, slash, kit.Gap(2, 0)), t.tabs, kit.Line(4, add, t.dirty))
	mid := kit.Line(2, t.undo, t.redo)
	last := kit.Line(8, t.env, t.warning, t.run, kit.Gap(4, 0), kit.Line(0, t.left, t.below, t.right))
	row := container.New(thirds{}, first, mid, last)
	bar := container.NewBorder(nil, kit.Rule(false), nil, nil, kit.Inset(row, 10, 12, 9, 12))
	t.root = container.NewStack(kit.NewGround(kit.Surface), bar)
	return t
}

// button is a button that does a command.
func (t *toolbar) button(icon, id string) *kit.Button {
	c := t.w.command(id)
	return kit.NewButton("", icon, kit.Quiet, c.hint(), func() { t.w.perform(c) })
}

// tip is a tooltip with the key of the command that does what it says.
func (t *toolbar) tip(text, id string) string { return kit.Tip(text, t.w.command(id).key()) }

// show hides the toolbar on the start page.
func (t *toolbar) show(open bool) {
	if open {
		t.root.Show()
	} else {
		t.root.Hide()
	}
}

// setName shows the name of the integration, cut where it is long.
func (t *toolbar) setName(name string) {
	t.name.Set(kit.Elide(name, 260, 15, fyne.TextStyle{Bold: true}))
}

// setFlows shows the flows as tabs, the chosen one in sight.
func (t *toolbar) setFlows(names []string, at int) {
	t.flows.Set(names, at)
	t.tabs.Refresh()
	x, w := t.flows.Span(at)
	switch left, room := t.tabs.Offset.X, t.tabs.Size().Width; {
	case x < left:
		t.tabs.ScrollToOffset(fyne.NewPos(x, 0))
	case x+w > left+room:
		t.tabs.ScrollToOffset(fyne.NewPos(x+w-room, 0))
	}
}

// setUndo says what Undo and Redo would do; "" is nothing.
func (t *toolbar) setUndo(undo, redo string) {
	set := func(b *kit.Button, id, label string) {
		c := t.w.command(id)
		if label == "" {
			b.SetTip(c.needs.plead)
			b.Disable()
			return
		}
		b.SetTip(kit.Tip(c.title+" "+label, c.key()))
		b.Enable()
	}
	set(t.undo, "undo", undo)
	set(t.redo, "redo", redo)
}

func (t *toolbar) setProblems(errors, warnings int) {
	t.problems.errors, t.problems.warnings = errors, warnings
	n, icon := errors+warnings, "warning"
	t.warning.Color = func() color.Color { return kit.Colors().Failure }
	tip := fmt.Sprintf("%s and %s: press to see them", count(errors, "error"), count(warnings, "warning"))
	switch {
	case n == 0:
		icon, tip = "check", "No problems"
		t.warning.Color = func() color.Color { return kit.Colors().Success }
	case errors == 0:
		t.warning.Color = func() color.Color { return kit.Colors().Warning }
	}
	t.warning.SetTip(t.tip(tip, "problems"))
	t.warning.Set(fmt.Sprint(n), icon)
	t.warning.Refresh()
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// setRun says whether a run is going on, and whether errors hold it back.
func (t *toolbar) setRun(running bool, run, stop func()) {
	if running {
		t.run.Style, t.run.OnTapped = kit.Plain, stop
		t.run.SetTip(t.w.command("stop").hint())
		t.run.Set("Stop", "stop")
		t.run.Refresh()
		return
	}
	t.run.Style, t.run.OnTapped = kit.Primary, run
	tip := t.w.command("run").hint()
	if t.problems.errors > 0 {
		tip = "Errors hold the run back: press to see them"
	}
	t.run.SetTip(tip)
	t.run.Set("Run Flow", "run")
	t.run.Refresh()
}

// thirds puts one object left, one right, and one in the middle of what is free.
type thirds struct{}

func (thirds) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := max(o[0].MinSize().Height, o[1].MinSize().Height, o[2].MinSize().Height)
	return fyne.NewSize(o[1].MinSize().Width+o[2].MinSize().Width+240, h)
}

func (thirds) Layout(o []fyne.CanvasObject, s fyne.Size) {
	mid, right := o[1].MinSize(), o[2].MinSize()
	at := func(x float32, o fyne.CanvasObject, w, h float32) {
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
	}
	x := s.Width - right.Width
	at(x, o[2], right.Width, right.Height)
	want := strip{}.wide(o[0].(*fyne.Container).Objects)
	midX := max(min((s.Width-mid.Width)/2, x-mid.Width-16), 0)
	room := midX - 12
	if want > room {
		midX = min(want+12, x-mid.Width-12)
		room = midX - 12
	}
	at(midX, o[1], mid.Width, mid.Height)
	at(0, o[0], max(0, room), kit.Height)
}

// strip puts three objects side by side: the one in the middle scrolls where there is
// too little room.
type strip struct{}

const stripGap = 4

// wide is the width at which nothing scrolls.
func (strip) wide(o []fyne.CanvasObject) float32 {
	return o[0].MinSize().Width + o[1].(*container.Scroll).Content.MinSize().Width + o[2].MinSize().Width + 2*stripGap
}

func (strip) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, max(o[0].MinSize().Height, o[1].MinSize().Height, o[2].MinSize().Height))
}

func (l strip) Layout(o []fyne.CanvasObject, s fyne.Size) {
	ends := o[0].MinSize().Width + o[2].MinSize().Width + 2*stripGap
	middle := max(80, min(l.wide(o), s.Width)-ends)
	var x float32
	for i, w := range []float32{o[0].MinSize().Width, middle, o[2].MinSize().Width} {
		h := o[i].MinSize().Height
		o[i].Resize(fyne.NewSize(w, h))
		o[i].Move(fyne.NewPos(x, (s.Height-h)/2))
		x += w + stripGap
	}
}

// A pill says which environment a run uses; Live is filled with the failure colour.
type pill struct {
	widget.BaseWidget
	row    *kit.Row
	dot    *kit.Ground
	label  *kit.Label
	ground *kit.Ground
	live   bool
	stack  *fyne.Container
}

func newPill(tapped func()) *pill {
	p := &pill{}
	p.dot = kit.NewGround(func(t *draw.Theme) color.Color {
		if p.live {
			return t.OnState
		}
		return t.Success
	})
	p.dot.Radius, p.dot.Min = 4, fyne.NewSquareSize(8)
	p.label = kit.NewText("Sandbox", kit.Strong)
	p.label.Color = func() color.Color {
		if p.live {
			return kit.Colors().OnState
		}
		return kit.Colors().Text
	}
	arrow := kit.NewColorIcon("chevron-down", 14, func() color.Color { return p.label.Color() })
	p.ground = kit.NewGround(func(t *draw.Theme) color.Color {
		if p.live {
			return t.Failure
		}
		return t.Surface
	})
	p.ground.Radius = 16
	p.ground.Stroke = func(t *draw.Theme) color.Color {
		if p.live {
			return t.Failure
		}
		return t.Success
	}
	p.row = kit.NewRow(kit.Line(8, p.dot, p.label, arrow), "", tapped)
	p.row.Radius, p.row.Inset = 16, fyne.NewSize(14, 8)
	p.stack = container.NewStack(p.ground, p.row)
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements [fyne.Widget].
func (p *pill) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.stack) }

// set shows an environment: one of the user's own as what it begins like.
func (p *pill) set(e session.Environment, key string) {
	p.live = !e.Sandbox
	p.label.Set(kit.Elide(e.Name, 180, kit.BodySize, fyne.TextStyle{Bold: true}))
	name := ""
	if e.Own {
		name = " in " + e.Name
	}
	tip := "Runs" + name + " use the stand-ins on this machine; nothing leaves it. Press to change."
	if p.live {
		tip = "Runs" + name + " call the real services. Press to change."
	}
	p.row.SetTip(kit.Tip(tip, key))
	p.stack.Refresh()
	p.ground.Refresh()
	p.label.Refresh()
}
