package panel

import (
	"slices"
	"testing"

	"flowbench/engine/flow"
)

func TestTheConnectionOfANodeIsChosenOrMade(t *testing.T) {
	d := newDesk(t, &flow.Node{Name: "Slack", Kind: "integration", Config: config(`{"provider": "slack", "connection": "Team"}`)})
	var a *account
	for _, part := range d.panel.open.group.seen {
		if found, ok := part.control.(*account); ok {
			a = found
		}
	}
	if a == nil {
		t.Fatal("an Integration node has no field for its connection")
	}
	var offered []string
	for _, o := range a.sel.Options {
		offered = append(offered, o.Value+" "+o.Text)
	}
	if want := []string{" None: not needed in Sandbox", "Team Team", "+7 Second"}; !slices.Equal(offered, want) || a.sel.Value != "Team" {
		t.Errorf("offered are %q, want %q; chosen is %q", offered, want, a.sel.Value)
	}
	a.sel.OnChanged("+7")
	d.button("Add Connection").Tapped(nil)
	if a.open.Hidden {
		t.Error("a node with a connection does not lead to it")
	}
	a.open.Tapped(nil)
	if a.put(nil); !a.open.Hidden {
		t.Error("a node without one leads to it")
	}
	if want := []string{"Slack +7", "Slack new", "Slack open"}; !slices.Equal(d.connected, want) {
		t.Errorf("told was %q, want %q", d.connected, want)
	}
}
