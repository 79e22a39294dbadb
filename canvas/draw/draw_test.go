package draw

import (
	"bytes"
	"encoding/xml"
	"image"
	"io"
	"strings"
	"testing"

	"flowbench/assets"
	"flowbench/canvas/geom"
)

func TestTilesJoinWithoutASeam(t *testing.T) {
	for name, c := range map[string]Content{"watch": watch(), "furnished": furnished(), "marked": marked()} {
		t.Run(name, func(t *testing.T) { joins(t, NewScene(c)) })
	}
}

func joins(t *testing.T, s *Scene) {
	for _, zoom := range []float64{0.05, 0.1, 0.2, 0.31, 0.36, 0.4, 0.78, 1, 1.37, 2} {
		whole := image.NewRGBA(image.Rect(0, 0, 256, 256))
		at := image.Pt(round(200*zoom), round(100*zoom))
		if zoom < 0.3 {
			at = image.Pt(-40, -40)
		}
		s.Paint(whole, View{Zoom: zoom, Scale: 1.5, Origin: at, Grid: true}, Light)
		for ty := range 4 {
			for tx := range 4 {
				corner := image.Pt(tx*64, ty*64)
				tile := image.NewRGBA(image.Rect(0, 0, 64, 64))
				s.Paint(tile, View{Zoom: zoom, Scale: 1.5, Origin: at.Add(corner), Grid: true}, Light)
				for y := range 64 {
					for x := range 64 {
						a, b := tile.RGBAAt(x, y), whole.RGBAAt(corner.X+x, corner.Y+y)
						if far(a.R, uint32(b.R)<<8) {
							t.Fatalf("zoom %v, tile %d %d: pixel %d %d is %v, in the whole %v", zoom, tx, ty, x, y, a, b)
						}
					}
				}
			}
		}
	}
}

func TestATransparentPictureHasNoGround(t *testing.T) {
	img := NewScene(watch()).Picture(Light, 1, true)
	if c := img.RGBAAt(0, 0); c.A != 0 {
		t.Errorf("its corner is %v", c)
	}
	solid := 0
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] == 255 {
			solid++
		}
	}
	if solid < 6*150*50 {
		t.Errorf("only %d pixels are painted", solid)
	}
}

func TestSVGShowsEveryNodeAndWireAndIsWellFormed(t *testing.T) {
	c := watch()
	c.Nodes[0].Subtitle = "a < b & \"c\"\x01"
	c.Notes = []Note{{Rect: geom.XYWH(0, 300, 240, 96), Body: "Why: <ask Ada>"}}
	c.Groups = []Group{{Title: "Posting", Tint: DataTint, Nodes: []Key{4}}}
	data := NewScene(c).SVG(Dark, false)
	d := xml.NewDecoder(bytes.NewReader(data))
	tags := map[string]int{}
	text := ""
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			tags[tok.Name.Local]++
		case xml.CharData:
			text += string(tok)
		}
	}
	for _, want := range []string{"Ahrefs", "Failed", "skipped", "IF", `a < b & "c"`, "<ask Ada>", "Posting"} {
		if !strings.Contains(text, want) {
			t.Errorf("no text %q", want)
		}
	}
	if n := strings.Count(string(data), `stroke-linecap="round"`); n != 5 {
		t.Errorf("%d wires are drawn, want 5", n)
	}
	if n := strings.Count(string(data), "stroke-dasharray"); n != 1 {
		t.Errorf("%d wires are dashed, want that of the failure", n)
	}
	if tags["circle"] < 5+6 {
		t.Errorf("only %d circles", tags["circle"])
	}
}

func TestWhatLiesUnderAPoint(t *testing.T) {
	s := NewScene(watch())
	ahrefs := s.Node(2)
	ok, _, _ := ahrefs.Out("success")
	bad, _, _ := ahrefs.Out("failure")
	for _, row := range []struct {
		what string
		at   geom.Point
		id   ID
		part Part
		port string
	}{
		{"card", geom.Pt(300, 130), NodeID(2), Body, ""},
		{"success", ok.Add(geom.Pt(4, -3)), NodeID(2), Output, "success"},
		{"failure", bad.Add(geom.Pt(-4, 2)), NodeID(2), Output, "failure"},
		{"input", ahrefs.In(), NodeID(2), Input, ""},
		{"wire", geom.Pt(206, 138), WireID(1, "success", 2), Body, ""},
	} {
		hit, found := s.At(row.at, 6)
		if !found || hit.ID != row.id || hit.Part != row.part || hit.Port != row.port {
			t.Errorf("%s: at %v lies %v %v %q", row.what, row.at, hit.ID, hit.Part, hit.Port)
		}
	}
	if hit, found := s.At(geom.Pt(100, 400), 6); found {
		t.Errorf("on empty board lies %v", hit.ID)
	}
}

func TestAChangeDirtiesWhereItWasAndWhereItIs(t *testing.T) {
	c := watch()
	s := NewScene(c)
	if dirty := s.Set(watch()); dirty != nil {
		t.Errorf("the same content dirtied %v", dirty)
	}
	c.Nodes[5].At = geom.Pt(480, 500)
	var all geom.Rect
	for _, r := range s.Set(c) {
		all = all.Union(r)
	}
	for _, p := range []geom.Point{{X: 500, Y: 350}, {X: 500, Y: 520}, {X: 425, Y: 200}} {
		if !all.Contains(p) {
			t.Errorf("%v is not repainted", p)
		}
	}
	if all.Contains(geom.Pt(100, 130)) {
		t.Errorf("all of %v is repainted", all)
	}
	r := s.ChangeNode(1, func(n *Node) { n.Selected = true })
	if !r.Contains(geom.Pt(50, 120)) || r.Contains(geom.Pt(300, 120)) {
		t.Errorf("a selection repaints %v", r)
	}
	if r := s.ChangeNode(1, func(n *Node) { n.Selected = true }); !r.Empty() {
		t.Errorf("selecting what is selected repaints %v", r)
	}
	c.Nodes = c.Nodes[:5]
	s.Set(c)
	if s.Node(6) != nil || len(s.All()) != 5+5 {
		t.Errorf("a removed node stays: %d items", len(s.All()))
	}
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	s.Paint(img, View{Zoom: 1, Scale: 1, Origin: image.Pt(430, 180), Grid: true}, Light)
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] > 150 && img.Pix[i+1] < 80 {
			t.Fatal("a wire is painted whose end is gone")
		}
	}
}

func TestAGroupHoldsItsNodes(t *testing.T) {
	c := watch()
	c.Groups = []Group{{Title: "Answer", Nodes: []Key{4, 5, 99}}}
	s := NewScene(c)
	frame := s.Item(GroupID(0)).Bounds()
	for _, k := range []Key{4, 5} {
		if !frame.Holds(s.Node(k).Frame()) {
			t.Errorf("%v does not hold node %d", frame, k)
		}
	}
	if frame.Overlaps(s.Node(2).Frame()) {
		t.Error("it holds a node it has not")
	}
	all := s.Bounds()
	c.Groups = append(c.Groups, Group{Title: "Nobody's", Nodes: []Key{99}})
	for i := range c.Nodes {
		c.Nodes[i].At.X += 1000
	}
	if moved := NewScene(c).Bounds(); moved != all.Add(geom.Pt(1000, 0)) {
		t.Errorf("with a group of nobody the scene is %v, was %v", moved, all)
	}
}

func TestEveryIconHasAnOutlineWithinItsSquare(t *testing.T) {
	if len(assets.Icons()) < 50 {
		t.Fatalf("only %d icons", len(assets.Icons()))
	}
	for _, name := range assets.Icons() {
		inked := 0
		for _, a := range iconMask(name, 24).Pix {
			if a > 128 {
				inked++
			}
		}
		if inked < 8 {
			t.Errorf("%s has %d dark pixels", name, inked)
		}
		for _, line := range outline(name) {
			for _, p := range line {
				if p.x < 0 || p.y < 0 || p.x > 24 || p.y > 24 {
					t.Fatalf("%s reaches %v", name, p)
				}
			}
		}
	}
	if IconSVG("nothing") != nil {
		t.Error("an icon of no name has a drawing")
	}
}

func BenchmarkTile(b *testing.B) {
	s := NewScene(watch())
	img := image.NewRGBA(image.Rect(0, 0, 512, 512))
	for b.Loop() {
		s.Paint(img, View{Zoom: 1, Scale: 1, Origin: image.Pt(200, -50), Grid: true}, Light)
	}
}

func TestALabelIsClearOfTheCardsAtItsWire(t *testing.T) {
	ports := func(label string) []Port { return []Port{{"If", label, Branch}, {"Else", "ELSE", Branch}} }
	for _, label := range []string{"IF", "older than a year", "a label that is far too long for any gap between two nodes"} {
		for _, at := range []geom.Point{{X: 240, Y: -12}, {X: 240, Y: 0}, {X: 240, Y: 96}, {X: 240, Y: 300}, {X: 480, Y: -200}, {X: 720, Y: 0}} {
			s := NewScene(Content{
				Nodes: []Node{{Key: 1, Ports: ports(label)}, {Key: 2, At: at}},
				Wires: []Wire{{From: 1, Port: "If", To: 2, Records: "240"}},
			})
			w := s.Wire(WireID(1, "If", 2))
			l := w.spot(w.words())
			for k := Key(1); k <= 2; k++ {
				if card := s.Node(k).Card(); l.plate().Overlaps(card) {
					t.Errorf("%q to %v lies at %v on the card %v", label, at, l.plate(), card)
				}
			}
			if !w.Bounds().Holds(l.plate()) {
				t.Errorf("%q to %v lies outside of what is painted", label, at)
			}
		}
	}
}

// What is painted again when an item changes is what it covers, at any zoom.
func TestAnItemKeepsWithinItsBounds(t *testing.T) {
	for name, c := range map[string]Content{"watch": watch(), "furnished": furnished(), "marked": marked()} {
		s := NewScene(c)
		for _, item := range s.All() {
			for _, zoom := range []float64{0.05, 0.1, 0.2, 0.35, 0.44, 0.45, 1} {
				around := item.Bounds().Grow(60 / zoom)
				at := image.Pt(floor(around.Min.X*zoom), floor(around.Min.Y*zoom))
				img := image.NewRGBA(image.Rect(0, 0, round(around.W()*zoom), round(around.H()*zoom)))
				id := item.ID()
				s.Paint(img, View{Zoom: zoom, Scale: 1, Origin: at, Only: func(other ID) bool { return other == id }}, Light)
				within := item.Bounds()
				room := image.Rect(floor(within.Min.X*zoom)-1, floor(within.Min.Y*zoom)-1, floor(within.Max.X*zoom)+2, floor(within.Max.Y*zoom)+2).Sub(at)
				for y := range img.Rect.Dy() {
					for x := range img.Rect.Dx() {
						if !image.Pt(x, y).In(room) && img.RGBAAt(x, y).A > 24 {
							t.Fatalf("%s, zoom %v: %v paints at %d %d, outside of %v", name, zoom, id, x, y, room)
						}
					}
				}
			}
		}
	}
}

func TestAnSVGHoldsEachIconOnce(t *testing.T) {
	data := string(NewScene(marked()).SVG(Light, true))
	if n := strings.Count(data, `id="icon-api"`); n != 1 {
		t.Errorf("the icon is there %d times", n)
	}
	if n := strings.Count(data, `href="#icon-api"`); n != len(marked().Nodes)-1 {
		t.Errorf("it is used %d times", n)
	}
}
