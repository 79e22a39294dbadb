package vault

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

const maxName = 200

// Name cleans the name of a connection: what cannot be seen goes, space at its ends too.
func Name(typed string) (string, error) {
	name := clean(typed)
	switch n := len([]rune(name)); {
	case n == 0:
		return "", errors.New("give the connection a name: it is how people tell it from others")
	case n > maxName:
		return "", fmt.Errorf("the name has %d characters, and %d is the most: shorten it", n, maxName)
	}
	return name, nil
}

// clean makes one line of a text from outside: control, bidirectional and zero-width
// characters go, and a run of space is one space.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), r == '\u034f', r == '\u115f', r == '\u3164', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// free is the name itself, or one like it that is not taken: "Team 2".
func free(name string, taken func(string) bool) string {
	try := name
	for n := 2; taken(try); n++ {
		tail := fmt.Sprintf(" %d", n)
		base := []rune(name)
		try = string(base[:min(len(base), maxName-len(tail))]) + tail
	}
	return try
}
