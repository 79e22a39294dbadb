package kinds

import (
	"encoding/json"
	"strings"
	"testing"

	"flowbench/engine/node"
	"flowbench/engine/spec"
)

func TestAListOrObjectIsNeitherGreaterNorLessThanANumber(t *testing.T) {
	list, object := []any{1, 2}, map[string]any{"a": 1}
	for _, op := range []string{opGreater, opAtLeast, opLess, opAtMost} {
		for _, sides := range [][2]any{{list, 0}, {list, " 5 "}, {7, list}, {object, json.Number("1.5")}} {
			if _, err := holds(sides[0], op, sides[1]); err == nil || !strings.Contains(err.Error(), "is not a number, and cannot be compared with") {
				t.Errorf("%v %s %v: got %v", sides[0], op, sides[1], err)
			}
		}
		if _, err := holds(list, op, "many"); err != nil {
			t.Errorf("a list and a text are compared as text: got %v", err)
		}
	}
	if got, err := holds(list, opEquals, 5); got || err != nil {
		t.Errorf("a list equals 5: %v, %v", got, err)
	}
}

func TestOperatorsCompareNumbersAsNumbersAndTheRestAsText(t *testing.T) {
	big, bigger := json.Number("12345678901234567890"), json.Number("12345678901234567891")
	list, object := []any{"a", 10}, map[string]any{"key": nil}
	for _, c := range []struct {
		left  any
		op    string
		right any
		want  bool
	}{
		{9, opLess, 10, true}, {"9", opLess, "10", true}, {"9", opLess, "10a", false}, {"a9", opGreater, "a10", true},
		{"1.0", opEquals, 1, true}, {"1.0", opEquals, "1", true}, {"01", opEquals, "1", true}, {" 5 ", opEquals, 5, true},
		{big, opEquals, bigger, false}, {big, opLess, bigger, true}, {"1e3", opEquals, 1000, true}, {0.1, opEquals, json.Number("0.1"), true},
		{"1e999", opGreater, 5, false}, // no number that can be held: text
		{"NaN", opEquals, "NaN", true}, {"0x10", opEquals, 16, false},
		{"Ada", opEquals, "ada", false}, {"Ada", opNotEquals, "ada", true}, {true, opEquals, "true", true},
		{nil, opEquals, "", true}, {nil, opEquals, 0, false}, {nil, opEquals, nil, true}, {list, opEquals, `["a",10]`, true},
		{5, opAtLeast, "5", true}, {5, opAtMost, 4, false},
		{"backlinks", opContains, "link", true}, {"backlinks", opContains, "Link", false}, {list, opContains, "10", true}, {list, opContains, "1", false},
		{object, opContains, "key", true}, {object, opContains, "nil", false}, {nil, opContains, "", true}, {12345, opContains, 34, true},
		{"https://x", opStarts, "https:", true}, {"a.png", opEnds, ".png", true}, {"a.png", opEnds, ".PNG", false},
		{nil, opEmpty, nil, true}, {"", opEmpty, nil, true}, {[]any{}, opEmpty, nil, true}, {map[string]any{}, opEmpty, nil, true},
		{0, opEmpty, nil, false}, {false, opEmpty, nil, false}, {" ", opEmpty, nil, false}, {[]any{nil}, opEmpty, nil, false},
		{nil, opExists, nil, false}, {"", opExists, nil, true}, {false, opExists, nil, true},
		{"order 17", opMatches, `^order \d+$`, true}, {"Order 17", opMatches, `^order`, false}, {17, opMatches, `7$`, true},
	} {
		got, err := holds(c.left, c.op, c.right)
		if err != nil || got != c.want {
			t.Errorf("%v %s %v: got %v, %v", c.left, c.op, c.right, got, err)
		}
	}
	if _, err := holds("a", opMatches, "("); err == nil {
		t.Error("a broken regular expression matched")
	}
	if _, err := holds("a", "is like", "a"); err == nil {
		t.Error("an operator that is not there gave an answer")
	}
}

func TestAConditionStopsAtTheRuleThatDecides(t *testing.T) {
	broken := map[string]any{"left": "{{context.steps.A.output | error}}", "operator": opEquals, "right": "1"}
	yes := map[string]any{"left": "1", "operator": opEquals, "right": "1"}
	no := map[string]any{"left": "1", "operator": opEquals, "right": "2"}
	for _, c := range []struct {
		when  string
		rules []any
		port  string // "" is an error
	}{
		{"any", []any{yes, broken}, "If"},
		{"all", []any{no, broken}, "Else"},
		{"any", []any{no, broken}, ""},
		{"all", []any{yes, broken}, ""},
		{"any", []any{no, yes}, "If"},
		{"all", []any{}, "Else"},
	} {
		_, res, err := run(t, conditionKind(), node.Example{Config: map[string]any{"branches": []any{map[string]any{"name": "If", "when": c.when, "rules": c.rules}}}})
		if res.Port != c.port || (err != nil) != (c.port == "") {
			t.Errorf("%s of %v: got %q, %v; want %q", c.when, c.rules, res.Port, err, c.port)
		}
	}
}

func TestPortsOfAConditionAreItsBranches(t *testing.T) {
	v := spec.Values{"branches": []any{map[string]any{"name": "If"}, map[string]any{"name": "ElseIf2"}, map[string]any{"name": "ElseIf2"}, 7}}
	var got []string
	for _, p := range conditionPorts(v) {
		got = append(got, p.Name+" "+p.Label)
	}
	if g, want := strings.Join(got, ","), "If IF,ElseIf2 ELSE IF,Else ELSE,failure "; g != want {
		t.Errorf("got %q, want %q", g, want)
	}
}

func TestABranchThatIsAddedHasANameOfItsOwn(t *testing.T) {
	for config, want := range map[string]string{
		`[]`: "If", `[{"name": "If"}]`: "ElseIf2", `[{"name": "If"}, {"name": "ElseIf3"}]`: "ElseIf4", `[{"name": "If"}, {"name": "ElseIf2"}]`: "ElseIf3",
	} {
		var rows any
		if err := json.Unmarshal([]byte(config), &rows); err != nil {
			t.Fatal(err)
		}
		if got := NextBranch(spec.Values{"branches": rows}); got != want {
			t.Errorf("%s: got %s, want %s", config, got, want)
		}
	}
}
