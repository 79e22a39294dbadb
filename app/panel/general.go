package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// general is the first tab: the name, the fields that have no tab of their own, and how
// the output looks.
func (f *form) general(body *fyne.Container, fields []spec.Field) {
	p, n := f.panel, f.node()
	f.problems = kit.Column(6)
	body.Add(f.problems)
	f.name = kit.NewEntry(1)
	f.name.Put(n.Name)
	f.nameField = kit.NewField("Node Name", "How templates, files and the flow log call this node. Only letters and numbers are allowed.", true, f.name)
	f.name.OnChanged = func(text string) {
		fl := f.in.Flow(p.flow)
		if err := fl.CanRename(f.node().Name, text); err != nil {
			f.nameField.SetProblem(err.Error(), kit.Bad)
			return
		}
		f.nameField.SetProblem("", kit.Bad)
	}
	rename := func() {
		if text := f.name.Text; text != f.node().Name {
			if err := p.host.Rename(p.flow, f.node().Name, text); err != nil {
				f.nameField.SetProblem(err.Error(), kit.Bad)
			}
		}
	}
	f.name.OnSubmitted = func(string) { rename() }
	f.name.OnBlur = func() {
		rename()
		if f.nameField.Problem.Text != "" { // what may not be is not kept
			f.name.Put(f.node().Name)
			f.nameField.SetProblem("", kit.Bad)
		}
	}
	body.Add(f.nameField)
	if !f.known {
		body.Add(kit.NewParagraph("This Flowbench does not know the kind “"+n.Kind+"”. Its settings are kept as they are.", kit.Caution))
		return
	}
	f.rows(body, fields, "")
	f.sample = kit.Column(4)
	body.Add(f.sample)
}

// rows adds the fields of one tab.
func (f *form) rows(body *fyne.Container, fields []spec.Field, tab string) {
	if tab != "" && f.problems == nil {
		f.problems = kit.Column(6)
		body.Add(f.problems)
	}
	values := f.node().Config.Map()
	var advanced []spec.Field
	for _, fd := range fields {
		if fd.Tab != tab || !fd.Shown(values, fields) {
			continue
		}
		if fd.Advanced && f.node().Config.Get(fd.Name) == nil {
			advanced = append(advanced, fd)
			continue
		}
		f.add(body, fd)
	}
	if len(advanced) == 0 || f.unready() {
		return
	}
	body.Add(moreButton(body, func() {
		for _, fd := range advanced {
			f.add(body, fd)
			f.editors[len(f.editors)-1].update(f.node().Config)
		}
	}))
}

// unready says that the first thing, what an Integration node does, is not chosen yet.
func (f *form) unready() bool {
	for _, e := range f.editors {
		if b, ok := e.(bound); ok && b.field.Type == spec.Action && f.node().Config.Get(b.name) == nil {
			return true
		}
	}
	return false
}

// add puts one field of the node into the form.
func (f *form) add(body *fyne.Container, fd spec.Field) {
	name := fd.Name
	e := newEditor(f, fd, func(v flow.Value, typing bool) {
		f.panel.host.Do(flow.SetField{Flow: f.panel.flow, Node: f.node().Name, Field: name, Value: v, Typing: typing})
	})
	f.editors = append(f.editors, bound{e, name, fd})
	body.Add(e.object())
}

// bound is the editor of a top-level field.
type bound struct {
	control
	name  string
	field spec.Field
}

func (b bound) update(c flow.Config) { b.control.put(c.Get(b.name)) }

// An editor takes over the node's values.
type editor interface{ update(flow.Config) }

// showProblems shows what is wrong: under its field where that is in sight and there is
// nothing to press, else above all fields.
func (f *form) showProblems(all []spec.Problem) {
	if f.problems == nil {
		return
	}
	for _, e := range f.editors {
		if m, ok := e.(bound).control.(marker); ok {
			m.unmark()
		}
	}
	f.problems.Objects = nil
	for _, pr := range all {
		if pr.Fix != nil || !f.mark(pr) {
			f.problems.Add(f.problemCard(pr))
		}
	}
	if len(f.problems.Objects) == 0 {
		f.problems.Hide()
	} else {
		f.problems.Show()
	}
	f.problems.Refresh()
}

// A marker is a control that can show a problem under the field that it is of.
type marker interface {
	unmark()
	// mark shows the problem of the field at a path below the control; "" is itself.
	mark(path string, pr spec.Problem) bool
}

func (f *form) mark(pr spec.Problem) bool {
	for _, e := range f.editors {
		b := e.(bound)
		m, ok := b.control.(marker)
		if !ok {
			continue
		}
		if rest, ok := strings.CutPrefix(pr.Path.Field, b.name); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return m.mark(strings.TrimPrefix(rest, "."), pr)
		}
	}
	return false
}

func role(pr spec.Problem) kit.Role {
	if pr.Severity == spec.Warning {
		return kit.Caution
	}
	return kit.Bad
}

func (f *form) problemCard(pr spec.Problem) fyne.CanvasObject {
	role, icon := kit.Bad, "cross"
	if pr.Severity == spec.Warning {
		role, icon = kit.Caution, "warning"
	}
	label := fixLabel(pr)
	if pr.Fix != nil && pr.Fix.Ask == "add-action" {
		label = "" // the button stands right below
	}
	return kit.NewNotice(icon, role, pr.Text, label, func() { f.panel.host.Fix(pr) })
}

func fixLabel(pr spec.Problem) string {
	if pr.Fix == nil {
		return ""
	}
	return pr.Fix.Label
}

// fillSample shows how the output looks, below the fields.
func (f *form) fillSample() {
	v, origin := f.panel.host.Sample(f.panel.flow, f.node().Name)
	f.sample.Objects = nil
	if v != nil {
		tree := kit.NewJSONTree(v)
		f.sample.Add(kit.NewLabel(origin, kit.Caption))
		f.sample.Add(kit.MinSize(kit.NewWell(tree), 0, 150))
	}
	f.sample.Refresh()
}

// jsonView shows the node as it stands in the file.
func (f *form) jsonView(body *fyne.Container) {
	f.code = kit.NewCodeView()
	f.code.SetJSON(nodeJSON(f.node()))
	copyIt := kit.NewButton("Copy", "copy", kit.Plain, "Copy this JSON", func() { f.panel.host.Copy(flow.Pretty(nodeJSON(f.node()))) })
	body.Add(kit.LineGrow(8, 0, kit.NewLabel("This is what runs.", kit.Muted), copyIt))
	body.Add(kit.NewWell(kit.MinSize(f.code, 0, 420)))
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
