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

// wiring draws a wire from a port to the node under the pointer.
type wiring struct {
	b      *Board
	from   flow.Key
	port   string
	start  geom.Point // in the world
	target flow.Key   // the node under the pointer, or 0
	why    string     // it may not lead there
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
	b.live.words, b.live.wordAt = g.why, at
}

// light lights the target up, or no longer.
func (g *wiring) light(on bool) {
	if g.target == 0 || g.why != "" {
		return
	}
	g.b.tiles.spoil(g.b.scene.ChangeNode(show.Key(g.target), func(n *draw.Node) { n.Target = on }))
}

func (g *wiring) End() {
	target, why := g.target, g.why
	g.Cancel()
	switch {
	case target == 0:
	case why != "":
		if g.b.OnRefuse != nil {
			g.b.OnRefuse(why)
		}
	default:
		b := g.b
		b.emit(flow.Connect{Flow: b.flow.Name, From: b.nodes[g.from].Name, Port: g.port, To: b.nodes[target].Name})
	}
}

func (g *wiring) Cancel() {
	g.light(false)
	g.b.cursor = desktop.DefaultCursor
	g.b.live.clear()
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
