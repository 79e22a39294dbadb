package panel

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// list edits rows: headers, variables, branches.
type list struct {
	f     *form
	field spec.Field
	on    set
	box   *fyne.Container
	rows  *fyne.Container
	items []*row
	value []flow.Value
}

type row struct {
	object fyne.CanvasObject
	parts  map[string]control
	sign   string
}

func newList(f *form, fd spec.Field, on set) control {
	l := &list{f: f, field: fd, on: on, rows: kit.Column(8)}
	noun := fd.RowNoun
	if noun == "" {
		noun = "row"
	}
	add := kit.NewButton("Add "+noun, "plus", kit.Plain, "Add "+article(noun)+" to "+fd.Label, func() {
		v := flow.Value("{}")
		if len(fd.Row) > 0 && fd.Row[0].Type == spec.Text && fd.Row[0].Default != nil {
			v = flow.Object(flow.ConfigOf(fd.Row[0].Name, fd.Row[0].Default))
		}
		l.change(append(clone(l.value), l.fresh(v)))
	})
	parts := []fyne.CanvasObject{kit.NewLabel(fd.Label, kit.Caption)}
	if fd.Doc != "" {
		parts = append(parts, kit.NewHelp(fd.Doc))
	}
	l.box = kit.Column(6, kit.LineGrow(4, 0, parts...), l.rows, kit.Line(0, add))
	return l
}

// fresh makes a new row: a name is numbered where the declaration asks for names.
func (l *list) fresh(v flow.Value) flow.Value {
	if l.field.NewRow == nil {
		return v
	}
	var have []any
	for _, e := range l.value {
		have = append(have, flow.Decode(e))
	}
	return flow.Of(l.field.NewRow(have))
}

func article(noun string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
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
	for i, e := range l.value {
		sign := rowSign(l.field.Row, e)
		switch {
		case i == len(l.items):
			l.items = append(l.items, l.newRow(i, e, sign))
		case l.items[i].sign != sign:
			l.items[i] = l.newRow(i, e, sign)
		}
		for name, c := range l.items[i].parts {
			c.put(flow.Members(e).Get(name))
		}
	}
	l.items = l.items[:len(l.value)]
	l.rows.Objects = nil
	for _, it := range l.items {
		l.rows.Add(it.object)
	}
	if len(l.items) == 0 {
		l.rows.Hide()
	} else {
		l.rows.Show()
	}
	l.rows.Refresh()
}

// rowSign names the fields that a row shows.
func rowSign(fields []spec.Field, e flow.Value) string {
	m, _ := flow.Decode(e).(map[string]any)
	s := ""
	for _, fd := range fields {
		if fd.Shown(m, fields) {
			s += fd.Name + ","
		}
	}
	return s
}

func (l *list) newRow(i int, e flow.Value, sign string) *row {
	r := &row{parts: map[string]control{}, sign: sign}
	m, _ := flow.Decode(e).(map[string]any)
	var small, rest []fyne.CanvasObject
	for _, fd := range l.field.Row {
		if !fd.Shown(m, l.field.Row) {
			continue
		}
		name := fd.Name
		c := newEditor(l.f, fd, func(v flow.Value, typing bool) {
			vs := clone(l.value)
			vs[i] = flow.Object(ordered(l.field.Row, flow.Members(vs[i]).With(name, v)))
			l.on(flow.List(vs), typing)
		})
		r.parts[name] = c
		if fd.Narrow {
			small = append(small, c.object())
		} else {
			rest = append(rest, c.object())
		}
	}
	move := func(to int) {
		vs := clone(l.value)
		vs[i], vs[to] = vs[to], vs[i]
		l.change(vs)
	}
	up := kit.NewButton("", "chevron-up", kit.Quiet, "Move up", func() {
		if i > 0 {
			move(i - 1)
		}
	})
	remove := kit.NewButton("", "close", kit.Quiet, "Remove", func() {
		vs := clone(l.value)
		l.items = nil
		l.change(append(vs[:i], vs[i+1:]...))
	})
	up.Small, remove.Small = true, true
	if i == 0 {
		up.Disable()
	}
	body := kit.Column(8)
	if len(small) > 0 {
		body.Add(kit.Grid(8, small...))
	}
	for _, o := range rest {
		body.Add(o)
	}
	title := kit.NewLabel(l.rowTitle(i, m), kit.Caption)
	r.object = kit.NewBoxed(kit.Column(4, kit.LineGrow(0, 0, title, up, remove), body))
	return r
}

func (l *list) rowTitle(i int, m map[string]any) string {
	if l.field.RowTitle != nil {
		return l.field.RowTitle(i, m)
	}
	noun := l.field.RowNoun
	if noun == "" {
		noun = "row"
	}
	return strings.ToUpper(noun[:1]) + noun[1:]
}

// ordered puts the settings of a row in the order of their declaration.
func ordered(fields []spec.Field, c flow.Config) flow.Config {
	var out flow.Config
	for _, fd := range fields {
		if v := c.Get(fd.Name); v != nil {
			out = append(out, flow.Setting{Name: fd.Name, Value: v})
			c = c.With(fd.Name, nil)
		}
	}
	return append(out, c...)
}

// subForm edits an object by its declared fields. Those that are seldom needed are folded
// away, unless they are set.
type subForm struct {
	box   *fyne.Container
	parts map[string]control
	value flow.Config
}

func newSubForm(f *form, fd spec.Field, value flow.Value, on set) *subForm {
	s := &subForm{parts: map[string]control{}, box: kit.Column(12), value: flow.Members(value)}
	if fd.Sub == nil {
		return s
	}
	fields := fd.Sub(f.around())
	var seldom []spec.Field
	add := func(sub spec.Field) {
		name := sub.Name
		c := newEditor(f, sub, func(v flow.Value, typing bool) {
			next := ordered(fields, s.value.With(name, v))
			if len(next) == 0 {
				on(nil, typing)
				return
			}
			on(flow.Object(next), typing)
		})
		s.parts[name] = c
		s.box.Add(c.object())
	}
	for _, sub := range fields {
		if sub.Advanced && s.value.Get(sub.Name) == nil {
			seldom = append(seldom, sub)
			continue
		}
		add(sub)
	}
	if len(seldom) > 0 {
		s.box.Add(moreButton(s.box, func() {
			for _, sub := range seldom {
				add(sub)
				s.parts[sub.Name].put(s.value.Get(sub.Name))
			}
		}))
	}
	return s
}

// moreButton unfolds the settings that are seldom needed.
func moreButton(box *fyne.Container, unfold func()) fyne.CanvasObject {
	var line fyne.CanvasObject
	line = kit.Line(0, kit.NewButton("More settings", "chevron-right", kit.Link, "Settings that are seldom needed", func() {
		box.Remove(line)
		unfold()
		box.Refresh()
	}))
	return line
}

func (s *subForm) object() fyne.CanvasObject { return s.box }
func (s *subForm) put(v flow.Value) {
	s.value = flow.Members(v)
	for name, c := range s.parts {
		c.put(s.value.Get(name))
	}
}

func (s *subForm) unmark() { unmark(s.parts) }

func unmark(parts map[string]control) {
	for _, c := range parts {
		if m, ok := c.(marker); ok {
			m.unmark()
		}
	}
}

func (s *subForm) mark(path string, pr spec.Problem) bool { return markIn(s.parts, path, pr) }

// markIn marks the control that a path begins with.
func markIn(parts map[string]control, path string, pr spec.Problem) bool {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	m, ok := parts[path[:end]].(marker)
	return ok && m.mark(strings.TrimPrefix(path[end:], "."), pr)
}

func (l *list) unmark() {
	for _, r := range l.items {
		unmark(r.parts)
	}
}

func (l *list) mark(path string, pr spec.Problem) bool {
	i, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
	n, err := strconv.Atoi(i)
	return ok && err == nil && n < len(l.items) && markIn(l.items[n].parts, strings.TrimPrefix(rest, "."), pr)
}
