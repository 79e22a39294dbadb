package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"
)

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("no such record")
	ErrDamaged  = errors.New("damaged")
	ErrInUse    = errors.New("in use by another Flowbench")
	ErrDiskFull = errors.New("the disk is full: nothing of this was saved, all that was saved before is safe")
	ErrClosed   = errors.New("the store is closed")
	ErrNewer    = errors.New("written by a newer Flowbench")
)

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// A table lies in two buckets: its rows, each value led by a hash, and the
// index with the same ids and hashes.
const (
	rowsPrefix  = "rows:"
	indexPrefix = "index:"
	sumSize     = 16
)

// rowSum hashes what a row is: a row under another id is a wrong row.
func rowSum(table, id string, data []byte) []byte {
	h := sha256.New()
	var n [8]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(table)))
	binary.BigEndian.PutUint32(n[4:], uint32(len(id)))
	h.Write(n[:])
	h.Write([]byte(table))
	h.Write([]byte(id))
	h.Write(data)
	return h.Sum(nil)[:sumSize]
}

// openRow gives the data of a stored row, not copied.
func openRow(table, id string, row []byte) ([]byte, bool) {
	if len(row) < sumSize {
		return nil, false
	}
	data := row[sumSize:]
	return data, bytes.Equal(row[:sumSize], rowSum(table, id, data))
}

func put(tx *bbolt.Tx, table, id string, data []byte) error {
	rows, err := tx.CreateBucketIfNotExists([]byte(rowsPrefix + table))
	if err != nil {
		return err
	}
	index, err := tx.CreateBucketIfNotExists([]byte(indexPrefix + table))
	if err != nil {
		return err
	}
	sum := rowSum(table, id, data)
	row := append(append(make([]byte, 0, sumSize+len(data)), sum...), data...)
	if err := rows.Put([]byte(id), row); err != nil {
		return err
	}
	return index.Put([]byte(id), sum)
}

// get gives a copy of the record's data.
func get(tx *bbolt.Tx, table, id string) ([]byte, error) {
	var row, sum []byte
	if b := tx.Bucket([]byte(rowsPrefix + table)); b != nil {
		row = b.Get([]byte(id))
	}
	if b := tx.Bucket([]byte(indexPrefix + table)); b != nil {
		sum = b.Get([]byte(id))
	}
	return judge(table, id, row, sum)
}

func judge(table, id string, row, sum []byte) ([]byte, error) {
	if row == nil && sum == nil {
		return nil, fmt.Errorf("%v: %w", name{table, id}, ErrNotFound)
	}
	if row == nil {
		return nil, fmt.Errorf("%v is %w: it is missing", name{table, id}, ErrDamaged)
	}
	data, ok := openRow(table, id, row)
	if !ok || !bytes.Equal(sum, row[:sumSize]) {
		return nil, fmt.Errorf("%v is %w: it is not what was saved", name{table, id}, ErrDamaged)
	}
	return bytes.Clone(data), nil
}

// cut takes a joined id apart at its first NUL.
func cut(id string) (before, after string, found bool) { return strings.Cut(id, "\x00") }

func remove(tx *bbolt.Tx, table, id string) error {
	for _, name := range []string{rowsPrefix + table, indexPrefix + table} {
		if b := tx.Bucket([]byte(name)); b != nil {
			if err := b.Delete([]byte(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// scan calls fn for each record whose id begins with prefix, in order of ids,
// rows and index side by side: what only one of them knows is damage. fn must
// not change the table.
func scan(tx *bbolt.Tx, table, prefix string, fn func(id string, data []byte, err error) error) error {
	rows, index := within(tx, rowsPrefix+table, prefix), within(tx, indexPrefix+table, prefix)
	for rows.key != nil || index.key != nil {
		var row, sum []byte
		key := rows.key
		if key == nil || index.key != nil && bytes.Compare(index.key, key) < 0 {
			key = index.key
		}
		id := string(key)
		if rows.key != nil && string(rows.key) == id {
			row = rows.value
			rows.next()
		}
		if index.key != nil && string(index.key) == id {
			sum = index.value
			index.next()
		}
		data, err := judge(table, id, row, sum)
		if err := fn(id, data, err); err != nil {
			return err
		}
	}
	return nil
}

// removeAll removes all records whose id begins with prefix.
func removeAll(tx *bbolt.Tx, table, prefix string) error {
	for _, id := range ids(tx, table, prefix) {
		if err := remove(tx, table, id); err != nil {
			return err
		}
	}
	return nil
}

// ids lists the ids that begin with prefix, from rows and index both, in order.
func ids(tx *bbolt.Tx, table, prefix string) []string {
	var list []string
	rows, index := within(tx, rowsPrefix+table, prefix), within(tx, indexPrefix+table, prefix)
	for rows.key != nil || index.key != nil {
		key := rows.key
		if key == nil || index.key != nil && bytes.Compare(index.key, key) < 0 {
			key = index.key
		}
		id := string(key)
		list = append(list, id)
		if string(rows.key) == id {
			rows.next()
		}
		if string(index.key) == id {
			index.next()
		}
	}
	return list
}

// A rowRange steps through the keys of a bucket that begin with a prefix.
type rowRange struct {
	cursor     *bbolt.Cursor
	prefix     []byte
	key, value []byte
}

func within(tx *bbolt.Tx, bucket, prefix string) *rowRange {
	b := tx.Bucket([]byte(bucket))
	if b == nil {
		return &rowRange{}
	}
	r := &rowRange{cursor: b.Cursor(), prefix: []byte(prefix)}
	r.set(r.cursor.Seek(r.prefix))
	return r
}

func (r *rowRange) next() { r.set(r.cursor.Next()) }

func (r *rowRange) set(key, value []byte) {
	if !bytes.HasPrefix(key, r.prefix) {
		key, value = nil, nil
	}
	r.key, r.value = key, value
}

// A log is the records of one id under ascending numbers: id NUL number.

func logKey(id string, n uint64) string {
	return string(binary.BigEndian.AppendUint64([]byte(id+"\x00"), n))
}

func logNumber(key, id string) (uint64, bool) {
	rest, ok := strings.CutPrefix(key, id+"\x00")
	if !ok || len(rest) != 8 {
		return 0, false
	}
	return binary.BigEndian.Uint64([]byte(rest)), true
}

// lastNumber is the highest number in the log of id, 0 when it has none.
func lastNumber(tx *bbolt.Tx, table, id string) uint64 {
	var last uint64
	for _, name := range []string{rowsPrefix + table, indexPrefix + table} {
		b := tx.Bucket([]byte(name))
		if b == nil {
			continue
		}
		c := b.Cursor()
		key, _ := c.Seek([]byte(id + "\x01")) // ids have no control characters
		if key == nil {
			key, _ = c.Last()
		} else {
			key, _ = c.Prev()
		}
		if n, ok := logNumber(string(key), id); ok {
			last = max(last, n)
		}
	}
	return last
}

// validID refuses ids that would run into another's log.
func validID(what, id string) error {
	if id == "" || len(id) > 1024 {
		return fmt.Errorf("a %s id of %d bytes", what, len(id))
	}
	if i := strings.IndexFunc(id, func(r rune) bool { return r < 0x20 }); i >= 0 {
		return fmt.Errorf("the %s id %q holds a control character", what, id)
	}
	return nil
}
