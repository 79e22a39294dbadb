package event

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// fill sets every field of a struct to something, so that none can be forgotten.
func fill(v reflect.Value, n *int) {
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(int64(*n), 0).UTC()))
	case v.Type() == reflect.TypeFor[jsontext.Value]():
		v.Set(reflect.ValueOf(jsontext.Value("{\"a\":\n [1,\r\n 2]}")))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n)
	case v.Kind() == reflect.String:
		v.SetString("text")
	case v.Kind() == reflect.Int:
		v.SetInt(int64(*n))
	case v.Kind() == reflect.Float64:
		v.SetFloat(float64(*n) / 2)
	}
}

func TestALineSaysWhatMarshallingSays(t *testing.T) {
	var full, inline Event
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	fill(reflect.ValueOf(&inline).Elem(), &n)
	inline.Input = &Value{Value: jsontext.Value("{\"a\":\n1}")}
	inline.Call.Sent.Body = &Value{Value: jsontext.Value(`[]`)}
	inline.Output = &Value{}
	three := 3
	small := Event{Seq: 7, At: time.Unix(1, 5000).UTC(), Type: StepFinished, Step: "A\"b", Kind: "api", Status: Succeeded, Port: "success", Records: &three, MS: 1.25}
	for _, e := range []Event{small, full, inline, {}, {Seq: 1, Type: StepCall, Call: &Exchange{}}, {Call: &Exchange{Got: &Message{Body: &Value{Value: jsontext.Value("null")}}}}} {
		line, err := e.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := json2.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if err := json2.Unmarshal(line, &a); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		json2.Unmarshal(plain, &b)
		if !reflect.DeepEqual(a, b) || bytes.ContainsAny(line, "\n\r") {
			t.Errorf("\nline  %s\nplain %s", line, plain)
		}
	}
}
