package draw

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryColourCanBeReadOnItsGround(t *testing.T) {
	for name, th := range map[string]*Theme{"light": Light, "dark": Dark} {
		panels := []color.NRGBA{th.Background, th.Surface, th.Board}
		rows := []color.NRGBA{th.Surface, th.Hover, th.Chosen, th.Code}
		type rule struct {
			what    string
			ink     color.NRGBA
			grounds []color.NRGBA
			least   float64
		}
		rules := []rule{
			{"text", th.Text, append(panels, rows...), 4.5},
			{"muted", th.Muted, append(panels, rows...), 4.5},
			{"faint", th.Faint, append(panels, th.Code), 3},
			{"primary", th.Primary, append(panels, th.Chosen), 4.5},
			{"success", th.Success, append(panels, th.Chosen, th.Code), 4.5},
			{"failure", th.Failure, append(panels, th.Chosen, th.Code), 4.5},
			{"warning", th.Warning, append(panels, th.Chosen, th.Code), 4.5},
			{"on primary", th.OnPrimary, []color.NRGBA{th.Primary}, 4.5},
			{"on a state", th.OnState, []color.NRGBA{th.Success, th.Failure, th.Warning}, 4.5},
			{"control", th.Control, []color.NRGBA{th.Surface, th.Background}, 3},
			{"wire", th.Muted, []color.NRGBA{th.Board}, 3},
			{"code key", th.CodeKey, []color.NRGBA{th.Code, th.Surface}, 4.5},
			{"code string", th.CodeString, []color.NRGBA{th.Code, th.Surface}, 4.5},
			{"code number", th.CodeNumber, []color.NRGBA{th.Code, th.Surface}, 4.5},
		}
		for i, c := range th.Tints {
			rules = append(rules, rule{fmt.Sprintf("tint %d", i), c, []color.NRGBA{th.Tile(c), th.Surface, th.Board}, 3})
		}
		for _, r := range rules {
			for _, g := range r.grounds {
				if got := contrast(r.ink, g); got < r.least {
					t.Errorf("%s: %s %v on %v is %.2f:1, want %v:1", name, r.what, r.ink, g, got, r.least)
				}
			}
		}
	}
}
