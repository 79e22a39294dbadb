package catalog

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	providerType = reflect.TypeFor[Provider]()
	programType  = reflect.TypeFor[Program]()
	rawType      = reflect.TypeFor[jsontext.Value]()
)

// unknown reports every member of the tree that the type does not have. The JSON package
// would stop at the first.
func (r *report) unknown(t reflect.Type, v any, path string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return
		}
		known := members(t)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := path + "/" + name
			if m, ok := known[name]; ok {
				r.unknown(m, v[name], at)
			} else {
				r.add(at, "there is nothing of the name %q here", name)
			}
		}
	case []any:
		if t.Kind() != reflect.Slice || t == rawType || t == programType {
			return
		}
		for i, one := range v {
			r.unknown(t.Elem(), one, fmt.Sprintf("%s/%d", path, i))
		}
	}
}

// members returns the JSON members of a struct.
func members(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for f := range fieldsOf(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "-" && name != "" {
			m[name] = f.Type
		}
	}
	return m
}

func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}
