package look

import (
	"image/color"
	"testing"

	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestTheModeDecidesOverTheDesktop(t *testing.T) {
	for _, row := range []struct {
		mode    Mode
		desktop fyne.ThemeVariant
		want    color.NRGBA
	}{
		{System, theme.VariantLight, draw.Light.Text},
		{System, theme.VariantDark, draw.Dark.Text},
		{Light, theme.VariantDark, draw.Light.Text},
		{Dark, theme.VariantLight, draw.Dark.Text},
	} {
		if got := New(row.mode).Color(theme.ColorNameForeground, row.desktop); got != color.Color(ink{row.want}) {
			t.Errorf("%s on a desktop of %d: %v", row.mode, row.desktop, got)
		}
	}
}

// What Fyne does to the colour of text for the shortcuts in a menu leaves one that can be
// read.
func TestShortcutsInMenusCanBeRead(t *testing.T) {
	for _, m := range []Mode{Light, Dark} {
		_, _, _, a := New(m).Color(theme.ColorNameForeground, 0).RGBA()
		if left := uint8(uint32(float32(a) * 0.95)); left < 160 || a < 0xFF00 {
			t.Errorf("%s: of an opacity of %d Fyne leaves %d of 255", m, a, left)
		}
	}
}

func TestFieldsAndButtonsAre32High(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(New(Light))
	for _, o := range []fyne.CanvasObject{widget.NewEntry(), widget.NewButton("Run Flow", nil), widget.NewSelect([]string{"a"}, nil)} {
		if h := o.MinSize().Height; h < 31 || h > 33 {
			t.Errorf("a %T is %v high", o, h)
		}
	}
}

func TestEveryGroupHasItsTint(t *testing.T) {
	seen := map[color.Color]string{}
	for _, group := range []string{"flow", "logic", "connect", "data", "debug", "ai"} {
		c := New(Light).Color(ColorTint(group), 0)
		if other, ok := seen[c]; ok {
			t.Errorf("%s looks like %s", group, other)
		}
		seen[c] = group
	}
}

func TestATileShowsItsSign(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(New(Dark))
	tile := NewTile(36, draw.Sign{Letter: "A", Tint: draw.ConnectTint})
	w := test.NewTempWindow(t, tile)
	w.Resize(fyne.NewSize(60, 60))
	count := func() (n int) {
		img := w.Canvas().Capture()
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if color.NRGBAModel.Convert(img.At(x, y)) == draw.Dark.Tints[draw.ConnectTint] {
					n++
				}
			}
		}
		return n
	}
	if count() < 20 {
		t.Error("no letter in the colour of its group")
	}
	tile.SetSign(draw.Sign{Letter: "A", Tint: draw.AITint})
	if count() > 0 {
		t.Error("the old sign still shows")
	}
}
