package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"flowbench/app/look"
)

func sizeName(size float32) fyne.ThemeSizeName {
	if size < 12 {
		return look.SizeLabel
	}
	return theme.SizeNameText
}

func colorName(r Role) fyne.ThemeColorName {
	switch r {
	case Muted, Caption:
		return look.ColorMuted
	case Faint:
		return look.ColorFaint
	case Good:
		return theme.ColorNameSuccess
	case Bad:
		return theme.ColorNameError
	case Caution:
		return theme.ColorNameWarning
	}
	return theme.ColorNameForeground
}
