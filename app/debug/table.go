package debug

import (
	"bytes"
	"encoding/csv"

	"github.com/go-json-experiment/json/jsontext"
)

// A Table is a list of objects: their keys as columns, in the order in which they first
// appear. A row is taken apart when it is looked at.
type Table struct {
	Columns []string
	Rows    []jsontext.Value

	index map[string]int
	at    int // the row that cells holds
	cells []jsontext.Value
}

// TableOf makes a table of a list of objects; nil where the value is none, or an empty one.
func TableOf(v jsontext.Value) *Table {
	if len(v) == 0 || v[0] != '[' {
		return nil
	}
	t := &Table{index: map[string]int{}, at: -1}
	for row := range elements(v) {
		if row[0] != '{' {
			return nil
		}
		for name := range members(row) {
			if _, ok := t.index[name]; !ok {
				t.index[name] = len(t.Columns)
				t.Columns = append(t.Columns, name)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Columns) == 0 {
		return nil
	}
	return t
}

// Cell is the value in a row and column; nil where the row has no such key.
func (t *Table) Cell(row, column int) jsontext.Value {
	if t.at != row {
		t.cells = make([]jsontext.Value, len(t.Columns))
		for name, v := range members(t.Rows[row]) {
			t.cells[t.index[name]] = v
		}
		t.at = row
	}
	return t.cells[column]
}

// Text is a cell as it is read: text without its quotes, null as nothing.
func (t *Table) Text(row, column int) string {
	v := t.Cell(row, column)
	switch {
	case len(v) == 0 || v[0] == 'n':
		return ""
	case v[0] == '"':
		if b, err := jsontext.AppendUnquote(nil, v); err == nil {
			return string(b)
		}
	case v[0] == '{' || v[0] == '[':
		v = v.Clone()
		v.Compact()
	}
	return string(v)
}

// CSV writes the table for a spreadsheet. A text that a spreadsheet would take for a
// formula gets an apostrophe before it; a number, also a negative one, is no formula.
func (t *Table) CSV() string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	line := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		line[i] = harmless(name)
	}
	w.Write(line)
	for r := range t.Rows {
		for c := range t.Columns {
			line[c] = t.Text(r, c)
			if v := t.Cell(r, c); len(v) > 0 && v[0] == '"' {
				line[c] = harmless(line[c])
			}
		}
		w.Write(line)
	}
	w.Flush()
	return b.String()
}

func harmless(s string) string {
	if s != "" && bytes.IndexByte([]byte("=+-@\t\r"), s[0]) >= 0 {
		return "'" + s
	}
	return s
}
