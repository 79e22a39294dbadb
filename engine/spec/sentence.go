package spec

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is a text, such as that of an error, as a person reads it: it begins with a
// capital, unless it begins with a host or a path, and ends with a mark.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	first, _, _ := strings.Cut(text, " ")
	if !strings.ContainsAny(strings.TrimRight(first, ".:,"), "./") {
		r, n := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(r)) + text[n:]
	}
	if last, _ := utf8.DecodeLastRuneInString(text); !strings.ContainsRune(".?!…", last) {
		text += "."
	}
	return text
}
