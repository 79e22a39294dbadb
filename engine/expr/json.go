package expr

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Member is one key of an [Object] and its value.
type Member struct {
	Name  string
	Value any
}

// Object is a JSON object that keeps the order of its members.
type Object []Member

// Get returns the value of the member called name.
func (o Object) Get(name string) (any, bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

// Plain returns v with every [Object] in it as map[string]any, as jq takes it.
func Plain(v any) any {
	switch v := v.(type) {
	case Object:
		m := make(map[string]any, len(v))
		for _, e := range v {
			m[e.Name] = Plain(e.Value)
		}
		return m
	case []any:
		w := make([]any, len(v))
		for i, e := range v {
			w[i] = Plain(e)
		}
		return w
	default:
		return v
	}
}

// Decode reads one JSON value: objects as map[string]any, of a key twice the
// last. Bytes that are not UTF-8 become U+FFFD.
func Decode(data []byte) (any, error) {
	v, _, err := decode(data, false)
	return v, err
}

// DecodeUnique is [Decode], and tells whether each key of an object stands in it once.
func DecodeUnique(data []byte) (v any, unique bool, err error) { return decode(data, false) }

// DecodeOrdered is [Decode] with objects as [Object].
func DecodeOrdered(data []byte) (any, error) {
	v, _, err := decode(data, true)
	return v, err
}

func decode(data []byte, ordered bool) (v any, unique bool, err error) {
	d := decoder{
		dec: jsontext.NewDecoder(bytes.NewBuffer(data),
			jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		ordered: ordered,
	}
	v, err = d.value(1)
	if err != nil {
		return nil, false, jsonError(data, err)
	}
	if _, err := d.dec.ReadToken(); err != io.EOF {
		if err == nil {
			err = errors.New("more text after the JSON value")
		}
		return nil, false, jsonError(data, err)
	}
	return v, !d.twice, nil
}

type decoder struct {
	dec     *jsontext.Decoder
	ordered bool
	twice   bool              // a key stood twice in an object
	names   map[string]string // keys seen, as written: records repeat them
}

// name reads an object's key.
func (d *decoder) name() (string, error) {
	raw, err := d.dec.ReadValue()
	if err != nil {
		return "", err
	}
	if name, ok := d.names[string(raw)]; ok {
		return name, nil
	}
	b, _ := jsontext.AppendUnquote(nil, raw) // its error is bad UTF-8, which it has mended
	name := string(b)
	if d.names == nil {
		d.names = map[string]string{}
	}
	if len(d.names) < 1000 { // enough for records, too few to matter
		d.names[string(raw)] = name
	}
	return name, nil
}

func (d *decoder) value(depth int) (any, error) {
	t, err := d.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case 'n':
		return nil, nil
	case 't':
		return true, nil
	case 'f':
		return false, nil
	case '"':
		return t.String(), nil
	case '0':
		return number(t.String()), nil
	}
	if depth > MaxDepth {
		return nil, fmt.Errorf("JSON nests deeper than %d", MaxDepth)
	}
	if t.Kind() == '[' {
		return d.array(depth)
	}
	if d.ordered {
		return d.object(depth)
	}
	m := map[string]any{}
	for n := 1; d.dec.PeekKind() != '}'; n++ {
		name, err := d.name()
		if err != nil {
			return nil, err
		}
		if m[name], err = d.value(depth + 1); err != nil {
			return nil, err
		}
		if len(m) < n {
			d.twice = true
		}
	}
	_, err = d.dec.ReadToken()
	return m, err
}

func (d *decoder) array(depth int) (any, error) {
	a := []any{}
	for d.dec.PeekKind() != ']' {
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
	_, err := d.dec.ReadToken()
	return a, err
}

func (d *decoder) object(depth int) (any, error) {
	o := Object{}
	for d.dec.PeekKind() != '}' {
		name, err := d.name()
		if err != nil {
			return nil, err
		}
		v, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		o = append(o, Member{name, v})
	}
	_, err := d.dec.ReadToken()
	return o, err
}

func number(text string) any {
	if n, err := strconv.Atoi(text); err == nil && text != "-0" {
		return n
	}
	return json.Number(text)
}

func jsonError(data []byte, err error) error {
	var s *jsontext.SyntacticError
	if errors.As(err, &s) {
		line, column := position(string(data), int(s.ByteOffset))
		return fmt.Errorf("not JSON at line %d, column %d: %w", line, column, s.Err)
	}
	if errors.Is(err, io.EOF) {
		return errors.New("not JSON: empty")
	}
	return err
}

// Encode writes a value as compact JSON: the keys of a map sorted, those of an
// [Object] in order, nothing escaped for HTML. A number that JSON cannot write
// (not a number, infinite) is null.
func Encode(v any) ([]byte, error) {
	scratch := buffers.Get().(*[]byte)
	b, err := AppendJSON((*scratch)[:0], v)
	var out []byte
	if err == nil {
		out = bytes.Clone(b)
	}
	if cap(b) <= 1<<20 {
		*scratch = b
		buffers.Put(scratch)
	}
	return out, err
}

// buffers are where values are written before their size is known.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// AppendJSON appends what [Encode] writes to dst.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	return appendJSON(dst, v, len(dst), 0)
}

func appendJSON(b []byte, v any, start, depth int) ([]byte, error) {
	if len(b)-start > MaxResult {
		return b, errLarge
	}
	var err error
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		return appendString(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case float64:
		return appendFloat(b, v), nil
	case *big.Int:
		return v.Append(b, 10), nil
	case json.Number:
		return append(b, v...), nil
	case []any:
		if depth >= MaxDepth {
			return b, errDeep
		}
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendJSON(b, e, start, depth+1); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	case map[string]any:
		if depth >= MaxDepth {
			return b, errDeep
		}
		return appendMap(b, v, start, depth)
	case Object:
		if depth >= MaxDepth {
			return b, errDeep
		}
		b = append(b, '{')
		for i, m := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, m.Name), ':')
			if b, err = appendJSON(b, m.Value, start, depth+1); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	default:
		return b, fmt.Errorf("a Go %T is no JSON value", v)
	}
}

func appendMap(b []byte, m map[string]any, start, depth int) ([]byte, error) {
	var few [16]string // most objects are small: no allocation for their keys
	keys := few[:0]
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b = append(b, '{')
	var err error
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k), ':')
		if b, err = appendJSON(b, m[k], start, depth+1); err != nil {
			return b, err
		}
	}
	return append(b, '}'), nil
}

func appendString(b []byte, s string) []byte {
	b, _ = jsontext.AppendQuote(b, s) // its error is bad UTF-8, which it has mended
	return b
}

// appendFloat writes a float as jq does: no exponent between 1e-6 and 1e21.
func appendFloat(b []byte, f float64) []byte {
	abs := math.Abs(f)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return append(b, "null"...)
	case abs == 0 || 1e-6 <= abs && abs < 1e21:
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1] // e-09 is e-9
		b = b[:n-1]
	}
	return b
}
