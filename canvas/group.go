package canvas

import (
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// fold folds a container or a group, or opens it again.
func (b *Board) fold(id draw.ID) {
	switch id.Sort {
	case draw.NodeItem:
		n := b.nodes[flow.Key(id.Key)]
		if n == nil {
			return
		}
		state := n.State()
		state.Collapsed = !state.Collapsed
		b.emit(b.withRoom(flow.Batch{Name: foldName(state.Collapsed, n.Name), Edits: []flow.Edit{flow.SetState{Flow: b.flow.Name, Node: n.Name, State: state}}}))
	case draw.GroupItem:
		b.changeGroup(int(id.Key), func(g *flow.Group) string {
			g.Collapsed = !g.Collapsed
			return foldName(g.Collapsed, groupName(*g))
		})
	}
}

func foldName(folded bool, what string) string {
	if folded {
		return "Fold " + what
	}
	return "Unfold " + what
}

func groupName(g flow.Group) string {
	if g.Title == "" {
		return "group"
	}
	return "group " + g.Title
}

// changeGroup changes one group; change says what it did.
func (b *Board) changeGroup(i int, change func(*flow.Group) string) {
	if i < 0 || i >= len(b.flow.Groups) {
		return
	}
	groups := slices.Clone(b.flow.Groups)
	name := change(&groups[i])
	b.emit(flow.Batch{Name: name, Edits: []flow.Edit{flow.SetGroups{Flow: b.flow.Name, Groups: groups}}})
}

// ToggleFold folds the selected containers and groups, or opens them.
func (b *Board) ToggleFold() {
	for i := range b.flow.Groups {
		if b.sel.groups[i] {
			b.fold(draw.GroupID(i))
			return
		}
	}
	for _, k := range b.sel.keys() {
		if d := b.scene.Node(show.Key(k)); d != nil && d.Container {
			b.fold(d.ID())
			return
		}
	}
	for i, g := range b.flow.Groups {
		if slices.ContainsFunc(b.sel.keys(), func(k flow.Key) bool { return slices.Contains(g.Nodes, b.nameOf(k)) }) {
			b.fold(draw.GroupID(i))
			b.selectGroup(i)
			return
		}
	}
	b.refuse("Select a loop or a group to fold it.")
}

// Group puts a frame around the selected nodes. A node that was in another group leaves it.
func (b *Board) Group() {
	keys := b.sel.tops(b)
	if len(keys) == 0 {
		b.refuse("Select the nodes that shall be a group.")
		return
	}
	chosen := map[string]bool{}
	group := flow.Group{Title: "Group", Color: "flow"}
	for _, k := range keys {
		if b.home(k) == b.home(keys[0]) {
			chosen[b.nodes[k].Name] = true
			group.Nodes = append(group.Nodes, b.nodes[k].Name)
		}
	}
	var groups []flow.Group
	for _, g := range b.flow.Groups {
		left := slices.DeleteFunc(slices.Clone(g.Nodes), func(name string) bool { return chosen[name] })
		if len(left) == 0 && len(g.Nodes) > 0 {
			continue // all its nodes are in the new one
		}
		g.Nodes = left
		groups = append(groups, g)
	}
	groups = append(groups, group)
	b.emit(flow.Batch{Name: "Group " + plural(len(group.Nodes), "node"), Edits: []flow.Edit{flow.SetGroups{Flow: b.flow.Name, Groups: groups}}})
	b.selectGroup(len(groups) - 1)
	b.RenameGroup(len(groups) - 1)
}

func (b *Board) selectGroup(i int) {
	if i < len(b.flow.Groups) {
		next := newSelection()
		next.groups[i] = true
		b.choose(next)
		b.place()
	}
}

// Ungroup takes the frames of the selected groups, or around the selected nodes, away.
// The nodes stay.
func (b *Board) Ungroup() {
	out := map[int]bool{}
	for i, g := range b.flow.Groups {
		out[i] = b.sel.groups[i] || slices.ContainsFunc(g.Nodes, func(name string) bool {
			n := b.flow.Node(name)
			return n != nil && b.sel.nodes[n.Key]
		})
	}
	left := numbered(b.flow.Groups, func(i int) bool { return !out[i] })
	if n := len(b.flow.Groups) - len(left); n == 0 {
		b.refuse("Select a group, or a node in one.")
	} else {
		b.emit(flow.Batch{Name: "Ungroup " + plural(n, "group"), Edits: []flow.Edit{flow.SetGroups{Flow: b.flow.Name, Groups: left}}})
	}
}

// SelectedGroup is the number of the group that is selected alone, or -1.
func (b *Board) SelectedGroup() int {
	if len(b.sel.groups) == 1 && len(b.sel.nodes)+len(b.sel.notes)+len(b.sel.wires) == 0 {
		for i := range b.sel.groups {
			return i
		}
	}
	return -1
}

// TintGroup gives a group a colour by its name: "flow", "logic", "data" and so on.
func (b *Board) TintGroup(i int, color string) {
	b.changeGroup(i, func(g *flow.Group) string {
		g.Color = color
		return "Colour " + groupName(*g)
	})
}

// AddNote puts a note at a place of the world and opens it for writing.
func (b *Board) AddNote(at geom.Point) {
	at = b.snap(at)
	note := flow.Note{At: *show.Place(at), Size: flow.Point{X: 216, Y: 120}}
	notes := append(slices.Clone(b.flow.Notes), note)
	b.emit(flow.Batch{Name: "Add note", Edits: []flow.Edit{flow.SetNotes{Flow: b.flow.Name, Notes: notes}}})
	if len(b.flow.Notes) == len(notes) {
		next := newSelection()
		next.notes[len(notes)-1] = true
		b.choose(next)
		b.EditNote(len(notes) - 1)
	}
}
