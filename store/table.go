package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"go.etcd.io/bbolt"
)

// NewID is a new random id: 26 lower-case letters and digits, 128 bits or more.
func NewID() string { return strings.ToLower(rand.Text()) }

const (
	tablePrefix  = "table:" // keeps a caller's table apart from the store's own
	settingTable = "setting"
)

// A Table keeps values of one type under ids, as JSON. An id is the caller's:
// [NewID], or several joined ("INTEGRATION/ENVIRONMENT"). A time.Duration in T
// is refused by the JSON package: keep milliseconds as a number.
type Table[T any] struct {
	Name string // lower-case singular; errors name a record by it: integration "…" is damaged
}

// A Record is a value and its id.
type Record[T any] struct {
	ID    string
	Value T
}

func (t Table[T]) table() string { return tablePrefix + t.Name }

// Put keeps v under id, in the place of what was there.
func (t Table[T]) Put(s *Store, id string, v T) error {
	if err := validID(t.Name, id); err != nil {
		return err
	}
	data, err := encode(v)
	if err != nil {
		return fmt.Errorf("%s %q: %w", t.Name, id, err)
	}
	return s.update(func(tx *bbolt.Tx) error { return put(tx, t.table(), id, data) })
}

// Get gives the value under id, or ErrNotFound.
func (t Table[T]) Get(s *Store, id string) (v T, err error) {
	var data []byte
	err = s.view(func(tx *bbolt.Tx) (err error) {
		data, err = get(tx, t.table(), id)
		return err
	})
	if err != nil {
		return v, err
	}
	return t.decode(id, data)
}

// List gives the records whose id begins with prefix, in order of ids. Damaged
// ones are left out and named in the error, beside which the others are valid.
func (t Table[T]) List(s *Store, prefix string) ([]Record[T], error) {
	type raw struct {
		id   string
		data []byte
	}
	var found []raw
	var bad []error
	err := s.view(func(tx *bbolt.Tx) error {
		return scan(tx, t.table(), prefix, func(id string, data []byte, err error) error {
			if err != nil {
				bad = append(bad, err)
			} else {
				found = append(found, raw{id, data})
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	list := make([]Record[T], 0, len(found))
	for _, r := range found {
		v, err := t.decode(r.id, r.data)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		list = append(list, Record[T]{r.id, v})
	}
	return list, errors.Join(bad...)
}

// Delete removes the record under id. One that is not there is fine.
func (t Table[T]) Delete(s *Store, id string) error {
	return s.update(func(tx *bbolt.Tx) error { return remove(tx, t.table(), id) })
}

// Update changes the value under id, or is ErrNotFound. Nobody else changes it
// meanwhile; when change returns an error nothing is changed.
func (t Table[T]) Update(s *Store, id string, change func(*T) error) error {
	return s.update(func(tx *bbolt.Tx) error {
		data, err := get(tx, t.table(), id)
		if err != nil {
			return err
		}
		err = callers(func() error {
			v, err := t.decode(id, data)
			if err != nil {
				return err
			}
			if err := change(&v); err != nil {
				return err
			}
			if data, err = encode(v); err != nil {
				return fmt.Errorf("%s %q: %w", t.Name, id, err)
			}
			return nil
		})
		if err != nil {
			return err
		}
		return put(tx, t.table(), id, data)
	})
}

func (t Table[T]) decode(id string, data []byte) (v T, err error) {
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("%s %q: %w", t.Name, id, err)
	}
	return v, nil
}

func encode(v any) ([]byte, error) { return json.Marshal(v, json.Deterministic(true)) }

// Setting reads the setting key into v, which stays as it is when the setting
// was never made.
func (s *Store) Setting(key string, v any) error {
	var data []byte
	err := s.view(func(tx *bbolt.Tx) (err error) {
		data, err = get(tx, settingTable, key)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("setting %q: %w", key, err)
	}
	return nil
}

// SetSetting keeps v as the setting key.
func (s *Store) SetSetting(key string, v any) error {
	if err := validID("setting", key); err != nil {
		return err
	}
	data, err := encode(v)
	if err != nil {
		return fmt.Errorf("setting %q: %w", key, err)
	}
	return s.update(func(tx *bbolt.Tx) error { return put(tx, settingTable, key, data) })
}
