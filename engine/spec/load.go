package spec

import (
	"errors"
	"fmt"
	"strings"
)

// Load stores evaluated values through the fields, defaults where there is none. A
// required field without a value is an error, as is a value outside a field's limits.
func Load(fields []Field, v Values) error {
	for i := range fields {
		f := &fields[i]
		shown := f.shown(v, fields, len(fields))
		if !shown && twin(fields, f, v) {
			continue
		}
		val := f.Default
		if shown {
			val = f.Get(v)
			if f.Required && !f.Lazy && f.lacks(val) {
				return fmt.Errorf("%s: %w", f.Title(), errMissing)
			}
		}
		if val == nil && !shown {
			continue
		}
		if err := f.Set(val); err != nil {
			return err
		}
	}
	return nil
}

var errMissing = errors.New("a value is required, and there is none")

// twin reports whether another field of the same name is the one shown: a setting can
// be edited in two ways, such as a body as JSON or as text.
func twin(fields []Field, f *Field, v Values) bool {
	for i := range fields {
		if g := &fields[i]; g.Name == f.Name && g.shown(v, fields, len(fields)) {
			return true
		}
	}
	return false
}

// lacks reports whether there is no value: where any JSON may stand, an empty list or
// object is one.
func (f *Field) lacks(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		if f.Type == JSON || f.Type == Any {
			return false
		}
	}
	return empty(v)
}

// empty reports whether a required value is as good as none.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// HasTemplate reports whether a text holds a template.
func HasTemplate(s string) bool { return strings.Contains(s, "{{") || strings.Contains(s, "{%") }
