package request

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/expr"
)

// encodeForm writes an object as a form, nested values as Stripe and others read them:
// {"a": [1, 2], "metadata": {"order": 7}, "items": [{"price": "p"}]} is
// a[]=1&a[]=2&metadata[order]=7&items[0][price]=p. A key that ends with [] is not given
// another pair. Text is taken to be a form already.
func encodeForm(body any) ([]byte, error) {
	if text, ok := body.(string); ok {
		return []byte(text), nil
	}
	object := members(body)
	if object == nil {
		return nil, fault("give it an object", "a form is made from an object, not from a list or a single value")
	}
	f := form{}
	for _, m := range object {
		if err := f.add(m.Name, m.Value); err != nil {
			return nil, err
		}
	}
	return f.b.Bytes(), nil
}

type form struct{ b bytes.Buffer }

func (f *form) add(key string, value any) error {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return f.list(key, v)
	case expr.Object, map[string]any:
		for _, m := range members(v) {
			if err := f.add(key+"["+m.Name+"]", m.Value); err != nil {
				return err
			}
		}
		return nil
	}
	text, err := expr.Text(value)
	if err != nil {
		return err
	}
	f.pair(key, text)
	return nil
}

// list numbers its elements only where they have an inside of their own.
func (f *form) list(key string, list []any) error {
	numbered := slices.ContainsFunc(list, func(e any) bool {
		_, isList := e.([]any)
		return isList || members(e) != nil
	})
	key = strings.TrimSuffix(key, "[]")
	for i, e := range list {
		inner := key + "[]"
		if numbered {
			inner = key + "[" + strconv.Itoa(i) + "]"
		}
		if e == nil {
			f.pair(inner, "")
			continue
		}
		if err := f.add(inner, e); err != nil {
			return err
		}
	}
	return nil
}

func (f *form) pair(key, value string) {
	if f.b.Len() > 0 {
		f.b.WriteByte('&')
	}
	f.b.WriteString(escape(key, inFormKey, false))
	f.b.WriteByte('=')
	f.b.WriteString(formValue(value))
}

// formValue escapes as forms do: a space is +.
func formValue(s string) string { return strings.ReplaceAll(escapeQuery(s), "%20", "+") }

func sorted(m map[string]any) expr.Object {
	o := make(expr.Object, 0, len(m))
	for k, v := range m {
		o = append(o, expr.Member{Name: k, Value: v})
	}
	slices.SortFunc(o, func(a, b expr.Member) int { return strings.Compare(a.Name, b.Name) })
	return o
}
