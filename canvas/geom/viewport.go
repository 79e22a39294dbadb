package geom

// The zooms a viewport can have.
const (
	MinZoom = 0.02
	MaxZoom = 4
)

// A Viewport says which part of the world is on the screen: a world point p
// lies on the screen at p*Zoom + Offset.
type Viewport struct {
	Zoom   float64
	Offset Point
}

func (v Viewport) Screen(p Point) Point { return p.Mul(v.Zoom).Add(v.Offset) }
func (v Viewport) World(p Point) Point  { return p.Sub(v.Offset).Mul(1 / v.Zoom) }

func (v Viewport) ScreenRect(r Rect) Rect { return Rect{v.Screen(r.Min), v.Screen(r.Max)} }
func (v Viewport) WorldRect(r Rect) Rect  { return Rect{v.World(r.Min), v.World(r.Max)} }

// Pan shifts the world under the screen.
func (v Viewport) Pan(d Point) Viewport {
	v.Offset = v.Offset.Add(d)
	return v
}

// ZoomAt sets the zoom, within its bounds, and leaves the world point under
// the screen point at where it is.
func (v Viewport) ZoomAt(at Point, zoom float64) Viewport {
	zoom = min(max(zoom, MinZoom), MaxZoom)
	return Viewport{zoom, at.Sub(at.Sub(v.Offset).Mul(zoom / v.Zoom))}
}

// Centre puts the world point in the middle of a screen of that size.
func (v Viewport) Centre(p Point, screen Size) Viewport {
	v.Offset = Pt(screen.W/2, screen.H/2).Sub(p.Mul(v.Zoom))
	return v
}

// Fit shows all of r in the middle of the screen, pad pixels free on each
// side, and not larger than most.
func Fit(r Rect, screen Size, pad, most float64) Viewport {
	zoom := most
	if !r.Empty() {
		zoom = min(zoom, (screen.W-2*pad)/r.W(), (screen.H-2*pad)/r.H())
	}
	v := Viewport{Zoom: min(max(zoom, MinZoom), MaxZoom)}
	return v.Centre(r.Center(), screen)
}
