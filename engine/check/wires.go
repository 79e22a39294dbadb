package check

import (
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/node"
	"flowbench/engine/spec"
)

// whole judges what belongs to no node alone: Start, End, circles, config variables.
func (r *review) whole() {
	r.variables()
	var starts, ends []*flow.Node
	gives := false
	for _, n := range r.flow.Nodes {
		switch n.Kind {
		case "start":
			starts = append(starts, n)
		case "end":
			ends = append(ends, n)
			fails, _ := spec.ToBool(r.reading(n).values["fail"])
			gives = gives || !fails && !n.Disabled
		}
	}
	switch {
	case len(starts) == 0:
		r.add(spec.Error, "", "", "The flow has no Start: it has nowhere to begin. Drag Start onto the board.", r.addStart())
	case len(starts) > 1:
		for _, s := range starts[1:] {
			r.add(spec.Error, s.Name, "", fmt.Sprintf("The flow begins at %s already: it has one Start. Delete %s.", starts[0].Name, s.Name),
				&spec.Fix{Label: "Delete " + s.Name, Edit: flow.RemoveNode{Flow: r.flow.Name, Name: s.Name}})
		}
	}
	var outputs []string
	for _, v := range kinds.Outputs(r.start) {
		outputs = append(outputs, "“"+v.Name+"”")
	}
	switch {
	case len(ends) == 0 && len(starts) > 0:
		r.add(spec.Warning, "", "", "The flow has no End: nothing gives its outputs a value. Drag End onto the board.", r.addEnd())
	case len(ends) > 0 && !gives && len(outputs) > 0:
		r.add(spec.Warning, ends[0].Name, "", "No End gives "+strings.Join(outputs, ", ")+" a value: each marks the run as failed. Add an End for the path that succeeds.", nil)
	}
	for _, l := range r.graph.wheels {
		var names []string
		for _, n := range l.nodes {
			names = append(names, n.Name)
		}
		first, last := names[0], names[len(names)-1]
		text := "The wires go in a circle: " + strings.Join(append(names, first), " → ") + ". Remove the wire from " + last + " to " + first + "."
		if first == last {
			text = "A wire leads from " + first + " to itself. Remove it."
		}
		r.add(spec.Error, first, "", text, r.cut(last, l.port, first))
	}
}

// variables judges the config variables, which all flows share.
func (r *review) variables() {
	seen := map[string]bool{}
	for i, v := range r.in.Config {
		if seen[v.Name] {
			rest := slices.Delete(slices.Clone(r.in.Config), i, i+1)
			r.add(spec.Error, "", "config."+v.Name, "There are two config variables called “"+v.Name+"”: delete one.",
				&spec.Fix{Label: "Delete the second", Edit: flow.SetVariables{Variables: rest}})
		} else if r.env.Config != nil {
			r.value(v)
		}
		seen[v.Name] = true
	}
}

// value judges what a config variable is in the environment.
func (r *review) value(v flow.Variable) {
	err := r.env.Config(v)
	if err == nil {
		return
	}
	text := err.Error()
	r.add(spec.Error, "", "config."+v.Name, strings.ToUpper(text[:1])+text[1:]+".", &spec.Fix{Label: "Open Environments…", Ask: "environment", Value: v.Name})
}

func (r *review) addStart() *spec.Fix {
	k, ok := r.env.Kinds.Lookup("start")
	if !ok {
		return nil
	}
	n := &flow.Node{Name: r.flow.FreeName(k.Title), Kind: k.ID, Config: kinds.NewConfig(k.Kind)}
	var first []string
	for _, m := range r.flow.Nodes {
		if r.graph.incoming[r.graph.index[m.Name]] == 0 && len(first) < flow.MaxWires {
			first = append(first, m.Name)
		}
	}
	if first != nil {
		n.Wires = []flow.Leg{{Port: spec.OnSuccess.Name, To: first}}
	}
	return &spec.Fix{Label: "Add Start", Edit: flow.AddNode{Flow: r.flow.Name, Index: 0, Node: n}}
}

// addEnd adds an End after every node that succeeds into nothing.
func (r *review) addEnd() *spec.Fix {
	k, ok := r.env.Kinds.Lookup("end")
	if !ok {
		return nil
	}
	n := &flow.Node{Name: r.flow.FreeName(k.Title), Kind: k.ID, Config: kinds.NewConfig(k.Kind)}
	edit := flow.Batch{Name: "Add " + n.Name, Edits: []flow.Edit{flow.AddNode{Flow: r.flow.Name, Index: -1, Node: n}}}
	for _, m := range r.flow.Nodes {
		k, ok := r.env.Kinds.Lookup(m.Kind)
		if ok && len(m.Wires) == 0 && slices.ContainsFunc(k.Ports(r.reading(m).values), func(p spec.Port) bool { return p.Name == spec.OnSuccess.Name }) {
			edit.Edits = append(edit.Edits, flow.Connect{Flow: r.flow.Name, From: m.Name, Port: spec.OnSuccess.Name, To: n.Name})
		}
	}
	return &spec.Fix{Label: "Add End", Edit: edit}
}

// ports judges a node's wires by the ports of its kind, and whether it is led to.
func (r *review) ports(n *flow.Node, k node.Kind, v spec.Values) {
	r.body(n, k)
	i := r.graph.index[n.Name]
	if !k.NoInput && r.graph.incoming[i] == 0 && r.graph.container[i] == nil && r.graph.before[i] != nil {
		r.add(spec.Warning, n.Name, "", "Nothing leads to "+n.Name+": it never runs. Draw a wire to it, or delete it.", nil)
	}
	ports := k.Ports(v)
	r.wires(n, &ports)
	for _, p := range ports {
		if p.Required && !n.Disabled && len(n.To(p.Name)) == 0 {
			r.add(spec.Error, n.Name, p.Name, "Path not defined. Please check the flow. "+p.Name+" leads nowhere: draw a wire from it to a node.", nil)
		}
	}
}

// body judges what stands in a node, and what a node stands in.
func (r *review) body(n *flow.Node, k node.Kind) {
	c := r.graph.container[r.graph.index[n.Name]]
	switch {
	case len(n.Body) > 0 && !k.Body:
		r.add(spec.Error, n.Name, "", n.Name+" has nodes inside, but "+article(k.Title)+" node has no inside: they would never run. Move them out of it.", r.out("Move them out", n, n.Body))
	case len(n.Body) == 0 && k.Body && !n.Disabled:
		r.add(spec.Error, n.Name, "", n.Name+" has no node inside: there is nothing to do for its items. Drag a node into the "+strings.ToLower(k.Title)+".", nil)
	}
	if c != nil && k.Outside {
		r.add(spec.Error, n.Name, "", upper(article(k.Title))+" node cannot stand inside "+c.Name+": it belongs to the flow itself. Drag it out, or delete it.", r.out("Move "+n.Name+" out", c, []*flow.Node{n}))
	}
}

// out is the mend that moves nodes out of what they stand in.
func (r *review) out(label string, from *flow.Node, nodes []*flow.Node) *spec.Fix {
	in := ""
	if c := r.graph.container[r.graph.index[from.Name]]; c != nil {
		in = c.Name
	}
	move := flow.MoveInto{Flow: r.flow.Name}
	for _, n := range nodes {
		move.To = append(move.To, flow.Landing{Node: n.Name, In: in, Index: -1})
	}
	return &spec.Fix{Label: label, Edit: move}
}

// wires judges where a node's wires lead; nil ports are those of a kind that is not known.
func (r *review) wires(n *flow.Node, ports *[]spec.Port) {
	from := r.graph.index[n.Name]
	for _, l := range n.Wires {
		known := ports == nil || slices.ContainsFunc(*ports, func(p spec.Port) bool { return p.Name == l.Port })
		for i, to := range l.To {
			where := n.Name + ", " + portName(l.Port) + ","
			j, there := r.graph.index[to]
			text := ""
			switch {
			case !there:
				text = "The wire from " + where + " leads to " + to + ", which is not there."
			case !known:
				text = "The wire from " + n.Name + " to " + to + " begins at the port “" + l.Port + "”, which " + n.Name + " does not have."
			case slices.Contains(l.To[:i], to):
				text = "Two wires lead from " + where + " to " + to + "."
			case r.graph.container[from] != r.graph.container[j]:
				text = "The wire from " + where + " to " + to + " crosses the border of a container."
			case i == flow.MaxWires:
				text = fmt.Sprintf("%d wires leave %s at most %d may.", len(l.To), where, flow.MaxWires)
			default:
				if k, ok := r.env.Kinds.Lookup(r.graph.nodes[j].Kind); ok && k.NoInput {
					text = "The wire from " + where + " leads to " + to + ", where a flow begins: nothing leads there."
				}
			}
			if text != "" {
				r.add(spec.Error, n.Name, "", text+" Remove the wire.", r.cut(n.Name, l.Port, to))
			}
		}
	}
}

// cut is the mend that takes a wire away.
func (r *review) cut(from, port, to string) *spec.Fix {
	return &spec.Fix{Label: "Remove the wire", Edit: flow.Disconnect{Flow: r.flow.Name, From: from, Port: port, To: to}}
}

// portName is a port as the panel calls it.
func portName(port string) string {
	switch port {
	case spec.OnSuccess.Name:
		return "On Success"
	case spec.OnFailure.Name:
		return "On Failure"
	}
	return port
}

func article(title string) string {
	if title != "" && strings.ContainsRune("AEIOU", rune(title[0])) {
		return "an " + title
	}
	return "a " + title
}
