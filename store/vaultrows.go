package store

import (
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

// Put keeps a record, in the place of what was there.
func (v *Vault) Put(table, id string, bound, data []byte) error {
	return v.PutAll(VaultRow{table, id, bound, data})
}

// PutAll keeps records, all of them or none.
func (v *Vault) PutAll(rows ...VaultRow) error {
	for _, r := range rows {
		if err := validRow(r.Table, r.ID); err != nil {
			return err
		}
	}
	return v.writing(func(tx *bbolt.Tx, _ *header, k *seal.Key) error {
		for _, r := range rows {
			if err := putSealed(tx, k, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// Get gives a record, or ErrNotFound, or a SealError.
func (v *Vault) Get(table, id string) (row VaultRow, err error) {
	err = v.reading(func(tx *bbolt.Tx, _ *header, k *seal.Key) error {
		data, err := get(tx, sealedPrefix+table, id)
		row, err = openSealed(k, table, id, data, err)
		return err
	})
	return row, err
}

// List gives the records of a table, in order of ids. The error names each that
// does not open, and holds ErrTampered where one is missing, swapped or put
// back; the records beside it are valid.
func (v *Vault) List(table string) (rows []VaultRow, err error) {
	var bad []error
	err = v.reading(func(tx *bbolt.Tx, h *header, k *seal.Key) error {
		if err := h.checkManifest(tx, k); err != nil {
			bad = append(bad, err)
		}
		return scan(tx, sealedPrefix+table, "", func(id string, data []byte, err error) error {
			row, err := openSealed(k, table, id, data, err)
			if err != nil {
				bad = append(bad, err)
				return nil
			}
			rows = append(rows, row)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return rows, errors.Join(bad...)
}

// Delete removes a record. One that is not there is fine.
func (v *Vault) Delete(table, id string) error {
	return v.writing(func(tx *bbolt.Tx, _ *header, _ *seal.Key) error {
		return remove(tx, sealedPrefix+table, id)
	})
}

// Check opens all records of all tables and says how many do. The error names
// those that do not, and holds ErrTampered as that of List.
func (v *Vault) Check() (records int, err error) {
	var bad []error
	err = v.reading(func(tx *bbolt.Tx, h *header, k *seal.Key) error {
		if err := h.checkManifest(tx, k); err != nil {
			bad = append(bad, err)
		}
		for _, table := range sealedTables(tx) {
			err := scan(tx, sealedPrefix+table, "", func(id string, data []byte, err error) error {
				if _, err := openSealed(k, table, id, data, err); err != nil {
					bad = append(bad, err)
				} else {
					records++
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return records, errors.Join(append(bad, err)...)
}

// Accept takes the records as they are, after ErrTampered: a person has looked
// at them. What does not open stays as it is.
func (v *Vault) Accept() error {
	return v.changing(true, func(*bbolt.Tx, *header, *seal.Key) error { return nil })
}

func validRow(table, id string) error {
	if err := validID("table", table); err != nil {
		return err
	}
	return validID(table, id)
}

func putSealed(tx *bbolt.Tx, k *seal.Key, r VaultRow) error {
	data, err := k.Seal(r.Table, r.ID, r.Bound, r.Data)
	if err != nil {
		return fmt.Errorf("%s %q: %w", r.Table, r.ID, err)
	}
	return put(tx, sealedPrefix+r.Table, r.ID, data)
}

// openSealed opens what get or scan gave.
func openSealed(k *seal.Key, table, id string, data []byte, err error) (VaultRow, error) {
	switch {
	case errors.Is(err, ErrNotFound):
		return VaultRow{}, fmt.Errorf("%s %q: %w", table, id, ErrNotFound)
	case err != nil:
		return VaultRow{}, &SealError{table, id, err}
	}
	bound, plain, err := k.Open(table, id, data)
	if errors.Is(err, seal.ErrNewer) {
		err = fmt.Errorf("it was %w: update Flowbench", ErrNewer)
	} else if err != nil {
		err = fmt.Errorf("it was %w: enter it again, or restore a backup", err)
	}
	if err != nil {
		return VaultRow{}, &SealError{table, id, err}
	}
	return VaultRow{table, id, bound, plain}, nil
}

// sealedTables lists the sealed tables of a file, in order.
func sealedTables(tx *bbolt.Tx) (list []string) {
	seen := ""
	tx.ForEach(func(bucket []byte, _ *bbolt.Bucket) error {
		// index: comes before rows:, each in order of names; one may lack the other.
		for _, prefix := range []string{indexPrefix, rowsPrefix} {
			if table, ok := strings.CutPrefix(string(bucket), prefix+sealedPrefix); ok && !strings.Contains(seen, "\x00"+table+"\x00") {
				seen += "\x00" + table + "\x00"
				list = append(list, table)
			}
		}
		return nil
	})
	return list
}
