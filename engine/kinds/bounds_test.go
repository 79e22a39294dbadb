package kinds

import (
	"strings"
	"testing"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

func TestStartTurnsInputsIntoTheirTypes(t *testing.T) {
	for _, c := range []struct {
		kind  string
		given any
		want  string // JSON, or the error
	}{
		{typeText, 5, `"5"`}, {typeText, "", `""`}, {typeNumber, "5", `5`}, {typeNumber, "12345678901234567890", `12345678901234567890`},
		{typeNumber, "five", `the input x: "five" is no number`}, {typeBoolean, "true", `true`}, {typeBoolean, "yes", `the input x: "yes" is neither true nor false`},
		{typeJSON, `{"a": 1}`, `{"a":1}`}, {typeJSON, `{"a": `, `the input x: "{\"a\": " is no JSON: a bracket, comma or quote is missing`}, {typeJSON, "words", `"words"`},
		{typeJSON, []any{1}, `[1]`}, {typeList, "a", `"a"`}, {typeNumber, "", `null`}, {typeNumber, nil, `null`},
	} {
		_, res, err := run(t, startKind(), node.Example{Inputs: map[string]any{"x": c.given},
			Config: map[string]any{"inputs": []any{map[string]any{"name": "x", "type": c.kind, "options": []any{"a"}}}}})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = text(res.Output.(map[string]any)["x"])
		}
		if got != c.want {
			t.Errorf("%s from %v: got %s, want %s", c.kind, c.given, got, c.want)
		}
	}
}

func TestEndWarnsOfAnOutputOfAnotherType(t *testing.T) {
	start := map[string]any{"outputs": []any{map[string]any{"name": "n", "type": typeNumber}, map[string]any{"name": "s", "type": typeString},
		map[string]any{"name": "b", "type": typeBoolean}, map[string]any{"name": "none", "type": typeJSON}, map[string]any{"name": "gone"}}}
	_, res, err := run(t, endKind(), node.Example{Start: start, Config: map[string]any{"outputs": map[string]any{"n": "many", "s": []any{1}, "b": "true", "gone": "{{null}}", "more": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text(res.Output), `{"b":true,"gone":null,"n":"many","s":"[1]"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	want := `n is declared Number, but "many" is none; s is declared String; it was given a list or object, which was written as JSON`
	if got := strings.Join(res.Warnings, "; "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestTheRunDialogIsMadeFromTheInputs(t *testing.T) {
	fields := InputFields(values(t, map[string]any{"inputs": []any{
		map[string]any{"name": "size", "type": "List", "options": []any{"s", "l"}, "default": "s", "required": true},
		map[string]any{"name": "n", "type": "Number"}, map[string]any{"name": "t"}}}))
	if len(fields) != 3 || fields[0].Type != spec.Choice || len(fields[0].Options) != 2 || !fields[0].Required || fields[0].Default != "s" ||
		fields[1].Type != spec.Number || fields[2].Type != spec.Text {
		t.Errorf("got %+v", fields)
	}
}
