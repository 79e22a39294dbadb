package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"flowbench/store/keyring"
	"flowbench/store/seal"
)

// Options of a store. The zero value is what a command needs.
type Options struct {
	// Timeout is how long a call waits for another process; 5 s when zero.
	Timeout time.Duration
	// Notice is told what a person must know of the store itself: that it was
	// damaged, what came back, that a backup could not be made.
	// It may be called from any goroutine, also before Open returns.
	Notice func(text string)
	// Daily makes a backup a day, in moments of rest. The window sets it.
	Daily bool

	// Probe examines the file at the path in a process of its own, which may be
	// ended by what is in it ([ProbeBy]). It is asked after an unclean stop and
	// once a week. Without one only the structure is examined, in this process.
	Probe func(path string) error

	// KeyRing is where the vault's key may lie; the operating system's when nil.
	// A call to it takes KeyRingWait at most, 5 s when zero.
	KeyRing     keyring.Ring
	KeyRingWait time.Duration
	// KeyCost is what a new passphrase costs to try; half a second of this
	// machine when zero. Tests lower it.
	KeyCost KeyCost
}

// KeyCost is the work that a passphrase of the vault takes.
type KeyCost = seal.Cost

const (
	defaultTimeout = 5 * time.Second
	rest           = 200 * time.Millisecond // the file is let go after so much rest
	longest        = time.Second            // and between two calls when held so long
	yield          = 25 * time.Millisecond  // then others have so long to take it
)

// limits of what the store keeps; tests lower them.
type limits struct {
	runs        int   // of an integration
	blobBytes   int64 // of all runs together
	backupBytes int64
}

var standardLimits = limits{runs: 100, blobBytes: 500 << 20, backupBytes: 500 << 20}

// A Store is the records in one data folder.
type Store struct {
	dir    string
	opts   Options
	limits limits
	vault  *Vault

	mu      sync.Mutex
	free    sync.Cond // the last user of the burst is gone
	burst   *burst
	alones  int // who waits to be alone with the file: nobody else begins
	closed  bool
	suspect bool // look at the whole file before it is opened next
	yielded time.Time
	backup  time.Time // when the next daily backup is due
	notices []string
}

// Open opens the store in dir, and makes it where there is none. A damaged one
// is replaced by what could be read from it and from its newest good backup,
// which Options.Notice is told.
func Open(dir string, opts Options) (*Store, error) {
	if opts.Timeout <= 0 {
		opts.Timeout = defaultTimeout
	}
	if err := prepareDir(dir); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, opts: opts, limits: standardLimits, suspect: true}
	s.free.L = &s.mu
	s.vault = newVault(s)
	s.planBackup()
	b, err := s.acquire()
	if err != nil {
		return nil, err
	}
	s.release(b)
	s.mend()
	s.compactDue()
	return s, nil
}

// Close lets the file go at once and locks the vault. Calls under way end first.
func (s *Store) Close() error {
	s.vault.Lock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.free.Broadcast()
	for s.burst != nil && s.burst.users > 0 {
		s.free.Wait()
	}
	return s.let()
}

// Dir is the data folder.
func (s *Store) Dir() string { return s.dir }

// Path is the store's file.
func (s *Store) Path() string { return filepath.Join(s.dir, fileName) }

// view runs fn in a read transaction. Nothing of tx may be kept.
func (s *Store) view(fn func(*bbolt.Tx) error) error {
	return s.do(func(db *bbolt.DB) error { return db.View(fn) })
}

// update runs fn in a write transaction. What it wrote lasts when update
// returns nil, and is undone when it does not.
func (s *Store) update(fn func(*bbolt.Tx) error) error {
	return s.do(func(db *bbolt.DB) error { return db.Update(fn) })
}

func (s *Store) do(fn func(*bbolt.DB) error) error {
	b, err := s.acquire()
	if err != nil {
		return err
	}
	defer s.release(b)
	err = guarded(func() error { return fn(b.bolt) })
	var fault *faultError
	switch {
	case errors.As(err, &fault):
		s.drop(b)
		return fmt.Errorf("the store %s is %w", s.dir, err)
	case diskFull(err):
		return fmt.Errorf("%w (%w)", ErrDiskFull, err)
	}
	return err
}

// note keeps a notice until the store's lock is free.
func (s *Store) note(format string, args ...any) {
	s.notices = append(s.notices, fmt.Sprintf(format, args...))
}

// tell tells a notice.
func (s *Store) tell(format string, args ...any) {
	s.mu.Lock()
	defer s.unlock()
	s.note(format, args...)
}

// unlock lets the store's lock go and tells the notices kept meanwhile.
func (s *Store) unlock() {
	notices := s.notices
	s.notices = nil
	s.mu.Unlock()
	if s.opts.Notice == nil {
		return
	}
	for _, text := range notices {
		s.opts.Notice(text)
	}
}
