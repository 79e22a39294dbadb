package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/show"
)

// Content is the whole flow as the board would draw it, with its selection and
// its marks, for a picture; d says how its nodes look.
func (b *Board) Content(d show.Describe) draw.Content {
	c := show.Flow(b.flow, d, b.places).Content
	b.dressAll(&c)
	return c
}

// HasMarks tells whether a run made anything of the flow.
func (b *Board) HasMarks() bool { return len(b.marks.Nodes) > 0 }

// HasSelection tells whether anything is selected that can be drawn alone.
func (b *Board) HasSelection() bool {
	return len(b.sel.nodes)+len(b.sel.notes)+len(b.sel.groups) > 0
}
