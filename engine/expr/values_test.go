package expr

import (
	"encoding/json"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
)

func TestDecodeKeepsNumbersAsTheyWere(t *testing.T) {
	v, err := Decode([]byte(` {"a": [1, -7, 1.10, 9223372036854775807, 9223372036854775808, 1e400, -0, 0], "a2": {}, "s": "\u00e9\n", "n": null, "t": true, "f": false} `))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"a":  []any{1, -7, json.Number("1.10"), 9223372036854775807, json.Number("9223372036854775808"), json.Number("1e400"), json.Number("-0"), 0},
		"a2": map[string]any{}, "s": "é\n", "n": nil, "t": true, "f": false,
	}
	if !reflect.DeepEqual(v, want) {
		t.Errorf("got %#v", v)
	}
}

func TestDecodeRefusesWhatIsNoJSON(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "not JSON: empty",
		"  ":                      "not JSON: empty",
		"{":                       "line 1, column 2",
		"[1,]":                    "not JSON",
		"01":                      "more text",
		"1 2":                     "more text after the JSON value",
		"{\n\"a\": x}":            "line 2, column 6",
		`{"a" 1}`:                 "not JSON",
		`{1: 2}`:                  "not JSON",
		"nul":                     "not JSON",
		`"a`:                      "not JSON",
		strings.Repeat("[", 201):  "nests deeper than 200",
		strings.Repeat("[", 9999): "nests deeper than 200",
	} {
		if v, err := Decode([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got %v, %v, want %q", in, v, err, want)
		}
	}
}

func TestOfAKeyTwiceTheLastCounts(t *testing.T) {
	if v, err := Decode([]byte(`{"a":1,"a":2}`)); err != nil || v.(map[string]any)["a"] != 2 {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestDepthMayBeTwoHundredBothWays(t *testing.T) {
	in := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	v, err := Decode([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := Encode(v); err != nil || string(out) != in {
		t.Errorf("got %s, %v", out, err)
	}
	if err := measure(v); err != nil {
		t.Error(err)
	}
	if _, err := Encode([]any{v}); err == nil {
		t.Error("201 deep was written")
	}
	if err := measure([]any{v}); err == nil {
		t.Error("201 deep was measured as fine")
	}
}

func TestEncodeWritesEveryKindOfValue(t *testing.T) {
	big, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	for _, c := range []struct {
		v    any
		want string
	}{
		{nil, "null"}, {true, "true"}, {7, "7"}, {big, "123456789012345678901234567890"},
		{json.Number("1.10"), "1.10"}, {1.5, "1.5"}, {1e21, "1e+21"}, {1e-7, "1e-7"}, {1e20, "100000000000000000000"}, {0.0, "0"},
		{math.NaN(), "null"}, {math.Inf(-1), "null"},
		{"<&>\u2028\"\\\n\x01é", "\"<&>\u2028\\\"\\\\\\n\\u0001é\""}, {"\xff", "\"\uFFFD\""},
		{map[string]any{"b": 1, "a": []any{}}, `{"a":[],"b":1}`},
		{Object{{"b", 1}, {"a", Object{}}}, `{"b":1,"a":{}}`},
	} {
		if got, err := Encode(c.v); err != nil || string(got) != c.want {
			t.Errorf("%v: got %s, %v, want %s", c.v, got, err, c.want)
		}
	}
	if _, err := Encode(int64(1)); err == nil {
		t.Error("an int64 is no value")
	}
}

func TestOrderedObjectsBecomePlainForJq(t *testing.T) {
	v, err := DecodeOrdered([]byte(`{"z":[{"y":1,"x":2}],"a":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := Encode(v); string(b) != `{"z":[{"y":1,"x":2}],"a":null}` {
		t.Errorf("got %s", b)
	}
	if b, _ := Encode(Plain(v)); string(b) != `{"a":null,"z":[{"x":2,"y":1}]}` {
		t.Errorf("got %s", b)
	}
	if got, ok := v.(Object).Get("a"); got != nil || !ok {
		t.Error("a is not there")
	}
}

func TestConversionsTakeWhatADeclaredFieldNeeds(t *testing.T) {
	text := func(v any) (any, error) { return Text(v) }
	boolean := func(v any) (any, error) { return Bool(v) }
	for _, c := range []struct {
		name string
		f    func(any) (any, error)
		in   any
		want any
		err  string
	}{
		{"text", text, "a b", "a b", ""},
		{"text", text, nil, "", ""},
		{"text", text, json.Number("1.10"), "1.10", ""},
		{"text", text, 1e3, "1000", ""},
		{"text", text, true, "true", ""},
		{"text", text, map[string]any{"b": []any{1}, "a": "<"}, `{"a":"<","b":[1]}`, ""},
		{"number", Number, 5, 5, ""},
		{"number", Number, 1.5, 1.5, ""},
		{"number", Number, " 42 ", 42, ""},
		{"number", Number, "1.10", json.Number("1.10"), ""},
		{"number", Number, "-3e2", json.Number("-3e2"), ""},
		{"number", Number, "five", nil, `"five" is not a number`},
		{"number", Number, "", nil, `"" is not a number`},
		{"number", Number, "0x10", nil, `"0x10" is not a number`},
		{"number", Number, "1,5", nil, `"1,5" is not a number`},
		{"number", Number, true, nil, "true is not a number"},
		{"number", Number, Object{{"a", 1}}, nil, `{"a":1} is not a number`},
		{"bool", boolean, true, true, ""},
		{"bool", boolean, "true", true, ""},
		{"bool", boolean, " false ", false, ""},
		{"bool", boolean, "yes", nil, `"yes" is not true or false`},
		{"bool", boolean, 1, nil, "1 is not true or false"},
		{"json", JSON, `{"a": [1]}`, map[string]any{"a": []any{1}}, ""},
		{"json", JSON, []any{1}, []any{1}, ""},
		{"json", JSON, `{"a"`, nil, `"{\"a\"": not JSON`},
	} {
		got, err := c.f(c.in)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s of %v: got %v, want %q", c.name, c.in, err, c.err)
			}
		} else if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s of %v: got %#v, %v, want %#v", c.name, c.in, got, err, c.want)
		}
	}
}
