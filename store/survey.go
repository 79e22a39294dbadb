package store

import (
	"fmt"
	"os"
	"strings"

	"go.etcd.io/bbolt"
)

// A name is what the index knows a row by.
type name struct{ table, id string }

// String is the record as a person knows it, without what orders the ids.
func (n name) String() string {
	id, _, _ := cut(n.id)
	switch n.table {
	case runTable:
		_, id = runOf(n.id)
		return fmt.Sprintf("run %q", id)
	case eventTable:
		return fmt.Sprintf("the log of run %q", id)
	case blobTable:
		return fmt.Sprintf("large value %q", id)
	case vaultTable:
		return "the key slots of the vault"
	}
	table := strings.TrimPrefix(strings.TrimPrefix(n.table, tablePrefix), sealedPrefix)
	return fmt.Sprintf("%s %q", table, id)
}

// A survey is what a file holds, read page by page without bbolt.
type survey struct {
	index    map[name]string // every id of the index and its hash
	broken   map[string]bool // buckets that could not be read whole; "" for the list of buckets
	problems []error
}

// read gives every row of the file at path to row, valid or not, and what the
// index says. It reads what can be read; an error says that nothing can.
func read(path string, row func(n name, row []byte, valid bool) error) (*survey, error) {
	v := &survey{index: map[name]string{}, broken: map[string]bool{}}
	f, err := os.Open(path)
	if err != nil {
		return v, err
	}
	defer f.Close()
	p, err := openPages(f)
	if p == nil {
		return v, err
	}
	var stop error
	p.problem = func(bucket string, err error) {
		v.broken[bucket] = true
		v.problems = append(v.problems, err)
	}
	if err != nil {
		p.problem("", err)
	}
	// Buckets are in order of name: the index of a table comes before its rows.
	p.visit = func(bucket string, key []byte, value func() ([]byte, error)) {
		data, err := value()
		if err != nil {
			p.problem(bucket, err)
			return
		}
		if table, ok := strings.CutPrefix(bucket, indexPrefix); ok {
			v.index[name{table, string(key)}] = string(data)
		} else if table, ok := strings.CutPrefix(bucket, rowsPrefix); ok && stop == nil {
			_, valid := openRow(table, string(key), data)
			stop = row(name{table, string(key)}, data, valid)
		} else if !ok {
			p.problem(bucket, damaged("an unknown table"))
		}
	}
	p.walk()
	return v, stop
}

// verify reads all of the file at path: its structure, each row's hash, and
// that rows and index agree.
func verify(path string) error {
	seen := map[name]string{}
	var bad error
	v, err := read(path, func(n name, row []byte, valid bool) error {
		if !valid {
			bad = fmt.Errorf("%v is %w: it is not what was saved", n, ErrDamaged)
			return nil
		}
		seen[n] = string(row[:sumSize])
		return nil
	})
	if err != nil {
		return err
	}
	if len(v.problems) > 0 {
		return v.problems[0]
	}
	if bad != nil {
		return bad
	}
	for n, sum := range v.index {
		if seen[n] != sum {
			return fmt.Errorf("%v is %w: it is missing or another", n, ErrDamaged)
		}
	}
	for n := range seen {
		if _, ok := v.index[n]; !ok {
			return fmt.Errorf("%v is %w: the index does not know it", n, ErrDamaged)
		}
	}
	if _, ok := seen[name{selfTable, formatID}]; !ok {
		return damaged("it does not say its format")
	}
	return nil
}

// Check reads the whole store and gives its first fault, if it has one.
func (s *Store) Check() error {
	return s.do(func(db *bbolt.DB) error {
		tx, err := db.Begin(true) // nobody writes meanwhile
		if err != nil {
			return err
		}
		defer tx.Rollback()
		return verify(s.Path())
	})
}
