package debug

import (
	"bytes"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

// An outputPage shows what the run gave: each output under its name, lists of objects as
// tables, warnings, and of a failed run what happened.
type outputPage struct {
	content fyne.CanvasObject
	host    Host
	goTo    func(path string)
	stack   *fyne.Container
	shown   *Trace
	status  event.Status
}

// An output is one of the flow's outputs.
type output struct {
	name  string
	value jsontext.Value
}

func newOutputPage(host Host, goTo func(string)) *outputPage {
	p := &outputPage{host: host, goTo: goTo, stack: container.NewStack()}
	p.content = p.stack
	p.clear()
	return p
}

func (p *outputPage) clear() {
	p.shown = nil
	p.say(empty("end", "Press Run Flow to see what the flow gives."))
}

func (p *outputPage) say(o fyne.CanvasObject) {
	p.stack.Objects = []fyne.CanvasObject{o}
	p.stack.Refresh()
}

func (p *outputPage) put(t *Trace) {
	if t.Began.IsZero() || t == p.shown && t.Status == p.status {
		return
	}
	p.shown, p.status = t, t.Status
	if t.Running() {
		p.say(empty("delay", "The run has not ended yet."))
		return
	}
	top := kit.Column(6)
	if t.Error != nil && t.Status != event.Cancelled {
		var to func()
		if t.Error.Step != "" && t.Step(t.Error.Step) != nil {
			to = func() { p.goTo(t.Error.Step) }
		}
		top.Add(newFault(t.Error, p.host, t.Env, to))
	}
	for _, w := range t.Warnings {
		icon := stateIcon("warning", func(c *draw.Theme) color.NRGBA { return c.Warning })
		top.Add(kit.LineGrow(8, 1, icon, kit.NewLabel(w, kit.Caution)))
	}
	p.say(p.around(top, p.outputs(t, top)))
}

// around puts notices over the outputs.
func (p *outputPage) around(top *fyne.Container, below fyne.CanvasObject) fyne.CanvasObject {
	if len(top.Objects) == 0 {
		return below
	}
	return container.NewBorder(kit.Inset(top, 10, 16, 0, 16), nil, nil, nil, below)
}

func (p *outputPage) outputs(t *Trace, top *fyne.Container) fyne.CanvasObject {
	v := t.Output
	switch {
	case t.Status == event.Cancelled:
		return empty("stop", "The run was stopped: it gave nothing.")
	case v == nil && len(top.Objects) > 0:
		return container.NewStack()
	case v == nil:
		return empty("end", "The flow gave no output. Its End node says what it gives.")
	case v.Ref == "":
		return p.all(v.Value)
	}
	// A large output is shown by its beginning, and in full when it is asked for.
	hold := container.NewStack()
	view := newViewer(p.host)
	view.onWhole = func(raw jsontext.Value) {
		hold.Objects = []fyne.CanvasObject{p.all(raw)}
		hold.Refresh()
	}
	hold.Objects = []fyne.CanvasObject{kit.Inset(view.content, 10, 16, 12, 16)}
	view.put(page{body: v, file: "output"})
	return hold
}

// all shows every output: short ones together, each list and object on its own tab.
func (p *outputPage) all(v jsontext.Value) fyne.CanvasObject {
	short, large := split(v)
	if len(large) == 0 {
		if len(short) == 0 {
			return empty("end", "The flow declares no outputs. Start declares them: Output, Add Output Variable.")
		}
		large = []output{{name: "", value: v}}
		short = nil
	}
	var strip fyne.CanvasObject
	if len(short) > 0 {
		if few(short) {
			strip = container.NewHScroll(kit.Inset(values(short), 10, 16, 0, 16))
		} else {
			large = slices.Insert(large, 0, output{name: "Values", value: together(short)})
		}
	}
	names := make([]string, len(large))
	for i, o := range large {
		names[i] = o.name
	}
	hold := container.NewStack()
	right := container.NewStack()
	var menu []*fyne.MenuItem
	more := menuButton(func() []*fyne.MenuItem { return menu })
	var head *fyne.Container
	open := func(i int) {
		content, tools, items := p.one(large[i])
		hold.Objects, right.Objects, menu = []fyne.CanvasObject{content}, []fyne.CanvasObject{tools}, items
		hold.Refresh()
		head.Refresh()
	}
	tabs := kit.NewTabs(names, open)
	pick, fold := foldable(tabs)
	head = newBar(36, []fyne.CanvasObject{tabs, pick}, []fyne.CanvasObject{right, more}, instead(right, more), closer(tabs), fold)
	open(0)
	above := kit.Column(0)
	if strip != nil {
		above.Add(strip)
	}
	above.Add(head)
	return container.NewBorder(above, nil, nil, nil, kit.Inset(hold, 6, 16, 12, 16))
}

// one shows an output, and what can be done with it: by buttons, or by a menu.
func (p *outputPage) one(o output) (content, tools fyne.CanvasObject, menu []*fyne.MenuItem) {
	copyJSON := func() { p.host.Copy(bodyText(o.value, false)) }
	asJSON := kit.NewButton("Copy as JSON", "", kit.Plain, "Copy this output as JSON", copyJSON)
	asJSON.Small = true
	file := o.name
	if file == "" {
		file = "output"
	}
	if t := TableOf(o.value); t != nil {
		count := kit.NewText(plural(len(t.Rows), "row"), kit.Muted)
		copyCSV, saveCSV := func() { p.host.Copy(t.CSV()) }, func() { p.host.Save(file+".csv", []byte(t.CSV())) }
		asCSV := kit.NewButton("Copy as CSV", "", kit.Plain, "Copy this table for a spreadsheet", copyCSV)
		asCSV.Small = true
		save := kit.NewButton("", "save", kit.Quiet, "Save this table as a CSV file", saveCSV)
		save.Small = true
		menu = []*fyne.MenuItem{fyne.NewMenuItem("Copy as CSV", copyCSV), fyne.NewMenuItem("Copy as JSON", copyJSON), fyne.NewMenuItem("Save as CSV…", saveCSV)}
		return newGrid(t, p.host.Copy), kit.Line(8, count, asCSV, asJSON, save), menu
	}
	saveJSON := func() { p.host.Save(file+".json", o.value) }
	save := kit.NewButton("", "save", kit.Quiet, "Save this output as a JSON file", saveJSON)
	save.Small = true
	view := newViewer(p.host)
	view.put(page{body: &event.Value{Value: o.value}, text: o.value[0] == '"'})
	menu = []*fyne.MenuItem{fyne.NewMenuItem("Copy as JSON", copyJSON), fyne.NewMenuItem("Save as JSON…", saveJSON)}
	return view.content, kit.Line(8, asJSON, save), menu
}

// split divides the outputs into those that fit on a line, and the others.
func split(v jsontext.Value) (short, large []output) {
	if len(v) == 0 || v[0] != '{' {
		return nil, []output{{name: "Output", value: v}}
	}
	for name, value := range members(v) {
		o := output{name, value}
		if value[0] == '{' || value[0] == '[' || len(value) > 120 || bytes.Contains(value, []byte(`\n`)) {
			large = append(large, o)
		} else {
			short = append(short, o)
		}
	}
	return short, large
}

// few reports whether the values have room side by side.
func few(short []output) bool {
	n := 0
	for _, o := range short {
		n += len(o.name) + len(o.value) + 4
	}
	return len(short) <= 4 && n < 90
}

func values(short []output) fyne.CanvasObject {
	row := kit.Line(8)
	for i, o := range short {
		if i > 0 {
			row.Add(kit.Gap(12, 1))
		}
		value := kit.NewText(string(o.value), kit.Code)
		value.Color = func() color.Color { ink, _ := kit.Shown(o.value, kit.Colors()); return ink }
		row.Add(kit.NewText(o.name, kit.Muted))
		row.Add(value)
	}
	return row
}

// together makes one object of outputs again.
func together(list []output) jsontext.Value {
	var b strings.Builder
	for i, o := range list {
		name, _ := jsontext.AppendQuote(nil, o.name)
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		b.WriteString(string(name) + ":" + string(o.value))
	}
	return jsontext.Value(b.String() + "}")
}
