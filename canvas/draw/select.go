package draw

import "flowbench/canvas/geom"

// Select shows an item as selected, or no longer, and gives the place that looks
// different now.
func (s *Scene) Select(id ID, on bool) geom.Rect {
	switch id.Sort {
	case NodeItem:
		return changeItem(s, id, func(n *Node) { n.Selected = on })
	case WireItem:
		return changeItem(s, id, func(w *Wire) { w.Selected = on })
	case NoteItem:
		return changeItem(s, id, func(n *Note) { n.Selected = on })
	}
	return changeItem(s, id, func(g *Group) { g.Selected = on })
}
