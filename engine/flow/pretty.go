package flow

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

const lineWidth = 100

// pretty lays out canonical JSON: two spaces a level, LF, a final newline. A list of
// plain values stands on one line if it fits, and so does a small object in a list:
// in a comparison of two files a header, a note or a place is one line.
func pretty(v Value) []byte {
	d := jsontext.NewDecoder(bytes.NewReader(v))
	var out bytes.Buffer
	parse(d).print(&out, "", false)
	out.WriteByte('\n')
	return out.Bytes()
}

// A tree is a JSON value with the text of its leaves.
type tree struct {
	text  string // of a leaf
	open  byte   // of a container: { or [
	names []string
	kids  []tree
}

func parse(d *jsontext.Decoder) tree {
	k := d.PeekKind()
	if k != '{' && k != '[' {
		v, err := d.ReadValue()
		if err != nil {
			panic("flow: " + err.Error())
		}
		return tree{text: string(v)}
	}
	t := tree{open: byte(k)}
	d.ReadToken()
	for d.PeekKind() != '}' && d.PeekKind() != ']' {
		if k == '{' {
			name, _ := d.ReadValue()
			t.names = append(t.names, string(name))
		}
		t.kids = append(t.kids, parse(d))
	}
	d.ReadToken()
	return t
}

func (t tree) print(out *bytes.Buffer, indent string, inList bool) {
	if t.open == 0 {
		out.WriteString(t.text)
		return
	}
	if t.open == '[' || inList || len(t.kids) == 0 {
		room := lineWidth - utf8.RuneCount(out.Bytes()[bytes.LastIndexByte(out.Bytes(), '\n')+1:])
		if one, ok := t.oneLine(); ok && utf8.RuneCountInString(one) <= room {
			out.WriteString(one)
			return
		}
	}
	inner := indent + "  "
	out.WriteByte(t.open)
	for i, kid := range t.kids {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n" + inner)
		if t.open == '{' {
			out.WriteString(t.names[i] + ": ")
		}
		kid.print(out, inner, t.open == '[')
	}
	out.WriteString("\n" + indent)
	out.WriteByte(t.open + 2) // } follows { and ] follows [ at a distance of two
}

// oneLine returns a container on one line if it holds only leaves, empty containers
// and, in an object, lists of those.
func (t tree) oneLine() (string, bool) {
	var s strings.Builder
	s.WriteByte(t.open)
	for i, kid := range t.kids {
		if i > 0 {
			s.WriteString(", ")
		}
		if t.open == '{' {
			s.WriteString(t.names[i] + ": ")
		}
		switch {
		case kid.open == 0:
			s.WriteString(kid.text)
		case len(kid.kids) == 0 || t.open == '{' && kid.open == '[':
			one, ok := kid.oneLine()
			if !ok {
				return "", false
			}
			s.WriteString(one)
		default:
			return "", false
		}
		if s.Len() > 4*lineWidth {
			return "", false
		}
	}
	s.WriteByte(t.open + 2)
	return s.String(), true
}
