package panel

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// list edits rows: headers, variables, branches, rules. How a row looks follows from its
// declaration: narrow fields only make a line; a list in any order has plain rows; rows
// with a note fold; others are cards.
type list struct {
	f       *form
	field   spec.Field
	on      set
	box     *fyne.Container
	rows    *fyne.Container
	problem *kit.Prose
	add     *kit.Button
	items   []*row
	value   []flow.Value
}

// A row is one element of a list.
type row struct {
	list    *list
	i       int
	group   *group
	object  fyne.CanvasObject
	title   *kit.Label
	note    *kit.Label
	fold    *kit.Button
	body    *fyne.Container
	problem *kit.Prose
	up      *kit.Button
	down    *kit.Button
	shut    bool
}

func newList(f *form, fd spec.Field, on set) control {
	l := &list{f: f, field: fd, on: on, rows: kit.Column(8), problem: kit.NewProse("", kit.Bad, 3)}
	l.problem.Hide()
	l.add = kit.NewButton("Add "+l.noun(), "plus", kit.Plain, "Add "+article(l.noun())+" to "+fd.Title(), l.append)
	l.add.Small = true
	parts := []fyne.CanvasObject{kit.NewText(fd.Title(), kit.Caption)}
	if fd.Doc != "" {
		parts = append(parts, kit.NewHelp(fd.Doc))
	}
	if head := kit.Line(4, parts...); fd.AnyOrder {
		l.add.Style = kit.Link
		l.box = kit.Column(4, kit.LineGrow(4, 0, head, l.add), l.rows, l.problem)
	} else {
		l.box = kit.Column(6, head, l.rows, l.problem, kit.Inset(kit.Line(0, l.add), 2, 0, 0, 0))
	}
	l.rows.Hide()
	if fd.Foot != "" {
		l.box.Add(kit.NewProse(fd.Foot, kit.Caption, 0))
	}
	return l
}

func (l *list) noun() string {
	if l.field.RowNoun != "" {
		return l.field.RowNoun
	}
	return "row"
}

func article(noun string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// flat reports that a row is one line: all its fields are narrow.
func (l *list) flat() bool {
	for _, fd := range l.field.Row {
		if !fd.Narrow && !fd.Hidden {
			return false
		}
	}
	return true
}

// append adds a row, and puts the cursor into it.
func (l *list) append() {
	v := flow.Value("{}")
	if l.field.NewRow != nil {
		var have []any
		for _, e := range l.value {
			have = append(have, flow.Decode(e))
		}
		m := l.field.NewRow(have)
		c := flow.Config{}
		for name, x := range m {
			c = append(c, flow.Setting{Name: name, Value: flow.Of(x)})
		}
		v = flow.Object(ordered(l.field.Row, c))
	}
	l.change(append(clone(l.value), v))
	if n := len(l.items); n == len(l.value) && n > 0 {
		l.items[n-1].setShut(false)
		if to := l.items[n-1].group.first(""); to != nil {
			l.f.focus(to)
		}
	}
}

func clone(vs []flow.Value) []flow.Value { return append([]flow.Value(nil), vs...) }

func (l *list) object() fyne.CanvasObject { return l.box }

func (l *list) change(vs []flow.Value) {
	if len(vs) == 0 {
		l.on(nil, false)
		return
	}
	l.on(flow.List(vs), false)
}

func (l *list) put(v flow.Value) {
	l.value = flow.Elements(v)
	had := len(l.items)
	for i, e := range l.value {
		if i == len(l.items) {
			l.items = append(l.items, l.newRow(i))
		}
		l.items[i].put(i, e)
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
	l.rows.Hidden = len(l.items) == 0
	l.rows.Refresh()
	l.box.Refresh()
}

func (l *list) newRow(i int) *row {
	r := &row{list: l, i: i, problem: kit.NewProse("", kit.Bad, 3)}
	r.problem.Hide()
	flat := l.flat()
	plain := l.field.AnyOrder || flat
	r.group = newGroup(l.f, plain, func() []spec.Field { return l.field.Row }, func(name string, v flow.Value, typing bool) {
		vs := clone(l.value)
		vs[r.i] = flow.Object(ordered(l.field.Row, flow.Members(vs[r.i]).With(name, v)))
		l.on(flow.List(vs), typing)
	})
	remove := small("close", "Remove "+l.noun(), r.remove)
	if plain {
		parts := []fyne.CanvasObject{r.group.box}
		if !l.field.AnyOrder {
			parts = append(parts, r.movers()...)
		}
		r.object = kit.Column(3, kit.LineGrow(2, 0, append(parts, remove)...), r.problem)
		return r
	}
	r.title, r.note = kit.NewLabel("", kit.Strong), kit.NewLabel("", kit.Caption)
	r.body = kit.Inset(r.group.box, 4, 0, 4, 0)
	head := []fyne.CanvasObject{r.title}
	grow := 0
	if l.field.RowNote != nil {
		r.fold = small("chevron-down", "Fold or unfold", func() { r.setShut(!r.shut) })
		whole := kit.NewRow(kit.Column(0, r.title, r.note), "", func() { r.setShut(!r.shut) })
		whole.Inset = fyne.NewSize(2, 2)
		head, grow = []fyne.CanvasObject{r.fold, whole}, 1
	}
	head = append(append(head, r.movers()...), remove)
	r.object = kit.NewBoxed(kit.Column(4, kit.LineGrow(2, grow, head...), r.body, r.problem))
	r.setShut(true) // where rows fold
	return r
}

func small(icon, tip string, do func()) *kit.Button {
	b := kit.NewButton("", icon, kit.Quiet, tip, do)
	b.Tiny = true
	return b
}

func (r *row) movers() []fyne.CanvasObject {
	r.up = small("chevron-up", "Move up", func() { r.move(-1) })
	r.down = small("chevron-down", "Move down", func() { r.move(1) })
	return []fyne.CanvasObject{r.up, r.down}
}

func (r *row) put(i int, e flow.Value) {
	r.i = i
	r.group.put(flow.Members(e))
	l := r.list
	if r.up != nil {
		enable(r.up, i > 0)
		enable(r.down, i < len(l.value)-1)
	}
	if r.title == nil {
		return
	}
	m, _ := flow.Decode(e).(map[string]any)
	title := strings.ToUpper(l.noun()[:1]) + l.noun()[1:]
	if l.field.RowTitle != nil {
		title = l.field.RowTitle(i, m)
	}
	r.title.Set(title)
	if l.field.RowNote != nil {
		r.note.Set(l.field.RowNote(m))
	}
}

func enable(b *kit.Button, on bool) {
	if on && b.Disabled() {
		b.Enable()
	} else if !on && !b.Disabled() {
		b.Disable()
	}
}

func (r *row) setShut(shut bool) {
	if r.fold == nil {
		return
	}
	r.shut = shut
	icon := "chevron-down"
	if shut {
		icon = "chevron-right"
	}
	r.body.Hidden, r.note.Hidden = shut, !shut
	r.fold.Set("", icon)
	r.list.box.Refresh()
}

// move changes places with a neighbour; the rows keep their controls.
func (r *row) move(by int) {
	l, to := r.list, r.i+by
	if to < 0 || to >= len(l.value) {
		return
	}
	vs, i := clone(l.value), r.i
	vs[i], vs[to] = vs[to], vs[i]
	l.items[i], l.items[to] = l.items[to], l.items[i]
	l.items[i].i, l.items[to].i = i, to
	l.lay()
	l.change(vs)
}

func (r *row) remove() {
	l, i := r.list, r.i
	vs := clone(l.value)
	l.items = append(l.items[:i:i], l.items[i+1:]...)
	for n, it := range l.items {
		it.i = n
	}
	l.lay()
	l.change(append(vs[:i], vs[i+1:]...))
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
	at, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
	n, err := strconv.Atoi(at)
	if !ok || err != nil || n >= len(l.items) {
		l.problem.Say(pr.Text, role(pr))
		return true
	}
	r := l.items[n]
	r.setShut(false) // what is wrong is seen
	marked := r.group.mark(strings.TrimPrefix(rest, "."), pr)
	if !marked || r.group.bare {
		r.problem.Say(pr.Text, role(pr))
	}
	return true
}
