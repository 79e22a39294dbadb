package store

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"flowbench/store/keyring"
	"flowbench/store/seal"
)

// Errors of the vault that callers tell apart.
var (
	ErrNoVault    = errors.New("there is no vault yet")
	ErrVaultThere = errors.New("there is a vault already")
	ErrLocked     = errors.New("the vault is locked")
	ErrNoSlot     = errors.New("the vault is not opened in this way")
	ErrMistyped   = seal.ErrMistyped // of a recovery code
	// ErrWrongKey is a wrong passphrase, code or file, and an altered slot:
	// nobody can tell them apart.
	ErrWrongKey = errors.New("that does not open the vault")
	// ErrTampered says that sealed records are not those that were saved last:
	// one was deleted, put back to an earlier state or swapped by somebody else.
	ErrTampered = errors.New("the sealed records are not those that Flowbench saved")

	ErrKeyRingNone   = keyring.ErrNone
	ErrKeyRingLocked = keyring.ErrLocked
	ErrKeyRingSilent = keyring.ErrSilent
	ErrKeyRingEmpty  = keyring.ErrEmpty
)

// A SealError names a sealed record that does not open. It stays where it is.
type SealError struct {
	Table, ID string
	Err       error
}

func (e *SealError) Error() string {
	return fmt.Sprintf("%s %q does not open: %v", e.Table, e.ID, e.Err)
}
func (e *SealError) Unwrap() error { return e.Err }

// VaultState is what a vault is at the moment.
type VaultState int

const (
	NoVault VaultState = iota
	Locked
	Unlocked
)

// A VaultRow is a record of the vault. Bound lies in clear beside it and cannot
// be changed apart from it.
type VaultRow struct {
	Table, ID   string
	Bound, Data []byte
}

// A Vault is the sealed part of a store. Its records lie in tables of their
// own, which only the vault's methods reach.
//
// A vault's data key is in memory while it is unlocked, and nowhere in clear.
// When another process has given the vault another key, it locks here: nothing
// is ever sealed with an old key.
//
// The MAC over all records and the header, the manifest, is looked at before
// each change, by List and by State. Where it is wrong, ErrTampered: each
// record can still be read, none can be written until [Vault.Accept] takes
// what is there as it is. That a person decides. A whole file that was put
// back to an earlier state cannot be told from one that was left alone.
type Vault struct {
	store *Store
	ring  *keyring.Timed
	cost  seal.Cost // zero: measured when it is needed

	gate   sync.RWMutex // held for reading by who uses the key, for writing while it is replaced
	costly sync.Mutex   // one passphrase at a time

	mu     sync.Mutex
	key    *seal.Key // nil: locked
	idle   time.Duration
	timer  *time.Timer
	used   int // counts uses: a timer of an earlier use is stale
	onLock []func()
}

const idleTime = 15 * time.Minute

// Vault is the store's sealed part.
func (s *Store) Vault() *Vault { return s.vault }

func newVault(s *Store) *Vault {
	ring := s.opts.KeyRing
	if ring == nil {
		ring = keyring.System()
	}
	return &Vault{store: s, ring: keyring.Limited(ring, s.opts.KeyRingWait), cost: s.opts.KeyCost, idle: idleTime}
}

// State is what the vault is now. Beside Unlocked stands ErrTampered where the
// records are not those that were saved; without a state that can be told, the
// error says why.
func (v *Vault) State() (VaultState, error) {
	k := v.peek()
	err := v.store.view(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err != nil || k == nil {
			return err
		}
		if err := h.is(k); err != nil {
			return err
		}
		return h.checkManifest(tx, k)
	})
	v.judge(k, err)
	switch {
	case errors.Is(err, ErrNoVault):
		return NoVault, nil
	case errors.Is(err, ErrLocked):
		return Locked, nil
	case err != nil && !errors.Is(err, ErrTampered), k == nil:
		return Locked, err
	}
	return Unlocked, err
}

// Lock forgets the key.
func (v *Vault) Lock() {
	v.mu.Lock()
	told := v.forget()
	v.mu.Unlock()
	tell(told)
}

// OnLock has fn told each time the vault locks, by whatever. It is called from
// any goroutine and may call the vault.
func (v *Vault) OnLock(fn func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.onLock = append(v.onLock, fn)
}

// SetIdle has the vault lock after so long without use: 15 minutes when never
// set, 0 for never.
func (v *Vault) SetIdle(d time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.idle = d
	v.touch()
}

// forget wipes the key and gives who is to be told, once v.mu is free.
func (v *Vault) forget() []func() {
	if v.key == nil {
		return nil
	}
	v.key.Wipe()
	v.key = nil
	v.touch()
	return append([]func(){}, v.onLock...)
}

func tell(list []func()) {
	for _, fn := range list {
		fn()
	}
}

// touch begins the idle time anew. The caller holds v.mu.
func (v *Vault) touch() {
	v.used++
	if v.timer != nil {
		v.timer.Stop()
		v.timer = nil
	}
	if v.key == nil || v.idle <= 0 {
		return
	}
	used := v.used
	v.timer = time.AfterFunc(v.idle, func() {
		v.mu.Lock()
		var told []func()
		if v.used == used {
			told = v.forget()
		}
		v.mu.Unlock()
		tell(told)
	})
}

// have keeps the key: the vault is unlocked.
func (v *Vault) have(k *seal.Key) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.key != nil {
		v.key.Wipe()
	}
	v.key = k
	v.touch()
}

// peek gives a copy of the key, nil when locked. It is no use.
func (v *Vault) peek() *seal.Key {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.key == nil {
		return nil
	}
	return v.key.Clone()
}

// use gives a copy of the key to work with, to be wiped after.
func (v *Vault) use() (*seal.Key, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.key == nil {
		return nil, fmt.Errorf("%w: unlock it first", ErrLocked)
	}
	v.touch()
	return v.key.Clone(), nil
}

// errChanged is ErrLocked: the key in memory is not the vault's any more.
var errChanged = fmt.Errorf("%w: its key was changed by another Flowbench, or another backup was restored. Unlock it again", ErrLocked)

// judge locks the vault when what was done with k shows that its key is another
// now, and wipes k.
func (v *Vault) judge(k *seal.Key, err error) {
	if k == nil {
		return
	}
	var told []func()
	if errors.Is(err, errChanged) || errors.Is(err, ErrNoVault) {
		v.mu.Lock()
		if v.key != nil && v.key.ID() == k.ID() {
			told = v.forget()
		}
		v.mu.Unlock()
	}
	k.Wipe()
	tell(told)
}

// reading runs fn in a read transaction with the vault's key.
func (v *Vault) reading(fn func(tx *bbolt.Tx, h *header, k *seal.Key) error) error {
	v.gate.RLock()
	k, err := v.use()
	if err != nil {
		v.gate.RUnlock()
		return err
	}
	err = v.store.view(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err == nil {
			err = h.is(k)
		}
		if err != nil {
			return err
		}
		return fn(tx, h, k)
	})
	v.gate.RUnlock()
	v.judge(k, err)
	return err
}

// writing runs fn in a write transaction with the vault's key, where its
// records are those that were saved, and renews the manifest.
func (v *Vault) writing(fn func(tx *bbolt.Tx, h *header, k *seal.Key) error) error {
	return v.changing(false, fn)
}

func (v *Vault) changing(accept bool, fn func(tx *bbolt.Tx, h *header, k *seal.Key) error) error {
	v.gate.RLock()
	k, err := v.use()
	if err != nil {
		v.gate.RUnlock()
		return err
	}
	err = v.store.update(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err == nil {
			err = h.is(k)
		}
		if err == nil && !accept {
			err = h.checkManifest(tx, k)
		}
		if err == nil {
			err = fn(tx, h, k)
		}
		if err != nil {
			return err
		}
		return h.putManifest(tx, k)
	})
	v.gate.RUnlock()
	v.judge(k, err)
	return err
}
