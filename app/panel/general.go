package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// general is the first tab: the name, the fields that have no tab of their own, and how
// the output looks.
func (f *form) general(body *fyne.Container) {
	f.nameRow(body)
	if !f.known {
		body.Add(kit.NewNotice("warning", kit.Caution, "This Flowbench does not know the kind “"+f.node().Kind+"”. Its settings are kept as they are.", "", nil))
		f.code = kit.NewCodeView()
		body.Add(kit.NewWell(kit.MinSize(f.code, 0, 240)))
		return
	}
	f.settings(body, general)
	f.sample = &sample{f: f, box: kit.Column(4)}
	body.Add(f.sample.box)
}

// nameRow is the field of the node's name. It takes effect when it is left: every
// reference is rewritten then.
func (f *form) nameRow(body *fyne.Container) {
	p, n := f.panel, f.node()
	f.name = kit.NewSoft()
	f.name.Put(n.Name)
	f.nameField = kit.NewField("Node Name", "How templates, files and the flow log call this node. Only letters and numbers are allowed.", true, f.name)
	fault := func(err error) {
		text := ""
		if err != nil {
			text = spec.Sentence(err.Error())
		}
		f.nameField.SetProblem(text, kit.Bad)
	}
	f.name.OnChanged = func(text string) { fault(f.in.Flow(p.flow).CanRename(f.node().Name, text)) }
	renaming := false // asking takes the focus away, and that renames
	rename := func() {
		if renaming || f.panel.open != f || f.name.Text == f.node().Name {
			return
		}
		renaming = true
		fault(p.host.Rename(p.flow, f.node().Name, f.name.Text))
		renaming = false
	}
	f.name.OnSubmitted = func(string) { rename() }
	f.name.OnBlur = func() {
		rename()
		if f.panel.open == f && f.nameField.Problem.Text != "" { // what may not be is not kept
			f.name.Put(f.node().Name)
			fault(nil)
		}
	}
	body.Add(f.nameField)
}

// showProblems shows what is wrong: at its field where that is in sight and there is
// nothing to press, else above all fields.
func (f *form) showProblems(all []spec.Problem) {
	if f.group != nil {
		f.group.unmark()
	}
	var cards []fyne.CanvasObject
	if f.legs != nil {
		f.legs.said = map[string]spec.Problem{}
	}
	for _, pr := range all {
		if port := f.port(pr); port != nil && f.legs != nil {
			f.legs.said[port.Name] = pr // it stands at its port
			continue
		}
		pr.Text = plain(pr.Text)
		if pr.Fix == nil && f.group != nil && f.group.mark(pr.Path.Field, pr) {
			continue
		}
		if card := f.problemCard(pr); card != nil {
			cards = append(cards, card)
		}
	}
	f.problems.Objects = cards
	f.problems.Hidden = len(cards) == 0
	f.problems.Refresh()
}

// port is the port that a problem is about, or nil.
func (f *form) port(pr spec.Problem) *spec.Port {
	for _, port := range f.ports() {
		if port.Name == pr.Path.Field {
			return &port
		}
	}
	return nil
}

// problemCard is a problem above all fields; that of another tab leads there from the
// first, and is nowhere else.
func (f *form) problemCard(pr spec.Problem) fyne.CanvasObject {
	role, icon := role(pr), "cross"
	if pr.Severity == spec.Warning {
		icon = "warning"
	}
	label, do := "", func() { f.panel.host.Fix(pr) }
	if pr.Fix != nil {
		label = pr.Fix.Label
		if pr.Fix.Ask == "add-action" && f.unready() {
			return nil // the button stands right below
		}
	}
	if port := f.port(pr); port != nil {
		pr.Text = portTitle(*port) + ": " + pr.Text
		return kit.NewNotice(icon, role, pr.Text, "Show", func() { f.panel.OpenTab(connections) })
	}
	switch tab := f.tabOf(pr.Path.Field); {
	case f.tab == connections && pr.Path.Field != "":
		return nil
	case f.tab != general && f.tab != connections && tab != f.tab:
		return nil
	case f.tab == general && tab != "" && pr.Fix == nil:
		label, do = "Show", func() { f.panel.OpenField(pr.Path.Field) }
	}
	return kit.NewNotice(icon, role, pr.Text, label, do)
}

// sample shows how the output looks, below the fields.
type sample struct {
	f      *form
	box    *fyne.Container
	value  string
	origin string
}

func (s *sample) fill() {
	v, origin := s.f.panel.host.Sample(s.f.panel.flow, s.f.node().Name)
	if string(v) == s.value && origin == s.origin {
		return
	}
	s.value, s.origin = string(v), origin
	s.box.Objects = nil
	if v != nil {
		tree := kit.NewJSONTree(v)
		tree.Unfold()
		tree.OnCopy = s.f.panel.host.Copy
		s.box.Add(kit.NewLabel(origin, kit.Caption))
		s.box.Add(kit.MinSize(kit.NewWell(tree), 0, min(200, max(60, 14+23*float32(tree.Lines())))))
	}
	s.box.Refresh()
}

// jsonView shows the node as it stands in the file.
func (f *form) jsonView() fyne.CanvasObject {
	if f.panel.code == nil { // one for ever: each has Fyne read the faces again
		f.panel.code = kit.NewCodeView()
		f.panel.dense = kit.Dense(f.panel.code)
	}
	f.code = f.panel.code
	copyIt := kit.NewButton("Copy", "copy", kit.Plain, "Copy this JSON", func() { f.panel.host.Copy(flow.Pretty(nodeJSON(f.node()))) })
	copyIt.Small = true
	top := kit.Inset(kit.LineGrow(8, 0, kit.NewLabel("This is what runs.", kit.Caption), copyIt), 0, 0, 8, 0)
	return kit.Inset(container.NewBorder(top, nil, nil, nil, kit.NewWell(f.panel.dense)), 12, kit.Padding, kit.Padding, kit.Padding)
}

func nodeJSON(n *flow.Node) flow.Value {
	c := flow.Config{{Name: "name", Value: flow.Of(n.Name)}, {Name: "kind", Value: flow.Of(n.Kind)}, {Name: "config", Value: flow.Object(n.Config)}}
	var legs flow.Config
	for _, l := range n.Wires {
		legs = append(legs, flow.Setting{Name: l.Port, Value: flow.Of(l.To)})
	}
	if legs != nil {
		c = append(c, flow.Setting{Name: "wires", Value: flow.Object(legs)})
	}
	return flow.Object(c)
}
