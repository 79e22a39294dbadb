package panel

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// The tabs that every node has.
const (
	general     = "General Settings"
	connections = "Connections"
)

// A form is the panel of one node, on one tab.
type form struct {
	panel *Panel
	kind  spec.Kind
	known bool
	in    *flow.Integration
	key   flow.Key

	tab    string
	shape  string // what the tabs are made of: another shape, another form
	group  *group // the fields of the tab
	action *action
	tile   *look.Tile
	title  *kit.Label
	what   *kit.Label
	scroll *container.Scroll
	footer *fyne.Container // below all: Save and Cancel of an open form

	name      *kit.Entry
	nameField *kit.Field
	problems  *fyne.Container
	legs      *legs
	sample    *sample
	code      *kit.CodeView

	list    []Path // see paths
	samples map[string]string
}

func (f *form) node() *flow.Node { return f.panel.node }

func (f *form) around() spec.Around {
	a := spec.Around{Name: f.node().Name, Values: f.node().Config.Map()}
	if fl := f.in.Flow(f.panel.flow); fl != nil && fl.Start() != nil {
		a.Start = fl.Start().Config.Map()
	}
	return a
}

func (f *form) fields() []spec.Field {
	if !f.known || f.kind.Fields == nil {
		return nil
	}
	return f.kind.Fields(f.around())
}

func (f *form) ports() []spec.Port {
	if !f.known || f.kind.Ports == nil {
		return nil
	}
	return f.kind.Ports(f.node().Config.Map())
}

// tabs are the tabs of the node in order: General Settings, Connections, its own.
func (f *form) tabs() []string {
	tabs := []string{general}
	if len(f.ports()) > 0 {
		tabs = append(tabs, connections)
	}
	for _, fd := range f.fields() {
		if fd.Tab != "" && !slices.Contains(tabs, fd.Tab) {
			tabs = append(tabs, fd.Tab)
		}
	}
	return tabs
}

// tabOf is the tab of the field that a path begins with; "" for General Settings.
func (f *form) tabOf(path string) string {
	if end := strings.IndexAny(path, ".["); end >= 0 {
		path = path[:end]
	}
	for _, fd := range f.fields() {
		if fd.Name == path {
			return fd.Tab
		}
	}
	return ""
}

// make builds the panel of the node.
func (f *form) make() fyne.CanvasObject {
	p, n := f.panel, f.node()
	f.footer = kit.Column(0)
	tabs := f.tabs()
	f.shape = strings.Join(tabs, "\n")
	at := max(0, slices.Index(tabs, p.tab))
	p.tab = tabs[at]
	f.tab = p.tab

	face := p.host.Face(n)
	f.tile = look.NewTile(36, face.Sign)
	f.title, f.what = kit.NewLabel(n.Name, kit.Title), kit.NewLabel(face.What, kit.Caption)
	sw := kit.NewSwitch(p.json, "Show the node as JSON, as it runs", func(on bool) { p.json = on; p.rebuild() })
	head := kit.LineGrow(10, 1, f.tile, kit.NewHint(kit.Column(1, f.title, f.what), ""), kit.NewText("JSON", kit.Caption), sw)
	top := kit.Column(0, kit.Inset(head, 14, kit.Padding, 6, kit.Padding))
	if p.json {
		top.Add(kit.Inset(kit.Rule(false), 6, 0, 0, 0))
		body := f.jsonView()
		f.update(n, f.in)
		return container.NewBorder(top, nil, nil, nil, body)
	}
	bar := kit.NewTabs(tabs, func(i int) { p.tab = tabs[i]; p.rebuild() })
	bar.Selected, bar.Icons = at, map[string]string{connections: "fork"}
	top.Add(kit.Inset(bar, 0, kit.Padding, 0, kit.Padding))
	top.Add(kit.Rule(false))

	f.problems = kit.Column(6)
	body := kit.Column(12, f.problems)
	switch p.tab {
	case general:
		f.general(body)
	case connections:
		f.legs = newLegs(f)
		body.Add(f.legs.box)
	default:
		f.settings(body, p.tab)
	}
	f.update(n, f.in)
	f.scroll = container.NewVScroll(kit.Inset(body, 12, kit.Padding, kit.Padding, kit.Padding))
	return container.NewBorder(top, f.footer, nil, nil, f.scroll)
}

// settings adds the fields of a tab.
func (f *form) settings(body *fyne.Container, tab string) {
	f.group = newGroup(f, false, func() []spec.Field {
		fields := f.fields()
		for i := range fields {
			if is := fields[i].Tab; is != tab && (tab != general || is != "") {
				fields = slices.Clone(fields)
				for j := range fields {
					fields[j].Hidden = fields[j].Hidden || fields[j].Tab != "" && fields[j].Tab != tab || fields[j].Tab == "" && tab != general
				}
				break
			}
		}
		return fields
	}, f.set)
	body.Add(f.group.box)
}

// titleOf is what a setting is called.
func (f *form) titleOf(name string) string {
	for _, fd := range f.fields() {
		if fd.Name == name {
			return fd.Title()
		}
	}
	return ""
}

// set changes one setting of the node. Wires of ports that go with it go too.
func (f *form) set(name string, v flow.Value, typing bool) {
	n, p := f.node(), f.panel
	var e flow.Edit = flow.SetField{Flow: p.flow, Node: n.Name, Field: name, Value: v, Typing: typing, Title: f.titleOf(name)}
	if !typing && f.kind.Ports != nil {
		left := map[string]bool{}
		for _, port := range f.kind.Ports(n.Config.With(name, v).Map()) {
			left[port.Name] = true
		}
		b := flow.Batch{Name: e.Label()}
		for _, port := range f.ports() {
			if !left[port.Name] {
				for _, to := range n.To(port.Name) {
					b.Edits = append(b.Edits, flow.Disconnect{Flow: p.flow, From: n.Name, Port: port.Name, To: to})
				}
			}
		}
		if len(b.Edits) > 0 {
			b.Edits = append(b.Edits, e)
			e = b
		}
	}
	p.typing = typing
	p.host.Do(e)
	p.typing = false
}

// update takes over the values of the node; false when other tabs are needed.
func (f *form) update(n *flow.Node, in *flow.Integration) bool {
	f.in = in
	if !f.panel.typing {
		f.samples = nil
	}
	if strings.Join(f.tabs(), "\n") != f.shape {
		return false
	}
	face := f.panel.host.Face(n)
	f.tile.SetSign(face.Sign)
	f.title.Set(n.Name)
	f.what.Set(face.What)
	if f.name != nil && n.Name != f.name.Text && !f.nameFocused() {
		f.name.Put(n.Name)
	}
	if f.group != nil {
		f.group.put(n.Config)
	}
	if f.code != nil {
		f.code.SetJSON(nodeJSON(n))
	}
	if f.problems != nil {
		f.showProblems(f.panel.host.Problems(f.panel.flow, n.Name))
	}
	if f.legs != nil {
		f.legs.fill()
	}
	if f.sample != nil {
		f.sample.fill()
	}
	return true
}

// unready says that the first thing, what an Integration node does, is not chosen yet.
func (f *form) unready() bool { return f.action != nil && f.action.value == "" }

// focus puts the cursor into a control of the panel.
func (f *form) focus(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.panel); c != nil && o != nil {
		c.Focus(o)
	}
}

func (f *form) nameFocused() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(f.panel)
	return c != nil && c.Focused() == fyne.Focusable(f.name)
}
