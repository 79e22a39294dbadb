package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Dense puts Fyne's own lists and grids of text into the measures of data: code size, and
// rows that lie close together, so that no click falls between them.
func Dense(o fyne.CanvasObject) fyne.CanvasObject { return container.NewThemeOverride(o, dense{}) }

// dense is the theme that is on, whichever that is by now, with two sizes of its own.
type dense struct{}

func (dense) theme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color implements [fyne.Theme].
func (d dense) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return d.theme().Color(n, v)
}

// Font implements [fyne.Theme].
func (d dense) Font(s fyne.TextStyle) fyne.Resource { return d.theme().Font(s) }

// Icon implements [fyne.Theme].
func (d dense) Icon(n fyne.ThemeIconName) fyne.Resource { return d.theme().Icon(n) }

// Size implements [fyne.Theme].
func (d dense) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNamePadding:
		return 2
	case theme.SizeNameText:
		return codeSize
	}
	return d.theme().Size(n)
}
