package draw

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"flowbench/canvas/geom"
)

// SVG is the whole scene as an SVG: on the board, or on nothing. Texts stay
// texts; each is given the width it has in the product's faces, so that
// another face fits too.
func (s *Scene) SVG(t *Theme, transparent bool) []byte {
	r := s.frame()
	v := &vectors{icons: map[string]bool{}}
	fmt.Fprintf(v, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xml:space="preserve" width="%s" height="%s" viewBox="%s %s %s %s">`+"\n",
		num(r.W()), num(r.H()), num(r.Min.X), num(r.Min.Y), num(r.W()), num(r.H()))
	fmt.Fprintf(v, "<defs><filter id=\"shadow\" x=\"-20%%\" y=\"-50%%\" width=\"140%%\" height=\"200%%\"><feGaussianBlur stdDeviation=\"5\"/></filter></defs>\n")
	if !transparent {
		v.rect(r, 0, t.Board, none, 0)
		v.dots(r, t.Dot)
	}
	drawItems(newSheet(v, t, 1), s.All(), func(ID) bool { return true })
	fmt.Fprintf(v, "</svg>\n")
	return v.Bytes()
}

// dots draws the board's grid, a dot on every multiple of its pitch.
func (v *vectors) dots(r geom.Rect, c color.NRGBA) {
	half, pitch := num(gridPitch/2), num(gridPitch)
	fmt.Fprintf(v, `<defs><pattern id="dots" x="-%s" y="-%s" width="%s" height="%s" patternUnits="userSpaceOnUse"><circle cx="%s" cy="%s" r="1" fill="%s"/></pattern></defs>`+"\n",
		half, half, pitch, pitch, half, half, hex(c))
	fmt.Fprintf(v, `<rect x="%s" y="%s" width="%s" height="%s" fill="url(#dots)"/>`+"\n", num(r.Min.X), num(r.Min.Y), num(r.W()), num(r.H()))
}

// vectors is the surface of SVG.
type vectors struct {
	bytes.Buffer
	icons map[string]bool // that are written already: each is once
}

// num is a number with at most two decimals.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

func paintOf(in, line color.NRGBA, width float64) string {
	s := ` fill="none"`
	if in.A > 0 {
		s = ` fill="` + hex(in) + `"`
	}
	if width > 0 && line.A > 0 {
		s += ` stroke="` + hex(line) + `" stroke-width="` + num(width) + `"`
	}
	return s
}

func (v *vectors) rect(r geom.Rect, radius float64, in, line color.NRGBA, width float64) {
	if width > 0 { // the line lies within the border
		r, radius = r.Grow(-width/2), max(radius-width/2, 0)
	}
	fmt.Fprintf(v, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s"%s/>`+"\n",
		num(r.Min.X), num(r.Min.Y), num(r.W()), num(r.H()), num(radius), paintOf(in, line, width))
}

func (v *vectors) dashed(r geom.Rect, radius, width float64, ink color.NRGBA) {
	r, radius = r.Grow(-width/2), max(radius-width/2, 0)
	fmt.Fprintf(v, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s"%s stroke-dasharray="%s %s"/>`+"\n",
		num(r.Min.X), num(r.Min.Y), num(r.W()), num(r.H()), num(radius), paintOf(none, ink, width), num(borderDash), num(borderDash*0.7))
}

func (v *vectors) shadow(r geom.Rect, radius float64, c color.NRGBA) {
	r = r.Add(geom.Pt(0, 4))
	fmt.Fprintf(v, `<rect x="%s" y="%s" width="%s" height="%s" rx="%s" fill="%s" fill-opacity="%s" filter="url(#shadow)"/>`+"\n",
		num(r.Min.X), num(r.Min.Y), num(r.W()), num(r.H()), num(radius), hex(c), num(float64(c.A)/255))
}

func (v *vectors) circle(at geom.Point, radius float64, in, line color.NRGBA, width float64) {
	fmt.Fprintf(v, `<circle cx="%s" cy="%s" r="%s"%s/>`+"\n",
		num(at.X), num(at.Y), num(radius-width/2), paintOf(in, line, width))
}

func (v *vectors) diamond(at geom.Point, radius float64, in, line color.NRGBA, width float64) {
	r := radius - width*0.7
	v.shape([]geom.Point{{X: at.X, Y: at.Y - r}, {X: at.X + r, Y: at.Y}, {X: at.X, Y: at.Y + r}, {X: at.X - r, Y: at.Y}},
		paintOf(in, line, width))
}

func (v *vectors) polygon(points []geom.Point, in color.NRGBA) { v.shape(points, paintOf(in, none, 0)) }

func (v *vectors) shape(points []geom.Point, paint string) {
	v.WriteString(`<polygon points="`)
	for i, p := range points {
		if i > 0 {
			v.WriteByte(' ')
		}
		v.WriteString(num(p.X) + "," + num(p.Y))
	}
	v.WriteString(`"` + paint + "/>\n")
}

func (v *vectors) curve(c geom.Curve, width, dash float64, ink color.NRGBA) {
	fmt.Fprintf(v, `<path d="M%s %sC%s %s %s %s %s %s"%s stroke-linecap="round"`,
		num(c.A.X), num(c.A.Y), num(c.B.X), num(c.B.Y), num(c.C.X), num(c.C.Y), num(c.D.X), num(c.D.Y),
		paintOf(none, ink, width))
	if dash > 0 {
		fmt.Fprintf(v, ` stroke-dasharray="%s %s"`, num(dash), num(dash*0.7+width/2))
	}
	v.WriteString("/>\n")
}

func (v *vectors) text(s string, f Face, size float64, at geom.Point, align float64, ink color.NRGBA) {
	if s == "" {
		return
	}
	width := Measure(s, f, size)
	family, cut := "Inter, system-ui, sans-serif", ""
	switch f.cut() {
	case SemiBold:
		cut = ` font-weight="600"`
	case Mono:
		family = "JetBrains Mono, monospace"
	}
	if f != f.cut() {
		cut += ` font-style="italic"`
	}
	fmt.Fprintf(v, `<text x="%s" y="%s" font-family="%s" font-size="%s"%s fill="%s" textLength="%s">`,
		num(at.X-width*align), num(at.Y), family, num(size), cut, hex(ink), num(width))
	_ = xml.EscapeText(v, []byte(s))
	v.WriteString("</text>\n")
}

func (v *vectors) icon(name string, r geom.Rect, ink color.NRGBA) {
	ic := outline(name)
	if ic == nil {
		return
	}
	if !v.icons[name] {
		v.icons[name] = true
		fmt.Fprintf(v, `<defs><path id="icon-%s" d="%s"/></defs>`+"\n", name, ic.path())
	}
	fmt.Fprintf(v, `<use xlink:href="#icon-%s" transform="translate(%s %s) scale(%s)" fill="%s"/>`+"\n",
		name, num(r.Min.X), num(r.Min.Y), strconv.FormatFloat(r.W()/iconSize, 'g', 4, 64), hex(ink))
}

func (v *vectors) flush() {}
