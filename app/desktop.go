//go:build cgo && !headless

package main

import (
	_ "flowbench/app/locale" // before Fyne
	desktop "flowbench/app/window"
	"flowbench/assets"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
)

// hasWindow says that this build has a window.
const hasWindow = true

func window(args []string) int {
	return desktop.Main(args, func(id string) fyne.App {
		fyneapp.SetMetadata(fyne.AppMetadata{ID: id, Name: "Flowbench", Version: desktop.Version, Icon: fyne.NewStaticResource("icon.png", assets.AppIcon)})
		return fyneapp.NewWithID(id)
	})
}
