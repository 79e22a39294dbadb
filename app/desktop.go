//go:build cgo && !headless

package main

import (
	_ "flowbench/app/locale" // before Fyne
	desktop "flowbench/app/window"
)

// hasWindow says that this build has a window.
const hasWindow = true

func window(args []string) int { return desktop.Main(args) }
