// Package show turns a flow into what is drawn of it: the content of a scene.
// The board and the pictures use it alike, so it needs no window.
//
// It knows no kind: how a node looks is said by the Describe it is given. A node
// without a place is arranged around those that have one, which is no edit.
package show

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A Look is how a node looks, apart from its name and its place.
type Look struct {
	Line    string // what it does
	Sign    draw.Sign
	Ports   []draw.Port
	NoInput bool
	Body    bool // it is a container: other nodes can stand in it
	Unknown bool // there is no such kind
}

// Describe says how a node looks.
type Describe func(*flow.Node) Look

// Kind is the look of a node of a kind. A provider's sign is the caller's to add.
func Kind(k *spec.Kind, a spec.Around) Look {
	l := Look{Sign: draw.Sign{Icon: k.Icon, Tint: draw.TintOf(string(k.Group))}, NoInput: k.NoInput, Body: k.Body}
	if k.Line != nil {
		l.Line = k.Line(a)
	}
	if k.Ports != nil {
		l.Ports = Ports(k.Ports(a.Values))
	}
	return l
}

// Ports are a kind's ports as they are drawn.
func Ports(ports []spec.Port) []draw.Port {
	out := make([]draw.Port, len(ports))
	for i, p := range ports {
		out[i] = draw.Port{Name: p.Name, Label: p.Label}
		switch p.Style {
		case spec.Failure:
			out[i].Style = draw.Failure
		case spec.Branch:
			out[i].Style = draw.Branch
		}
	}
	return out
}

// Places remembers where nodes without a place were put, so that they stay
// there while others move.
type Places map[flow.Key]geom.Point

// A Picture is a flow as content.
type Picture struct {
	draw.Content
	// Origin is, for each node in a container, the point its place is counted from.
	Origin map[flow.Key]geom.Point
	// Hidden is where the nodes stand that are folded away with their group.
	Hidden map[flow.Key]geom.Point
}

// Key is a node's key in a scene.
func Key(k flow.Key) draw.Key { return draw.Key(k) }

// bodyPad is the room around a container's nodes.
const bodyPad = 24.0

// Flow is a flow as content. Places may be nil.
func Flow(f *flow.Flow, describe Describe, places Places) Picture {
	pic := picture(f, f.Nodes, describe, places)
	for _, note := range f.Notes {
		pic.Notes = append(pic.Notes, draw.Note{
			Rect: geom.XYWH(float64(note.At.X), float64(note.At.Y), float64(note.Size.X), float64(note.Size.Y)), Body: note.Text, Color: note.Color,
		})
	}
	return pic
}

// Body is the body of one container as content, alone: its corner is the world's zero point.
func Body(f *flow.Flow, container *flow.Node, describe Describe, places Places) Picture {
	return picture(f, container.Body, describe, places)
}

func picture(f *flow.Flow, list []*flow.Node, describe Describe, places Places) Picture {
	if places == nil {
		places = Places{}
	}
	count, wires := 0, 0
	for n := range f.All {
		count++
		for _, leg := range n.Wires {
			wires += len(leg.To)
		}
	}
	m := maker{
		describe: describe, places: places, keys: make(map[string]flow.Key, count), bodies: map[flow.Key]geom.Size{}, strands: map[strand]bool{},
		pic: Picture{
			Content: draw.Content{Nodes: make([]draw.Node, 0, count), Wires: make([]draw.Wire, 0, wires)},
			Origin:  map[flow.Key]geom.Point{}, Hidden: map[flow.Key]geom.Point{},
		},
	}
	for n := range f.All {
		m.keys[n.Name] = n.Key
	}
	m.groups(f)
	m.nodes(list, geom.Point{}, 0)
	m.cards()
	return m.pic
}

type maker struct {
	describe Describe
	places   Places
	keys     map[string]flow.Key
	bodies   map[flow.Key]geom.Size // of the containers measured so far
	folded   map[flow.Key]int       // the folded group that a node is hidden in: its number and one more
	strands  map[strand]bool        // that are drawn already
	pic      Picture
}

// layout is how a list of nodes stands, its places counted from its own corner.
type layout struct {
	looks []Look
	boxes []geom.Box
	at    []geom.Point
	reach geom.Point
}

func (m *maker) layout(list []*flow.Node) layout {
	looks := make([]Look, len(list))
	boxes := make([]geom.Box, len(list))
	for i, n := range list {
		looks[i] = m.describe(n)
		boxes[i].Size = geom.NodeSize(len(looks[i].Ports))
		if open(n, looks[i]) {
			body := m.bodySize(n)
			boxes[i].Head = boxes[i].Size.H
			boxes[i].Size = geom.Size{W: max(boxes[i].Size.W, body.W), H: boxes[i].Head + body.H}
		}
		if n.At != nil {
			boxes[i].Fixed, boxes[i].At = true, geom.Pt(float64(n.At.X), float64(n.At.Y))
		} else if at, ok := m.places[n.Key]; ok {
			boxes[i].Fixed, boxes[i].At = true, at
		}
	}
	l := layout{looks: looks, boxes: boxes, at: arrange(list, boxes, looks)}
	for i, n := range list {
		if n.At == nil {
			m.places[n.Key] = l.at[i]
		} else {
			delete(m.places, n.Key)
		}
		l.reach.X, l.reach.Y = max(l.reach.X, l.at[i].X+boxes[i].Size.W), max(l.reach.Y, l.at[i].Y+boxes[i].Size.H)
	}
	return l
}

// nodes adds a list of nodes that stand in a container, or in none, and whose
// places are counted from origin.
func (m *maker) nodes(list []*flow.Node, origin geom.Point, in draw.Key) {
	l := m.layout(list)
	for i, n := range list {
		if origin != (geom.Point{}) {
			m.pic.Origin[n.Key] = origin
		}
		m.node(n, l.looks[i], origin.Add(l.at[i]), in)
	}
}

// open tells whether a node is shown with a body.
func open(n *flow.Node, l Look) bool { return (l.Body || len(n.Body) > 0) && !n.Collapsed }

func arrange(list []*flow.Node, boxes []geom.Box, looks []Look) []geom.Point {
	at := make([]geom.Point, len(boxes))
	placed := true
	for i, b := range boxes {
		at[i] = b.At
		placed = placed && b.Fixed
	}
	if placed {
		return at
	}
	return geom.Arrange(boxes, links(list, looks))
}

// links are the wires of a list in the order of the ports, so that what leaves
// an upper port is placed higher. A failure bends before a success does.
func links(list []*flow.Node, looks []Look) (out []geom.Link) {
	index := make(map[string]int, len(list))
	for i, n := range list {
		index[n.Name] = i
	}
	for i, n := range list {
		for p, port := range looks[i].Ports {
			link := geom.Link{From: i, Weight: 1, Drop: geom.OutPort(geom.Rect{}, p, len(looks[i].Ports)).Y}
			if port.Style == draw.Failure {
				link.Weight = 0.1
			}
			for _, to := range n.To(port.Name) {
				if j, ok := index[to]; ok {
					link.To = j
					out = append(out, link)
				}
			}
		}
	}
	return out
}

func (m *maker) node(n *flow.Node, l Look, at geom.Point, in draw.Key) {
	hidden := m.folded[n.Key]
	container := l.Body || len(n.Body) > 0
	d := draw.Node{
		Key: Key(n.Key), Parent: in, At: at, Title: n.Name, Subtitle: l.Line, Sign: l.Sign, Ports: l.Ports, NoInput: l.NoInput, Unknown: l.Unknown,
		Disabled: n.Disabled, Container: container, Folded: container && n.Collapsed, Inner: len(n.Body),
	}
	if n.Icon != "" {
		d.Sign.Icon, d.Sign.Letter = n.Icon, ""
	}
	if open(n, l) {
		d.Body, d.Lead = m.bodySize(n), m.lead(n)
	}
	if hidden == 0 {
		m.pic.Nodes = append(m.pic.Nodes, d)
	} else {
		m.pic.Hidden[n.Key] = at
	}
	if d.Body.H > 0 {
		m.nodes(n.Body, BodyOrigin(&d), d.Key)
	}
	for _, leg := range n.Wires {
		for _, to := range leg.To {
			if k, ok := m.keys[to]; ok {
				m.wire(draw.Wire{From: d.Key, Port: leg.Port, To: Key(k), FromGroup: hidden, ToGroup: m.folded[k]}, l.Ports)
			}
		}
	}
}

// bodySize is the room that a container's nodes need.
func (m *maker) bodySize(n *flow.Node) geom.Size {
	size, known := m.bodies[n.Key]
	if !known {
		reach := m.layout(n.Body).reach
		size = geom.Size{W: max(reach.X, geom.NodeW) + 2*bodyPad, H: max(reach.Y, geom.NodeH) + 2*bodyPad + m.lead(n)}
		m.bodies[n.Key] = size
	}
	return size
}

// lead is the room above a container's nodes for the title of a group.
func (m *maker) lead(n *flow.Node) float64 {
	for _, g := range m.pic.Groups {
		if g.Parent == Key(n.Key) && !g.Folded {
			return draw.GroupLead
		}
	}
	return 0
}

// BodyOrigin is the point that the places of a container's nodes are counted from.
func BodyOrigin(n *draw.Node) geom.Point {
	card := n.Card()
	return geom.Pt(card.Min.X+bodyPad, card.Max.Y+bodyPad/2+n.Lead)
}

// Arrange is the edit that places all nodes of a flow anew, its bodies too. The first
// node stays where it is.
func Arrange(f *flow.Flow, describe Describe) flow.Edit {
	bare := f.Clone()
	for n := range bare.All {
		n.At = nil
	}
	places := Places{}
	Flow(bare, describe, places)
	var shift geom.Point
	if len(f.Nodes) > 0 && f.Nodes[0].At != nil {
		first := f.Nodes[0]
		shift = geom.Pt(float64(first.At.X), float64(first.At.Y)).Sub(places[first.Key])
	}
	move := flow.MoveNodes{Flow: f.Name}
	for n, container := range bare.All {
		if at, ok := places[n.Key]; ok {
			if container == nil {
				at = at.Add(shift)
			}
			move.To = append(move.To, flow.Place{Node: n.Name, At: Place(at)})
		}
	}
	return move
}

// Place is a point as the document keeps it.
func Place(p geom.Point) *flow.Point {
	p = p.Snap(1)
	return &flow.Point{X: int(p.X), Y: int(p.Y)}
}
