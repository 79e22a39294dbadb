// Package locale gives the process a language before anything else starts: Fyne complains
// on stderr where LANG is missing or C. It is imported for that alone, and imports nothing
// of ours, so that it comes first.
package locale

import "os"

func init() {
	switch os.Getenv("LANG") {
	case "", "C", "POSIX":
		os.Setenv("LANG", "en_US.UTF-8")
	}
}
