package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// Marks are what a run made of the flow: the board shows them until it is given others.
type Marks struct {
	Nodes map[flow.Key]NodeMark
	Wires map[Wire]WireMark
}

// A NodeMark is what a run made of a node.
type NodeMark struct {
	State draw.Mark
	Text  string // below the card, such as "312 ms · 240 rows"

	Attempts   int // how often its call was tried, where that was more than once
	Pinned     bool
	Breakpoint bool
}

// A WireMark is what a run made of a wire.
type WireMark struct {
	Taken   bool
	Skipped bool
	Records string // how many records went through it
}

// Problems are how many errors and warnings a node has.
type Problems struct{ Errors, Warnings int }

// SetMarks shows what a run made of the flow; empty ones clear the board.
func (b *Board) SetMarks(m Marks) {
	old := b.marks
	b.marks = m
	for k := range old.Nodes {
		if old.Nodes[k] != m.Nodes[k] {
			b.redress(k)
		}
	}
	for k := range m.Nodes {
		if _, ok := old.Nodes[k]; !ok {
			b.redress(k)
		}
	}
	for w := range old.Wires {
		if old.Wires[w] != m.Wires[w] {
			b.redressWire(w)
		}
	}
	for w := range m.Wires {
		if _, ok := old.Wires[w]; !ok {
			b.redressWire(w)
		}
	}
	b.redressGroups()
	b.place()
}

// SetProblems shows which nodes have problems.
func (b *Board) SetProblems(p map[flow.Key]Problems) {
	old := b.problems
	b.problems = p
	for k := range old {
		if old[k] != p[k] {
			b.redress(k)
		}
	}
	for k := range p {
		if _, ok := old[k]; !ok {
			b.redress(k)
		}
	}
	b.place()
}

func (b *Board) redress(k flow.Key) {
	if r := b.scene.ChangeNode(show.Key(k), b.dress); !r.Empty() {
		b.tiles.spoil(r)
		b.minimap.spoil()
	}
}

func (b *Board) redressWire(w Wire) {
	b.tiles.spoil(b.scene.ChangeWire(w.id(), b.dressWire))
}

// dress puts on a node what is the board's to show.
func (b *Board) dress(n *draw.Node) {
	k := flow.Key(n.Key)
	mark, problems := b.marks.Nodes[k], b.problems[k]
	n.Selected = b.sel.nodes[k]
	n.Mark, n.MarkText, n.Attempts = mark.State, mark.Text, mark.Attempts
	n.Pinned, n.Breakpoint = mark.Pinned, mark.Breakpoint
	n.Errors, n.Warnings = problems.Errors, problems.Warnings
}

func (b *Board) dressWire(w *draw.Wire) {
	key := wireOf(w.ID())
	mark := b.marks.Wires[key]
	w.Selected = b.sel.wires[key]
	w.Taken, w.Faded, w.Records = mark.Taken, mark.Skipped, mark.Records
}

// redressGroups shows on the cards of folded groups what a run made of their nodes.
func (b *Board) redressGroups() {
	for i := range b.flow.Groups {
		if b.flow.Groups[i].Collapsed {
			b.tiles.spoil(b.scene.ChangeGroup(draw.GroupID(i), b.dressGroup))
		}
	}
}

// dressGroup puts on a folded group the mark of its nodes that matters most.
func (b *Board) dressGroup(g *draw.Group) {
	g.Mark = draw.NoMark
	if !g.Folded {
		return
	}
	for _, k := range g.Nodes {
		if m := b.marks.Nodes[flow.Key(k)].State; weight[m] > weight[g.Mark] {
			g.Mark = m
		}
	}
}

// weight is how much a mark matters beside others.
var weight = map[draw.Mark]int{draw.Skipped: 1, draw.Done: 2, draw.Warned: 3, draw.Failed: 4, draw.Running: 5, draw.Paused: 6}
