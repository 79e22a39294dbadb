package expr

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/itchyny/gojq"
)

// Text converts a value to text: a string as it is, anything else as compact
// JSON, null as "".
func Text(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	b, err := AppendJSON(nil, v)
	return string(b), err
}

func appendText(b []byte, v any) ([]byte, error) {
	if s, ok := v.(string); ok {
		return append(b, s...), nil
	}
	return AppendJSON(b, v)
}

// Number converts a value to a number: a number as it is, text that is one as
// JSON writes it, white space around it aside.
func Number(v any) (any, error) {
	switch v := v.(type) {
	case int, float64, *big.Int, json.Number:
		return v, nil
	case string:
		text := strings.TrimSpace(v)
		if n, err := Decode([]byte(text)); err == nil {
			switch n.(type) {
			case int, json.Number:
				return n, nil
			}
		}
	}
	return nil, conversionError(v, "a number")
}

// Bool converts a value to true or false: these, or their names as text.
func Bool(v any) (bool, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case string:
		switch strings.TrimSpace(v) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	}
	return false, conversionError(v, "true or false")
}

// JSON converts a value to a JSON value: text is read as JSON, anything else is
// taken as it is.
func JSON(v any) (any, error) {
	s, ok := v.(string)
	if !ok {
		return v, nil
	}
	w, err := Decode([]byte(s))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", preview(v), err)
	}
	return w, nil
}

func conversionError(v any, want string) error {
	return fmt.Errorf("%s is not %s", preview(v), want)
}

func preview(v any) string { return gojq.Preview(Plain(v)) }
