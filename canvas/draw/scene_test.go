package draw

import (
	"reflect"
	"testing"
)

func TestAnItemThatDiffersInAnyFieldIsDrawnAnew(t *testing.T) {
	for _, item := range []Item{&Node{Ports: []Port{{}}}, &Wire{}} {
		kind := reflect.TypeOf(item).Elem()
		for i := range kind.NumField() {
			if !kind.Field(i).IsExported() {
				continue
			}
			other := reflect.New(kind)
			other.Elem().Set(reflect.ValueOf(item).Elem())
			if !same(item, other.Interface().(Item)) {
				t.Fatalf("a copy of a %s is another", kind)
			}
			change(other.Elem().Field(i))
			if same(item, other.Interface().(Item)) {
				t.Errorf("a %s with another %s looks the same", kind, kind.Field(i).Name)
			}
		}
	}
}

// change gives a value another one of its type.
func change(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.Struct:
		change(v.Field(0))
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	default:
		panic("no other value of " + v.Type().String())
	}
}
