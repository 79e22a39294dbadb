package draw

import (
	"slices"

	"flowbench/canvas/geom"
)

// A Style is how a port and its wires look.
type Style uint8

const (
	Success Style = iota
	Failure
	Branch
)

// A Port is where wires leave a node. Its label is shown on them.
type Port struct {
	Name, Label string
	Style       Style
}

// A Node is a node as it is shown. At is its upper left corner; its size
// follows from its ports. A container that is not folded also has a Body: the
// size of the room below its head, in which other nodes stand.
type Node struct {
	Key             Key
	Parent          Key // the container it stands in, or 0
	At              geom.Point
	Body            geom.Size
	Lead            float64 // of the body: how much lower its nodes begin, for the title of a group
	Title, Subtitle string
	Sign            Sign
	Ports           []Port
	NoInput         bool
	Unknown         bool // there is no such kind: the card only keeps its place
	Disabled        bool
	Selected        bool
	Container       bool // other nodes can stand in it
	Folded          bool // it does not show them
	Inner           int  // how many stand in it
	Mark            Mark
	MarkText        string // such as "312 ms · 240 rows"
	Attempts        int    // that the last run made; 0 or 1 is not worth a word
	Pinned          bool   // its output is kept: it does not run
	Breakpoint      bool   // a run waits before it
	Errors          int    // problems
	Warnings        int
	Target          bool // lit up, because what is dragged would land here
}

// same tells whether the two look the same.
func (n *Node) same(m *Node) bool {
	return n.Key == m.Key && n.Parent == m.Parent && n.At == m.At && n.Body == m.Body && n.Lead == m.Lead && n.Title == m.Title && n.Subtitle == m.Subtitle && n.Sign == m.Sign &&
		slices.Equal(n.Ports, m.Ports) && n.NoInput == m.NoInput && n.Unknown == m.Unknown && n.Disabled == m.Disabled &&
		n.Selected == m.Selected && n.Container == m.Container && n.Folded == m.Folded && n.Inner == m.Inner &&
		n.Mark == m.Mark && n.MarkText == m.MarkText && n.Attempts == m.Attempts && n.Pinned == m.Pinned && n.Breakpoint == m.Breakpoint &&
		n.Errors == m.Errors && n.Warnings == m.Warnings && n.Target == m.Target
}

// Card is the node's card; of a container its head.
func (n *Node) Card() geom.Rect {
	size := geom.NodeSize(len(n.Ports))
	if n.Body.W > size.W {
		size.W = n.Body.W
	}
	return geom.XYWH(n.At.X, n.At.Y, size.W, size.H)
}

// Frame is the whole node: its card, and the body of a container.
func (n *Node) Frame() geom.Rect {
	r := n.Card()
	r.Max.Y += n.Body.H
	return r
}

// In is the middle of the node's input.
func (n *Node) In() geom.Point { return geom.InPort(n.Card()) }

// Out is the middle of the port of that name, and how it looks.
func (n *Node) Out(port string) (geom.Point, Port, bool) {
	for i, p := range n.Ports {
		if p.Name == port {
			return geom.OutPort(n.Card(), i, len(n.Ports)), p, true
		}
	}
	return geom.Point{}, Port{}, false
}

func (n *Node) ID() ID       { return NodeID(n.Key) }
func (n *Node) Text() string { return n.Title + "\n" + n.Subtitle }

// nodeRim is how far a node reaches above and below its frame.
const nodeRim = 28.0

func (n *Node) Bounds() geom.Rect {
	r := n.Frame()
	// the shadow, the badges, and the line below the card, which may be wider than it
	side := 20.0
	if w := Measure(n.footer(), Regular, markSize); w > r.W() {
		side += (w - r.W()) / 2
	}
	return geom.Rect{Min: geom.Pt(r.Min.X-side, r.Min.Y-nodeRim), Max: geom.Pt(r.Max.X+side, r.Max.Y+nodeRim)}
}

// portReach is how near to a port's middle counts as on it, in pixels.
const portReach = 10.0

func (n *Node) hit(p geom.Point, reach float64) (Hit, float64, bool) {
	at := Hit{Item: n, ID: n.ID()}
	card := n.Card()
	near := max(reach/6*portReach, geom.PortR)
	for i, port := range n.Ports {
		if d := geom.OutPort(card, i, len(n.Ports)).Dist(p); d <= min(near, geom.PortPitch/2) || d <= geom.PortR+1 {
			at.Part, at.Port = Output, port.Name
			return at, 0, true
		}
	}
	switch {
	case !n.NoInput && n.In().Dist(p) <= min(near, geom.NodeH/3):
		at.Part = Input
	case n.Container && foldable(reach) && foldBox(card).Contains(p):
		at.Part = Fold
	default:
		return at, 0, card.Contains(p) || n.Frame().Contains(p) && !n.inner().Contains(p)
	}
	return at, 0, true
}
