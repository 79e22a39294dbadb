package draw

import (
	"bytes"
	"flag"
	"image"
	imagedraw "image/draw"
	"image/png"
	"os"
	"testing"

	"flowbench/canvas/geom"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

var lights = map[string]*Theme{"light": Light, "dark": Dark}

// asKept compares a picture with the one in testdata.
func asKept(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	file := "testdata/" + name + ".png"
	if *update {
		var b bytes.Buffer
		if err := png.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kept, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Bounds().Size() != got.Bounds().Size() {
		t.Fatalf("%s is %v, kept is %v", name, got.Bounds(), kept.Bounds())
	}
	off := 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a, b := got.RGBAAt(x, y), kept.At(x, y)
			r, g, bl, _ := b.RGBA()
			if far(a.R, r) || far(a.G, g) || far(a.B, bl) {
				off++
			}
		}
	}
	if all := got.Rect.Dx() * got.Rect.Dy(); off > all/1000 {
		t.Errorf("%s: %d of %d pixels differ from %s; look at it, then go test -update", name, off, all, file)
	}
}

func far(a uint8, b uint32) bool {
	d := int(a) - int(b>>8)
	return d > 24 || d < -24
}

func TestPictureIsAsKept(t *testing.T) {
	for name, th := range lights {
		asKept(t, "watch-"+name, NewScene(watch()).Picture(th, 0.5, false))
	}
}

// Every mark, near and from afar.
func TestMarksAreAsKept(t *testing.T) {
	s := NewScene(marked())
	for name, th := range lights {
		r := s.Bounds().Grow(8)
		part := func(zoom float64) *image.RGBA {
			view := image.NewRGBA(image.Rect(0, 0, round(r.W()*zoom), round(r.H()*zoom)))
			s.Paint(view, View{Zoom: zoom, Scale: 1, Origin: image.Pt(floor(r.Min.X*zoom), floor(r.Min.Y*zoom)), Grid: true}, th)
			return view
		}
		near, far, farther := part(1), part(0.4), part(0.2)
		sheet := image.NewRGBA(image.Rect(0, 0, near.Rect.Dx(), near.Rect.Dy()+far.Rect.Dy()))
		fill(sheet, sheet.Rect, th.Board)
		below := image.Pt(0, near.Rect.Dy())
		beside := below.Add(image.Pt(far.Rect.Dx()+20, 0))
		imagedraw.Draw(sheet, near.Rect, near, image.Point{}, imagedraw.Src)
		imagedraw.Draw(sheet, far.Rect.Add(below), far, image.Point{}, imagedraw.Src)
		imagedraw.Draw(sheet, farther.Rect.Add(beside), farther, image.Point{}, imagedraw.Src)
		asKept(t, "marks-"+name, sheet)
	}
}

// marked has a node for every mark.
func marked() Content {
	both := []Port{{Name: "success", Style: Success}, {Name: "failure", Style: Failure}}
	all := []Node{
		{Title: "Running", Mark: Running, MarkText: "1.2 s", Attempts: 2},
		{Title: "Done", Mark: Done, MarkText: "312 ms"},
		{Title: "Failed", Mark: Failed, MarkText: "312 ms", Attempts: 3},
		{Title: "Skipped", Mark: Skipped, MarkText: "skipped"},
		{Title: "Warned", Mark: Warned, MarkText: "40 ms · 240 rows"},
		{Title: "Paused", Mark: Paused, Breakpoint: true},
		{Title: "Broken", Errors: 2},
		{Title: "Doubtful", Warnings: 1, Mark: Done, MarkText: "3 ms"},
		{Title: "Pinned", Pinned: true, Mark: Done, MarkText: "pinned"},
		{Title: "Stop", Breakpoint: true, Pinned: true},
		{Title: "Disabled", Disabled: true, Warnings: 1},
		{Title: "Lost", Subtitle: "teleport · unknown", Unknown: true, Errors: 1, Sign: Sign{Icon: "help"}},
		{Title: "Plain"},
		{Title: "Selected", Selected: true, Mark: Failed, MarkText: "2 ms"},
		{Title: "Folded", Subtitle: "each of rows", Container: true, Folded: true, Inner: 3, Mark: Running, MarkText: "17 of 240"},
	}
	for i := range all {
		n := &all[i]
		n.Key = Key(i + 1)
		n.At = geom.Pt(float64(i%3)*216, float64(i/3)*108)
		n.Ports = both
		if n.Subtitle == "" {
			n.Subtitle = "GET /users/{id}"
		}
		if !n.Unknown {
			n.Sign = Sign{Icon: "api", Tint: ConnectTint}
		}
	}
	return Content{Nodes: all}
}

// Notes, groups and containers, one in another.
func TestWhatStandsAroundNodesIsAsKept(t *testing.T) {
	for name, th := range lights {
		asKept(t, "board-"+name, NewScene(furnished()).Picture(th, 1, false))
	}
}

const longNote = "# Why *two* calls\n" +
	"The **first** page has no total. See [the manual](https://example.com/a), " +
	"`limit=100` and https://example.com/paging/and/a/very/long/path/indeed.\n\n" +
	"1. ask for `/users`\n2. ask ***again***\n   - with the ~~old~~ cursor\n\n" +
	"- [x] told Ada\n- [ ] ask Bob\n\n> quoted <b>as it is</b>\n\n```\ncurl -s \\\n  $HOST/v3\n```\n---\nEnd of it."

// furnished is a flow with everything but marks.
func furnished() Content {
	both := []Port{{Name: "success", Style: Success}, {Name: "failure", Style: Failure}}
	api := Sign{Icon: "api", Tint: ConnectTint}
	loop := Sign{Icon: "loop", Tint: LogicTint}
	node := func(k Key, x, y float64, title, sub string, sign Sign) Node {
		return Node{Key: k, At: geom.Pt(x, y), Title: title, Subtitle: sub, Sign: sign, Ports: both}
	}
	each := node(2, 240, 0, "Each", "user of users", loop)
	each.Container, each.Inner, each.Body, each.Lead = true, 2, geom.Size{W: 508, H: 240}, GroupLead
	each.Mark, each.MarkText = Running, "17 of 240"
	within := func(k Key, n Node) Node { n.Parent = k; return n }
	inner := node(3, 264, 96, "Pages", "page of pages", loop)
	inner.Parent, inner.Container, inner.Inner, inner.Body = 2, true, 1, geom.Size{W: 220, H: 108}
	empty := node(6, 796, 0, "Retry", "until it is done", loop)
	empty.Container, empty.Body = true, geom.Size{W: 220, H: 108}
	folded := node(7, 796, 228, "Stored", "row of rows", loop)
	folded.Container, folded.Folded, folded.Inner = true, true, 3
	choice := node(8, 240, 420, "Known", "3 branches", Sign{Icon: "condition", Tint: LogicTint})
	choice.Ports = []Port{{"If", "IF", Branch}, {"ElseIf2", "older than a year", Branch}, {"Else", "ELSE", Branch}}
	start := node(1, 0, 0, "Start", "2 inputs", Sign{Icon: "start", Tint: FlowTint})
	start.NoInput, start.Ports = true, both[:1]
	return Content{
		Nodes: []Node{
			start, each, inner, within(3, node(4, 288, 168, "GetPage", "GET /users", api)), within(2, node(5, 532, 96, "Save", "PUT /rows/{id}", api)),
			empty, folded, choice, node(9, 480, 396, "Mail", "Send", Sign{Letter: "M", Tint: ConnectTint}),
			node(10, 480, 492, "Drop", "DELETE /users/{id}", api), node(11, 480, 588, "Say", "Ελλάδα, Привет", api),
		},
		Wires: []Wire{
			{From: 1, Port: "success", To: 2}, {From: 3, Port: "success", To: 5}, {From: 2, Port: "success", To: 6}, {From: 2, Port: "failure", To: 7},
			{From: 8, Port: "If", To: 9, Records: "240"}, {From: 8, Port: "ElseIf2", To: 10}, {From: 8, Port: "Else", To: 11},
			{From: 9, Port: "success", To: 20, ToGroup: 2},
		},
		Notes: []Note{
			{Rect: geom.XYWH(0, 96, 216, 500), Body: longNote},
			{Rect: geom.XYWH(796, 480, 216, 96), Body: "A note of **six** lines\nthat is too low\nfor them all:\nso the rest\nis not\nshown", Color: "ai", Selected: true},
		},
		Groups: []Group{
			{Title: "Answers", Tint: DataTint, Nodes: []Key{9, 10, 11}},
			{Title: "Reporting", Tint: AITint, Folded: true, Count: 5, At: geom.Pt(796, 372), Mark: Failed, Input: true, Output: true},
			{Title: "Paged", Tint: DebugTint, Nodes: []Key{5}, Parent: 2},
		},
	}
}
