package spec

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// TextVar binds a field to a string.
func TextVar(p *string, f Field) Field {
	if f.Type == "" {
		f.Type = Text
	}
	f.set = func(v any) error { return text(p, v) }
	return f
}

// ChoiceVar binds a choice to a string.
func ChoiceVar(p *string, f Field) Field { f.Type = Choice; return TextVar(p, f) }

// ProgramVar binds the source of a jq program.
func ProgramVar(p *string, f Field) Field { f.Type = Program; return TextVar(p, f) }

// NumberVar binds a number.
func NumberVar(p *float64, f Field) Field {
	f.Type = Number
	f.set = func(v any) error {
		n, err := ToNumber(v)
		*p = n
		return err
	}
	return f
}

// BoolVar binds a yes or no.
func BoolVar(p *bool, f Field) Field {
	f.Type = Boolean
	f.set = func(v any) error {
		switch v := v.(type) {
		case nil:
			*p = false
		case bool:
			*p = v
		case string:
			b, err := strconv.ParseBool(v)
			if err != nil {
				return fmt.Errorf("%q is neither true nor false", v)
			}
			*p = b
		default:
			return fmt.Errorf("%v is neither true nor false", v)
		}
		return nil
	}
	return f
}

// DurationVar binds a length of time.
func DurationVar(p *time.Duration, f Field) Field {
	f.Type = Duration
	f.set = func(v any) error {
		d, err := ToDuration(v)
		*p = d
		return err
	}
	return f
}

// ValueVar binds a value of any type: it is stored as it is.
func ValueVar(p *any, f Field) Field {
	if f.Type == "" {
		f.Type = Any
	}
	f.set = func(v any) error { *p = v; return nil }
	return f
}

// Set stores a value in the struct that the field is bound to, if any.
func (f Field) Set(v any) error {
	if f.set == nil {
		return nil
	}
	if err := f.set(v); err != nil {
		return fmt.Errorf("%s: %w", f.Label, err)
	}
	return nil
}

func text(p *string, v any) error {
	switch v := v.(type) {
	case nil:
		*p = ""
	case string:
		*p = v
	case bool:
		*p = strconv.FormatBool(v)
	case json.Number:
		*p = v.String()
	case float64:
		*p = strconv.FormatFloat(v, 'g', -1, 64)
	case int:
		*p = strconv.Itoa(v)
	default:
		return fmt.Errorf("a text belongs here, not %s", preview(v))
	}
	return nil
}

// ToNumber reads a number, or text that is one.
func ToNumber(v any) (float64, error) {
	switch v := v.(type) {
	case nil:
		return 0, nil
	case int:
		return float64(v), nil
	case float64:
		return v, nil
	case json.Number:
		return v.Float64()
	case string:
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			return n, nil
		}
	}
	return 0, fmt.Errorf("a number belongs here, not %s", preview(v))
}

// ToDuration reads "1.5s" or "2m"; a bare number is seconds.
func ToDuration(v any) (time.Duration, error) {
	if s, ok := v.(string); ok {
		if d, err := time.ParseDuration(s); err == nil {
			return d, nil
		}
	}
	n, err := ToNumber(v)
	if err != nil {
		return 0, fmt.Errorf("a length of time belongs here, such as 1.5s or 2m, not %s", preview(v))
	}
	return time.Duration(n * float64(time.Second)), nil
}

func preview(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%v", v)
	}
	if s := string(b); len(s) > 60 {
		return s[:57] + "…"
	}
	return string(b)
}
