package refactor

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// How a text in a node's settings is read.
type How int

// A text is a template unless its field holds a jq program: one whose dot is the
// response, or one whose dot is the context.
const (
	Template How = iota
	Program
	OnContext
)

// A Reader says how the texts of a node's field are read. The field's path is the names
// on the way to it, with a dot between: "url", "headers.value". A nil Reader reads all
// as templates.
type Reader func(n *flow.Node, path string) How

func (r Reader) how(n *flow.Node, path string) How {
	if r == nil {
		return Template
	}
	return r(n, path)
}

// Declared is a Reader that goes by the declared fields of a node; onContext says
// whether a node's programs read the context, as Function and Condition do.
func Declared(fields func(n *flow.Node) []spec.Field, onContext func(n *flow.Node) bool) Reader {
	return func(n *flow.Node, path string) How {
		level := fields(n)
		for name := range strings.SplitSeq(path, ".") {
			var found *spec.Field
			for i := range level {
				if level[i].Name == name {
					found = &level[i]
				}
			}
			switch {
			case found == nil:
				return Template
			case found.Type == spec.Program && onContext(n):
				return OnContext
			case found.Type == spec.Program:
				return Program
			}
			level = found.Row
		}
		return Template
	}
}

// eachText gives every text in a value to change, keys apart, and returns the value with
// what came back. All else stays byte for byte.
func eachText(field string, v flow.Value, change func(path, text string) string) (flow.Value, bool) {
	var out bytes.Buffer
	d := jsontext.NewDecoder(bytes.NewReader(v))
	last := 0 // up to where v is written
	for {
		kind := d.PeekKind()
		if kind != '"' {
			if _, err := d.ReadToken(); err != nil {
				break
			}
			continue
		}
		in, n := d.StackIndex(d.StackDepth())
		raw, err := d.ReadValue()
		if err != nil {
			break
		}
		if in == '{' && n%2 == 0 {
			continue // a key
		}
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			continue
		}
		now := change(field+names(d.StackPointer()), string(text))
		if now == string(text) {
			continue
		}
		end := int(d.InputOffset())
		quoted, err := jsontext.AppendQuote(nil, now)
		if err != nil {
			continue
		}
		out.Write(v[last : end-len(raw)])
		out.Write(quoted)
		last = end
	}
	if last == 0 {
		return v, false
	}
	out.Write(v[last:])
	return out.Bytes(), true
}

// names writes the names of a pointer, without the numbers of list elements: ".rules.left".
func names(p jsontext.Pointer) string {
	var out strings.Builder
	for tok := range p.Tokens() {
		if strings.Trim(tok, "0123456789") != "" {
			out.WriteString("." + tok)
		}
	}
	return out.String()
}
