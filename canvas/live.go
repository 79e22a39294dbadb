package canvas

import (
	"image"
	"image/color"

	"flowbench/canvas/draw"
	"flowbench/canvas/geom"

	"fyne.io/fyne/v2"
	fynecanvas "fyne.io/fyne/v2/canvas"
)

// mostLines is how many straight lines stand for all live wires together.
const mostLines = 120

// A strand is a wire that follows the pointer.
type strand struct {
	curve geom.Curve
	ink   color.NRGBA
}

// live is what is drawn above the tiles while it moves: nodes that are dragged,
// as one picture, their wires, the frame of a box selection, and a word on why
// something is refused.
type live struct {
	ghost   *fynecanvas.Raster
	picture *image.RGBA // of the ghost; nil is none
	corner  geom.Point  // of the picture, in the world
	zoom    float64     // that it was painted at
	scale   float64
	offset  geom.Point // how far it has been dragged

	strands []strand
	pending []strand // the wire for which something is being chosen to lead to
	lines   []*fynecanvas.Line

	box   *fynecanvas.Rectangle
	frame geom.Rect // of the box, in the world; empty is none
	whole bool      // the frame takes only what lies in it wholly

	guides []guide
	rules  []*fynecanvas.Line

	port   geom.Point // under the pointer, in the world
	onPort bool
	ring   *fynecanvas.Circle
	plus   [2]*fynecanvas.Line

	words  string
	wrong  bool       // the words say why something may not be
	wordAt geom.Point // on the screen
	plate  *fynecanvas.Rectangle
	text   *fynecanvas.Text
}

// lift takes a picture of these items, to be dragged about.
func (l *live) lift(b *Board, items map[draw.ID]bool) {
	var r geom.Rect
	for id := range items {
		if item := b.scene.Item(id); item != nil {
			r = r.Union(item.Bounds())
		}
	}
	// no more of it than can come into sight at once
	size := sizeOf(b.Size())
	seen := geom.XYWH(-size.W/2, -size.H/2, 2*size.W, 2*size.H)
	seen = b.view.WorldRect(seen)
	r.Min = geom.Pt(max(r.Min.X, seen.Min.X), max(r.Min.Y, seen.Min.Y))
	r.Max = geom.Pt(min(r.Max.X, seen.Max.X), min(r.Max.Y, seen.Max.Y))
	if r.Empty() {
		return
	}
	l.zoom, l.scale = b.view.Zoom, b.tiles.scale
	k := l.zoom * l.scale
	at := image.Pt(floor(r.Min.X*k), floor(r.Min.Y*k))
	l.picture = image.NewRGBA(image.Rect(0, 0, floor(r.Max.X*k)+1-at.X, floor(r.Max.Y*k)+1-at.Y))
	b.scene.Paint(l.picture, draw.View{Zoom: l.zoom, Scale: l.scale, Origin: at, Only: func(id draw.ID) bool { return items[id] }}, b.theme)
	l.corner = geom.Pt(float64(at.X), float64(at.Y)).Mul(1 / k)
	l.offset = geom.Point{}
	picture := l.picture
	l.ghost = fynecanvas.NewRaster(func(int, int) image.Image { return picture })
}

// clear takes everything away.
func (l *live) clear() {
	l.picture, l.ghost = nil, nil
	l.strands = l.strands[:0]
	l.frame = geom.Rect{}
	l.guides = nil
	l.words = ""
	l.onPort = false
}

// say shows a word at the pointer: why something may not be, or what it will do.
func (l *live) say(words string, at geom.Point, wrong bool) {
	l.words, l.wordAt, l.wrong = words, at, wrong
}

// hover puts a plus on the port under the pointer, to say that a wire can be drawn from
// there and a node added. It tells whether that is new.
func (l *live) hover(port geom.Point, on bool) (changed bool) {
	changed = on != l.onPort || on && port != l.port
	l.port, l.onPort = port, on
	return changed
}

func (l *live) placePlus(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	if !l.onPort || b.view.Zoom < 0.35 {
		return objects
	}
	if l.ring == nil {
		l.ring = fynecanvas.NewCircle(color.Transparent)
		l.plus = [2]*fynecanvas.Line{fynecanvas.NewLine(color.Transparent), fynecanvas.NewLine(color.Transparent)}
	}
	l.ring.FillColor, l.ring.StrokeColor, l.ring.StrokeWidth = b.theme.Primary, b.theme.Board, 1.5
	at := b.view.Screen(l.port)
	r := 10 * max(b.view.Zoom, 0.8)
	l.ring.Resize(fyne.NewSquareSize(float32(2 * r)))
	l.ring.Move(pos(at.Sub(geom.Pt(r, r))))
	arm := r * 0.5
	for i, d := range [2]geom.Point{{X: arm}, {Y: arm}} {
		l.plus[i].StrokeColor, l.plus[i].StrokeWidth = b.theme.OnPrimary, 2
		l.plus[i].Position1, l.plus[i].Position2 = pos(at.Sub(d)), pos(at.Add(d))
	}
	return append(objects, l.ring, l.plus[0], l.plus[1])
}

func (l *live) placeGuides(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	for i, g := range l.guides {
		if i == len(l.rules) {
			l.rules = append(l.rules, fynecanvas.NewLine(color.Transparent))
		}
		rule := l.rules[i]
		rule.StrokeColor, rule.StrokeWidth = b.theme.Primary, 1
		rule.Position1, rule.Position2 = pos(b.whole(b.view.Screen(g.a))), pos(b.whole(b.view.Screen(g.b)))
		objects = append(objects, rule)
	}
	return objects
}

func (l *live) place(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = l.placeStrands(b, objects)
	objects = l.placePlus(b, objects)
	if l.picture != nil {
		k := b.view.Zoom / l.zoom / l.scale
		px := l.picture.Rect
		l.ghost.Resize(fyne.NewSize(float32(float64(px.Dx())*k), float32(float64(px.Dy())*k)))
		l.ghost.Move(pos(b.whole(b.view.Screen(l.corner.Add(l.offset)))))
		objects = append(objects, l.ghost)
	}
	if !l.frame.Empty() {
		if l.box == nil {
			l.box = fynecanvas.NewRectangle(color.Transparent)
			l.box.StrokeWidth, l.box.CornerRadius = 1, 3
		}
		ground := b.theme.Primary
		ground.A = 0x20
		if l.whole {
			ground.A = 0x0C
		}
		l.box.FillColor, l.box.StrokeColor = ground, b.theme.Primary
		r := b.view.ScreenRect(l.frame)
		l.box.Resize(fyne.NewSize(float32(r.W()), float32(r.H())))
		l.box.Move(pos(r.Min))
		objects = append(objects, l.box)
	}
	objects = l.placeGuides(b, objects)
	if l.words != "" {
		objects = l.placeWords(b, objects)
	}
	return objects
}

// whole is a point of the screen on the nearest pixel, as the tiles have it.
func (b *Board) whole(p geom.Point) geom.Point {
	s := b.tiles.scale
	off := b.view.Offset
	snapped := geom.Pt(float64(round(off.X*s)), float64(round(off.Y*s)))
	rest := p.Sub(off).Mul(s)
	return geom.Pt(float64(round(rest.X))+snapped.X, float64(round(rest.Y))+snapped.Y).Mul(1 / s)
}

func (l *live) placeStrands(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	strands := l.strands
	if len(strands) == 0 {
		strands = l.pending
	}
	if len(strands) == 0 {
		return objects
	}
	pieces := min(max(mostLines/len(strands), 1), 20)
	used := 0
	for _, s := range strands[:min(len(strands), mostLines)] {
		n := min(s.curve.Segments(b.view.Zoom), pieces)
		from := b.view.Screen(s.curve.A)
		for i := 1; i <= n; i++ {
			to := b.view.Screen(s.curve.At(float64(i) / float64(n)))
			if used == len(l.lines) {
				l.lines = append(l.lines, fynecanvas.NewLine(s.ink))
			}
			line := l.lines[used]
			used++
			line.StrokeColor = s.ink
			line.StrokeWidth = float32(max(2.6*b.view.Zoom, 1)) // Fyne draws a line thinner than it is told
			line.Position1, line.Position2 = pos(from), pos(to)
			objects = append(objects, line)
			from = to
		}
	}
	return objects
}

func (l *live) placeWords(b *Board, objects []fyne.CanvasObject) []fyne.CanvasObject {
	if l.text == nil {
		l.text = fynecanvas.NewText("", b.theme.OnState)
		l.plate = fynecanvas.NewRectangle(b.theme.Failure)
		l.plate.CornerRadius = 6
	}
	l.text.Text, l.text.Color, l.text.TextSize = l.words, b.theme.OnState, 12
	l.plate.FillColor = b.theme.Failure
	if !l.wrong {
		l.text.Color, l.plate.FillColor = b.theme.Surface, b.theme.Text
	}
	size := l.text.MinSize()
	plate := size.Add(fyne.NewSize(20, 10))
	at := pos(l.wordAt).AddXY(14, 18)
	at.X = max(min(at.X, b.Size().Width-plate.Width-4), 4)
	at.Y = max(min(at.Y, b.Size().Height-plate.Height-4), 4)
	l.plate.Resize(plate)
	l.plate.Move(at)
	l.text.Resize(size)
	l.text.Move(at.AddXY(10, 5))
	return append(objects, l.plate, l.text)
}
