package connect

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// A list edits rows of fields, such as headers. Below a row may stand what it comes to in
// a request.
type list struct {
	form    *form
	fd      spec.Field
	on      set
	box     *fyne.Container
	rows    *fyne.Container
	problem *kit.Prose
	add     *kit.Button
	items   []*listRow
	value   []any
}

// A listRow is one element of a list.
type listRow struct {
	list    *list
	i       int
	group   *group
	note    *kit.Label
	problem *kit.Prose
	remove  *kit.Button
	object  fyne.CanvasObject
}

func newList(f *form, fd spec.Field, on set) control {
	l := &list{form: f, fd: fd, on: on, rows: kit.Column(6), problem: kit.NewProse("", kit.Bad, 3)}
	l.problem.Hide()
	noun := fd.RowNoun
	if noun == "" {
		noun = "row"
	}
	l.add = kit.NewButton("Add "+noun, "plus", kit.Link, "Add a "+noun+" to "+fd.Title(), l.append)
	l.add.Small = true
	f.follow(l.add)
	title := fd.Title()
	if fd.Required {
		title += " *"
	}
	head := []fyne.CanvasObject{kit.NewText(title, kit.Caption)}
	if fd.Doc != "" {
		head = append(head, kit.NewHelp(plain(fd.Doc)))
	}
	l.box = kit.Column(4, kit.LineGrow(4, 0, kit.Line(4, head...), l.add), l.rows, l.problem)
	if fd.Foot != "" {
		l.box.Add(kit.NewProse(fd.Foot, kit.Caption, 0))
	}
	l.rows.Hide()
	return l
}

func (l *list) object() fyne.CanvasObject { return l.box }

func (l *list) first() fyne.Focusable {
	if len(l.items) > 0 {
		return l.items[0].group.at("")
	}
	return l.add
}

// at is what takes the focus for a problem at [2].value.
func (l *list) at(path string) fyne.Focusable {
	n, rest, ok := l.index(path)
	if !ok {
		return l.first()
	}
	return l.items[n].group.at(rest)
}

func (l *list) index(path string) (n int, rest string, ok bool) {
	number, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
	n, err := strconv.Atoi(number)
	return n, strings.TrimPrefix(rest, "."), ok && err == nil && n >= 0 && n < len(l.items)
}

// tell hands the rows on. No rows are told from none that were ever there: a list may
// have rows by default.
func (l *list) tell(rows []any) {
	if len(rows) == 0 && l.fd.Default == nil {
		l.on(nil)
		return
	}
	if rows == nil {
		rows = []any{}
	}
	l.on(rows)
}

// append adds a row, and puts the cursor into it.
func (l *list) append() {
	row := map[string]any{}
	if l.fd.NewRow != nil {
		row = l.fd.NewRow(l.value)
	}
	l.tell(append(slices.Clone(l.value), row))
	if n := len(l.items); n > 0 {
		l.form.focus(l.items[n-1].group.at(""))
	}
	l.form.changed()
}

func (l *list) put(v any) {
	if v == nil {
		v = l.fd.Default
	}
	l.value, _ = v.([]any)
	had := len(l.items)
	for i, e := range l.value {
		if i == len(l.items) {
			l.items = append(l.items, l.newRow(i))
		}
		row, _ := e.(map[string]any)
		l.items[i].put(i, row)
	}
	l.items = l.items[:len(l.value)]
	if had != len(l.items) || len(l.rows.Objects) != len(l.items) {
		l.lay()
	}
}

func (l *list) lay() {
	l.rows.Objects = make([]fyne.CanvasObject, len(l.items))
	for i, r := range l.items {
		l.rows.Objects[i] = r.object
	}
	if l.rows.Hidden = len(l.items) == 0; !l.rows.Hidden {
		l.rows.Refresh()
	}
	l.box.Refresh()
}

func (l *list) newRow(i int) *listRow {
	r := &listRow{list: l, i: i, note: kit.NewLabel("", kit.CodeDim), problem: kit.NewProse("", kit.Bad, 3)}
	r.problem.Hide()
	r.note.Hide()
	r.group = l.form.newGroup(l.fd.Row, true, func(name string, v any) {
		rows := slices.Clone(l.value)
		row, _ := rows[r.i].(map[string]any)
		rows[r.i] = map[string]any(with(row, name, v))
		l.tell(rows)
	})
	r.remove = kit.NewButton("", "close", kit.Quiet, "Remove", r.cut)
	r.remove.Small = true
	l.form.follow(r.remove)
	r.object = kit.Column(3, kit.LineGrow(2, 0, r.group.box, r.remove), kit.Inset(r.note, 0, 30, 0, 10), r.problem)
	return r
}

func (r *listRow) put(i int, row map[string]any) {
	r.i = i
	r.group.put(row)
	r.remark()
}

// remark says anew what the row comes to.
func (r *listRow) remark() {
	text := ""
	if note := r.list.form.note; note != nil {
		row, _ := r.list.value[r.i].(map[string]any)
		text = note(r.list.fd.Name, r.i, row)
	}
	r.note.Set(text)
	if r.note.Visible() != (text != "") {
		if text != "" {
			r.note.Show()
		} else {
			r.note.Hide()
		}
		r.list.box.Refresh()
	}
}

// cut takes the row away; the focus goes to the one in its place.
func (r *listRow) cut() {
	l, i := r.list, r.i
	rows := slices.Delete(slices.Clone(l.value), i, i+1)
	l.items = slices.Delete(l.items, i, i+1)
	for n, it := range l.items {
		it.i = n
	}
	l.lay()
	l.tell(rows)
	if i < len(l.items) {
		l.form.focus(l.items[i].remove)
	} else {
		l.form.focus(l.add)
	}
	l.form.changed()
}

func (l *list) unmark() {
	l.problem.Set("")
	l.problem.Hide()
	for _, r := range l.items {
		r.group.unmark()
		r.problem.Set("")
		r.problem.Hide()
	}
}

func (l *list) mark(path string, pr spec.Problem) bool {
	n, rest, ok := l.index(path)
	if !ok {
		l.problem.Say(pr.Text, role(pr))
		return true
	}
	r := l.items[n]
	r.group.mark(rest, pr)
	r.problem.Say(pr.Text, role(pr))
	return true
}
