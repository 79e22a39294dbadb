package window

import (
	"cmp"
	"fmt"
	"slices"

	"flowbench/app/dialogs"
	"flowbench/app/look"
	"flowbench/app/palette"
	"flowbench/canvas"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
)

// quickAdd opens the list of what can stand at a place: new nodes, and behind a port the
// nodes that its wire may lead to.
func (w *Window) quickAdd(q canvas.Quick) {
	fl := w.shown()
	if fl == nil {
		return
	}
	from := fl.ByKey(q.From)
	if from != nil && len(from.To(q.Port)) >= flow.MaxWires {
		w.toast(fmt.Sprintf("At most %d wires may leave one port.", flow.MaxWires))
		return
	}
	if from != nil {
		q.In = w.holder(from) // no wire crosses a border
	}
	items := map[string]palette.Item{}
	add := dialogs.FinderTab{Title: "Add new", Then: func(c dialogs.Choice) {
		if n := w.newNode(items[c.ID]); n != nil && !w.refuseSecond(n) {
			w.addNew(n, q)
		}
	}}
	for _, it := range w.items() {
		if w.fits(it, q) {
			id := it.Kind + " " + it.Provider
			items[id] = it
			add.From = append(add.From, dialogs.Choice{ID: id, Title: it.Title, Doc: it.Doc, Sign: it.Sign, Words: it.Words})
		}
	}
	slices.SortStableFunc(add.From, func(a, b dialogs.Choice) int { return last(items[a.ID]) - last(items[b.ID]) })
	f := dialogs.Finder{Hint: "Search nodes and services", Empty: "Nothing is called so. An API node calls any other service.", Width: 340, At: &q.Absolute, Tabs: []dialogs.FinderTab{add}}
	if from != nil {
		f.Tabs = append(f.Tabs, dialogs.FinderTab{Title: "Add existing", From: w.reachable(from, q.Port), Empty: "No other node can follow " + from.Name + ".", Then: func(c dialogs.Choice) {
			w.Do(flow.Connect{Flow: w.flow, From: from.Name, Port: q.Port, To: c.ID})
		}})
	}
	dialogs.Find(w.win.Canvas(), f)
}

// last puts End behind all that leads to it.
func last(it palette.Item) int {
	if it.Kind == "end" {
		return 1
	}
	return 0
}

// fits reports whether an item of the Assets panel can stand at a place.
func (w *Window) fits(it palette.Item, q canvas.Quick) bool {
	k, ok := w.kinds.Lookup(it.Kind)
	switch {
	case !ok || it.Kind == "integration" && it.Provider == "": // its services stand below it
		return false
	case q.From != 0 && k.NoInput:
		return false
	case q.In != 0 && (k.ID == "start" || k.ID == "end"):
		return false
	}
	return !k.Single || w.only(k.ID) == nil
}

// reachable are the nodes to which a wire may be drawn from a port.
func (w *Window) reachable(from *flow.Node, port string) []dialogs.Choice {
	var out []dialogs.Choice
	fl := w.shown()
	describe := w.faces.Describe(fl, look.Colours())
	list, _, _ := fl.Siblings(from.Name)
	for _, n := range list {
		if fl.CanConnect(from.Name, port, n.Name) == nil {
			l := describe(n)
			out = append(out, dialogs.Choice{ID: n.Name, Title: n.Name, Doc: cmp.Or(l.Line, w.faces.What(n)), Sign: w.faces.Sign(n, look.Colours()), Words: w.faces.What(n)})
		}
	}
	return out
}

// addNew puts a new node at a place, where it covers no other; behind a port its input
// stands there, and the wire is drawn with it.
func (w *Window) addNew(n *flow.Node, q canvas.Quick) {
	half := geom.Pt(geom.NodeW/2, geom.NodeH/2)
	corner := q.At.Sub(half)
	from := w.shown().ByKey(q.From)
	if from != nil {
		q.In = w.holder(from)
		corner.X = q.At.X
	}
	if wire := w.onlyWire(from, q); wire != nil && w.port(n) != "" {
		w.insert(n, canvas.Spot{At: w.middleOf(*wire), Wire: wire, In: q.In})
		return
	}
	spot := canvas.Spot{At: w.board.Room(corner, q.In).Add(half), In: q.In}
	b := flow.Batch{Name: "Add " + n.Name, Edits: []flow.Edit{w.board.Insert(n, spot, "")}}
	if from != nil && q.Port != "" {
		b.Edits = append(b.Edits, flow.Connect{Flow: w.flow, From: from.Name, Port: q.Port, To: n.Name})
	}
	w.added(n.Name, b)
}

// onlyWire is the wire that something shall stand in which is added behind a port; nil
// where none leaves it, or more than one.
func (w *Window) onlyWire(from *flow.Node, q canvas.Quick) *canvas.Wire {
	if from == nil || !q.Between {
		return nil
	}
	to := from.To(q.Port)
	if len(to) != 1 {
		return nil
	}
	n := w.shown().Node(to[0])
	if n == nil {
		return nil
	}
	return &canvas.Wire{From: from.Key, Port: q.Port, To: n.Key}
}

// holder is the container that a node stands in, or 0.
func (w *Window) holder(n *flow.Node) flow.Key {
	if _, c, ok := w.shown().Siblings(n.Name); ok && c != nil {
		return c.Key
	}
	return 0
}

// only is the first node of a kind, or nil.
func (w *Window) only(kind string) *flow.Node {
	for n := range w.shown().All {
		if n.Kind == kind {
			return n
		}
	}
	return nil
}
