package canvas

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/canvas/show"
	"flowbench/engine/flow"

	"fyne.io/fyne/v2/driver/desktop"
)

// wiring draws a wire from a port to the node under the pointer. Let go over the empty
// board, it asks what shall follow there.
type wiring struct {
	b      *Board
	from   flow.Key
	port   string
	start  geom.Point // in the world
	target flow.Key   // the node under the pointer, or 0
	why    string     // it may not lead there
	at     geom.Point // the pointer, on the screen
}

func newWiring(b *Board, p press) *wiring {
	g := &wiring{b: b, from: flow.Key(p.hit.ID.Key), port: p.hit.Port}
	if n := b.scene.Node(p.hit.ID.Key); n != nil {
		g.start, _, _ = n.Out(g.port)
	}
	b.cursor = desktop.CrosshairCursor
	return g
}

func (g *wiring) Move(at geom.Point) {
	b := g.b
	g.at = at
	p := b.view.World(at)
	target := b.landing(p)
	if target == g.from && p.Dist(g.start) < 40 {
		target = 0 // it has only just left its own node
	}
	if target != g.target {
		g.light(false)
		g.target, g.why = target, ""
		if target != 0 {
			g.why = refusal(b.flow.CanConnect(b.nodes[g.from].Name, g.port, b.nodes[target].Name))
		}
		g.light(true)
	}
	end := p
	s := strand{ink: b.theme.Muted}
	switch n := b.scene.Node(show.Key(g.target)); {
	case n != nil && g.why == "":
		end, s.ink = n.In(), b.theme.Primary
	case g.why != "":
		s.ink = b.theme.Failure
	}
	s.curve = geom.Wire(g.start, end)
	b.live.strands = append(b.live.strands[:0], s)
	b.live.say(g.why, at, true)
}

// light lights the target up, or no longer.
func (g *wiring) light(on bool) {
	if g.target != 0 && g.why == "" {
		g.b.target(g.target, on)
	}
}

// target lights a node up on which what is dragged would land, or no longer.
func (b *Board) target(k flow.Key, on bool) {
	b.tiles.spoil(b.scene.ChangeNode(show.Key(k), func(n *draw.Node) { n.Target = on }))
}

func (g *wiring) End() {
	b, target, why := g.b, g.target, g.why
	last := strand{geom.Wire(g.start, b.view.World(g.at)), b.theme.Muted}
	g.Cancel()
	switch {
	case b.nodes[g.from] == nil:
	case target == 0:
		b.live.pending = []strand{last}
		b.quick(Quick{From: g.from, Port: g.port, At: b.view.World(g.at), In: b.home(g.from)}, g.at)
	case why != "":
		b.refuse(why)
	default:
		b.emit(flow.Connect{Flow: b.flow.Name, From: b.nodes[g.from].Name, Port: g.port, To: b.nodes[target].Name})
	}
}

func (g *wiring) Cancel() {
	g.light(false)
	g.b.cursor = desktop.DefaultCursor
	g.b.live.clear()
}

// addAfter asks what shall follow the port that was clicked.
func (b *Board) addAfter(p press) {
	n := b.scene.Node(p.hit.ID.Key)
	if n == nil {
		return
	}
	port, _, _ := n.Out(p.hit.Port)
	k := flow.Key(n.Key)
	b.quick(Quick{From: k, Port: p.hit.Port, At: port.Add(geom.Pt(columnGap, 0)), In: b.home(k), Between: true}, b.view.Screen(port))
}

// landing is the node that a wire let go at p leads to, or 0: near counts too.
func (b *Board) landing(p geom.Point) flow.Key {
	var best flow.Key
	far := 20 / b.view.Zoom
	for _, n := range b.scene.Within(geom.Rect{Min: p, Max: p}.Grow(far)) {
		card := n.Card()
		if card.Contains(p) {
			return flow.Key(n.Key)
		}
		if d := n.In().Dist(p); !n.NoInput && d < far {
			best, far = flow.Key(n.Key), d
		}
	}
	return best
}

// refusal is an error as it is said to a person.
func refusal(err error) string {
	if err == nil {
		return ""
	}
	text := strings.TrimSuffix(err.Error(), ".")
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:] + "."
}

func (b *Board) refuse(why string) {
	if b.OnRefuse != nil {
		b.OnRefuse(why)
	}
}
