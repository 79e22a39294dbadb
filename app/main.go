// Flowbench: a workbench for API integrations, as a window and as a command line.
//
// This package joins the parts and holds none: with the name of a command it is the
// command line (app/cli), otherwise the window (app/window), where the build has one.
package main

import (
	"os"

	"flowbench/app/cli"
)

func main() {
	args := os.Args[1:]
	if hasWindow && !cli.Is(args) {
		os.Exit(window(args))
	}
	os.Exit(cli.Main(args, os.Stdin, os.Stdout, os.Stderr))
}
