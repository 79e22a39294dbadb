package window

import (
	"slices"
	"strings"

	"flowbench/app/face"
	"flowbench/app/library"
	"flowbench/app/look"
	"flowbench/app/palette"
	"flowbench/app/panel"
	"flowbench/canvas"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/refactor"
	"flowbench/engine/spec"
)

// groupTitles are the heads of the Assets panel.
var groupTitles = map[spec.Group]string{
	spec.Flow: "Flow", spec.Logic: "Logic", spec.Data: "Data", spec.Connect: "Connect", spec.Debug: "Debug", spec.AI: "AI",
}

// items are what the Assets panel offers: the kinds, and under Integration the services.
func (w *Window) items() []palette.Item {
	var items []palette.Item
	for _, group := range []spec.Group{spec.Flow, spec.Logic, spec.Data, spec.Debug, spec.Connect} {
		for _, k := range w.kinds.All() {
			if k.Group != group {
				continue
			}
			items = append(items, palette.Item{Kind: k.ID, Title: k.Title, Doc: k.Summary, Group: groupTitles[group], Sign: face.KindSign(k.Kind), Words: strings.Join(k.Search, " ")})
			if k.ID != "integration" {
				continue
			}
			for _, p := range w.catalog.Offered() {
				words := strings.Join(p.Search, " ")
				for _, a := range p.Actions {
					words += " " + a.Title
				}
				items = append(items, palette.Item{Kind: k.ID, Provider: p.ID, Title: p.Title, Doc: p.Summary, Group: groupTitles[group], Sign: face.ProviderSign(p, look.Colours()), Words: words, Nested: true})
			}
		}
	}
	return items
}

// newNode makes the node that an item stands for.
func (w *Window) newNode(it palette.Item) *flow.Node {
	k, ok := w.kinds.Lookup(it.Kind)
	if !ok {
		return nil
	}
	config := kinds.NewConfig(k.Kind)
	if it.Provider != "" {
		config = append(flow.Config{{Name: "provider", Value: flow.Of(it.Provider)}}, config.With("provider", nil)...)
	}
	name := kinds.NodeName(w.catalog, k.Kind, config.Map())
	return &flow.Node{Name: w.shown().FreeName(name), Kind: it.Kind, Config: config}
}

// port is the port by which a node is left when it stands in a wire.
func (w *Window) port(n *flow.Node) string {
	k, ok := w.kinds.Lookup(n.Kind)
	if !ok || k.Ports == nil {
		return ""
	}
	ports := k.Ports(n.Config.Map())
	if len(ports) == 0 {
		return ""
	}
	return ports[0].Name
}

// addItem puts an item on the board. After the node that is chosen it is wired at once:
// where that node already leads on, the new one comes to stand in between.
func (w *Window) addItem(it palette.Item) {
	if w.shown() == nil {
		return
	}
	if it.Kind == "integration" && it.Provider == "" {
		w.chooseService(nil)
		return
	}
	n := w.newNode(it)
	if n == nil || w.refuseSecond(n) {
		return
	}
	spot := canvas.Spot{At: w.freeSpot(), In: w.board.Body()}
	if after := w.chosen(); after != nil && n.Kind != "start" {
		if q, ok := w.board.Behind(after.Key, false); ok {
			w.addNew(n, q)
			return
		}
	}
	if last := w.lastWire(); last != nil && spot.In == 0 && n.Kind != "start" && n.Kind != "end" {
		spot = canvas.Spot{At: w.middleOf(*last), Wire: last}
	}
	w.insert(n, spot)
}

// lastWire is the one wire that leads to the one End: where a flow without branches goes
// on growing. It is nil where there are more.
func (w *Window) lastWire() *canvas.Wire {
	var found *canvas.Wire
	for n := range w.shown().All {
		for _, leg := range n.Wires {
			for _, to := range leg.To {
				m := w.shown().Node(to)
				if m == nil || m.Kind != "end" {
					continue
				}
				if found != nil {
					return nil
				}
				found = &canvas.Wire{From: n.Key, Port: leg.Port, To: m.Key}
			}
		}
	}
	return found
}

func (w *Window) middleOf(wire canvas.Wire) geom.Point {
	a, _ := w.board.Frame(wire.From)
	b, _ := w.board.Frame(wire.To)
	return a.Center().Lerp(b.Center(), 0.5)
}

// refuseSecond says so when a flow may have only one node of a kind and has it.
func (w *Window) refuseSecond(n *flow.Node) bool {
	k, _ := w.kinds.Lookup(n.Kind)
	if !k.Single {
		return false
	}
	m := w.only(n.Kind)
	if m == nil {
		return false
	}
	w.toast("This flow has its " + k.Title + " node already: a flow has one.")
	w.board.Select(m.Key)
	return true
}

// insert puts a new node at a spot; on a wire it comes to stand in it.
func (w *Window) insert(n *flow.Node, s canvas.Spot) {
	port := w.port(n)
	if k, _ := w.kinds.Lookup(n.Kind); k.NoInput || port == "" {
		s.Wire = nil
	}
	if c := w.shown().ByKey(s.In); c != nil {
		if err := w.shown().CanStandIn(n, c.Name); err != nil {
			w.toast(spec.Sentence(err.Error()))
			return
		}
	}
	w.added(n.Name, w.board.Insert(n, s, port))
}

// added applies the edit that adds a node, and chooses it.
func (w *Window) added(name string, e flow.Edit) {
	if w.Do(e) != nil {
		return
	}
	if n := w.shown().Node(name); n != nil {
		w.board.Select(n.Key)
		w.board.Reveal(n.Key)
		w.win.Canvas().Focus(w.board)
	}
}

// freeSpot is a place in the middle of the board where no node lies.
func (w *Window) freeSpot() geom.Point {
	mid := w.board.Middle()
	at := w.board.Room(geom.Pt(mid.X-geom.NodeW/2, mid.Y-geom.NodeH/2), 0)
	return at.Add(geom.Pt(geom.NodeW/2, geom.NodeH/2))
}

// placeOf is where a node is drawn.
// chosen is the node that is selected alone, or nil.
func (w *Window) chosen() *flow.Node {
	keys := w.board.Selected()
	if w.shown() == nil || len(keys) != 1 {
		return nil
	}
	return w.shown().ByKey(keys[0])
}

// chooseService opens the Integration window: which service shall the new node use?
func (w *Window) chooseService(spot *canvas.Spot) {
	if w.shown() == nil {
		return
	}
	w.pickService(func(id string) {
		it := palette.Item{Kind: "integration", Provider: id}
		if spot == nil {
			w.addItem(it)
			return
		}
		w.insert(w.newNode(it), *spot)
	})
}

// pickService lets the person choose a service of the catalogue.
func (w *Window) pickService(then func(id string)) {
	var choices []panel.Choice
	for _, p := range w.catalog.Offered() {
		choices = append(choices, panel.Choice{ID: p.ID, Title: p.Title, Doc: p.Summary, Sign: face.ProviderSign(p, look.Colours())})
	}
	(*host)(w).Choose("Integration", "Search services", choices, func(c panel.Choice) { then(c.ID) })
}

// Do applies an edit. A wire into End also gives End its value, as long as it has none.
func (w *Window) Do(e flow.Edit) error {
	if w.s == nil {
		return nil
	}
	e = w.withOutputs(e)
	if err := w.s.Do(e); err != nil {
		w.toast(spec.Sentence(err.Error()))
		return err
	}
	w.tickDebug()
	return nil
}

// tickDebug ticks the guide's step once a Debug node is wired.
func (w *Window) tickDebug() {
	if w.view.Ticks[library.StepDebug] {
		return
	}
	debugs := map[string]bool{}
	for n := range w.shown().All {
		if n.Kind == "debug" {
			debugs[n.Name] = true
		}
	}
	if len(debugs) == 0 {
		return
	}
	for n := range w.shown().All {
		for _, leg := range n.Wires {
			if slices.ContainsFunc(leg.To, func(to string) bool { return debugs[to] }) {
				w.tick(library.StepDebug)
				return
			}
		}
	}
}

// withOutputs replaces each wire that an edit draws by the wire and what follows from it.
func (w *Window) withOutputs(e flow.Edit) flow.Edit {
	switch e := e.(type) {
	case flow.Connect:
		if full, err := refactor.Connect(w.s.Integration(), e); err == nil {
			return full
		}
	case flow.Batch:
		if !slices.ContainsFunc(e.Edits, func(one flow.Edit) bool { _, ok := one.(flow.Connect); return ok }) {
			return e
		}
		in := w.s.Integration().Clone()
		out := flow.Batch{Name: e.Label()}
		for _, one := range e.Edits {
			if c, ok := one.(flow.Connect); ok {
				if full, err := refactor.Connect(in, c); err == nil {
					one = full
				}
			}
			if _, err := one.Apply(in); err != nil {
				return e
			}
			out.Edits = append(out.Edits, one)
		}
		return out
	}
	return e
}

// textsOf says how the texts of a node's fields are read, for who rewrites them.
func (w *Window) textsOf() refactor.Reader {
	return refactor.Declared(func(n *flow.Node) []spec.Field {
		k, ok := w.kinds.Lookup(n.Kind)
		if !ok || k.Fields == nil {
			return nil
		}
		return k.Fields(face.Around(w.shown(), n))
	}, func(n *flow.Node) bool { return n.Kind == "function" || n.Kind == "condition" })
}
