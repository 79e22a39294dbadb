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
	var d *Dialog
	var save func()
	rows := newHostRows(m.Mappings, noMappings, m.Check, func() { d.relayout() }, func() { save() }, func(r *mapRow) {
		d.canvas.Focus(r.host)
		d.scroll.ScrollToBottom()
	})
	save = func() {
		out, bad := rows.read()
		if bad != nil {
			d.relayout()
			d.canvas.Focus(bad.wrong(d.canvas.Focused()))
			return
		}
		d.Close()
		m.Save(out)
	}
	f := frame{title: "Host mappings", subtitle: m.Environment,
		text: "A flow names the real host. Here its calls are sent to a server of your own instead, and the flow stays as it is.",
		body: rows.box, width: 580, enter: save, first: rows.more}
	if len(rows.rows) > 0 {
		f.first = rows.rows[0].host
	}
	if m.Add != nil && !slices.ContainsFunc(m.Mappings, func(x Mapping) bool { return strings.EqualFold(x.Host, m.Add.Host) }) {
		rows.changed = func() {}
		row := rows.add(*m.Add)
		row.offer()
		f.first = row.to
		rows.tell()
		rows.changed = func() { d.relayout() }
	}
	yes := kit.NewButton("Save", "", kit.Primary, kit.Tip("Save the mappings", "Enter"), save)
	no := kit.NewButton("Cancel", "", kit.Plain, "", func() { d.cancel() })
	f.buttons = []*kit.Button{no, yes}
	d = show(c, f)
	rows.follow(d.scroll)
	return d
}

// DefaultTarget is where a new mapping leads at first.
const DefaultTarget = "http://localhost:8080"

const hostWidth = 228
