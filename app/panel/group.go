package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A group edits an object by its declared fields: the settings of a node on one tab, a
// row of a list, the form of an action. It keeps the controls of the fields that stay in
// sight, whatever comes and goes beside them, and with them the focus.
type group struct {
	f      *form
	fields func() []spec.Field
	on     func(name string, v flow.Value, typing bool)
	bare   bool // without labels, in a row

	box   *fyne.Container
	parts map[string]*part // by declaration
	seen  []*part          // those in sight, in order
	value flow.Config
	sign  string
	open  bool // seldom needed fields are unfolded
}

// A part is a field with its control.
type part struct {
	spec.Field
	control
}

func newGroup(f *form, bare bool, fields func() []spec.Field, on func(string, flow.Value, bool)) *group {
	gap := float32(12)
	if bare {
		gap = 6
	}
	return &group{f: f, fields: fields, on: on, bare: bare, box: kit.Column(gap), parts: map[string]*part{}}
}

// put takes over the values, and shows the fields that these ask for.
func (g *group) put(c flow.Config) {
	g.value = c
	fields, values := g.fields(), c.Map()
	var seen []*part
	var sign strings.Builder
	var seldom []string
	for i := range fields {
		fd := &fields[i]
		if fd.Hidden || !fd.Shown(values, fields) {
			continue
		}
		key := g.f.declaration(fd)
		p := g.parts[key]
		if p == nil && fd.Advanced && !g.open && c.Get(fd.Name) == nil {
			seldom = append(seldom, fd.Title())
			continue
		}
		if p == nil {
			p = &part{Field: *fd}
			p.control = newEditor(g.f, *fd, g.bare, func(v flow.Value, typing bool) { g.on(p.Name, v, typing) })
			g.parts[key] = p
		}
		seen = append(seen, p)
		sign.WriteString(key + "\n")
	}
	sign.WriteString(strings.Join(seldom, ","))
	g.seen = seen
	for _, p := range seen {
		p.put(c.Get(p.Name))
	}
	if sign.String() != g.sign || len(g.box.Objects) == 0 {
		g.sign = sign.String()
		g.lay(seldom)
	}
}

// declaration tells a field's control from others: two of one name are two ways to edit
// one setting, and one that is declared otherwise needs another control.
func (f *form) declaration(fd *spec.Field) string {
	s := fd.Name + "\x00" + string(fd.Type) + fd.Label
	if fd.When != nil {
		s += strings.Join(fd.When.Is, ",")
	}
	for _, o := range fd.Options {
		s += "\x00" + o.Value
	}
	if fd.Type == spec.Account {
		from, hint := f.panel.host.Connections(f.node())
		for _, c := range from {
			s += "\x00" + c.ID + c.Title
		}
		s += "\x00" + hint
	}
	return s
}

// lay puts the controls into the box; narrow neighbours share a line.
func (g *group) lay(seldom []string) {
	var all []fyne.CanvasObject
	for i := 0; i < len(g.seen); i++ {
		p := g.seen[i]
		if p.object() == nil {
			continue
		}
		var side []fyne.CanvasObject
		var fixed []bool
		for j := i; j < len(g.seen) && g.seen[j].Narrow; j++ {
			side = append(side, g.seen[j].object())
			fixed = append(fixed, g.seen[j].fixedWidth())
		}
		if len(side) < 2 {
			all = append(all, p.object())
			continue
		}
		all = append(all, kit.Share(8, fixed, side...))
		i += len(side) - 1
	}
	if len(seldom) > 0 && !g.f.unready() {
		text := "More settings"
		if len(seldom) == 1 {
			text = seldom[0]
		}
		all = append(all, kit.Line(0, kit.NewButton(text, "chevron-right", kit.Link, "Show "+strings.Join(seldom, ", "), func() {
			g.open = true
			g.put(g.value)
		})))
	}
	g.box.Objects = all
	g.box.Refresh()
}

// fixedWidth says that a control takes the room it needs and leaves the rest.
func (p *part) fixedWidth() bool { return p.Type == spec.Choice || p.Type == spec.Boolean }

func (g *group) unmark() {
	for _, p := range g.seen {
		p.unmark()
	}
}

// mark shows a problem at the field that its path begins with.
func (g *group) mark(path string, pr spec.Problem) bool {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	for _, p := range g.seen {
		if p.Name == path[:end] {
			return p.mark(strings.TrimPrefix(path[end:], "."), pr)
		}
	}
	return false
}

// first is the first field that takes the focus; want, if it has that name.
func (g *group) first(want string) fyne.Focusable {
	var first fyne.Focusable
	for _, p := range g.seen {
		if t, ok := p.control.(interface{ focus() fyne.Focusable }); ok {
			if first == nil || p.Name == want {
				first = t.focus()
			}
			if want == "" || p.Name == want {
				break
			}
		}
	}
	return first
}

// ordered puts the settings of an object in the order of their declaration.
func ordered(fields []spec.Field, c flow.Config) flow.Config {
	var out flow.Config
	for _, fd := range fields {
		if v := c.Get(fd.Name); v != nil && out.Get(fd.Name) == nil {
			out = append(out, flow.Setting{Name: fd.Name, Value: v})
		}
	}
	for _, s := range c {
		if out.Get(s.Name) == nil {
			out = append(out, s)
		}
	}
	return out
}

// subForm edits an object that is the value of a field.
type subForm struct{ *group }

func newSubForm(f *form, fd spec.Field, on set) subForm {
	s := subForm{}
	s.group = newGroup(f, false, func() []spec.Field {
		if fd.Sub == nil {
			return nil
		}
		return fd.Sub(f.around())
	}, func(name string, v flow.Value, typing bool) {
		next := ordered(s.fields(), s.value.With(name, v))
		if len(next) == 0 {
			on(nil, typing)
			return
		}
		on(flow.Object(next), typing)
	})
	return s
}

func (s subForm) object() fyne.CanvasObject { return s.box }
func (s subForm) put(v flow.Value)          { s.group.put(flow.Members(v)) }
