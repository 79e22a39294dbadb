package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

// compactStep is how much a transaction of a compaction copies.
const compactStep = 4 << 20

// compactID is the store's own row that says that a compaction is due: it is
// written with what must leave the file, and gone from the compacted one.
const compactID = "compact"

func wantCompact(tx *bbolt.Tx) error { return put(tx, selfTable, compactID, []byte("due")) }

// compactDue does the compaction that a killed process left undone.
func (s *Store) compactDue() {
	err := s.view(func(tx *bbolt.Tx) error {
		_, err := get(tx, selfTable, compactID)
		return err
	})
	if err != nil {
		return
	}
	if err := s.Compact(context.Background()); err != nil {
		s.tell("Earlier keys of the vault still lie in the store's file: %v. Free some room and run: flowbench store compact", err)
	}
}

// Compact makes the file anew of what is in it: smaller, and without what was
// changed or deleted, of which pages stay in a file until they are used again.
// Calls wait meanwhile. After an error the file is what it was.
func (s *Store) Compact(ctx context.Context) error {
	err := s.alone(ctx, func(b *burst) error {
		tmp, err := tempFile(s.dir)
		if err != nil {
			return err
		}
		defer os.Remove(tmp)
		if err := compact(b.bolt, tmp, s.opts.Timeout); err != nil {
			return err
		}
		if err := same(s.Path(), tmp); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		// Windows renames over no open file. The lock is still ours.
		if err := guarded(b.bolt.Close); err != nil {
			return err
		}
		return install(tmp, s.Path())
	})
	if diskFull(err) {
		return fmt.Errorf("compacting the store: %w (%w)", ErrDiskFull, err)
	}
	if err != nil {
		return fmt.Errorf("compacting the store: %w", err)
	}
	return nil
}

// alone runs fn while nobody else uses the file, here or elsewhere. The file is
// opened anew after it.
func (s *Store) alone(ctx context.Context, fn func(*burst) error) error {
	s.mu.Lock()
	defer s.unlock()
	defer s.free.Broadcast()
	s.alones++
	for s.burst != nil && s.burst.users > 0 {
		s.free.Wait()
	}
	s.alones--
	if s.closed {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	b := s.burst
	if b == nil {
		var err error
		if b, err = s.open(); err != nil {
			return err
		}
		s.burst = b
	}
	err := guarded(func() error { return fn(b) })
	if fault := (*faultError)(nil); errors.As(err, &fault) {
		s.detach(b)
		return err
	}
	return errors.Join(err, s.let())
}

func compact(from *bbolt.DB, path string, timeout time.Duration) error {
	to, err := openBolt(path, timeout)
	if err != nil {
		return err
	}
	to.bolt.NoSync = true // the file is synced whole when it is installed
	err = bbolt.Compact(to.bolt, from, compactStep)
	if err == nil {
		err = to.bolt.Update(func(tx *bbolt.Tx) error { return remove(tx, selfTable, compactID) })
	}
	return errors.Join(err, to.bolt.Close())
}

// same checks that two files hold the same rows, damaged ones too, but for the
// one that says that a compaction is due, and that the second is sound.
func same(a, b string) error {
	sumA, _, err := contents(a)
	if err != nil {
		return err
	}
	sumB, problems, err := contents(b)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return problems[0]
	}
	if !bytes.Equal(sumA, sumB) {
		return damaged("not all of it could be copied")
	}
	return nil
}

// contents is a hash of all rows of the file at path, in order, and what is
// wrong with its structure.
func contents(path string) (sum []byte, problems []error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	p, err := openPages(f)
	if err != nil {
		return nil, nil, err
	}
	h := sha256.New()
	p.problem = func(_ string, err error) { problems = append(problems, err) }
	p.visit = func(bucket string, key []byte, value func() ([]byte, error)) {
		if string(key) == compactID && (bucket == rowsPrefix+selfTable || bucket == indexPrefix+selfTable) {
			return
		}
		data, err := value()
		if err != nil {
			problems = append(problems, err)
			return
		}
		var n [12]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(bucket)))
		binary.BigEndian.PutUint32(n[4:], uint32(len(key)))
		binary.BigEndian.PutUint32(n[8:], uint32(len(data)))
		h.Write(n[:])
		h.Write([]byte(bucket))
		h.Write(key)
		h.Write(data)
	}
	p.walk()
	return h.Sum(nil), problems, nil
}
