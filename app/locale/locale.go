// Package locale gives the process a language before anything else starts: Fyne complains
// on stderr where the environment names none, or only C. It is imported for that alone, and
// imports nothing of ours, so that it comes first.
package locale

import (
	"os"
	"strings"
)

func init() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES"} {
		if nameless(os.Getenv(name)) {
			os.Unsetenv(name)
		}
	}
	if nameless(os.Getenv("LANG")) {
		os.Setenv("LANG", "en_US.UTF-8")
	}
}

func nameless(locale string) bool {
	return locale == "" || locale == "C" || locale == "POSIX" || strings.HasPrefix(locale, "C.")
}
