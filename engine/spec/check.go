package spec

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// CheckFields says what is wrong with values as they were typed: in the order of the
// fields, then settings that nothing knows. Paths have only their field. A value with a
// template is not judged by type: it is known only when the flow runs.
func CheckFields(fields []Field, v Values, around Around) []Problem {
	c := checker{around: around}
	c.fields(fields, v, "")
	return c.problems
}

// Unknown returns the settings that no field knows, sorted.
func Unknown(fields []Field, v Values) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			out = append(out, name)
		}
	}
	return out
}

type checker struct {
	around   Around
	problems []Problem
}

func (c *checker) add(s Severity, path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Severity: s, Path: Path{Field: path}, Text: fmt.Sprintf(format, args...)})
}

func (c *checker) fields(fields []Field, v Values, prefix string) {
	for _, f := range fields {
		if f.Shown(v, fields) {
			c.field(f, v[f.Name], prefix+f.Name)
		}
	}
	for _, name := range Unknown(fields, v) {
		c.add(Warning, prefix+name, "The setting “%s” is not known here and does nothing: remove it%s.", name, c.meant(name, fields))
	}
}

func (c *checker) meant(name string, fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	if near := Nearest(name, names); near != "" {
		return ", or write “" + near + "”"
	}
	return ""
}

func (c *checker) field(f Field, v any, path string) {
	if f.Type == Form && f.Required && empty(v) {
		if f.Sub != nil {
			c.fields(f.Sub(c.around), nil, path+".") // what its fields require is missing all the same
		}
		return
	}
	if empty(v) {
		if f.Required && empty(f.Default) {
			c.add(Error, path, "%s is required.", f.Title())
		}
		if v == nil || v == "" {
			return
		}
	}
	if s, ok := v.(string); ok && HasTemplate(s) {
		if !f.Template && (f.Type == Number || f.Type == Boolean || f.Type == Choice || f.Type == Duration) {
			c.add(Error, path, "%s takes no template: choose a value.", f.Title())
		}
		if f.Type != List && f.Type != Form {
			return
		}
	}
	if err := c.judge(f, v, path); err != nil {
		c.add(Error, path, "%s: %s.", f.Title(), err)
	}
}

func (c *checker) judge(f Field, v any, path string) error {
	switch f.Type {
	case Text, Program, Provider, Action, Account:
		switch v.(type) {
		case map[string]any, []any:
			return fmt.Errorf("a text belongs here, not %s", preview(v))
		}
	case Number:
		n, err := ToNumber(v)
		if err != nil {
			return err
		}
		return f.within(n)
	case Duration:
		d, err := ToDuration(v)
		if err != nil {
			return err
		}
		return f.within(d.Seconds())
	case Boolean:
		_, err := ToBool(v)
		return err
	case Choice:
		return f.one(ToText(v))
	case List:
		return c.list(f, v, path)
	case Texts:
		if _, ok := v.([]any); !ok {
			return fmt.Errorf("a list of texts belongs here, not %s", preview(v))
		}
	case Form:
		m, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("an object belongs here, not %s", preview(v))
		}
		if f.Sub != nil {
			c.fields(f.Sub(c.around), m, path+".")
		}
	}
	return nil
}

func (c *checker) list(f Field, v any, path string) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("a list belongs here, not %s", preview(v))
	}
	for i, el := range list {
		at := path + "[" + strconv.Itoa(i) + "]"
		row, ok := el.(map[string]any)
		if !ok {
			c.add(Error, at, "%s, row %d: an object belongs here, not %s.", f.Title(), i+1, preview(el))
			continue
		}
		c.fields(f.Row, row, at+".")
	}
	n := float64(len(list))
	switch {
	case f.Max != nil && n > *f.Max:
		return fmt.Errorf("%d rows are too many: at most %s", len(list), f.amount(*f.Max))
	case f.Min != nil && n < *f.Min:
		return fmt.Errorf("%d rows are too few: at least %s", len(list), f.amount(*f.Min))
	}
	return nil
}
