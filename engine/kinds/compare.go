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
// compared as numbers; all else as text, case kept. Which of a list or object and a
// number is greater is an error; what is missing is neither greater nor less.
func holds(left any, operator string, right any) (bool, error) {
	if Orders(operator) && (left == nil || right == nil) {
		return false, nil
	}
	switch operator {
	case opEquals:
		return compare(left, right) == 0, nil
	case opNotEquals:
		return compare(left, right) != 0, nil
	case opGreater:
		sign, err := order(left, right)
		return sign > 0, err
	case opAtLeast:
		sign, err := order(left, right)
		return err == nil && sign >= 0, err
	case opLess:
		sign, err := order(left, right)
		return sign < 0, err
	case opAtMost:
		sign, err := order(left, right)
		return err == nil && sign <= 0, err
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
			return false, fmt.Errorf("%s is no regular expression: %s", show(right), regexpFault(err))
		}
		return re.MatchString(spec.ToText(left)), nil
	}
	return false, fmt.Errorf("there is no operator %q", operator)
}

// Orders reports whether an operator asks which side is greater.
func Orders(operator string) bool {
	return operator == opGreater || operator == opAtLeast || operator == opLess || operator == opAtMost
}

// AsksWhether reports whether an operator asks whether there is a value at all.
func AsksWhether(operator string) bool { return operator == opEmpty || operator == opExists }

// order is compare for operators that ask which side is greater. A list or object
// against a number is an error: as text they would compare by their first bracket.
func order(left, right any) (int, error) {
	for _, side := range [2][2]any{{left, right}, {right, left}} {
		n, isNumber := number(side[1])
		if !isNumber {
			continue
		}
		switch side[0].(type) {
		case []any:
			return 0, fmt.Errorf("a list is not a number, and cannot be compared with %s: compare how many items it has, with “| length”", spec.ToText(n))
		case map[string]any:
			return 0, fmt.Errorf("an object is not a number, and cannot be compared with %s: compare one of its fields", spec.ToText(n))
		}
	}
	return compare(left, right), nil
}

func regexpFault(err error) string {
	text := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	if before, after, ok := strings.Cut(text, ": `"); ok {
		return before + ": “" + strings.TrimSuffix(after, "`") + "”"
	}
	return text
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
