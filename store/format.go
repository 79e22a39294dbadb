package store

import (
	"errors"
	"fmt"
	"strconv"

	"go.etcd.io/bbolt"
)

// Format is the number of the store's layout that this program writes.
const Format = 1

// migrations[i] makes format i+2 of format i+1, in one transaction, after a backup.
var migrations = []func(*bbolt.Tx) error{}

const (
	selfTable = "store"
	formatID  = "format"
)

func putFormat(tx *bbolt.Tx, n int) error {
	return put(tx, selfTable, formatID, strconv.AppendInt(nil, int64(n), 10))
}

// checkFormat refuses a newer format and migrates an older one. A file that
// does not say its format is damaged, or no store.
func (s *Store) checkFormat(db *bbolt.DB) error {
	var data []byte
	err := db.View(func(tx *bbolt.Tx) (err error) {
		data, err = get(tx, selfTable, formatID)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("%s: %w", s.Path(), damaged("it does not say its format"))
	}
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(string(data))
	known := 1 + len(migrations)
	switch {
	case err != nil || n < 1:
		return fmt.Errorf("%s: %w", s.Path(), damaged("its format is %q", data))
	case n > known:
		return fmt.Errorf("the store %s was %w (format %d, this one reads up to %d): update Flowbench, or choose another folder with --data",
			s.dir, ErrNewer, n, known)
	case n == known:
		return nil
	}
	if _, err := s.backupOf(db); err != nil {
		return fmt.Errorf("backing the store up before bringing it to format %d: %w", known, err)
	}
	return db.Update(func(tx *bbolt.Tx) error {
		for ; n < known; n++ {
			if err := migrations[n-1](tx); err != nil {
				return fmt.Errorf("bringing the store to format %d: %w", n+1, err)
			}
		}
		return putFormat(tx, known)
	})
}

// create makes an empty store.
func (s *Store) create() error {
	if old := s.newestBackup(); old != "" {
		s.note("There was no store in %s, and a new one was made. Backups of an earlier one lie in %s.", s.dir, s.backupsPath())
	}
	tmp, err := tempFile(s.dir)
	if err != nil {
		return fmt.Errorf("making the store: %w", err)
	}
	b, err := openBolt(tmp, s.opts.Timeout)
	if err != nil {
		return err
	}
	err = b.bolt.Update(func(tx *bbolt.Tx) error { return putFormat(tx, 1+len(migrations)) })
	if err := errors.Join(err, b.bolt.Close()); err != nil {
		return fmt.Errorf("making the store: %w", err)
	}
	if err := install(tmp, s.Path()); err != nil {
		return fmt.Errorf("making the store: %w", err)
	}
	return nil
}
