package dialogs

import (
	"maps"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
)

// An envPage shows one environment: its config variables, its connections, its hosts.
type envPage struct {
	editor  *envEditor
	env     Environment // as it was when the page was made; read says what it is now
	root    fyne.CanvasObject
	title   *kit.Label
	scroll  *container.Scroll
	values  []*envValue
	bound   []*envBinding
	hosts   *hostRows
	declare *kit.Button
}

func newEnvPage(e *envEditor, d *envDraft) *envPage {
	p := &envPage{editor: e, env: d.env, title: kit.NewLabel(d.env.Name, kit.Title)}
	icon := func(icon, tip string, do func()) *kit.Button { return kit.NewButton("", icon, kit.Quiet, tip, do) }
	head := []fyne.CanvasObject{envDot(d.env.Sandbox), kit.Column(1, p.title, kit.NewLabel(d.env.Tip(), kit.Caption))}
	if d.env.Own {
		head = append(head, icon("edit", kit.Tip("Rename "+d.env.Name, "F2"), e.rename))
	}
	head = append(head, icon("copy", "Duplicate: another environment with the same values, connections and hosts", e.duplicate))
	if d.env.Own {
		head = append(head, icon("trash", kit.Tip("Delete this environment", "Delete"), e.delete))
	}
	export := kit.NewButton("Export…", "export", kit.Plain, "Write it as a file for flowbench run --env-file: without secrets", e.export)
	export.Small = true
	head = append(head, kit.Gap(4, 0), export)

	submit := e.save
	sections := kit.Column(0,
		kit.NewLabel("CONFIG VARIABLES", kit.Head), kit.Gap(0, 10), p.variables(submit), kit.Gap(0, 26),
		kit.NewLabel("CONNECTIONS", kit.Head), kit.Gap(0, 10), p.connections(), kit.Gap(0, 26),
		kit.NewLabel("HOSTS", kit.Head), kit.Gap(0, 10))
	none := "No host is mapped: calls go to the hosts that the flows name."
	if d.env.Sandbox {
		none = noMappings
	}
	p.hosts = newHostRows(d.env.Hosts, none, func(m Mapping) string { return e.given.Host.CheckMapping(m, d.env.Sandbox) }, e.changed, submit, func(r *mapRow) {
		e.dialog.canvas.Focus(r.host)
		p.scroll.ScrollToBottom()
	})
	sections.Add(p.hosts.box)
	p.scroll = container.NewVScroll(container.New(topDown{}, kit.Inset(sections, 18, pad, pad, pad)))
	p.hosts.follow(p.scroll)
	for _, v := range p.values {
		kit.Follow(p.scroll, v.os, v.fromOS, v.first.(fyne.CanvasObject))
	}
	for _, b := range p.bound {
		kit.Follow(p.scroll, b.pick)
	}
	kit.Follow(p.scroll, p.declare)
	top := kit.Column(0, kit.Inset(kit.LineGrow(8, 1, head...), 12, pad-8, 12, pad), kit.Rule(false))
	p.root = container.NewBorder(top, nil, nil, nil, p.scroll)
	return p
}

// rename shows another name.
func (p *envPage) rename(name string) {
	p.env.Name = name
	p.title.Set(name)
}

// variables are the fields of the config variables.
func (p *envPage) variables(submit func()) fyne.CanvasObject {
	e := p.editor
	p.declare = kit.NewButton("Config Variables…", "", kit.Link, "Declare the config variables of the integration; what was changed here is saved first", func() { e.saveAnd(e.given.Host.Declare) })
	if len(e.given.Variables) == 0 {
		return kit.Column(6, kit.NewProse("The integration declares no config variables: values that differ from one environment to another, such as a channel or an address.", kit.Muted, 0), kit.Line(0, p.declare))
	}
	col := kit.Column(14)
	for _, v := range e.given.Variables {
		f := newEnvValue(v, p.env.Values[v.Name], e.given.Host, e.changed, submit)
		p.values = append(p.values, f)
		col.Add(f.field)
	}
	col.Add(kit.Line(0, p.declare))
	return col
}

// connections are the fields of the connections that the flows name.
func (p *envPage) connections() fyne.CanvasObject {
	e := p.editor
	if len(e.given.Needed) == 0 {
		return kit.NewProse("The flows name no connection. Once a node has one, it is given an account here.", kit.Muted, 0)
	}
	col := kit.Column(14)
	if p.env.Sandbox {
		col.Add(kit.NewProse("The stand-ins are sent made-up accounts only: no connection is needed here.", kit.Muted, 0))
	}
	if e.given.Locked {
		col.Add(kit.NewProse("Your accounts are locked, so none can be chosen. Unlock them under Settings > Integrations first.", kit.Muted, 0))
	}
	for _, n := range e.given.Needed {
		b := newEnvBinding(n, p.env.Bindings[n.Name], e.given.Host.Connections(n.Provider, n.Hosts), e.given.Locked, e.changed)
		p.bound = append(p.bound, b)
		col.Add(b.field)
	}
	return col
}

// read returns the environment as it is on the page. Bad is the first control whose
// content is wrong; such a value is left out.
func (p *envPage) read(final bool) (env Environment, bad fyne.Focusable) {
	env = p.env
	env.Values, env.Bindings = clone(env.Values), clone(env.Bindings) // what is not declared any more stays
	note := func(f fyne.Focusable) {
		if bad == nil {
			bad = f
		}
	}
	for _, v := range p.values {
		value, ok := v.judge(final)
		if !ok {
			note(v.focus())
		}
		if delete(env.Values, v.input.Name); value.OS != "" || len(value.Value) > 0 {
			env.Values[v.input.Name] = value
		}
	}
	for _, b := range p.bound {
		if delete(env.Bindings, b.name); b.pick.Value != "" {
			env.Bindings[b.name] = b.pick.Value
		}
	}
	hosts, row := p.hosts.read()
	env.Hosts = hosts
	if row != nil {
		note(row.wrong(nil))
	}
	return env, bad
}

func clone[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return maps.Clone(m)
}

// focus leads to the field of a config variable or connection, and reports whether there is one.
func (p *envPage) focus(name string) bool {
	var to fyne.Focusable
	for _, b := range p.bound {
		if b.name == name {
			to = b.pick
		}
	}
	for _, v := range p.values {
		if v.input.Name == name {
			to = v.focus()
		}
	}
	if to == nil {
		return false
	}
	p.editor.dialog.canvas.Focus(to)
	return true
}

// An envBinding says which stored connection stands behind a name.
type envBinding struct {
	name  string
	pick  *kit.Select
	field *kit.Field
}

func newEnvBinding(n Needed, id string, choices []Choice, locked bool, changed func()) *envBinding {
	b := &envBinding{name: n.Name}
	options := []kit.Option{{Value: "", Text: "Not bound"}}
	if len(choices) == 0 && !locked {
		options[0].Text = "Not bound: no connection is stored for it yet"
	}
	gone := id != ""
	for _, c := range choices {
		options = append(options, kit.Option{Value: c.ID, Text: c.Title, Doc: c.Doc})
		gone = gone && c.ID != id
	}
	switch {
	case gone && locked:
		gone = false
		options = append(options, kit.Option{Value: id, Text: "Bound: unlock your accounts to see to which"})
	case gone:
		options = append(options, kit.Option{Value: id, Text: "A connection that is not here any more"})
	}
	tip, beside := "The account that the flows use under this name", n.Title
	if n.Provider == "" {
		tip, beside = "The account that the flows use under this name. It may be sent to "+strings.Join(n.Hosts, ", "), strings.Join(n.Hosts, ", ")
	}
	b.pick = kit.NewSelect(options, id, nil)
	b.field = kit.NewField(n.Name, tip, false, b.pick, kit.NewText(kit.Elide(beside, 320, 11.5, fyne.TextStyle{}), kit.Faint))
	judge := func() {
		fault := ""
		if gone && b.pick.Value == id {
			fault = "It was deleted, or belongs to another service by now. Choose another."
		}
		b.field.SetProblem(fault, kit.Bad)
	}
	b.pick.OnChanged = func(string) { judge(); changed() }
	judge()
	return b
}
