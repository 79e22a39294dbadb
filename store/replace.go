package store

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// whole are the tables whose rows only mean something together: an older row
// may not stand in for a lost one.
var whole = []string{draftTable, eventTable}

// replace makes a new file of what can be read from the damaged one and from
// the newest good backup, keeps the damaged one beside it, and tells what came
// back. The caller holds the store's lock.
func (s *Store) replace(cause error) error {
	tmp, err := tempFile(s.dir)
	if err != nil {
		return fmt.Errorf("repairing the store: %w", err)
	}
	defer os.Remove(tmp)
	r := rescue{got: map[name]bool{}}
	if err := r.make(tmp, s.Path(), s.goodBackup()); err != nil {
		return fmt.Errorf("repairing the store: %w", err)
	}
	kept, err := s.putAside(".damaged-")
	if err == nil {
		err = install(tmp, s.Path())
	}
	if err != nil {
		return fmt.Errorf("repairing the store: %w", err)
	}
	s.suspect = false // it was just written
	s.note("%s The damaged file is kept as %s. (%v)", r.tale(s.dir), kept, cause)
	return nil
}

// putAside keeps the file under another name, by a second link where the
// system can, so that there is a store at every moment.
func (s *Store) putAside(suffix string) (kept string, err error) {
	base := s.Path() + suffix + time.Now().UTC().Format("20060102-150405")
	kept = base
	for n := 2; ; n++ {
		there, err := exists(kept)
		if err != nil {
			return "", err
		}
		if !there {
			break
		}
		kept = fmt.Sprintf("%s-%d", base, n)
	}
	if os.Link(s.Path(), kept) == nil {
		return kept, syncDir(s.dir)
	}
	return kept, os.Rename(s.Path(), kept)
}

// A rescue fills a new file.
type rescue struct {
	out    *bbolt.DB
	tx     *bbolt.Tx
	size   int
	got    map[name]bool
	read   int    // records read from the damaged file
	older  int    // records the backup gave
	backup string // its time
	lost   []name
}

func (r *rescue) make(tmp, old, backup string) (err error) {
	b, err := openBolt(tmp, time.Second)
	if err != nil {
		return err
	}
	r.out = b.bolt
	r.out.NoSync = true // the file is synced whole when it is installed
	defer func() { err = errors.Join(err, r.finish(), b.bolt.Close()) }()

	found, err := read(old, func(n name, row []byte, valid bool) error {
		if !valid {
			return nil
		}
		r.read += records(n)
		return r.put(n, row)
	})
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	if backup != "" {
		if err := r.fill(backup, found); err != nil {
			return err
		}
	}
	for n := range found.index {
		if !r.got[n] && records(n) > 0 {
			r.lost = append(r.lost, n)
		}
	}
	slices.SortFunc(r.lost, func(a, b name) int {
		return strings.Compare(a.table+"\x00"+a.id, b.table+"\x00"+b.id)
	})
	if n := (name{selfTable, formatID}); !r.got[n] {
		data := fmt.Append(nil, 1+len(migrations))
		return r.put(n, append(rowSum(n.table, n.id, data), data...))
	}
	return nil
}

// fill adds from a backup what the damaged file lost. Where its index could be
// read it tells a lost record from one that was deleted.
func (r *rescue) fill(backup string, found *survey) error {
	nothing := len(r.got) == 0
	_, err := read(backup, func(n name, row []byte, _ bool) error {
		sum, known := found.index[n]
		exact := known && sum == string(row[:sumSize])
		lost := known || found.broken[indexPrefix+n.table] || found.broken[""]
		switch {
		case r.got[n]:
			return nil
		case nothing, exact, lost && !slices.Contains(whole, n.table):
			r.older += records(n)
			return r.put(n, row)
		}
		return nil
	})
	if t, ok := backupTime(backup); ok {
		r.backup = t.Local().Format("2 January 2006 15:04")
	}
	return err
}

func (r *rescue) put(n name, row []byte) error {
	if r.size > 16<<20 { // a transaction lies in memory
		if err := r.finish(); err != nil {
			return err
		}
	}
	if r.tx == nil {
		tx, err := r.out.Begin(true)
		if err != nil {
			return err
		}
		r.tx, r.size = tx, 0
	}
	r.size += len(row)
	r.got[n] = true
	return put(r.tx, n.table, n.id, row[sumSize:])
}

func (r *rescue) finish() error {
	if r.tx == nil {
		return nil
	}
	tx := r.tx
	r.tx = nil
	return tx.Commit()
}

// records is 1 for what a person calls a record, 0 for the store's own rows.
func records(n name) int {
	switch n.table {
	case selfTable, blobRunTable, runBlobTable:
		return 0
	case vaultTable:
		if n.id == manifestID {
			return 0
		}
	}
	return 1
}

func (r *rescue) tale(dir string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "The store %s was damaged and has been replaced: ", dir)
	switch {
	case r.read == 0 && r.backup == "":
		b.WriteString("no record in it could be read and there was no backup, so the new one is empty")
	default:
		fmt.Fprintf(&b, "%d records were read from it", r.read)
		if r.backup != "" {
			fmt.Fprintf(&b, ", %d came from the backup of %s", r.older, r.backup)
		}
	}
	if len(r.lost) > 0 {
		var names []string
		for _, n := range r.lost {
			if text := n.String(); !slices.Contains(names, text) {
				names = append(names, text)
			}
		}
		more := ""
		if len(names) > 5 {
			names, more = names[:5], fmt.Sprintf(" and %d others", len(names)-5)
		}
		fmt.Fprintf(&b, "; lost, wholly or in part: %s%s", strings.Join(names, ", "), more)
	}
	b.WriteString(".")
	return b.String()
}
