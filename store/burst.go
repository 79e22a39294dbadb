package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// A burst is the time in which the file is open.
type burst struct {
	bolt  *bbolt.DB
	file  *os.File // bolt's own, to be closed when bolt cannot
	lock  *os.File
	mark  mark
	since time.Time
	users int
	uses  int // how often it was acquired: a timer of an earlier rest is stale
}

// acquire gives the open file, opening it when it is at rest.
func (s *Store) acquire() (*burst, error) {
	s.mu.Lock()
	defer s.unlock()
	for s.alones > 0 && !s.closed {
		s.free.Wait()
	}
	if s.closed {
		return nil, ErrClosed
	}
	if s.burst == nil {
		if wait := yield - time.Since(s.yielded); wait > 0 {
			time.Sleep(wait)
		}
		b, err := s.open()
		if err != nil {
			return nil, err
		}
		s.burst = b
	}
	s.burst.users++
	s.burst.uses++
	return s.burst, nil
}

func (s *Store) release(b *burst) {
	s.mu.Lock()
	defer s.unlock()
	b.users--
	if b.users > 0 || b != s.burst {
		return
	}
	s.free.Broadcast()
	switch {
	case s.closed: // Close lets it go
	case time.Since(b.since) > longest:
		s.rested()
		s.yielded = time.Now()
	default:
		uses := b.uses
		time.AfterFunc(rest, func() { s.idle(b, uses) })
	}
}

// idle is called after a rest; it has nothing to do when there was none.
func (s *Store) idle(b *burst, uses int) {
	s.mu.Lock()
	defer s.unlock()
	if s.closed || b != s.burst || b.uses != uses || b.users > 0 {
		return
	}
	if s.opts.Daily && time.Now().After(s.backup) {
		s.backup = time.Now().Add(day)
		b.users++
		s.mu.Unlock()
		_, err := s.backupOf(b.bolt)
		s.mu.Lock()
		b.users--
		if err != nil {
			s.note("No backup of the store was made: %v.", err)
		}
		if fault := (*faultError)(nil); errors.As(err, &fault) {
			s.detach(b)
			return
		}
		s.free.Broadcast()
		if s.closed || b.users > 0 || b != s.burst {
			return
		}
	}
	s.rested()
}

func (s *Store) rested() {
	if err := s.let(); err != nil {
		s.note("Closing the store: %v.", err)
	}
}

// let closes the file and lets other processes have it.
func (s *Store) let() error {
	b := s.burst
	if b == nil {
		return nil
	}
	s.burst = nil
	err := guarded(b.bolt.Close)
	if err == nil {
		b.mark.Open = false
		b.mark.write(b.lock)
	}
	return errors.Join(err, b.lock.Close())
}

// drop gives up a burst after a fault.
func (s *Store) drop(b *burst) {
	s.mu.Lock()
	defer s.unlock()
	s.detach(b)
}

// detach closes only the files under bbolt, which may still hold its own locks
// after a fault. The next call looks at the whole file and opens it anew.
func (s *Store) detach(b *burst) {
	if b != s.burst {
		return
	}
	s.burst = nil
	s.suspect = true
	s.free.Broadcast()
	unlockFile(b.file) // the mapping that stays would hold the lock
	b.file.Close()
	b.lock.Close()
}

// open takes the store's lock and opens the file, whatever state it is in.
func (s *Store) open() (b *burst, err error) {
	lock, err := lockFile(filepath.Join(s.dir, lockName), s.opts.Timeout)
	if errors.Is(err, errHeld) {
		return nil, s.inUse()
	}
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	if s.suspect {
		sweep(s.dir)
	}
	path := s.Path()
	m := readMark(lock)
	switch there, err := exists(path); {
	case err != nil:
		return nil, fmt.Errorf("opening the store: %w", err)
	case !there:
		if err := s.create(); err != nil {
			return nil, err
		}
		m = mark{Probed: time.Now()}
	}
	due := m.due()
	s.suspect = s.suspect || m.Open
	if due {
		m.Probed = time.Time{} // until it was
	}
	m.Open = true
	m.write(lock)
	if err := private(path); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	b, err = s.try(path, due)
	if errors.Is(err, ErrDamaged) {
		if err := s.replace(err); err != nil {
			return nil, err
		}
		b, err = s.try(path, false)
		m.Probed = time.Now() // it was read whole
	}
	if err != nil {
		return nil, err
	}
	if due && s.opts.Probe != nil {
		m.Probed = time.Now()
	}
	b.lock, b.mark = lock, m
	b.since = time.Now()
	s.suspect = false
	return b, nil
}

func (s *Store) inUse() error {
	return fmt.Errorf("the store %s is %w: close it, or choose another folder with --data", s.dir, ErrInUse)
}

// try examines and opens the file as it is, with probe set in a child process too.
func (s *Store) try(path string, probe bool) (*burst, error) {
	half, err := inspect(path, s.suspect)
	if err == nil && probe {
		err = s.probe(path)
	}
	if err != nil {
		return nil, err
	}
	b, err := openBolt(path, s.opts.Timeout)
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, s.inUse()
	}
	if err != nil {
		return nil, err
	}
	err = guarded(func() error { return s.checkFormat(b.bolt) })
	if err == nil && half {
		// Writing anything renews the broken one of the two metas.
		s.note("The store %s was damaged and could be read. The change before its last closing may be missing.", s.dir)
		err = guarded(func() error { return b.bolt.Update(func(*bbolt.Tx) error { return nil }) })
	}
	if err != nil {
		b.file.Close()
		return nil, err
	}
	return b, nil
}

// openBolt opens a bbolt file. The handle is kept, since a panic of bbolt.Open
// would keep its lock for ever.
func openBolt(path string, timeout time.Duration) (*burst, error) {
	b := new(burst)
	err := guarded(func() (err error) {
		b.bolt, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:      timeout,
			FreelistType: bbolt.FreelistMapType,
			NoStatistics: true,
			OpenFile: func(name string, flag int, perm os.FileMode) (*os.File, error) {
				f, err := os.OpenFile(name, flag, perm)
				b.file = f
				return f, err
			},
		})
		return err
	})
	if err == nil {
		return b, nil
	}
	if b.file != nil {
		b.file.Close()
	}
	for _, bad := range []error{berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch} {
		if errors.Is(err, bad) {
			return nil, fmt.Errorf("%s: %w", path, damaged("%v", err))
		}
	}
	return nil, fmt.Errorf("opening the store: %w", err)
}
