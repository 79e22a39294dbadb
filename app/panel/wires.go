package panel

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// connections is the tab of the node's wires: for each port, where it leads.
func (f *form) connections(body *fyne.Container) {
	f.problems = kit.Column(6)
	f.legs = kit.Column(14)
	body.Add(f.problems)
	body.Add(f.legs)
}

func (f *form) fillLegs() {
	n := f.node()
	f.legs.Objects = nil
	fl := f.in.Flow(f.panel.flow)
	for _, port := range f.ports() {
		box := kit.Column(4, kit.NewLabel(portTitle(port)+" > Go to Node", kit.Caption))
		for _, to := range n.To(port.Name) {
			box.Add(f.legRow(fl, port, to))
		}
		var free []string
		for m := range fl.All {
			if fl.CanConnect(n.Name, port.Name, m.Name) == nil {
				free = append(free, m.Name)
			}
		}
		if len(free) > 0 {
			hint := "Go to Node"
			if len(n.To(port.Name)) > 0 {
				hint = "Add another"
			}
			sel := kit.NewSelect(free, "", func(to string) {
				f.panel.host.Do(flow.Connect{Flow: f.panel.flow, From: f.node().Name, Port: port.Name, To: to})
			})
			sel.PlaceHolder = hint
			box.Add(kit.Framed(sel))
		} else if len(n.To(port.Name)) == 0 {
			box.Add(kit.NewLabel("There is no node that it could go to.", kit.Faint))
		}
		f.legs.Add(box)
	}
	f.legs.Refresh()
}

func (f *form) legRow(fl *flow.Flow, port spec.Port, to string) fyne.CanvasObject {
	var line fyne.CanvasObject = kit.NewLabel(to, kit.Body)
	tile := fyne.CanvasObject(kit.Gap(0, 0))
	if m := fl.Node(to); m != nil {
		face := f.panel.host.Face(m)
		tile = look.NewTile(24, face.Sign)
	} else {
		line = kit.NewLabel(to+" is not in this flow", kit.Bad)
	}
	remove := kit.NewButton("", "close", kit.Quiet, "Delete the wire to "+to, func() {
		f.panel.host.Do(flow.Disconnect{Flow: f.panel.flow, From: f.node().Name, Port: port.Name, To: to})
	})
	remove.Small = true
	return kit.NewBoxed(kit.LineGrow(8, 1, tile, line, remove))
}

func portTitle(p spec.Port) string {
	switch p.Style {
	case spec.Success:
		return "On Success"
	case spec.Failure:
		return "On Failure"
	}
	if p.Label != "" {
		return strings.ToUpper(p.Label[:1]) + p.Label[1:]
	}
	return p.Name
}
