package debug

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
	"flowbench/engine/event"
)

// A sandboxPage shows what the local APIs received, newest first.
type sandboxPage struct {
	content fyne.CanvasObject
	host    Host
	journal []Entry // as given, oldest first
	list    *entryList
	delays  *kit.Switch
	count   *kit.Label
	below   *fyne.Container
	split   fyne.CanvasObject
	nothing fyne.CanvasObject

	tabs *kit.Tabs
	note *kit.Label
	view *viewer
	side *fyne.Container
	none fyne.CanvasObject
	body fyne.CanvasObject
}

func newSandboxPage(host Host) *sandboxPage {
	p := &sandboxPage{host: host, view: newViewer(host), note: kit.NewText("", kit.Muted), count: kit.NewText("", kit.Muted)}
	p.list = newEntryList(p)
	p.delays = kit.NewSwitch(false, "The local APIs take 150 to 400 ms to answer, as real ones would", host.Delays)
	reset := kit.NewButton("Reset sandbox", "", kit.Plain, "Forget what the local APIs received, and what was posted to them", host.ResetSandbox)
	reset.Small = true
	delayed := kit.Line(8, p.delays, kit.NewText("Realistic delays", kit.Body))
	head := newBar(36, []fyne.CanvasObject{delayed}, []fyne.CanvasObject{p.count, reset}, without(p.count))

	p.tabs = kit.NewTabs([]string{requestTab, responseTab}, func(int) { p.fill() })
	pick, fold := foldable(p.tabs)
	top := newBar(36, []fyne.CanvasObject{p.tabs, pick}, []fyne.CanvasObject{p.note}, without(p.note), closer(p.tabs), fold)
	p.body = container.NewBorder(top, nil, nil, nil, kit.Inset(p.view.content, 6, 16, 12, 16))
	p.none = empty("terminal", "Click a line to see the request and the answer.")
	p.side = container.NewStack(p.none)
	p.split = kit.NewSplit(kit.Inset(kit.Dense(p.list), 4, 8, 4, 8), p.side, 0.56)
	p.nothing = empty("globe", "Run a flow in Sandbox: what the local APIs receive is listed here.")
	p.below = container.NewStack(p.nothing)
	p.content = container.NewBorder(container.NewVBox(head, kit.Rule(false)), nil, nil, nil, p.below)
	return p
}

func (p *sandboxPage) put(journal []Entry) {
	if grown := len(journal) - len(p.journal); grown >= 0 && p.list.chosen >= 0 {
		p.list.chosen += grown // the same entry, further down
	} else {
		p.list.chosen = -1
	}
	p.journal = journal
	p.count.Set("")
	p.below.Objects = []fyne.CanvasObject{p.nothing}
	if len(journal) > 0 {
		p.count.Set(plural(len(journal), "request"))
		p.below.Objects = []fyne.CanvasObject{p.split}
	}
	p.list.List.Refresh()
	if p.list.chosen < 0 {
		p.side.Objects = []fyne.CanvasObject{p.none}
	}
	p.content.Refresh()
}

// entry is the entry of a line: the newest is the first.
func (p *sandboxPage) entry(i int) *Entry { return &p.journal[len(p.journal)-1-i] }

func (p *sandboxPage) choose(i int) {
	p.list.chosen = i
	p.list.List.Refresh()
	p.side.Objects = []fyne.CanvasObject{p.body}
	p.fill()
	p.side.Refresh()
}

func (p *sandboxPage) fill() {
	e := p.entry(p.list.chosen)
	pg := page{lead: []kit.Part{{Name: e.Method, Text: e.Path}}, file: "request"}
	data := e.Sent
	if p.tabs.Selected == 1 {
		pg = page{lead: []kit.Part{{Name: "status", Text: strconv.Itoa(e.Status), Bad: e.Status >= 400}}, file: "response"}
		data = e.Got
	}
	pg.body, pg.text = valueOf(data)
	p.note.Set(Size(len(data)))
	if len(data) == 0 {
		p.note.Set("")
		pg.lead = append(pg.lead, kit.Part{Name: "body", Text: "empty"})
	}
	p.view.put(pg)
}

// valueOf makes a value of a body: JSON as it is, other text as a text.
func valueOf(data []byte) (v *event.Value, text bool) {
	switch raw := jsontext.Value(data); {
	case len(data) == 0:
		return nil, false
	case raw.IsValid(jsontext.AllowDuplicateNames(true)):
		return &event.Value{Value: raw}, false
	}
	quoted, _ := jsontext.AppendQuote(nil, data) // bad UTF-8 stands as U+FFFD
	return &event.Value{Value: quoted}, true
}

// An entryList is the journal's lines.
type entryList struct {
	keyList
	page   *sandboxPage
	chosen int // -1: none
}

func newEntryList(p *sandboxPage) *entryList {
	l := &entryList{page: p, chosen: -1}
	l.Length = func() int { return len(p.journal) }
	l.CreateItem = func() fyne.CanvasObject { return newEntryRow() }
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < len(p.journal) {
			o.(*entryRow).set(l, i, p.entry(i))
		}
	}
	l.HideSeparators = true
	l.onMove = func(by int) {
		if n := len(p.journal); n > 0 {
			to := min(max(l.chosen+by, 0), n-1)
			l.ScrollTo(to)
			p.choose(to)
		}
	}
	l.onKeyCopy = func() {
		if l.chosen >= 0 {
			p.host.Copy(p.entry(l.chosen).Line)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// An entryRow is one line of the journal.
type entryRow struct {
	widget.BaseWidget
	row                    *kit.Row
	at, line, path, status *kit.Label
	tile                   *look.Tile
}

func newEntryRow() *entryRow {
	r := &entryRow{at: kit.NewText("", kit.CodeDim), line: kit.NewLabel("", kit.Body), path: kit.NewLabel("", kit.CodeDim), status: kit.NewText("", kit.Code)}
	r.tile = look.NewTile(20, draw.Sign{})
	left := kit.LineGrow(10, 2, r.at, r.tile, r.line)
	r.row = kit.NewRow(container.New(shares{0.74, 12}, left, kit.LineGrow(10, 0, r.path, r.status)), "", nil)
	r.row.Inset = fyne.NewSize(8, 4)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements [fyne.Widget].
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.row) }

func (r *entryRow) set(l *entryList, i int, e *Entry) {
	r.at.Set(e.At.Format(time.TimeOnly))
	r.tile.SetSign(e.Sign)
	r.line.Set(oneLine(e.Line))
	r.path.Set(oneLine(e.Method + " " + e.Path))
	r.status.Set(strconv.Itoa(e.Status))
	r.status.Color = nil
	if e.Status >= 400 {
		r.status.Color = func() color.Color { return kit.Colors().Failure }
	}
	r.row.OnTapped = func() {
		l.page.choose(i)
		if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
			c.Focus(l)
		}
	}
	r.row.Selected = l.chosen == i
	r.row.Refresh()
}

// shares lays two objects side by side, the first with its share of the width that the
// second leaves.
type shares struct{ first, gap float32 }

func (s shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+s.gap, max(a.Height, b.Height))
}

func (s shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - s.gap
	w := max(0, min(room*s.first, room-objects[1].MinSize().Width))
	objects[0].Resize(fyne.NewSize(w, size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(size.Width-s.gap-w, size.Height))
	objects[1].Move(fyne.NewPos(w+s.gap, 0))
}
