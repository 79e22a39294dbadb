package connect

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// A form edits values by their declared fields.
type form struct {
	focus   func(fyne.Focusable)
	changed func() // the height may have changed
	submit  func() // Enter in a field of one line
	// follow has controls scrolled into sight when the focus comes to them.
	follow func(...fyne.CanvasObject)
	// section is what stands under the head of a part of the form; it may be nil.
	section func(tab string) fyne.CanvasObject
	// note is what a row of a list comes to in a request, "" for nothing to say.
	note func(list string, i int, row map[string]any) string
}

// A control edits one value. It tells of changes made by hand only, and shows the
// problems of what it edits.
type control interface {
	object() fyne.CanvasObject
	first() fyne.Focusable // what takes the focus
	put(v any)
	unmark()
	// mark shows the problem of the value at a path below the control; "" is its own.
	mark(path string, pr spec.Problem) bool
}

// A set takes over a value; nil is none.
type set func(v any)

// newControl makes the control of a field; a bare one stands in a row, without a label.
func (f *form) newControl(fd spec.Field, bare bool, on set) control {
	switch {
	case fd.Secret:
		return newSecret(f, fd, bare, on)
	case fd.Type == spec.Boolean:
		return newToggle(f, fd, bare, on)
	case fd.Type == spec.Choice:
		return newChoice(f, fd, bare, on)
	case fd.Type == spec.List:
		return newList(f, fd, on)
	}
	return newInput(f, fd, bare, on)
}

// A group edits an object: the settings of a connection, or a row of a list. It keeps the
// controls of the fields that stay in sight, and with them the focus.
type group struct {
	form   *form
	fields []spec.Field
	bare   bool // in a row
	on     func(name string, v any)

	box   *fyne.Container
	parts map[string]*part
	seen  []*part
	value spec.Values
	open  bool // what is seldom needed is unfolded
	sign  string
}

// A part is a field with its control.
type part struct {
	spec.Field
	control
}

func (f *form) newGroup(fields []spec.Field, bare bool, on func(string, any)) *group {
	gap := float32(12)
	if bare {
		gap = 4
	}
	return &group{form: f, fields: fields, bare: bare, on: on, box: kit.Column(gap), parts: map[string]*part{}}
}

// put takes over the values, and shows the fields that these ask for.
func (g *group) put(v spec.Values) {
	g.value = v
	g.seen = nil
	var sign strings.Builder
	var seldom []string
	for _, fd := range g.fields {
		if fd.Hidden || !fd.Shown(v, g.fields) {
			continue
		}
		key := declaration(fd)
		p := g.parts[key]
		if p == nil && fd.Advanced && !g.open && v[fd.Name] == nil {
			seldom = append(seldom, fd.Title())
			continue
		}
		if p == nil {
			p = &part{Field: fd}
			p.control = g.form.newControl(fd, g.bare, func(v any) { g.on(fd.Name, v) })
			g.parts[key] = p
		}
		g.seen = append(g.seen, p)
		sign.WriteString(key + "\n")
	}
	sign.WriteString(strings.Join(seldom, ","))
	for _, p := range g.seen {
		p.put(v[p.Name])
	}
	if g.sign != sign.String() || len(g.box.Objects) == 0 {
		g.sign = sign.String()
		g.lay(seldom)
	}
}

// declaration tells a field's control from others: two of one name are two ways to edit
// one setting.
func declaration(fd spec.Field) string {
	s := fd.Name + "\x00" + string(fd.Type) + fd.Label
	if fd.When != nil {
		s += strings.Join(fd.When.Is, ",")
	}
	return s
}

// lay puts the controls into the box, under the heads of their parts; narrow neighbours
// share a line.
func (g *group) lay(seldom []string) {
	var all []fyne.CanvasObject
	tab := ""
	for i := 0; i < len(g.seen); i++ {
		p := g.seen[i]
		if p.Tab != tab && !g.bare {
			tab = p.Tab
			all = append(all, sectionHead(tab))
			if g.form.section != nil {
				if o := g.form.section(tab); o != nil {
					all = append(all, o)
				}
			}
		}
		var beside []fyne.CanvasObject
		var fixed []bool
		for j := i; j < len(g.seen) && g.seen[j].Narrow && g.seen[j].Tab == p.Tab; j++ {
			beside = append(beside, g.seen[j].object())
			fixed = append(fixed, g.seen[j].Type == spec.Choice || g.seen[j].Type == spec.Boolean)
		}
		if len(beside) < 2 {
			all = append(all, p.object())
			continue
		}
		all = append(all, kit.Share(8, fixed, beside...))
		i += len(beside) - 1
	}
	if len(seldom) > 0 {
		text := "More settings"
		if len(seldom) == 1 {
			text = seldom[0]
		}
		more := kit.NewButton(text, "chevron-right", kit.Link, "Show "+strings.Join(seldom, ", "), func() {
			g.open = true
			g.put(g.value)
			g.form.focus(g.firstOf(seldom[0]))
			g.form.changed()
		})
		g.form.follow(more)
		all = append(all, kit.Line(0, more))
	}
	g.box.Objects = all
	g.box.Refresh()
}

// sectionHead stands over a part of a form.
func sectionHead(title string) fyne.CanvasObject {
	return kit.Column(8, kit.Inset(kit.Rule(false), 6, 0, 0, 0), kit.NewLabel(title, kit.Strong))
}

func (g *group) firstOf(title string) fyne.Focusable {
	for _, p := range g.seen {
		if p.Title() == title {
			return p.first()
		}
	}
	return nil
}

func (g *group) unmark() {
	for _, p := range g.seen {
		p.unmark()
	}
}

// mark shows a problem at the field that its path begins with.
func (g *group) mark(path string, pr spec.Problem) bool {
	name, rest := cutPath(path)
	for _, p := range g.seen {
		if p.Name == name {
			return p.mark(rest, pr)
		}
	}
	return false
}

// at is what takes the focus for a problem at a path; the first field of all for "".
func (g *group) at(path string) fyne.Focusable {
	name, rest := cutPath(path)
	for _, p := range g.seen {
		if path != "" && p.Name != name {
			continue
		}
		if l, ok := p.control.(*list); ok && rest != "" {
			return l.at(rest)
		}
		if f := p.first(); f != nil {
			return f
		}
	}
	return nil
}

// cutPath cuts headers[2].value into headers and [2].value.
func cutPath(path string) (name, rest string) {
	if i := strings.IndexAny(path, ".["); i > 0 {
		return path[:i], strings.TrimPrefix(path[i:], ".")
	}
	return path, ""
}

// with returns values with another one; nil takes it away.
func with(v spec.Values, name string, to any) spec.Values {
	next := maps.Clone(v)
	if next == nil {
		next = spec.Values{}
	}
	if to == nil {
		delete(next, name)
		return next
	}
	next[name] = to
	return next
}

// labelled is what a control under a label shares: the problem stands below it.
type labelled struct{ field *kit.Field }

func (l labelled) object() fyne.CanvasObject { return l.field }
func (l labelled) unmark()                   { l.field.SetProblem("", kit.Bad) }
func (l labelled) mark(path string, pr spec.Problem) bool {
	if path != "" {
		return false
	}
	l.field.SetProblem(pr.Text, role(pr))
	return true
}

func role(pr spec.Problem) kit.Role {
	if pr.Severity == spec.Warning {
		return kit.Caution
	}
	return kit.Bad
}

// captions are the label and the tooltip of a field; a bare one has its name in the tip.
func captions(fd spec.Field, bare bool) (label, tip string) {
	label = fd.Title()
	if fd.Unit != "" {
		label += " (" + fd.Unit + ")"
	}
	if !bare {
		return label, plain(fd.Doc)
	}
	if fd.Doc != "" {
		label += ": " + plain(fd.Doc)
	}
	return "", label
}
