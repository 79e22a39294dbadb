package refactor

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"flowbench/engine/flow"
)

// Beside is how far a copy lies from what it is a copy of: some steps of the board's grid.
var Beside = flow.Point{X: 48, Y: 48}

// A Target is where a part is put.
type Target struct {
	Flow string
	In   string     // the container, or ""
	By   flow.Point // how far every place is moved
}

// A Pasted is what a paste comes to.
type Pasted struct {
	Edit  flow.Edit
	Nodes []string // the names that the nodes got
	Notes []int    // the places of the notes among the flow's
	Left  []string // what was left out, in sentences for a person
}

// Paste returns the batch that puts a part into a flow. A name that is taken gives way to
// a free one, and the references among the nodes follow it; a reference to any other node
// stays as it was typed. A Start is left out where there is one.
func Paste(in *flow.Integration, p flow.Part, t Target, read Reader) (Pasted, error) {
	f, err := find(in, t.Flow, t.In)
	if err != nil {
		return Pasted{}, err
	}
	var out Pasted
	var list []standing
	started := f.Start() != nil
	for _, n := range p.Nodes {
		if err := f.CanStandIn(n, t.In); err != nil {
			out.Left = append(out.Left, err.Error())
			continue
		}
		if n.Kind == "start" {
			if started {
				out.Left = append(out.Left, fmt.Sprintf("%s was left out: this flow has its Start already", n.Name))
				continue
			}
			started = true
		}
		list = append(list, standing{n, t.In})
	}
	notes := p.Notes
	if t.In != "" {
		notes = nil // a note lies on the board, never in a container
	}
	if len(list)+len(notes) == 0 {
		if len(out.Left) > 0 {
			return out, errors.New(out.Left[0])
		}
		return out, errors.New("there is no node in what was copied")
	}
	batch, copies := put(f, list, p.Groups, t.By, read)
	if len(notes) > 0 {
		all := slices.Clone(f.Notes)
		for _, n := range notes {
			n.At.X += t.By.X
			n.At.Y += t.By.Y
			out.Notes = append(out.Notes, len(all))
			all = append(all, n)
		}
		batch.Edits = append(batch.Edits, flow.SetNotes{Flow: t.Flow, Notes: all})
	}
	batch.Name = "Paste " + things(copies, len(notes))
	out.Edit, out.Nodes = batch, namesOf(copies)
	return out, nil
}

// Duplicate returns the batch that puts a copy of nodes beside them, each in the
// container of its original, with the wires, the references and the groups that they
// have among one another; and the names of the copies.
func Duplicate(in *flow.Integration, flowName string, nodes []string, read Reader) (flow.Edit, []string, error) {
	return DuplicateBy(in, flowName, nodes, Beside, read)
}

// DuplicateBy is [Duplicate] at another distance.
func DuplicateBy(in *flow.Integration, flowName string, nodes []string, by flow.Point, read Reader) (flow.Edit, []string, error) {
	f, err := find(in, flowName, "")
	if err != nil {
		return nil, nil, err
	}
	list := picked(f, nodes)
	if len(list) == 0 {
		return nil, nil, errors.New("no node is selected: click one first")
	}
	for _, s := range list {
		if s.node.Kind == "start" {
			return nil, nil, errors.New("a flow has one Start: it cannot be duplicated")
		}
	}
	batch, copies := put(f, list, f.Groups, by, read)
	batch.Name = "Duplicate " + things(nodesOf(list), 0)
	return batch, namesOf(copies), nil
}

// put returns the edits that put copies of nodes into a flow, each where it is to stand,
// and the copies: under names that are free, with what they have among one another.
func put(f *flow.Flow, list []standing, groups []flow.Group, by flow.Point, read Reader) (flow.Batch, []*flow.Node) {
	renamed := newNames(f, list)
	var batch flow.Batch
	var copies []*flow.Node
	for _, s := range list {
		c := s.node.Clone()
		if c.At != nil {
			c.At.X += by.X
			c.At.Y += by.Y
		}
		for m := range (&flow.Flow{Nodes: []*flow.Node{c}}).All {
			m.Wires = within(m.Wires, renamed)
			for i, setting := range m.Config {
				m.Config[i].Value = follow(m, setting, renamed, read)
			}
			m.Name = renamed[m.Name]
		}
		batch.Edits = append(batch.Edits, flow.AddNode{Flow: f.Name, In: s.in, Index: -1, Node: c})
		copies = append(copies, c)
	}
	if gs := groupsOf(groups, renamed); gs != nil {
		batch.Edits = append(batch.Edits, flow.SetGroups{Flow: f.Name, Groups: append(slices.Clone(f.Groups), gs...)})
	}
	return batch, copies
}

// newNames gives each node, and each in its body, a name that is free in the flow: its
// own if that is. No new name is the old name of another one.
func newNames(f *flow.Flow, list []standing) map[string]string {
	own := (&flow.Flow{Nodes: nodesOf(list)})
	taken := map[string]bool{}
	for n := range f.All {
		taken[strings.ToLower(n.Name)] = true
	}
	var old []string
	for n := range own.All {
		old = append(old, n.Name)
	}
	free, renamed := f.FreeNames(old...), make(map[string]string, len(old))
	for _, name := range old {
		renamed[name] = name
		if taken[strings.ToLower(name)] {
			renamed[name] = free(strings.TrimRight(name, "0123456789"))
		}
	}
	return renamed
}

// follow rewrites the references of a setting to nodes that were renamed.
func follow(n *flow.Node, s flow.Setting, renamed map[string]string, read Reader) flow.Value {
	v, _ := eachText(s.Name, s.Value, func(path, text string) string {
		how := read.how(n, path)
		for _, from := range mentioned(text, renamed) { // no new name is an old one: the order does not matter
			text, _ = renameText(how, text, from, renamed[from])
		}
		return text
	})
	return v
}

// mentioned are the renamed nodes that a text may refer to: those whose name stands in it
// as a word, since a part may have thousands. An escape may spell any name.
func mentioned(text string, renamed map[string]string) []string {
	var names []string
	if strings.Contains(text, `\u`) {
		for from, to := range renamed {
			if from != to {
				names = append(names, from)
			}
		}
		return names
	}
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return !alphanumeric(r) }) {
		if to, ok := renamed[name]; ok && to != name && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func namesOf(ns []*flow.Node) []string {
	var out []string
	for _, n := range ns {
		out = append(out, n.Name)
	}
	return out
}
