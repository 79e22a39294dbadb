package store

import (
	"slices"
	"strings"

	"go.etcd.io/bbolt"
)

// mend takes damaged rows of the vault from a backup that has exactly what was
// saved: without its key slots nothing in the vault can be read, and each change
// of them is followed by a backup. Other rows are named when they are asked for.
func (s *Store) mend() {
	sums := map[name][]string{} // what the index and the row say that the row was
	err := s.view(func(tx *bbolt.Tx) error {
		tables := []string{vaultTable}
		for _, table := range sealedTables(tx) {
			tables = append(tables, sealedPrefix+table)
		}
		for _, table := range tables {
			err := scan(tx, table, "", func(id string, _ []byte, err error) error {
				if err != nil {
					sums[name{table, id}] = sumsOf(tx, table, id)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(sums) == 0 {
		return
	}
	found := map[name][]byte{}
	backups, err := s.Backups()
	if err != nil {
		return
	}
	for _, b := range backups {
		if len(found) == len(sums) {
			break
		}
		read(b.Path, func(n name, row []byte, valid bool) error {
			if valid && found[n] == nil && slices.Contains(sums[n], string(row[:sumSize])) {
				found[n] = slices.Clone(row[sumSize:])
			}
			return nil
		})
	}
	if len(found) == 0 {
		return
	}
	var names []string
	err = s.update(func(tx *bbolt.Tx) error {
		for n, data := range found {
			names = append(names, n.String())
			if err := put(tx, n.table, n.id, data); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		slices.Sort(names)
		s.tell("In the store %s these were damaged, and were taken from a backup as they had been saved: %s.",
			s.dir, strings.Join(slices.Compact(names), ", "))
	}
}

func sumsOf(tx *bbolt.Tx, table, id string) (list []string) {
	for _, bucket := range []string{indexPrefix + table, rowsPrefix + table} {
		if b := tx.Bucket([]byte(bucket)); b != nil {
			if v := b.Get([]byte(id)); len(v) >= sumSize {
				list = append(list, string(v[:sumSize]))
			}
		}
	}
	return list
}
