// Package panel shows the properties of any node, built from the fields that its kind
// declares. It knows no kind: what a field looks like follows from its [spec.Type], and
// what stands around the node it asks of its [Host].
//
// The document is read again after each change: a panel that shows the same fields keeps
// its controls, and with them the focus and the cursor, and takes over the values.
package panel

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/canvas/draw"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// Host is what the panel asks of the window.
type Host interface {
	// Do applies an edit; what goes wrong the host tells.
	Do(flow.Edit) error
	// Rename gives a node another name everywhere.
	Rename(flowName, from, to string) error
	// Kind describes a kind; ok is false for one that this Flowbench does not know.
	Kind(id string) (k spec.Kind, ok bool)
	// Face is how a node looks: icon or letter, tint, and what it is ("Integration · Ahrefs").
	Face(n *flow.Node) Face
	// Problems of a node.
	Problems(flowName, node string) []spec.Problem
	// Fix makes the mend that a problem carries.
	Fix(spec.Problem)
	// Paths lists what a template of the node may use.
	Paths(flowName, node string) []Path
	// Sample is what the node's output looks like, from the last run or its declaration;
	// origin says which. Empty when nothing is known.
	Sample(flowName, node string) (sample flow.Value, origin string)
	// Actions lists the actions of a provider.
	Actions(provider string) []Choice
	// Connections lists what the field for a connection offers.
	Connections(provider string) []Choice
	// Confirm asks before something is lost.
	Confirm(title, text, yes string, then func())
	// Choose lets the person pick one of a searchable list.
	Choose(title, hint string, from []Choice, then func(Choice))
	// Copy puts text on the clipboard.
	Copy(text string)
	// Layer is where lists open that must not take the focus.
	Popup(content fyne.CanvasObject, at fyne.Position) (close func())
}

// A Face is how a node looks.
type Face struct {
	Sign draw.Sign
	What string
}

// A Path is something that a template may use.
type Path struct {
	Text   string // context.steps.Ahrefs.output.backlinks
	Group  string // "Start", "Ahrefs"
	Label  string // output.backlinks
	Sample string // how its value looks
}

// A Choice is an entry of a list to choose from.
type Choice struct {
	ID, Title, Doc string
	Line           string // what it does in one line of code: GET /v3/…
	Sign           draw.Sign
}

// A Panel shows one node, or says that none is chosen.
type Panel struct {
	widget.BaseWidget
	host Host
	root *fyne.Container

	flow string
	node *flow.Node
	open *form // what is shown now
	tab  string
	json bool
	edit map[flow.Key]bool // nodes whose action form is open
}

// New makes an empty panel.
func New(host Host) *Panel {
	p := &Panel{host: host, root: container.NewStack(), edit: map[flow.Key]bool{}}
	p.ExtendBaseWidget(p)
	p.empty(0)
	return p
}

// CreateRenderer implements [fyne.Widget].
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(kit.NewGround(kit.Surface), p.root))
}

// Open shows a node of a flow; a nil node, or many of them, says what to do instead.
func (p *Panel) Open(flowName string, n *flow.Node, selected int, in *flow.Integration) {
	if n == nil {
		p.open, p.node = nil, nil
		p.empty(selected)
		return
	}
	same := p.open != nil && p.node != nil && p.node.Key == n.Key && p.flow == flowName
	p.flow, p.node = flowName, n
	if same && p.open.update(n, in) {
		return
	}
	if !same {
		p.json = false
	}
	p.build(in)
}

// Rebuild makes the panel again, with other controls for the same node.
func (p *Panel) rebuild() {
	if p.open != nil {
		p.build(p.open.in)
	}
}

func (p *Panel) empty(selected int) {
	text := "Choose a node on the board to see its settings."
	if selected > 1 {
		text = "Several nodes are chosen. Drag them, or press Delete."
	}
	p.root.Objects = []fyne.CanvasObject{container.NewCenter(kit.MinSize(kit.NewParagraph(text, kit.Muted), 220, 60))}
	p.root.Refresh()
}

func (p *Panel) build(in *flow.Integration) {
	kind, known := p.host.Kind(p.node.Kind)
	f := &form{panel: p, kind: kind, known: known, in: in}
	p.open = f
	p.root.Objects = []fyne.CanvasObject{f.make()}
	p.root.Refresh()
}

// OpenTab shows a tab of the panel by its title.
func (p *Panel) OpenTab(title string) {
	p.tab = title
	p.rebuild()
}

// EditAction opens the form of the action of the node that is shown.
func (p *Panel) EditAction() {
	if p.node != nil {
		p.edit[p.node.Key] = true
		p.tab = general
		p.rebuild()
		p.focusForm()
	}
}

// focusForm puts the cursor into the first field of the action's form.
func (p *Panel) focusForm() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if p.open == nil || c == nil {
		return
	}
	for _, e := range p.open.editors {
		if a, ok := e.(bound).control.(*actionForm); ok && a.first() != nil {
			c.Focus(a.first())
		}
	}
}

// AddAction opens the list of actions of the Integration node that is shown.
func (p *Panel) AddAction() {
	if p.node == nil || p.open == nil {
		return
	}
	p.tab = general
	p.rebuild()
	for _, e := range p.open.editors {
		if b, ok := e.(bound); ok {
			if a, ok := b.control.(*action); ok {
				a.add()
			}
		}
	}
}

// FocusName puts the cursor into the node's name.
func (p *Panel) FocusName() {
	if p.open == nil {
		return
	}
	p.tab = general
	p.rebuild()
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil && p.open.name != nil {
		c.Focus(p.open.name)
		p.open.name.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

const (
	general     = "General Settings"
	connections = "Connections"
)

// A form is the panel of one node.
type form struct {
	panel *Panel
	kind  spec.Kind
	known bool
	in    *flow.Integration

	signature string
	editors   []editor
	name      *kit.Entry
	nameField *kit.Field
	tile      *look.Tile
	title     *kit.Label
	what      *kit.Label
	problems  *fyne.Container
	legs      *fyne.Container
	sample    *fyne.Container
	footer    *fyne.Container // below all: Save and Cancel of an open form
	code      *kit.CodeView
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

// tabs are the tabs of the node in order: General Settings, its own, Connections.
func (f *form) tabs(fields []spec.Field) []string {
	tabs := []string{general}
	for _, fd := range fields {
		if fd.Tab != "" && !slices.Contains(tabs, fd.Tab) {
			tabs = append(tabs, fd.Tab)
		}
	}
	if len(f.ports()) > 0 {
		tabs = slices.Insert(tabs, 1, connections)
	}
	return tabs
}

func (f *form) ports() []spec.Port {
	if !f.known || f.kind.Ports == nil {
		return nil
	}
	return f.kind.Ports(f.node().Config.Map())
}

func (f *form) make() fyne.CanvasObject {
	p, n := f.panel, f.node()
	f.footer = kit.Column(0)
	fields := f.fields()
	f.signature = f.sign(fields)
	tabs := f.tabs(fields)
	at := max(0, slices.Index(tabs, p.tab))
	p.tab = tabs[at]

	face := p.host.Face(n)
	f.tile = look.NewTile(36, face.Sign)
	f.title, f.what = kit.NewLabel(n.Name, kit.Title), kit.NewLabel(face.What, kit.Caption)
	sw := kit.NewSwitch(p.json, "Show the node as JSON, as it runs", func(on bool) { p.json = on; p.rebuild() })
	head := kit.LineGrow(12, 1, f.tile, kit.Column(1, f.title, f.what), kit.NewText("JSON", kit.Caption), sw)
	bar := kit.NewTabs(tabs, func(i int) { p.tab = tabs[i]; p.rebuild() })
	bar.Selected = at

	body := kit.Column(12)
	if p.json {
		f.jsonView(body)
	} else {
		switch p.tab {
		case general:
			f.general(body, fields)
		case connections:
			f.connections(body)
		default:
			f.rows(body, fields, p.tab)
		}
	}
	f.update(n, f.in)
	scroll := container.NewVScroll(kit.Inset(body, 12, kit.Padding, kit.Padding, kit.Padding))
	top := kit.Column(0, kit.Inset(head, 14, kit.Padding, 6, kit.Padding))
	if !p.json {
		top.Add(kit.Inset(bar, 0, kit.Padding, 0, kit.Padding))
	}
	top.Add(kit.Rule(false))
	return container.NewBorder(top, f.footer, nil, nil, scroll)
}

// sign names the controls that are needed: the same sign, the same controls.
func (f *form) sign(fields []spec.Field) string {
	var s strings.Builder
	for _, fd := range fields {
		if fd.Shown(f.node().Config.Map(), fields) {
			s.WriteString(fd.Name + ":" + string(fd.Type) + ";")
			if fd.Sub != nil {
				s.WriteString("(" + f.sign(fd.Sub(f.around())) + ")")
			}
		}
	}
	for _, port := range f.ports() {
		s.WriteString(port.Name + ",")
	}
	return s.String()
}

// update takes over the values of the node; false when other controls are needed.
func (f *form) update(n *flow.Node, in *flow.Integration) bool {
	f.in = in
	fields := f.fields()
	if f.sign(fields) != f.signature {
		return false
	}
	face := f.panel.host.Face(n)
	f.tile.SetSign(face.Sign)
	f.title.Set(n.Name)
	f.what.Set(face.What)
	if f.name != nil && n.Name != f.name.Text && !f.nameFocused() {
		f.name.Put(n.Name)
	}
	for _, e := range f.editors {
		e.update(n.Config)
	}
	if f.code != nil {
		f.code.SetJSON(nodeJSON(n))
	}
	f.showProblems(f.panel.host.Problems(f.panel.flow, n.Name))
	if f.legs != nil {
		f.fillLegs()
	}
	if f.sample != nil {
		f.fillSample()
	}
	return true
}

func (f *form) nameFocused() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(f.panel)
	return c != nil && c.Focused() == fyne.Focusable(f.name)
}
