package dialogs

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/kit"
)

func TestAPictureIsShownAsItWillBe(t *testing.T) {
	c, _ := window(t, 960, 600)
	var seen, got Picture
	q := PictureQuestion{Flow: "Watch", From: Picture{Selection: true, Marks: true, Dark: true},
		Preview: func(p Picture, size image.Point) (image.Image, string) {
			seen = p
			return image.NewRGBA(image.Rectangle{Max: size}), "many pixels"
		},
		Then: func(p Picture) { got = p }}
	d := ExportPicture(c, q)
	if seen != (Picture{Dark: true}) {
		t.Errorf("with nothing selected and no run it is %+v", seen)
	}
	if len(find[*kit.Tabs](c)) != 2 || len(find[*kit.Switch](c)) != 1 {
		t.Error("what cannot be chosen is offered")
	}
	d.Close()

	q.Selection, q.Marks = true, true
	ExportPicture(c, q)
	press(c, fyne.KeyRight) // on the format, which has the focus
	for _, s := range find[*kit.Switch](c) {
		test.Tap(s)
	}
	find[*kit.Tabs](c)[2].Select(0)
	want := Picture{SVG: true, Dark: true, Transparent: true}
	if seen != want {
		t.Errorf("the picture shown is %+v, want %+v", seen, want)
	}
	press(c, fyne.KeyReturn)
	if got != want || Open(c) {
		t.Errorf("exported as %+v, want %+v", got, want)
	}
}
