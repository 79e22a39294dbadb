package canvas

import (
	"slices"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// The least a note can be made.
const (
	noteMinW = 96.0
	noteMinH = 48.0
)

// resize drags the lower right corner of a note.
type resize struct {
	b      *Board
	note   int
	corner geom.Point // of the note, upper left
	grip   geom.Point // from the pointer to the corner that is dragged
}

func newResize(b *Board, p press) gesture {
	n, ok := p.hit.Item.(*draw.Note)
	if !ok {
		return newPan(b, p)
	}
	return &resize{b, int(p.hit.ID.Key), n.Rect.Min, n.Rect.Max.Sub(b.view.World(p.at))}
}

func (g *resize) frame(at geom.Point) geom.Rect {
	end := g.b.snap(g.b.view.World(at).Add(g.grip))
	return geom.Rect{Min: g.corner, Max: geom.Pt(
		max(end.X, g.corner.X+noteMinW), max(end.Y, g.corner.Y+noteMinH))}
}

func (g *resize) Move(at geom.Point) { g.b.live.frame, g.b.live.whole = g.frame(at), true }

func (g *resize) End() {
	b, frame := g.b, g.b.live.frame
	g.Cancel()
	if frame.Empty() || g.note >= len(b.flow.Notes) {
		return
	}
	notes := slices.Clone(b.flow.Notes)
	notes[g.note].Size = *show.Place(geom.Pt(frame.W(), frame.H()))
	b.emit(flow.Batch{Name: "Resize note", Edits: []flow.Edit{flow.SetNotes{Flow: b.flow.Name, Notes: notes}}})
}

func (g *resize) Cancel() { g.b.live.clear() }
