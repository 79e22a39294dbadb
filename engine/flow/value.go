package flow

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A Value is free-form JSON, kept as it was typed: key order and number text included.
// It is never changed in place.
type Value = jsontext.Value

// A Config is what was typed into a node's fields, in the order it stands in the file.
type Config []Setting

// A Setting is the value of one field.
type Setting struct {
	Name  string
	Value Value
}

// Get returns the value of a field, or nil if it was never set.
func (c Config) Get(name string) Value {
	for _, s := range c {
		if s.Name == name {
			return s.Value
		}
	}
	return nil
}

// Text returns the value of a field that is a JSON string, else "".
func (c Config) Text(name string) string {
	s, _ := Decode(c.Get(name)).(string)
	return s
}

// Map returns the config decoded: see [Decode].
func (c Config) Map() map[string]any {
	m := make(map[string]any, len(c))
	for _, s := range c {
		m[s.Name] = Decode(s.Value)
	}
	return m
}

// with returns a config in which the field has that value; nil removes it.
func (c Config) with(name string, v Value) Config {
	i := slices.IndexFunc(c, func(s Setting) bool { return s.Name == name })
	switch {
	case i < 0 && v == nil:
		return c
	case i < 0:
		return append(slices.Clip(c), Setting{name, v})
	case v == nil:
		return slices.Delete(slices.Clone(c), i, i+1)
	}
	c = slices.Clone(c)
	c[i].Value = v
	return c
}

// Of returns v as a Value; bytes that are no text become U+FFFD. It panics for what JSON
// cannot hold.
func Of(v any) Value {
	b, err := json2.Marshal(v, json2.Deterministic(true), jsontext.AllowInvalidUTF8(true), json2.WithMarshalers(numbers))
	if err != nil {
		panic("flow: a value that is no JSON: " + err.Error())
	}
	return b
}

// numbers writes what Decode reads a number as: its text, as it stood.
var numbers = json2.MarshalToFunc(func(e *jsontext.Encoder, n json.Number) error {
	return e.WriteValue(jsontext.Value(cmp.Or(n, "0")))
})

// ConfigOf makes a config from pairs of a field's name and its value.
func ConfigOf(pairs ...any) Config {
	var c Config
	for i := 0; i+1 < len(pairs); i += 2 {
		c = append(c, Setting{pairs[i].(string), Of(pairs[i+1])})
	}
	return c
}

// Decode returns the value as nil, bool, json.Number, string, []any or map[string]any;
// nil for no value.
func Decode(v Value) any {
	if len(v) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(v))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}

// same reports whether two values have the same text, white space apart.
func same(a, b Value) bool {
	if bytes.Equal(a, b) {
		return true
	}
	if a == nil || b == nil {
		return false
	}
	a, b = a.Clone(), b.Clone()
	return a.Compact() == nil && b.Compact() == nil && bytes.Equal(a, b)
}
