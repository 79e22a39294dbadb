package debug

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// A detail shows what the chosen step sent and got.
type detail struct {
	content fyne.CanvasObject
	host    Host

	bar     *fyne.Container
	tabs    *kit.Tabs
	note    *kit.Label
	calls   *fyne.Container
	which   *kit.Label // of several calls, the one that is shown
	before  *kit.Button
	after   *kit.Button
	curl    *kit.Button
	save    *kit.Button
	fault   *fyne.Container
	alarm   *fyne.Container // around it
	view    *viewer
	body    *fyne.Container
	stack   *fyne.Container
	nothing fyne.CanvasObject

	trace   *Trace
	step    *Step
	version int
	call    int
	want    string // the tab that was last chosen by hand
}

func newDetail(host Host) *detail {
	d := &detail{host: host, view: newViewer(host), fault: container.NewStack()}
	d.tabs = kit.NewTabs(nil, func(i int) { d.want = d.tabs.Items[i]; d.fill() })
	d.note = kit.NewText("", kit.Good)
	d.which = kit.NewText("", kit.Caption)
	small := func(icon, tip string, do func()) *kit.Button {
		b := kit.NewButton("", icon, kit.Quiet, tip, do)
		b.Small = true
		return b
	}
	d.before = small("chevron-left", "The call before", func() { d.turn(-1) })
	d.after = small("chevron-right", "The call after", func() { d.turn(1) })
	copies := small("copy", "Copy what is shown", d.view.copies)
	d.curl = small("terminal", "Copy as cURL, a command for a shell; $API_KEY stands for what authentication put in", func() { d.copyCurl() })
	d.save = small("save", "Save it as a file", d.view.save)
	d.calls = kit.Line(0, d.before, d.which, d.after)
	tools, more, calls := kit.Line(0, copies, d.curl, d.save), menuButton(d.menu), kit.Line(0, d.calls)
	pick, fold := foldable(d.tabs)
	d.bar = newBar(36, []fyne.CanvasObject{d.tabs, pick}, []fyne.CanvasObject{calls, d.note, tools, more},
		without(d.which), instead(tools, more), closer(d.tabs), without(d.note), fold, without(calls))
	d.alarm = kit.Inset(d.fault, 6, 16, 0, 16)
	d.body = container.NewBorder(kit.Column(0, d.bar, d.alarm), nil, nil, nil, kit.Inset(d.view.content, 6, 16, 12, 16))
	d.nothing = empty("terminal", "Click a step to see what it sent and got.")
	d.stack = container.NewStack(d.nothing)
	d.content = d.stack
	return d
}

// put shows a step, or nothing for nil; the same step again only where it has changed.
func (d *detail) put(t *Trace, s *Step) {
	if s == d.step && t == d.trace && (s == nil || s.version == d.version) {
		return
	}
	if s != d.step {
		d.call = 0
		if s != nil {
			d.call = max(0, s.own())
		}
	} else if s != nil && len(s.Calls) > 0 {
		d.call = len(s.Calls) - 1
	}
	d.trace, d.step = t, s
	if s == nil {
		d.stack.Objects = []fyne.CanvasObject{d.nothing}
		d.stack.Refresh()
		return
	}
	d.version = s.version
	d.stack.Objects = []fyne.CanvasObject{d.body}
	tabs := pagesOf(s)
	at := slices.Index(tabs, d.want)
	if at < 0 {
		at = max(0, slices.Index(tabs, opensOn(s, tabs)))
	}
	d.tabs.Set(tabs, at)
	d.fill()
	d.stack.Refresh()
}

// openTab opens a tab of the step that is shown.
func (d *detail) openTab(name string) { d.tabs.Select(slices.Index(d.tabs.Items, name)) }

func (d *detail) turn(by int) {
	d.call = (d.call + by + len(d.step.Calls)) % len(d.step.Calls)
	d.fill()
}

// tab is the tab that is open.
func (d *detail) tab() string {
	if d.step == nil || d.tabs.Selected >= len(d.tabs.Items) {
		return ""
	}
	return d.tabs.Items[d.tabs.Selected]
}

func (d *detail) fill() {
	s, tab := d.step, d.tab()
	var p page
	if tab == "" {
		p = waiting(s)
	} else {
		p = pageOf(d.trace, s, min(d.call, max(0, len(s.Calls)-1)), tab)
	}
	d.note.Set(p.note)
	d.note.SetRole(kit.Muted)
	if tab == responseTab {
		d.note.SetRole(kit.Good)
		if p.bad {
			d.note.SetRole(kit.Bad)
		}
	}
	several := len(s.Calls) > 1 && (tab == requestTab || tab == responseTab)
	if several {
		d.which.Set(fmt.Sprintf("%d of %d", d.call+1, len(s.Calls)))
	}
	visible(d.calls, several)
	visible(d.curl, tab == requestTab || tab == responseTab)
	visible(d.save, p.body != nil)
	d.fault.Objects = nil
	if s.Error != nil {
		d.fault.Objects = []fyne.CanvasObject{newFault(s.Error, d.host, d.trace.Env, nil)}
	}
	visible(d.alarm, s.Error != nil)
	d.view.put(p)
	d.bar.Refresh()
	d.body.Refresh()
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// menu is what can be done with what is shown, where there is no room for its buttons.
func (d *detail) menu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem("Copy", d.view.copies)}
	if d.curl.Visible() {
		items = append(items, fyne.NewMenuItem("Copy as cURL", func() { d.copyCurl() }))
	}
	if d.save.Visible() {
		items = append(items, fyne.NewMenuItem("Save as File…", d.view.save))
	}
	if d.calls.Visible() {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Call Before", func() { d.turn(-1) }), fyne.NewMenuItem("Call After", func() { d.turn(1) }))
	}
	return items
}

// waiting is what is shown of a step that has nothing to show.
func waiting(s *Step) page {
	text := "Nothing yet."
	switch s.Status {
	case "":
	case "skipped":
		text = "Skipped: no wire that was taken leads here."
	default:
		text = "The step sent nothing and gave nothing."
	}
	return page{lead: []kit.Part{{Text: text}}}
}
