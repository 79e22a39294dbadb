package kinds

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"flowbench/engine/spec"
)

// The operators of a Condition, as they stand in the file and on the panel.
const (
	opEquals    = "equals"
	opNotEquals = "not equals"
	opGreater   = "greater"
	opAtLeast   = "greater or equal"
	opLess      = "less"
	opAtMost    = "less or equal"
	opContains  = "contains"
	opStarts    = "starts with"
	opEnds      = "ends with"
	opEmpty     = "is empty"
	opExists    = "exists"
	opMatches   = "matches"
)

// binary are the operators with a right side; signs are how the card writes them.
var (
	binary = []string{opEquals, opNotEquals, opGreater, opAtLeast, opLess, opAtMost, opContains, opStarts, opEnds, opMatches}
	signs  = map[string]string{opEquals: "=", opNotEquals: "≠", opGreater: ">", opAtLeast: "≥", opLess: "<", opAtMost: "≤"}
)

// holds applies an operator. Both sides numbers, or text that reads as a number, are
// compared as numbers; all else as text, case kept.
func holds(left any, operator string, right any) (bool, error) {
	switch operator {
	case opEquals:
		return compare(left, right) == 0, nil
	case opNotEquals:
		return compare(left, right) != 0, nil
	case opGreater:
		return compare(left, right) > 0, nil
	case opAtLeast:
		return compare(left, right) >= 0, nil
	case opLess:
		return compare(left, right) < 0, nil
	case opAtMost:
		return compare(left, right) <= 0, nil
	case opContains:
		return contains(left, right), nil
	case opStarts:
		return strings.HasPrefix(spec.ToText(left), spec.ToText(right)), nil
	case opEnds:
		return strings.HasSuffix(spec.ToText(left), spec.ToText(right)), nil
	case opEmpty:
		return isEmpty(left), nil
	case opExists:
		return left != nil, nil
	case opMatches:
		re, err := regexp.Compile(spec.ToText(right))
		if err != nil {
			return false, fmt.Errorf("%s is no regular expression: %w", show(right), err)
		}
		return re.MatchString(spec.ToText(left)), nil
	}
	return false, fmt.Errorf("there is no operator %q", operator)
}

// compare gives -1, 0 or 1.
func compare(a, b any) int {
	x, xok := rational(a)
	y, yok := rational(b)
	if xok && yok {
		return x.Cmp(y)
	}
	return strings.Compare(spec.ToText(a), spec.ToText(b))
}

// rational reads a number exactly, so that two long ids that differ in their last digit differ.
func rational(v any) (*big.Rat, bool) {
	n, ok := number(v)
	if !ok {
		return nil, false
	}
	f, err := spec.ToNumber(n)
	if err != nil {
		return nil, false
	}
	text := spec.ToText(n)
	if len(text) < 400 && !strings.ContainsAny(text, "eE") { // 1e999999999 is a number of a billion digits
		if r, ok := new(big.Rat).SetString(text); ok {
			return r, true
		}
	}
	r := new(big.Rat).SetFloat64(f)
	return r, r != nil
}

// contains looks for text in a text, an element in a list, a key in an object.
func contains(in, what any) bool {
	switch in := in.(type) {
	case []any:
		for _, el := range in {
			if compare(el, what) == 0 {
				return true
			}
		}
		return false
	case map[string]any:
		_, ok := in[spec.ToText(what)]
		return ok
	}
	return strings.Contains(spec.ToText(in), spec.ToText(what))
}

// isEmpty holds for null, "", [] and {}.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
