//go:build !cgo || headless

package main

// hasWindow says that this build is a command-line tool.
const hasWindow = false

func window([]string) int { panic("this build has no window") }
