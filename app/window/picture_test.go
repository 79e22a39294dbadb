package window

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flowbench/app/dialogs"
)

func TestAPictureShowsWhatWasAskedFor(t *testing.T) {
	w := open(t, t.TempDir())
	(*startHost)(w).OpenSample("broken-backlinks", false)
	ran(t, w)
	fl := w.shown()
	w.board.Select(fl.Start().Key)
	for _, row := range []struct {
		p          dialogs.Picture
		has, hasNo string
	}{
		{dialogs.Picture{SVG: true}, ">PostToSlack<", " rows<"},
		{dialogs.Picture{SVG: true, Marks: true, Transparent: true}, " rows<", "url(#dots)"},
		{dialogs.Picture{SVG: true, Selection: true}, ">Start<", ">PostToSlack<"},
		{dialogs.Picture{SVG: true, Dark: true}, "#0F1319", "#EEF1F5"},
	} {
		path := filepath.Join(t.TempDir(), "a.svg")
		scene, light := w.pictured(fl, row.p)
		if err := writePicture(path, scene, light, row.p); err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(path)
		if text := string(b); !strings.Contains(text, row.has) || strings.Contains(text, row.hasNo) {
			t.Errorf("%+v: it is to show %s and not %s:\n%.800s", row.p, row.has, row.hasNo, text)
		}
	}
	path := filepath.Join(t.TempDir(), "a.png")
	p := dialogs.Picture{Selection: true}
	scene, light := w.pictured(fl, p)
	if err := writePicture(path, scene, light, p); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(path)
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	r, _ := scene.PictureRect(pictureScale)
	if img.Bounds().Size() != r.Size() || r.Dx() < 2*172 || r.Dx() > 3*172+100 {
		t.Errorf("the picture of one node is %v, announced as %v", img.Bounds(), r)
	}
	if preview := scene.Preview(light, image.Pt(100, 300), false); preview.Rect.Dx() > 101 || preview.Rect.Dy() > 301 {
		t.Errorf("the preview is %v", preview.Rect)
	}
	w.exportPicture()
	if !dialogs.Open(w.win.Canvas()) {
		t.Error("nothing is asked before a picture is exported")
	}
}
