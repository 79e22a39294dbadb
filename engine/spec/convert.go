package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ToText is a value as text: a string itself, nothing for null, JSON for the rest.
func ToText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case *big.Int:
		return v.String()
	}
	return compact(v)
}

// ToNumber reads a number, or text that is one. Null is 0.
func ToNumber(v any) (float64, error) {
	switch v := v.(type) {
	case nil:
		return 0, nil
	case int:
		return float64(v), nil
	case float64:
		return v, nil
	case *big.Int:
		n, _ := new(big.Float).SetInt(v).Float64()
		return n, nil
	case json.Number:
		return v.Float64()
	case string:
		if n, ok := ParseNumber(v); ok {
			return n, nil
		}
	}
	return 0, fmt.Errorf("a number belongs here, not %s", preview(v))
}

// ParseNumber reads text that is a number as people and JSON write it: 12, -1.5, 2e3.
// Space around it does not count; "NaN", "0x10" and "1_000" are no numbers.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || !strings.ContainsAny(s, "0123456789") {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// ToBool reads true or false, also as text. Null is false.
func ToBool(v any) (bool, error) {
	switch v := v.(type) {
	case nil:
		return false, nil
	case bool:
		return v, nil
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "true":
			return true, nil
		case "false", "":
			return false, nil
		}
	}
	return false, fmt.Errorf("true or false belongs here, not %s", preview(v))
}

// ToDuration reads "1.5s" or "2m"; a bare number is seconds.
func ToDuration(v any) (time.Duration, error) {
	if s, ok := v.(string); ok {
		if d, err := time.ParseDuration(strings.ReplaceAll(s, " ", "")); err == nil {
			return d, nil
		}
	}
	n, err := ToNumber(v)
	if err != nil || math.Abs(n) > 1e9 {
		return 0, fmt.Errorf("a length of time belongs here, such as 1.5s or 2m, not %s", preview(v))
	}
	return time.Duration(n * float64(time.Second)), nil
}

// ShortDuration writes a length of time without parts that are nothing: 2m, 1h30m.
func ShortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func compact(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// preview is a value as an error shows it.
func preview(v any) string {
	s := compact(v)
	if utf8.RuneCountInString(s) > 60 {
		return string([]rune(s)[:57]) + "…"
	}
	return s
}
