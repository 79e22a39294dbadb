package spec

import (
	"fmt"
	"strconv"
	"time"
)

// TextVar binds a field to a string.
func TextVar(p *string, f Field) Field {
	if f.Type == "" {
		f.Type = Text
	}
	f.set = func(v any) error {
		*p = ToText(v)
		return nil
	}
	return f
}

// ProgramVar binds the source of a jq program.
func ProgramVar(p *string, f Field) Field { f.Type = Program; return TextVar(p, f) }

// ChoiceVar binds one of the field's options to a string.
func ChoiceVar(p *string, f Field) Field {
	f.Type = Choice
	f.set = func(v any) error {
		*p = ToText(v)
		if *p == "" && !f.Required {
			return nil
		}
		return f.one(*p)
	}
	return f
}

// NumberVar binds a number within the field's limits.
func NumberVar(p *float64, f Field) Field {
	f.Type = Number
	f.set = func(v any) (err error) {
		if *p, err = ToNumber(v); err != nil {
			return err
		}
		return f.within(*p)
	}
	return f
}

// DurationVar binds a length of time within the field's limits.
func DurationVar(p *time.Duration, f Field) Field {
	f.Type = Duration
	f.set = func(v any) (err error) {
		if *p, err = ToDuration(v); err != nil {
			return err
		}
		return f.within(p.Seconds())
	}
	return f
}

// BoolVar binds a yes or no.
func BoolVar(p *bool, f Field) Field {
	f.Type = Boolean
	f.set = func(v any) (err error) {
		*p, err = ToBool(v)
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

// FormVar binds an object.
func FormVar(p *map[string]any, f Field) Field {
	f.Type = Form
	f.set = func(v any) error {
		*p = nil
		if v == nil {
			return nil
		}
		m, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("an object belongs here, not %s", preview(v))
		}
		*p = m
		return nil
	}
	return f
}

// ListVar binds rows to a slice of structs; row binds the fields of one of them. The
// declaration of a row may be given as f.Row, made once; else it is asked of row.
func ListVar[T any](p *[]T, f Field, row func(*T) []Field) Field {
	f.Type = List
	if f.Row == nil {
		f.Row = row(new(T))
	}
	f.set = func(v any) error {
		*p = nil
		if v == nil {
			return nil
		}
		list, ok := v.([]any)
		if !ok {
			return fmt.Errorf("a list belongs here, not %s", preview(v))
		}
		for i, el := range list {
			m, ok := el.(map[string]any)
			if !ok {
				return fmt.Errorf("row %d: an object belongs here, not %s", i+1, preview(el))
			}
			var t T
			if err := Load(row(&t), m); err != nil {
				return fmt.Errorf("row %d: %w", i+1, err)
			}
			*p = append(*p, t)
		}
		return nil
	}
	return f
}

// Set stores a value in the struct that the field is bound to, if any.
func (f Field) Set(v any) error {
	if f.set == nil {
		return nil
	}
	if err := f.set(v); err != nil {
		return fmt.Errorf("%s: %w", f.Title(), err)
	}
	return nil
}

// Title is what the field is called on the panel.
func (f Field) Title() string {
	if f.Label != "" {
		return f.Label
	}
	return f.Name
}

func (f Field) within(n float64) error {
	switch {
	case f.Min != nil && n < *f.Min:
		return fmt.Errorf("%s is too little: at least %s", f.amount(n), f.amount(*f.Min))
	case f.Max != nil && n > *f.Max:
		return fmt.Errorf("%s is too much: at most %s", f.amount(n), f.amount(*f.Max))
	}
	return nil
}

// amount writes a number as the field's values are written.
func (f Field) amount(n float64) string {
	if f.Type == Duration {
		return ShortDuration(time.Duration(n * float64(time.Second)))
	}
	s := strconv.FormatFloat(n, 'f', -1, 64)
	if f.Unit != "" {
		s += " " + f.Unit
	}
	return s
}

func (f Field) one(s string) error {
	for _, o := range f.Options {
		if o.Value == s {
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", s, f.choices())
}

func (f Field) choices() string {
	s := ""
	for i, o := range f.Options {
		if i > 0 {
			s += ", "
		}
		s += o.Value
	}
	return s
}
