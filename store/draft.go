package store

import (
	"fmt"

	"go.etcd.io/bbolt"
)

// A draft is a log under the document's id. Each row begins with its kind; the
// numbers go on through snapshots, so that a hole shows: the first row is a
// snapshot, or number 1.
const (
	draftTable    = "draft"
	draftRecord   = 'r'
	draftSnapshot = 's'
)

// AppendDraft adds records to the draft of id, all of them or none.
func (s *Store) AppendDraft(id string, recs ...[]byte) error {
	if err := validID(draftTable, id); err != nil || len(recs) == 0 {
		return err
	}
	return s.update(func(tx *bbolt.Tx) error {
		n := lastNumber(tx, draftTable, id)
		for _, rec := range recs {
			n++
			if err := putDraft(tx, id, n, draftRecord, rec); err != nil {
				return err
			}
		}
		return nil
	})
}

// Snapshot puts snapshot in the place of the draft's records until now.
func (s *Store) Snapshot(id string, snapshot []byte) error {
	if err := validID(draftTable, id); err != nil {
		return err
	}
	return s.update(func(tx *bbolt.Tx) error {
		n := lastNumber(tx, draftTable, id) + 1
		if err := removeAll(tx, draftTable, id+"\x00"); err != nil {
			return err
		}
		return putDraft(tx, id, n, draftSnapshot, snapshot)
	})
}

func putDraft(tx *bbolt.Tx, id string, n uint64, kind byte, data []byte) error {
	return put(tx, draftTable, logKey(id, n), append([]byte{kind}, data...))
}

// Draft gives the draft of id: its snapshot, nil when none was made, and the
// records since. With ErrDamaged it gives what stands before the first damaged
// record, since no later edit can be applied without it. No draft is no error.
func (s *Store) Draft(id string) (snapshot []byte, recs [][]byte, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		return readLog(tx, draftTable, id, func(first bool, n uint64, data []byte) error {
			switch {
			case len(data) == 0:
				return fmt.Errorf("draft %q is %w: an empty record", id, ErrDamaged)
			case first && data[0] == draftSnapshot:
				snapshot = data[1:]
			case first && n != 1:
				return fmt.Errorf("draft %q is %w: its beginning is missing", id, ErrDamaged)
			default:
				recs = append(recs, data[1:])
			}
			return nil
		})
	})
	return snapshot, recs, err
}

// DropDraft removes the draft of id.
func (s *Store) DropDraft(id string) error {
	return s.update(func(tx *bbolt.Tx) error { return removeAll(tx, draftTable, id+"\x00") })
}

// Drafts lists the ids that have a draft.
func (s *Store) Drafts() (list []string, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		for _, key := range ids(tx, draftTable, "") {
			if id, _, _ := cut(key); len(list) == 0 || list[len(list)-1] != id {
				list = append(list, id)
			}
		}
		return nil
	})
	return list, err
}

// readLog calls fn for each row of the log of id, in order, and stops at the
// first that is damaged or missing.
func readLog(tx *bbolt.Tx, table, id string, fn func(first bool, n uint64, data []byte) error) error {
	var before uint64
	return scan(tx, table, id+"\x00", func(key string, data []byte, err error) error {
		if err != nil {
			return err
		}
		n, ok := logNumber(key, id)
		if !ok || before != 0 && n != before+1 {
			return fmt.Errorf("%v is %w: a record after number %d is missing", name{table, id}, ErrDamaged, before)
		}
		first := before == 0
		before = n
		return fn(first, n, data)
	})
}
