//go:build cgo && !headless

package main

import (
	"os"
	"path/filepath"

	"flowbench/app/cli"
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
		fyneapp.SetMetadata(fyne.AppMetadata{ID: id, Name: "Flowbench", Version: cli.Version, Icon: fyne.NewStaticResource("icon.png", assets.AppIcon)})
		dropEmptyPreferences(id)
		return fyneapp.NewWithID(id)
	})
}

// dropEmptyPreferences removes Fyne's own settings where a crash left them empty: at each
// later start it would complain. There is nothing of ours in them.
func dropEmptyPreferences(id string) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return
	}
	name := filepath.Join(dir, "fyne", id, "preferences.json")
	if st, err := os.Stat(name); err == nil && st.Size() == 0 {
		os.Remove(name)
	}
}
