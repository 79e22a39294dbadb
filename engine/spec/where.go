package spec

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where says a path such as branches[0].rules[0].left as the panel does: IF / rule 1 /
// Value. What no field declares stays as it is.
func Where(fields []Field, v Values, around Around, path string) string {
	var out []string
	for path != "" {
		name, rest := cutPath(path)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name && f.Shown(v, fields) })
		if i < 0 {
			out = append(out, path)
			break
		}
		f := fields[i]
		if f.Type == List && strings.HasPrefix(rest, "[") {
			row, title, tail := f.rowAt(v[name], rest)
			out = append(out, title)
			fields, v, path = f.Row, row, tail
			continue
		}
		path = strings.TrimPrefix(rest, ".")
		if f.Type == Form && f.Sub != nil && path != "" { // its fields stand on the panel as the node's own do
			fields, v = f.Sub(around), asValues(v[name])
			continue
		}
		out = append(out, f.Title())
		if path != "" {
			out = append(out, path)
		}
		break
	}
	where := strings.Join(out, " / ")
	if where == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(where)
	return string(unicode.ToUpper(first)) + where[size:]
}

// rowAt is the row of a list that a path like [2].name leads to, what it is called, and
// the rest of the path.
func (f Field) rowAt(list any, path string) (row Values, title, rest string) {
	number, rest, _ := strings.Cut(path[1:], "]")
	i, _ := strconv.Atoi(number)
	if rows, _ := list.([]any); i >= 0 && i < len(rows) {
		row = asValues(rows[i])
	}
	noun := f.RowNoun
	if noun == "" {
		noun = "row"
	}
	title = strings.ToLower(noun) + " " + strconv.Itoa(i+1)
	if f.RowTitle != nil {
		title = f.RowTitle(i, row)
	}
	return row, title, strings.TrimPrefix(rest, ".")
}

func asValues(v any) Values {
	m, _ := v.(map[string]any)
	return m
}

// cutPath cuts headers[2].value into headers and [2].value.
func cutPath(path string) (name, rest string) {
	if i := strings.IndexAny(path, ".["); i > 0 {
		return path[:i], path[i:]
	}
	return path, ""
}
