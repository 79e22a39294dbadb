package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of colours and sizes beside Fyne's own, which the theme answers.
const (
	ColorMuted   fyne.ThemeColorName = "flowbench.muted"
	ColorFaint   fyne.ThemeColorName = "flowbench.faint"
	ColorSurface fyne.ThemeColorName = "flowbench.surface"
)

func sizeName(size float32) fyne.ThemeSizeName {
	if size < 12 {
		return theme.SizeNameCaptionText
	}
	return theme.SizeNameText
}

func colorName(r Role) fyne.ThemeColorName {
	switch r {
	case Muted, Caption:
		return ColorMuted
	case Faint:
		return ColorFaint
	case Good:
		return theme.ColorNameSuccess
	case Bad:
		return theme.ColorNameError
	case Caution:
		return theme.ColorNameWarning
	}
	return theme.ColorNameForeground
}
