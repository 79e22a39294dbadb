// Package look is the window's theme: Fyne's colours, sizes, faces and icons,
// made from the one table in canvas/draw, so that standard widgets look like
// the rest of the product.
//
// Beside Fyne's own names it answers to the names below; a widget that asks for
// one of them by theme.Color gets it in the light that is on.
package look

import (
	"image/color"

	"flowbench/assets"
	"flowbench/canvas/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// A Mode says which light the window is in.
type Mode string

const (
	System Mode = "system" // as the desktop
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// Colours beyond Fyne's.
const (
	ColorSurface    fyne.ThemeColorName = "surface"
	ColorGround     fyne.ThemeColorName = "ground" // behind panels
	ColorBoard      fyne.ThemeColorName = "board"
	ColorBorder     fyne.ThemeColorName = "border"
	ColorControl    fyne.ThemeColorName = "control"
	ColorMuted      fyne.ThemeColorName = "muted"
	ColorFaint      fyne.ThemeColorName = "faint"
	ColorChosen     fyne.ThemeColorName = "chosen" // the ground of a chosen row or tab
	ColorCode       fyne.ThemeColorName = "code"
	ColorCodeKey    fyne.ThemeColorName = "codeKey"
	ColorCodeString fyne.ThemeColorName = "codeString"
	ColorCodeNumber fyne.ThemeColorName = "codeNumber"
)

// ColorTint is the colour of a group of kinds, such as "flow" or "connect".
func ColorTint(group string) fyne.ThemeColorName { return fyne.ThemeColorName("tint-" + group) }

// Sizes beyond Fyne's.
const (
	SizeTitle fyne.ThemeSizeName = "title" // 15
	SizeLabel fyne.ThemeSizeName = "label" // above a field, 11.5
	SizeHead  fyne.ThemeSizeName = "head"  // a group's head in capitals, 10.5
	SizeCode  fyne.ThemeSizeName = "code"  // 11.5
	SizePanel fyne.ThemeSizeName = "panel" // a panel's padding, 16
)

type look struct{ mode Mode }

// New is the theme in a light.
func New(m Mode) fyne.Theme { return look{m} }

// Use puts the whole app into a light.
func Use(a fyne.App, m Mode) { a.Settings().SetTheme(New(m)) }

// Colours is the table of the light that is on.
func Colours() *draw.Theme {
	s := fyne.CurrentApp().Settings()
	if l, ok := s.Theme().(look); ok {
		return l.colours(s.ThemeVariant())
	}
	return look{System}.colours(s.ThemeVariant())
}

func (l look) colours(v fyne.ThemeVariant) *draw.Theme {
	if l.mode == Dark || l.mode != Light && v == theme.VariantDark {
		return draw.Dark
	}
	return draw.Light
}

// Color implements fyne.Theme.
func (l look) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	t := l.colours(v)
	if c, ok := colorOf(t, name); ok {
		if name == theme.ColorNameForeground {
			return ink{c}
		}
		return c
	}
	v = theme.VariantLight
	if t.Dark {
		v = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, v)
}

// An ink is the colour of text, a hair less than opaque. Fyne makes the colour of a menu's
// shortcuts of it by the low byte of 0.95 of its opacity: that of a full one is next to
// nothing, and the shortcuts could not be read.
type ink struct{ color.NRGBA }

// RGBA implements color.Color.
func (c ink) RGBA() (r, g, b, a uint32) {
	r, g, b, _ = c.NRGBA.RGBA()
	return r, g, b, inkOpacity
}

const inkOpacity = 65400 // 0.95 of it ends in 0xB2: 70 in 100

func colorOf(t *draw.Theme, name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case theme.ColorNameBackground, ColorSurface, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return t.Surface, true
	case theme.ColorNameInputBackground, theme.ColorNameHeaderBackground, ColorGround:
		return t.Background, true
	case theme.ColorNameButton:
		return t.Pressed, true
	case theme.ColorNameDisabledButton:
		return t.Hover, true
	case theme.ColorNameForeground:
		return t.Text, true
	case ColorFaint, theme.ColorNameDisabled:
		return t.Faint, true
	case theme.ColorNamePlaceHolder: // often the value that is taken where none is typed
		return t.Muted, true
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return t.Primary, true
	case theme.ColorNameForegroundOnPrimary:
		return t.OnPrimary, true
	case theme.ColorNameFocus:
		return clear(t.Primary, 0x40), true
	case theme.ColorNameSelection:
		return clear(t.Primary, 0x38), true
	case theme.ColorNameHover:
		return clear(t.Text, 0x12), true
	case theme.ColorNamePressed:
		return clear(t.Text, 0x26), true
	case theme.ColorNameInputBorder, ColorControl:
		return t.Control, true
	case theme.ColorNameSeparator, ColorBorder:
		return t.Border, true
	case theme.ColorNameScrollBar:
		return clear(t.Muted, 0x90), true
	case theme.ColorNameScrollBarBackground:
		return color.NRGBA{}, true
	case theme.ColorNameShadow:
		return t.Shadow, true
	case theme.ColorNameSuccess:
		return t.Success, true
	case theme.ColorNameError:
		return t.Failure, true
	case theme.ColorNameWarning:
		return t.Warning, true
	case theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnWarning:
		return t.OnState, true
	case ColorBoard:
		return t.Board, true
	case ColorMuted:
		return t.Muted, true
	case ColorChosen:
		return t.Chosen, true
	case ColorCode:
		return t.Code, true
	case ColorCodeKey:
		return t.CodeKey, true
	case ColorCodeString:
		return t.CodeString, true
	case ColorCodeNumber:
		return t.CodeNumber, true
	}
	if len(name) > 5 && name[:5] == "tint-" {
		return t.Tints[draw.TintOf(string(name[5:]))], true
	}
	return color.NRGBA{}, false
}

func clear(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

var (
	regular  = fyne.NewStaticResource("Inter-Regular.otf", assets.Regular)
	semiBold = fyne.NewStaticResource("Inter-SemiBold.otf", assets.SemiBold)
	mono     = fyne.NewStaticResource("JetBrainsMono-Regular.ttf", assets.Mono)
)

// Font implements fyne.Theme.
func (l look) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Monospace:
		return mono
	case s.Bold:
		return semiBold
	}
	return regular
}

// Size implements fyne.Theme.
func (l look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameHeadingText:
		return 20
	case theme.SizeNameSubHeadingText, SizeTitle:
		return 15
	case theme.SizeNameCaptionText, SizeLabel, SizeCode:
		return 11.5
	case SizeHead:
		return 10.5
	case SizePanel:
		return 16
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameLineSpacing:
		return 4
	case theme.SizeNameInlineIcon:
		return 16
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameInputRadius:
		return 6
	case theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall, theme.SizeNameScrollBarRadius:
		return 4
	}
	return theme.DefaultTheme().Size(name)
}
