package expr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is what is wrong with a template or program: where, what, and what to do.
type Error struct {
	Part   string // the template or program as written, cut when long
	At     string // in a tree: the place of the string, as in items[0].name
	Offset int    // byte in the text where it goes wrong
	Line   int    // the same as line and column, from 1; column counts characters
	Column int
	Text   string // what is wrong
	Fix    string // what to do, or ""
	Err    error  // the cause, or nil
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.At != "" {
		b.WriteString("at " + e.At + ": ")
	}
	b.WriteString(e.Part)
	b.WriteString(": ")
	if e.Err == nil { // found while reading, where the place counts
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	}
	b.WriteString(e.Text)
	if e.Fix != "" {
		b.WriteString("; " + e.Fix)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// place sets where in the whole text the error lies, its part at offset.
func (e *Error) place(whole string, offset int) *Error {
	e.Offset = min(offset, len(whole))
	e.Line, e.Column = position(whole, e.Offset)
	return e
}

// position tells line and column, from 1, of a byte of text.
func position(text string, offset int) (line, column int) {
	before := text[:min(offset, len(text))]
	line = 1 + strings.Count(before, "\n")
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	return line, 1 + utf8.RuneCountInString(before)
}

// brief cuts a source for showing in an error.
func brief(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 120
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:most-1]) + "…"
}
