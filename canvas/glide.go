package canvas

import (
	"slices"
	"time"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"
)

const (
	glideTime  = 240 * time.Millisecond
	glideFrame = 16 * time.Millisecond
	mostGlide  = 300 // nodes: more of them would only stutter
)

// A glide moves nodes from where they stood to where they stand now. The document has
// them there already.
type glide struct {
	to    draw.Content
	from  map[draw.Key]geom.Point
	began time.Time
}

// SetReducedMotion says that nothing shall glide.
func (b *Board) SetReducedMotion(on bool) { b.still = on }

// Glide lets the next change of places be seen as a movement.
func (b *Board) Glide() {
	if b.still || len(b.nodes) > mostGlide {
		return
	}
	b.glide = &glide{from: map[draw.Key]geom.Point{}}
	for _, item := range b.scene.All() {
		if n, ok := item.(*draw.Node); ok {
			b.glide.from[n.Key] = n.At
		}
	}
}

// start begins the movement towards what the board shows from now on.
func (g *glide) start(b *Board, to draw.Content) {
	g.to = to
	g.to, g.began = g.copy(), time.Now()
	b.after(glideFrame, func() { g.step(b) })
}

func (g *glide) step(b *Board) {
	if b.glide != g {
		return
	}
	t := float64(time.Since(g.began)) / float64(glideTime)
	if t >= 1 {
		b.stopGlide()
		return
	}
	t = 1 - (1-t)*(1-t)*(1-t)
	at := g.copy()
	for i := range at.Nodes {
		if from, ok := g.from[at.Nodes[i].Key]; ok {
			at.Nodes[i].At = from.Lerp(at.Nodes[i].At, t)
		}
	}
	b.tiles.spoil(b.scene.Set(at)...)
	b.place()
	b.after(glideFrame, func() { g.step(b) })
}

// stopGlide puts everything where it belongs.
func (b *Board) stopGlide() {
	g := b.glide
	b.glide = nil
	if g != nil && g.to.Nodes != nil {
		b.tiles.spoil(b.scene.Set(g.copy())...)
		b.place()
	}
}

// copy is the content to come: a scene keeps what it is given.
func (g *glide) copy() draw.Content {
	return draw.Content{Groups: slices.Clone(g.to.Groups), Notes: slices.Clone(g.to.Notes), Wires: slices.Clone(g.to.Wires), Nodes: slices.Clone(g.to.Nodes)}
}
