package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// legs is the tab of the node's wires: for each port, where it leads, and the list by
// which it is led on.
type legs struct {
	f     *form
	box   *fyne.Container
	said  map[string]spec.Problem // by port
	shown string                  // what the list was made of
}

func newLegs(f *form) *legs { return &legs{f: f, box: kit.Column(16)} }

// fill makes the list anew when a wire, a port or a node changed.
func (l *legs) fill() {
	f, n := l.f, l.f.node()
	fl := f.in.Flow(f.panel.flow)
	var now strings.Builder
	for _, port := range f.ports() {
		now.WriteString("\n" + port.Name + port.Label + ":" + strings.Join(n.To(port.Name), ",") + l.said[port.Name].Text)
	}
	for m := range fl.All {
		now.WriteString("\n" + m.Name + " " + m.Kind)
	}
	if now.String() == l.shown {
		return
	}
	l.shown = now.String()
	l.box.Objects = nil
	for _, port := range f.ports() {
		to := n.To(port.Name)
		box := kit.Column(6, kit.Line(6, kit.NewColorIcon("fork", 14, nil), kit.NewText(portTitle(port)+" > Go to Node", kit.Caption)))
		if port.Doc != "" {
			box.Objects[0].(*fyne.Container).Add(kit.NewHelp("Taken when " + plain(port.Doc)))
		}
		for _, name := range to {
			box.Add(l.row(fl, port, name))
		}
		box.Add(l.offer(fl, port, len(to) > 0))
		if pr, ok := l.said[port.Name]; ok {
			line := kit.NewProse("", kit.Bad, 3)
			line.Say(pr.Text, role(pr))
			box.Add(line)
		}
		l.box.Add(box)
	}
	l.box.Refresh()
}

// offer is the list of the nodes that a port may lead to.
func (l *legs) offer(fl *flow.Flow, port spec.Port, more bool) fyne.CanvasObject {
	p, n := l.f.panel, l.f.node()
	var free []kit.Option
	for m := range fl.All {
		if fl.CanConnect(n.Name, port.Name, m.Name) == nil {
			face := p.host.Face(m)
			free = append(free, kit.Option{Value: m.Name, Text: m.Name, Doc: face.What, Sign: &face.Sign})
		}
	}
	sel := kit.NewSelect(free, "", nil)
	sel.OnChanged = func(to string) {
		sel.Put("")
		p.host.Do(flow.Connect{Flow: p.flow, From: l.f.node().Name, Port: port.Name, To: to})
	}
	switch {
	case len(free) == 0 && more:
		return kit.Gap(0, 0)
	case len(free) == 0:
		sel.PlaceHolder = "No node it could go to"
		sel.Disable()
	case more:
		sel.PlaceHolder = "Go to another node as well"
	default:
		sel.PlaceHolder = "Go to Node"
	}
	return sel
}

func (l *legs) row(fl *flow.Flow, port spec.Port, to string) fyne.CanvasObject {
	p := l.f.panel
	var text fyne.CanvasObject = kit.NewLabel(to+" is not in this flow", kit.Bad)
	tile := kit.Gap(0, 0)
	if m := fl.Node(to); m != nil {
		face := p.host.Face(m)
		text = kit.Column(0, kit.NewLabel(to, kit.Body), kit.NewLabel(face.What, kit.Caption))
		tile = look.NewTile(28, face.Sign)
	}
	remove := small("close", "Delete the wire to "+to, func() {
		p.host.Do(flow.Disconnect{Flow: p.flow, From: l.f.node().Name, Port: port.Name, To: to})
	})
	return kit.NewBoxed(kit.LineGrow(8, 1, tile, kit.NewHint(text, ""), remove))
}

func portTitle(p spec.Port) string {
	switch {
	case p.Style == spec.Success:
		return "On Success"
	case p.Style == spec.Failure:
		return "On Failure"
	case p.Label != "":
		return p.Label
	}
	return p.Name
}
