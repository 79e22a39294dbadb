package signin

import (
	"fmt"
	"image/color"
	"regexp"
	"strings"
	"testing"

	"flowbench/canvas/draw"
)

// Whatever is answered, no cache keeps it, its address goes nowhere, and it cannot load,
// run or send anything.
func TestEveryAnswerIsGuarded(t *testing.T) {
	a := &stub{}
	begun(t, a, Options{})
	for name, got := range map[string]answered{
		"nothing":  ask(t, "GET", strings.TrimSuffix(a.redirect, "x")+"y"),
		"a POST":   ask(t, "POST", a.redirect),
		"declined": a.back(t, "error=access_denied", "state=STATE"),
		"after":    a.back(t, "code=c1", "state=STATE"),
	} {
		csp := got.header.Get("Content-Security-Policy")
		if got.header.Get("Cache-Control") != "no-store" || got.header.Get("Referrer-Policy") != "no-referrer" ||
			!strings.HasPrefix(csp, "default-src 'none'; style-src 'sha256-") || strings.Contains(csp, "unsafe") ||
			got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", name, got.header)
		}
	}
}

var outward = regexp.MustCompile(`(?i)<script|<a |<img|<form|<link|<iframe|\son[a-z]+=|url\(|http-equiv|https?:|@import`)

func TestThePageStandsByItself(t *testing.T) {
	a := &stub{}
	begun(t, a, Options{Name: `"><script>alert(1)</script>`})
	got := a.back(t, "code=the-code-that-came", "state=STATE", "x=<b>said</b>").body
	if found := outward.FindString(got); found != "" {
		t.Errorf("%q is in the page:\n%s", found, got)
	}
	for _, secret := range []string{"the-code-that-came", a.state, aToken, a.verifier, strings.SplitAfter(a.redirect, "/callback/")[1], "said"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is in the page:\n%s", secret, got)
		}
	}
	if !strings.Contains(got, pageCSS) {
		t.Error("the style sheet is not the one that the policy allows")
	}
}

// The page has the product's colours.
func TestThePagesColoursAreTheProducts(t *testing.T) {
	light, dark, _ := strings.Cut(pageCSS, "@media (prefers-color-scheme: dark)")
	dark, _, _ = strings.Cut(dark, "*")
	for css, theme := range map[string]*draw.Theme{light: draw.Light, dark: draw.Dark} {
		for name, c := range map[string]color.NRGBA{
			"ground": theme.Background, "card": theme.Surface, "edge": theme.Border,
			"text": theme.Text, "muted": theme.Muted, "primary": theme.Primary,
			"success": theme.Success, "failure": theme.Failure,
		} {
			if want := fmt.Sprintf("--%s: #%02x%02x%02x", name, c.R, c.G, c.B); !strings.Contains(css, want) {
				t.Errorf("%q is not in %s", want, css)
			}
		}
	}
}
