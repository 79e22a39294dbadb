package main

import (
	"os"
	"strings"
	"testing"

	"flowbench/app/cli"
)

func TestThePackageHasTheVersionOfTheProgram(t *testing.T) {
	b, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := `Version = "` + cli.Version + `"`; !strings.Contains(string(b), want) {
		t.Errorf("FyneApp.toml does not say %s", want)
	}
}
