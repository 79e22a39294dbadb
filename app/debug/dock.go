package debug

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/event"
)

// A Dock is the Debug window. Its Content goes wherever the window puts it.
type Dock struct {
	Content fyne.CanvasObject
	OnStep  func(path string) // a step was clicked in the flow log
	Now     func() time.Time  // the clock; time.Now

	host   Host
	run    Run
	trace  *Trace
	tab    Tab
	begun  bool
	follow bool // the log shows the newest call, until a step is chosen by hand

	tabs    *kit.Tabs
	icon    *kit.Icon
	state   *kit.Label
	short   *kit.Label // the state where there is little room
	stop    *kit.Button
	halt    *kit.Button // stop, as an icon
	header  *fyne.Container
	pages   [4]fyne.CanvasObject
	input   *inputPage
	list    *stepList
	detail  *detail
	log     *fyne.Container // the flow log, or what says that there is none
	split   *kit.Split
	output  *outputPage
	sandbox *sandboxPage
	clock   *fyne.Animation
	ticked  time.Time
}

// New makes a dock with nothing in it.
func New(host Host) *Dock {
	d := &Dock{host: host, Now: time.Now, trace: &Trace{}}
	d.input = newInputPage(host)
	d.list = newStepList(d.picked, host.Copy)
	d.detail = newDetail(host)
	d.split = kit.NewSplit(kit.Inset(kit.Dense(d.list), 4, 8, 4, 8), d.detail.content, 0.56)
	d.log = container.NewStack(d.noLog())
	d.output = newOutputPage(host, d.goTo)
	d.sandbox = newSandboxPage(host)
	d.pages = [4]fyne.CanvasObject{d.input.content, d.log, d.output.content, d.sandbox.content}

	d.tabs = kit.NewTabs([]string{"Input", "Flow log", "Output", "Sandbox"}, func(i int) { d.OpenTab(Tab(i)) })
	d.icon, d.state = kit.NewIcon("", 16), kit.NewText("", kit.Muted)
	d.stop = kit.NewButton("Stop", "stop", kit.Quiet, "End the run", host.Stop)
	d.stop.Small = true
	d.halt = kit.NewButton("", "stop", kit.Quiet, "Stop: end the run", host.Stop)
	d.halt.Small = true
	title := kit.Line(0, kit.NewText("Debug", kit.Title), kit.Gap(16, 1))
	d.short = kit.NewText("", kit.Muted)
	stop, halt := kit.Line(0, d.stop), kit.Line(0, d.halt)
	pick, fold := foldable(d.tabs)
	brief := kit.Line(0, d.short)
	d.header = newBar(40, []fyne.CanvasObject{title, d.tabs, pick}, []fyne.CanvasObject{kit.Line(0, d.icon), d.state, brief, stop, halt},
		without(title), instead(d.state, d.short), instead(stop, halt), closer(d.tabs), fold, without(brief))
	head := container.New(stacked{}, d.header, kit.Rule(false))
	pages := container.NewStack(d.pages[:]...)
	d.Content = container.NewStack(kit.NewGround(kit.Surface), container.NewBorder(head, nil, nil, nil, pages))
	d.clock = fyne.NewAnimation(time.Second, func(float32) { d.tick() })
	d.clock.RepeatCount = fyne.AnimationRepeatForever
	d.OpenTab(FlowLogTab)
	d.tell()
	return d
}

// noLog is the flow log of a run that has told nothing.
func (d *Dock) noLog() fyne.CanvasObject {
	if d.begun {
		return empty("delay", "Starting.")
	}
	return empty("run", "Press Run Flow to see what every step sent and got.")
}

// stacked puts the second object over the lower edge of the first.
type stacked struct{}

func (stacked) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
func (stacked) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(s)
	o[1].Resize(fyne.NewSize(s.Width, 1))
	o[1].Move(fyne.NewPos(0, s.Height-1))
}

// Share is how much of the flow log's width is its list's; SetShare changes it.
func (d *Dock) Share() float32 { return d.split.Share }

// SetShare changes how wide the list of steps is.
func (d *Dock) SetShare(share float32) {
	d.split.Share = share
	d.split.Refresh()
}

// Begin clears the dock for a run whose events follow by Put; a run without a name is
// none, and leaves it empty.
func (d *Dock) Begin(r Run) {
	d.run, d.trace, d.begun, d.follow = r, &Trace{}, r.Name != "", true
	d.list.chosen = ""
	d.clock.Stop()
	d.input.clear()
	d.output.clear()
	d.detail.put(d.trace, nil)
	d.paint()
}

// Put folds a batch of events into what is shown.
func (d *Dock) Put(events []event.Event) {
	was := d.trace.Running()
	for i := range events {
		d.trace.Put(&events[i])
	}
	if d.follow {
		if s := d.trace.caller; s != nil {
			d.list.chosen = s.Path
		}
	}
	if is := d.trace.Running(); is != was {
		if is {
			d.clock.Start()
		} else {
			d.clock.Stop()
		}
	}
	d.paint()
}

// Show shows a stored run as it stood when it had ended.
func (d *Dock) Show(r Run) {
	d.Begin(r)
	d.Put(r.Events)
	d.Ended()
}

// Ended opens the tab that a person wants to see when a run has ended, and says which:
// the flow log on the first failed step of a failed run, else Output.
func (d *Dock) Ended() Tab {
	d.follow = false
	if s := d.trace.Culprit(); s != nil {
		d.OpenTab(FlowLogTab)
		d.SelectStep(s.Path)
		return FlowLogTab
	}
	if d.list.chosen == "" && len(d.trace.Steps) > 0 {
		d.SelectStep(d.trace.Steps[0].Path)
	}
	d.OpenTab(OutputTab)
	return OutputTab
}

// Trace is the run that is shown.
func (d *Dock) Trace() *Trace { return d.trace }

// Tab is the tab that is open.
func (d *Dock) Tab() Tab { return d.tab }

// OpenTab opens a tab.
func (d *Dock) OpenTab(t Tab) {
	d.tab = t
	for i, p := range d.pages {
		visible(p, Tab(i) == t)
	}
	d.tabs.Set(d.tabs.Items, int(t))
	d.header.Refresh()
	d.paintTab()
	if t == FlowLogTab {
		d.list.reveal() // what may have been chosen while another tab was open
	}
}

// SelectStep shows a step in the flow log, and for the name of a node in a loop what it did
// last; what the run does not have shows none.
func (d *Dock) SelectStep(path string) {
	if n := d.trace.Node(path); d.trace.Step(path) == nil && n != nil {
		path = n.Last.Path
	}
	if d.trace.Step(path) == nil {
		path = ""
	}
	d.list.choose(path)
	d.detail.put(d.trace, d.trace.Step(path))
}

// Chosen is what is chosen in the flow log: a step's path, or an item of a container as
// Each[17].
func (d *Dock) Chosen() string { return d.list.chosen }

// SetJournal gives what the sandbox received, oldest first.
func (d *Dock) SetJournal(journal []Entry) { d.sandbox.put(journal) }

// SetDelays shows whether realistic delays are on.
func (d *Dock) SetDelays(on bool) { d.sandbox.delays.Put(on) }

// Refresh paints everything again, after a change of theme.
func (d *Dock) Refresh() {
	d.tell()
	d.Content.Refresh()
}

// picked is a click on a line of the flow log.
func (d *Dock) picked(l line) {
	d.follow = false
	d.detail.put(d.trace, l.shows())
	if l.log >= 0 {
		d.detail.openTab(logTab)
	}
	if d.OnStep != nil {
		d.OnStep(l.step.Path)
	}
}

// goTo leads from the output to a step.
func (d *Dock) goTo(path string) {
	d.OpenTab(FlowLogTab)
	d.SelectStep(path)
	if d.OnStep != nil {
		d.OnStep(path)
	}
}

func (d *Dock) elapsed() float64 {
	switch {
	case d.trace.Began.IsZero():
		return 0
	case d.trace.Status != "":
		return d.trace.MS
	}
	return max(0, float64(d.Now().Sub(d.trace.Began).Microseconds())/1000)
}

// paint shows the trace as it is now; what lies on another tab waits until it is opened.
func (d *Dock) paint() {
	d.tell()
	d.paintTab()
}

func (d *Dock) paintTab() {
	switch d.tab {
	case InputTab:
		d.input.put(d.trace, d.run.Defaults)
	case FlowLogTab:
		d.list.put(d.trace, d.elapsed())
		d.detail.put(d.trace, d.trace.Find(d.list.chosen))
		var shows fyne.CanvasObject = d.split
		if len(d.trace.Steps) == 0 && d.trace.Status == "" {
			shows = d.noLog()
		}
		if len(d.log.Objects) != 1 || d.log.Objects[0] != shows {
			d.log.Objects = []fyne.CanvasObject{shows}
			d.log.Refresh()
		}
	case OutputTab:
		d.output.put(d.trace)
	}
}

// tell says in the header how the run stands.
func (d *Dock) tell() {
	t := d.trace
	name := d.run.Name
	if name == "" {
		name = "Run"
	}
	visible(d.stop, t.Running())
	visible(d.halt, t.Running())
	visible(d.icon, t.Status != "")
	switch {
	case d.begun && t.Began.IsZero():
		d.say(name, "starting", "")
	case t.Began.IsZero():
		d.say("", "", "")
	case t.Running():
		d.say(name, "running "+Duration(d.elapsed()), "")
	default:
		d.say(name, string(t.Status), Duration(t.MS))
		icon, ink := mark(t.Status)
		d.icon.Name, d.icon.Color = icon, func() color.Color { return ink(kit.Colors()) }
		d.icon.Refresh()
	}
	d.header.Refresh()
}

// say says the state of a run, and how long it took, in full and in short.
func (d *Dock) say(name, state, took string) {
	d.short.Set(state)
	if took != "" {
		name += " · " + took
	}
	if state != "" {
		name += " · " + state
	}
	d.state.Set(name)
}

// tick moves what depends on the time alone, ten times a second.
func (d *Dock) tick() {
	now := d.Now()
	if !d.trace.Running() || now.Sub(d.ticked) < 100*time.Millisecond {
		return
	}
	d.ticked = now
	d.tell()
	if d.tab == FlowLogTab {
		d.list.tick(d.elapsed())
	}
}

// CopyCurl copies the call that the flow log shows as a curl command. It is false where
// it shows none.
func (d *Dock) CopyCurl() bool { return d.tab == FlowLogTab && d.detail.copyCurl() }
