package flow

import (
	"bytes"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Members returns the members of an object in their order; nil for anything else.
func Members(v Value) Config {
	var o object
	if v.Kind() != '{' || json2.Unmarshal(v, &o) != nil {
		return nil
	}
	return Config(o)
}

// Object returns a config as an object whose members keep their order.
func Object(c Config) Value { return Of(object(c)) }

// Elements returns the elements of a list; nil for anything else.
func Elements(v Value) []Value {
	var list []Value
	if v.Kind() != '[' || json2.Unmarshal(v, &list) != nil {
		return nil
	}
	return list
}

// List returns a list of values.
func List(vs []Value) Value {
	if vs == nil {
		return Value("[]")
	}
	return Of(vs)
}

// With returns a config in which a setting has that value; nil removes it.
func (c Config) With(name string, v Value) Config { return c.with(name, v) }

// Pretty lays a value out for reading, as it stands in a file.
func Pretty(v Value) string {
	v = v.Clone()
	if v.Compact() != nil {
		return string(v)
	}
	return string(bytes.TrimRight(pretty(v), "\n"))
}

// Valid reads free-form JSON text as a value.
func Valid(text string) (Value, bool) {
	v := jsontext.Value(bytes.TrimSpace([]byte(text)))
	return v, len(v) > 0 && v.IsValid()
}
