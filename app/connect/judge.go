package connect

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// judge shows what is wrong: at its field, what is missing only once that was edited or
// Save was pressed. It returns where the cursor goes for the first error.
func (e *editor) judge() (first fyne.Focusable, ok bool) {
	ok = true
	wrong := func(at fyne.Focusable) {
		if ok {
			first, ok = at, false
		}
	}
	text := ""
	switch name := strings.TrimSpace(e.name.Text); {
	case name == "":
		wrong(e.name)
		if e.judged || e.touched["name"] {
			text = "A name is needed."
		}
	case slices.ContainsFunc(e.card.list, func(c Connection) bool {
		return c.ID != e.base.ID && c.Provider == e.base.Provider && strings.EqualFold(c.Name, name)
	}):
		wrong(e.name)
		text = "Another connection is called so. Choose a name that tells them apart."
	}
	e.named.SetProblem(text, kit.Bad)
	if e.hostBox != nil {
		if at := e.hostBox.judge(e.judged); at != nil {
			wrong(at)
		}
		if at := e.address.judge(e.origins(), e.judged); at != nil {
			wrong(at)
		}
	}
	e.group.unmark()
	var loose []spec.Problem
	for _, pr := range e.card.host.Problems(e.record()) {
		field, _ := cutPath(pr.Path.Field)
		if pr.Severity != spec.Warning {
			wrong(e.group.at(pr.Path.Field))
		}
		if !e.judged && !e.touched[field] {
			continue
		}
		pr.Text = plain(pr.Text)
		if pr.Path.Field == "" || !e.group.mark(pr.Path.Field, pr) {
			loose = append(loose, pr)
		}
	}
	e.above.Objects = nil
	for _, pr := range loose {
		e.above.Add(kit.NewNotice("warning", role(pr), pr.Text, "", nil))
	}
	e.above.Hidden = len(e.above.Objects) == 0
	e.relayout()
	return first, ok
}

// tell says something above all fields.
func (e *editor) tell(icon string, r kit.Role, text string) {
	e.fields.Objects = append([]fyne.CanvasObject{kit.NewNotice(icon, r, text, "", nil)}, e.fields.Objects...)
	e.fields.Refresh()
}

// start is where the cursor goes in a form for a new connection: to the first thing that
// only the person knows.
func (e *editor) start() fyne.Focusable {
	if first, ok := e.judge(); !ok && first != nil {
		return first
	}
	return e.name
}

// testAt tries the settings with another address, which is saved with them.
func (e *editor) testAt(at string) {
	e.address.entry.Put(at)
	e.changed()
	e.test()
}

// test tries the settings as they stand.
func (e *editor) test() {
	e.judged = true
	if first, ok := e.judge(); !ok {
		e.reveal(first)
		return
	}
	if e.trial != nil {
		e.trial.stop()
	}
	now := e.record()
	if e.base.ID != "" && (now.Name != e.base.Name || e.settingsChanged(now)) {
		now.ID = "" // what it comes to is not that of the stored one
	}
	t := e.card.try(now, e.testAt, func() { e.showTrial(); e.reveal(nil) })
	e.trial = t
	t.back = func() { e.form.focus(e.testing) }
	e.showTrial()
	e.reveal(nil)
	if t.button != nil {
		e.form.focus(t.button)
	}
}

func (e *editor) showTrial() {
	e.trialAt.Objects = nil
	if e.trial != nil {
		e.trialAt.Add(e.trial.object(e.showTrial))
	}
	e.trialAt.Hidden = e.trial == nil
	if e.trial == nil || !e.trial.running() {
		e.testing.Enable()
	} else {
		e.testing.Disable()
	}
	e.trialAt.Refresh()
	e.relayout()
}

// reveal scrolls to what takes the focus; nil is the end of the form.
func (e *editor) reveal(at fyne.Focusable) {
	e.relayout()
	o, ok := at.(fyne.CanvasObject)
	if !ok {
		e.scroller.ScrollToBottom()
		return
	}
	e.form.focus(at)
	drv := fyne.CurrentApp().Driver()
	y := drv.AbsolutePositionForObject(o).Y - drv.AbsolutePositionForObject(e.scroller).Y
	if y < 40 || y > e.scroller.Size().Height-60 {
		most := max(0, e.scroller.Content.MinSize().Height-e.scroller.Size().Height)
		e.scroller.ScrollToOffset(fyne.NewPos(0, max(0, min(e.scroller.Offset.Y+y-60, most))))
	}
}
