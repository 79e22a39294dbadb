package dialogs

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// A Mapping sends what is meant for a host to an address on this machine.
type Mapping struct{ Host, To string }

// A Mapper is the list of mappings of an environment.
type Mapper struct {
	Environment string
	Mappings    []Mapping
	Add         *Mapping             // a row that is offered at first, such as the host of a node
	Check       func(Mapping) string // what is wrong with one, or ""
	Save        func([]Mapping)
}

// Mappings edits host mappings.
func Mappings(c fyne.Canvas, m Mapper) *Dialog {
	e := &mapEditor{mapper: m, list: kit.Column(8)}
	for _, row := range m.Mappings {
		e.add(row)
	}
	focusLast := false
	if m.Add != nil && !slices.ContainsFunc(m.Mappings, func(x Mapping) bool { return strings.EqualFold(x.Host, m.Add.Host) }) {
		e.add(*m.Add)
		focusLast = true
	}
	more := kit.NewButton("Add mapping", "plus", kit.Plain, "Send another host to an address of your own", func() {
		row := e.add(Mapping{To: DefaultTarget})
		e.changed()
		e.dialog.canvas.Focus(row.host)
		e.dialog.scroll.ScrollToBottom()
	})
	head := kit.Column(0, kit.LineGrow(8, 1, kit.MinSize(kit.NewLabel("Calls to", kit.Caption), hostWidth+24, 0), kit.NewLabel("go to", kit.Caption)))
	e.head = head
	e.none = kit.NewProse("No host is mapped. The hosts of the built-in services go to the sandbox by themselves.", kit.Muted, 0)
	body := kit.Column(8, e.none, head, e.list, kit.Inset(kit.Line(0, more), 4, 0, 0, 0))
	save := kit.NewButton("Save", "", kit.Primary, kit.Tip("Save the mappings", "Enter"), e.save)
	cancel := kit.NewButton("Cancel", "", kit.Plain, "", func() { e.dialog.cancel() })
	f := frame{title: "Host mappings", subtitle: m.Environment,
		text: "A flow names the real host. Here its calls are sent to a server of your own instead, and the flow stays as it is.",
		body: body, buttons: []*kit.Button{cancel, save}, width: 580, enter: e.save, first: more}
	if n := len(e.rows); n > 0 {
		f.first = e.rows[0].host
		if focusLast {
			f.first = e.rows[n-1].to
		}
	}
	e.changed()
	e.dialog = show(c, f)
	return e.dialog
}

// DefaultTarget is where a new mapping leads at first.
const DefaultTarget = "http://localhost:8080"

const hostWidth = 228

type mapEditor struct {
	mapper     Mapper
	rows       []*mapRow
	list       *fyne.Container
	none, head fyne.CanvasObject
	dialog     *Dialog
}

type mapRow struct {
	host, to *kit.Entry
	fault    *kit.Prose
	box      fyne.CanvasObject
}

func (r *mapRow) mapping() Mapping {
	return Mapping{strings.ToLower(strings.TrimSpace(r.host.Text)), strings.TrimSpace(r.to.Text)}
}

func (e *mapEditor) add(m Mapping) *mapRow {
	r := &mapRow{host: kit.NewEntry(1), to: kit.NewEntry(1), fault: kit.NewProse("", kit.Bad, 0)}
	r.host.SetPlaceHolder("api.example.com")
	r.to.SetPlaceHolder(DefaultTarget)
	r.host.Put(m.Host)
	r.to.Put(m.To)
	for _, entry := range []*kit.Entry{r.host, r.to} {
		entry.OnChanged = func(string) { e.judge(r, false); e.changed() }
		entry.OnSubmitted = func(string) { e.save() }
	}
	bin := kit.NewButton("", "trash", kit.Quiet, "Remove this mapping", func() {
		i := slices.Index(e.rows, r)
		e.rows = slices.Delete(e.rows, i, i+1)
		e.list.Remove(r.box)
		e.changed()
	})
	r.fault.Hide()
	r.box = kit.Column(3, kit.LineGrow(8, 2, kit.MinSize(r.host, hostWidth, 0), kit.NewIcon("chevron-right", 16), r.to, bin), r.fault)
	e.rows = append(e.rows, r)
	e.list.Add(r.box)
	return r
}

// judge says what is wrong with a row; a part that is not typed yet is no fault until
// the end.
func (e *mapEditor) judge(r *mapRow, final bool) bool {
	m, fault := r.mapping(), ""
	switch {
	case m.Host == "" || m.To == "":
		if final {
			fault = "Give a host, such as api.example.com, and the address it goes to."
		}
	case slices.ContainsFunc(e.rows, func(o *mapRow) bool { return o != r && o.mapping().Host == m.Host }):
		fault = m.Host + " is mapped twice. Remove one of the two."
	case e.mapper.Check != nil:
		fault = e.mapper.Check(m)
	}
	r.fault.Set(fault)
	if fault == "" {
		r.fault.Hide()
	} else {
		r.fault.Show()
	}
	return fault == ""
}

func (e *mapEditor) changed() {
	if len(e.rows) == 0 {
		e.none.Show()
		e.head.Hide()
	} else {
		e.none.Hide()
		e.head.Show()
	}
	if e.dialog != nil {
		e.dialog.relayout()
	}
}

func (e *mapEditor) save() {
	out := make([]Mapping, 0, len(e.rows))
	var bad *mapRow
	for _, r := range e.rows {
		m := r.mapping()
		if m.Host == "" && (m.To == "" || m.To == DefaultTarget) {
			continue // a row that was added and left
		}
		if !e.judge(r, true) && bad == nil {
			bad = r
		}
		out = append(out, m)
	}
	if bad != nil {
		e.changed()
		e.dialog.canvas.Focus(bad.host)
		return
	}
	e.dialog.Close()
	e.mapper.Save(out)
}
