// Package panel shows the properties of any node, built from the fields that its kind
// declares. It knows no kind: what a field looks like follows from its [spec.Type], and
// what stands around the node it asks of its [Host].
//
// The document is read again after each change: a panel that shows the same fields keeps
// its controls, and with them the focus and the cursor, and takes over the values.
package panel

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/kit"
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
	// Connections lists what the node's field for a connection offers, by the ids that
	// Connect takes; what the node has now is among them. hint is what none is called.
	Connections(n *flow.Node) (from []Choice, hint string)
	// Connect gives the node one of them; "" is none.
	Connect(n *flow.Node, id string)
	// OpenConnection shows the connection that the node has, to be changed or tested.
	OpenConnection(n *flow.Node)
	// AddConnection lets a person make one for the node, which then has it.
	AddConnection(n *flow.Node)
	// Confirm asks before something is lost.
	Confirm(title, text, yes string, then func())
	// Choose lets the person pick one of a searchable list.
	Choose(title, hint string, from []Choice, then func(Choice))
	// Copy puts text on the clipboard.
	Copy(text string)
	// Deeds are what can be done with several nodes at once.
	Deeds() []Deeds
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

	flow   string
	node   *flow.Node
	open   *form // what is shown now
	tab    string
	json   bool
	typing bool                // the change that is told of is of this panel, and more follows
	drafts map[flow.Key]*draft // nodes whose action form is open
	code   *kit.CodeView       // of the JSON switch
	dense  fyne.CanvasObject   // it, in the measures of code
}

// New makes an empty panel.
func New(host Host) *Panel {
	p := &Panel{host: host, root: container.NewStack(), drafts: map[flow.Key]*draft{}}
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
		p.json, p.tab = false, general
	}
	p.build(in)
}

// Renew shows the node with what is known by now of the nodes before it.
func (p *Panel) Renew() { p.rebuild() }

// refresh takes over the node as it is; rebuild makes the controls again.
func (p *Panel) refresh() {
	if p.open != nil && !p.open.update(p.node, p.open.in) {
		p.rebuild()
	}
}

func (p *Panel) rebuild() {
	if p.open != nil {
		p.build(p.open.in)
	}
}

func (p *Panel) empty(selected int) {
	if selected > 1 {
		p.root.Objects = []fyne.CanvasObject{container.NewVScroll(p.several(selected))}
	} else {
		text := "Choose a node on the board to see its settings. Shift+drag selects several."
		p.root.Objects = []fyne.CanvasObject{kit.Inset(kit.NewProse(text, kit.Muted, 0), 24, kit.Padding, 0, kit.Padding)}
	}
	p.root.Refresh()
}

func (p *Panel) build(in *flow.Integration) {
	kind, known := p.host.Kind(p.node.Kind)
	was := p.open
	f := &form{panel: p, kind: kind, known: known, in: in, key: p.node.Key}
	p.open = f
	p.root.Objects = []fyne.CanvasObject{f.make()}
	if was != nil && was.key == f.key && was.tab == f.tab && was.scroll != nil && f.scroll != nil {
		f.scroll.Offset = was.scroll.Offset
	}
	p.root.Refresh()
}

// OpenTab shows a tab of the panel by its title.
func (p *Panel) OpenTab(title string) {
	p.tab, p.json = title, false
	p.rebuild()
}

// OpenField shows the tab that a field stands on, and puts the cursor into it. The path
// is that of a problem.
func (p *Panel) OpenField(path string) {
	if p.open == nil || path == "" {
		return
	}
	p.OpenTab(cmp.Or(p.open.tabOf(path), general))
	if g := p.open.group; g != nil {
		name, _, _ := strings.Cut(path, ".")
		name, _, _ = strings.Cut(name, "[")
		p.open.focus(g.first(name))
	}
}

// TakeFocus puts the cursor into the first field of the node that is shown.
func (p *Panel) TakeFocus() {
	f := p.open
	if f == nil {
		return
	}
	var first fyne.Focusable
	if f.group != nil {
		first = f.group.first("")
	}
	if first == nil && f.name != nil {
		f.focus(f.name)
		return
	}
	f.focus(first)
	if e, ok := first.(*kit.Entry); ok && (!e.MultiLine || e.Soft) {
		e.SelectAll()
	}
}

// EditAction opens the form of the action of the node that is shown.
func (p *Panel) EditAction() { p.editField("") }

// editField opens the form of the action, at a field.
func (p *Panel) editField(name string) {
	if p.node == nil {
		return
	}
	if p.drafts[p.node.Key] == nil {
		p.drafts[p.node.Key] = &draft{before: p.node.Config.Get("fields")}
	}
	p.tab, p.json = general, false
	p.rebuild()
	p.focusForm(name)
}

// focusForm puts the cursor into a field of the action's form: that of a name, or the first.
func (p *Panel) focusForm(name string) {
	if a := p.actionForm(); a != nil && a.sub.group != nil {
		p.open.focus(a.sub.first(name))
	}
}

func (p *Panel) actionForm() *actionForm {
	if p.open == nil || p.open.group == nil {
		return nil
	}
	for _, part := range p.open.group.seen {
		if a, ok := part.control.(*actionForm); ok {
			return a
		}
	}
	return nil
}

// Save keeps what was typed into the open form of an action, as its button does.
func (p *Panel) Save() {
	if a := p.actionForm(); a != nil {
		a.save()
	}
}

// AddAction opens the list of actions of the Integration node that is shown.
func (p *Panel) AddAction() {
	if p.node == nil || p.open == nil {
		return
	}
	p.OpenTab(general)
	if a := p.open.action; a != nil {
		a.add()
	}
}
