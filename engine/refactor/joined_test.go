package refactor

import (
	"bytes"
	"strings"
	"testing"

	"flowbench/engine/flow"
)

// drawn makes a document of one flow: "A>B C, A!D, L(X>Y)" has a wire from A's success to B
// and to C, one from its failure to D, and the container L with two nodes.
func drawn(t *testing.T, text string) *flow.Document {
	t.Helper()
	f := &flow.Flow{Name: "F"}
	node := func(list *[]*flow.Node, name string) *flow.Node {
		for _, n := range *list {
			if n.Name == name {
				return n
			}
		}
		kind := "api"
		switch {
		case name == "Start" || name == "End":
			kind = strings.ToLower(name)
		case strings.HasPrefix(name, "If"):
			kind = "condition"
		}
		n := &flow.Node{Name: name, Kind: kind}
		*list = append(*list, n)
		return n
	}
	var read func(list *[]*flow.Node, text string)
	read = func(list *[]*flow.Node, text string) {
		for _, one := range strings.Split(text, ", ") {
			if name, body, ok := strings.Cut(one, "("); ok {
				read(&node(list, name).Body, strings.ReplaceAll(strings.TrimSuffix(body, ")"), ";", ", "))
				continue
			}
			from, to, port := one, "", ""
			for sign, p := range map[string]string{">": "success", "!": "failure", "?": "If"} {
				if a, b, ok := strings.Cut(one, sign); ok {
					from, to, port = a, b, p
				}
			}
			n := node(list, from)
			if to == "" {
				continue
			}
			leg := flow.Leg{Port: port}
			for _, name := range strings.Fields(to) {
				node(list, name)
				leg.To = append(leg.To, name)
			}
			n.Wires = append(n.Wires, leg)
		}
	}
	read(&f.Nodes, text)
	in, err := flow.Read(flow.Write(&flow.Integration{Flows: []*flow.Flow{f}}))
	if err != nil {
		t.Fatal(err)
	}
	return flow.Open(in, nil)
}

// wiring writes the wires of a document's flow.
func wiring(in *flow.Integration) string {
	var out []string
	for n := range in.Flow("F").All {
		for _, l := range n.Wires {
			sign := map[string]string{"success": ">", "failure": "!", "If": "?"}[l.Port]
			out = append(out, n.Name+sign+strings.Join(l.To, " "))
		}
	}
	return strings.Join(out, ", ")
}

// does applies an edit, compares the wires, and takes it back.
func does(t *testing.T, d *flow.Document, e flow.Edit, err error, want, label string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	before := flow.Write(d.Integration())
	if err := d.Do(e); err != nil {
		t.Fatal(err)
	}
	if got := wiring(d.Integration()); got != want {
		t.Errorf("the wires are %s, want %s", got, want)
	}
	if d.UndoLabel() != label {
		t.Errorf("the step is called %q, want %q", d.UndoLabel(), label)
	}
	for d.UndoLabel() != "" {
		d.Undo()
	}
	if !bytes.Equal(flow.Write(d.Integration()), before) {
		t.Error("undo is not the first state")
	}
}

func TestANodeIsRemovedAndItsNeighboursJoined(t *testing.T) {
	branch := Out(func(n *flow.Node) string {
		switch n.Kind {
		case "condition":
			return "If"
		case "end":
			return ""
		}
		return "success"
	})
	eleven := "A>C1 C2 C3 C4 C5 C6 C7 C8 C9 B, B>D1 D2"
	for _, c := range []struct{ name, flow, remove, want, label string }{
		{"between two", "Start>Get, Get>End", "Get", "Start>End", "Delete Get and join"},
		{"several in a row", "Start>A, A>B, B>C, C>End", "A B C", "Start>End", "Delete 3 nodes and join"},
		{"two that are apart", "Start>A, A>B, B>C, C>End", "A C", "Start>B, B>End", "Delete 2 nodes and join"},
		{"it keeps its place among the wires", "A>X B Y, B>M N", "B", "A>X M N Y", "Delete B and join"},
		{"what is led to already is not led to twice", "A>B C, B>C", "B", "A>C", "Delete B"},
		{"a failure is joined too", "A!B, B>C, B!D", "B", "A!C", "Delete B and join"},
		{"by its first port", "A>IfX, IfX?B, IfX!C", "IfX", "A>B", "Delete IfX and join"},
		{"a branch that is not wired", "A>IfX, IfX>B, IfX!C", "IfX", "A>B", "Delete IfX and join"},
		{"a failure alone joins nothing", "A>B, B!C", "B", "", "Delete B"},
		{"nothing leads to it", "B>C", "B", "", "Delete B"},
		{"Start", "Start>A, A>End", "Start", "A>End", "Delete Start"},
		{"ten wires at most", eleven, "B", "A>C1 C2 C3 C4 C5 C6 C7 C8 C9 D1", "Delete B and join"},
		{"a wrong file's circle", "A>B, B>A", "B", "", "Delete B"},
		{"a longer circle", "A>B, B>C, C>B", "B C", "", "Delete 2 nodes"},
		{"in a container", "L(X>Y;Y>Z)", "Y", "X>Z", "Delete Y and join"},
		{"a container with its body", "A>L, L(X>Y), L>B", "L X", "A>B", "Delete L and join"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drawn(t, c.flow)
			e, err := RemoveJoined(d.Integration(), "F", strings.Fields(c.remove), branch)
			does(t, d, e, err, c.want, c.label)
		})
	}
	if _, err := RemoveJoined(drawn(t, "A>B").Integration(), "F", nil, nil); err == nil {
		t.Error("nothing was removed, and nobody was told")
	}
}

func wire(from, port, to string) flow.Connect {
	return flow.Connect{Flow: "F", From: from, Port: port, To: to}
}

func TestAWireIsReconnectedAtOneEnd(t *testing.T) {
	ten := "A>C1 C2 C3 C4 C5 C6 C7 C8 C9 C0, B>D"
	for _, c := range []struct {
		name, flow string
		old, now   flow.Connect
		want, fail string
	}{
		{"another target keeps the order", "A>B C D, E", wire("A", "success", "B"), wire("A", "success", "E"), "A>E C D", ""},
		{"another port", "A>B C, A!D", wire("A", "success", "B"), wire("A", "failure", "B"), "A!D B, A>C", ""},
		{"another node", "A>B, C", wire("A", "success", "B"), wire("C", "success", "B"), "C>B", ""},
		{"a full port takes its own wire", ten, wire("A", "success", "C0"), wire("A", "success", "B"), "A>C1 C2 C3 C4 C5 C6 C7 C8 C9 B, B>D", ""},
		{"the wire itself does not count as a circle", "A>B", wire("A", "success", "B"), wire("B", "success", "A"), "B>A", ""},
		{"a circle", "A>B, B>C", wire("B", "success", "C"), wire("B", "success", "A"), "", "a wire cannot lead back: A comes before B"},
		{"twice the same", "A>B C", wire("A", "success", "B"), wire("A", "success", "C"), "", "A already leads to C"},
		{"to Start", "Start>A, A>B", wire("A", "success", "B"), wire("A", "success", "Start"), "", "nothing leads to Start"},
		{"into a container", "A>B, L(X)", wire("A", "success", "B"), wire("A", "success", "X"), "", "a wire cannot cross the border of L"},
		{"no such wire", "A>B, C", wire("A", "failure", "B"), wire("A", "success", "C"), "", "no wire leads from A, port failure, to B"},
		{"a full port takes no more", ten, wire("B", "success", "D"), wire("A", "success", "D"), "", "at most 10 wires"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := drawn(t, c.flow)
			before := wiring(d.Integration())
			e, err := d.Integration().Flow("F").Reconnect(c.old, c.now)
			if c.fail != "" {
				if err == nil || !strings.Contains(err.Error(), c.fail) {
					t.Errorf("%v, want %s", err, c.fail)
				}
				if wiring(d.Integration()) != before {
					t.Error("the wire was not put back")
				}
				return
			}
			does(t, d, e, err, c.want, "Reconnect "+c.now.From+" to "+c.now.To)
		})
	}
	if e, err := drawn(t, "A>B").Integration().Flow("F").Reconnect(wire("A", "success", "B"), wire("A", "success", "B")); e != nil || err != nil {
		t.Errorf("the wire as it was is no edit, not %v, %v", e, err)
	}
}

func TestNodesAreDisabledInOneStep(t *testing.T) {
	d := drawn(t, "Start>A, A>B, B>End")
	for _, c := range []struct {
		nodes []string
		on    bool
		label string
	}{
		{[]string{"A", "B"}, true, "Disable 2 nodes"},
		{[]string{"A"}, false, "Enable A"},
		{[]string{"A", "B"}, true, "Disable A"},
	} {
		e, err := SetDisabled(d.Integration(), "F", c.nodes, c.on)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Do(e); err != nil || d.UndoLabel() != c.label {
			t.Errorf("the step is called %q, want %q (%v)", d.UndoLabel(), c.label, err)
		}
		for _, name := range c.nodes {
			if d.Integration().Flow("F").Node(name).Disabled != c.on {
				t.Errorf("%s is disabled: %v", name, !c.on)
			}
		}
	}
	e, err := SetDisabled(d.Integration(), "F", []string{"A", "B"}, true)
	if err != nil || d.Do(e) != nil || d.UndoLabel() != "Disable A" {
		t.Errorf("what changes nothing is a step: %q", d.UndoLabel())
	}
}
