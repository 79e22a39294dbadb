package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

// SlotKind is what opens a slot of the vault.
type SlotKind string

const (
	KindPassphrase SlotKind = seal.Passphrase
	KindKeyRing    SlotKind = seal.KeyRing
	KindRecovery   SlotKind = seal.Recovery
	KindKeyFile    SlotKind = seal.KeyFile
)

// String is the kind in words.
func (k SlotKind) String() string {
	switch k {
	case KindPassphrase:
		return "passphrase"
	case KindKeyRing:
		return "key ring"
	case KindRecovery:
		return "recovery code"
	case KindKeyFile:
		return "key file"
	}
	return "unknown key"
}

// A Slot is one way to open the vault. A vault has at most one of each kind.
type Slot struct {
	Kind SlotKind
	Made time.Time
}

// A Key opens a slot, or makes one. Printed it shows its kind alone.
type Key struct {
	kind SlotKind
	text *string // a pointer: fmt prints unexported fields without asking their methods
}

// Passphrase is what a person remembers.
func Passphrase(text string) Key { return Key{KindPassphrase, &text} }

// RecoveryCode is one of NewRecoveryCode, as it was typed.
func RecoveryCode(text string) Key { return Key{KindRecovery, &text} }

// KeyFile is a file of random bytes. Where a slot is made and there is no such
// file, it is made too.
func KeyFile(path string) Key { return Key{KindKeyFile, &path} }

// KeyRing is a random key in the key ring of the operating system.
func KeyRing() Key { return Key{KindKeyRing, new(string)} }

// NewRecoveryCode is a new recovery code, to be shown once.
func NewRecoveryCode() string { return seal.NewCode() }

// Kind is the kind of slot that the key is for.
func (k Key) Kind() SlotKind { return k.kind }

func (k Key) String() string             { return k.kind.String() }
func (k Key) GoString() string           { return k.kind.String() }
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, k.kind.String()) }

// Create makes a vault with a new data key and these slots, and leaves it
// unlocked.
func (v *Vault) Create(ctx context.Context, keys ...Key) error {
	err := v.store.view(func(tx *bbolt.Tx) error { return free(tx) })
	if err != nil {
		return err
	}
	k := seal.NewKey(seal.NewID())
	h, err := v.newHeader(ctx, k, keys)
	if err != nil {
		k.Wipe()
		return fmt.Errorf("making the vault: %w", err)
	}
	v.gate.Lock()
	err = v.store.update(func(tx *bbolt.Tx) error {
		if err := free(tx); err != nil {
			return err
		}
		now := new(header)
		if err := now.put(tx, h); err != nil {
			return err
		}
		return now.putManifest(tx, k)
	})
	if err != nil {
		k.Wipe()
	} else {
		v.have(k)
	}
	v.gate.Unlock()
	if err != nil {
		return err
	}
	v.backUp("A vault was made")
	return nil
}

// free is nil where there is no vault.
func free(tx *bbolt.Tx) error {
	_, err := readVault(tx)
	switch {
	case errors.Is(err, ErrNoVault):
		return nil
	case err == nil:
		return fmt.Errorf("%w: unlock it", ErrVaultThere)
	}
	return err
}

// newHeader wraps the data key with each of the keys.
func (v *Vault) newHeader(ctx context.Context, k *seal.Key, keys []Key) (seal.Header, error) {
	if len(keys) == 0 {
		return seal.Header{}, errors.New("a vault needs a key that opens it")
	}
	h := seal.NewHeader(k)
	for _, key := range keys {
		s, err := v.wrap(ctx, k, key)
		if err != nil {
			return seal.Header{}, err
		}
		h = h.With(s)
	}
	return h, nil
}

// Unlock opens the vault.
func (v *Vault) Unlock(ctx context.Context, key Key) error {
	var h *header
	err := v.store.view(func(tx *bbolt.Tx) (err error) {
		h, err = readVault(tx)
		return err
	})
	if err != nil {
		return err
	}
	slot, ok := h.Slot(string(key.kind))
	if !ok {
		return fmt.Errorf("%w: it has no %v", ErrNoSlot, key.kind)
	}
	secrets, err := v.secrets(ctx, h.Vault, key)
	if err != nil {
		return err
	}
	for _, secret := range secrets {
		var k *seal.Key
		k, err = v.unwrap(ctx, h, slot, secret)
		clear(secret)
		if err == nil {
			return v.take(k)
		}
	}
	if errors.Is(err, seal.ErrBounds) {
		err = fmt.Errorf("%w: its slot was altered (%w)", ErrWrongKey, err)
	} else if errors.Is(err, seal.ErrWrongKey) {
		err = fmt.Errorf("%w: %s", ErrWrongKey, wrongKey[key.kind])
	}
	return err
}

// take keeps the key where it is still the vault's.
func (v *Vault) take(k *seal.Key) error {
	v.gate.RLock()
	defer v.gate.RUnlock()
	err := v.store.view(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err != nil {
			return err
		}
		return h.is(k)
	})
	if err != nil {
		k.Wipe()
		return err
	}
	v.have(k)
	return nil
}

var wrongKey = map[SlotKind]string{
	KindPassphrase: "the passphrase is another one. Mind the case of letters and the layout of the keyboard",
	KindRecovery:   "the recovery code is one of another vault, or an earlier one",
	KindKeyFile:    "the key file is another one",
	KindKeyRing:    "the key ring holds the key of another vault, or an earlier one. Use the passphrase or the recovery code",
}

// unwrap opens a slot. A passphrase takes a while, which ctx may cut short.
func (v *Vault) unwrap(ctx context.Context, h *header, slot seal.Slot, secret []byte) (*seal.Key, error) {
	return v.slowly(ctx, slot.Kind, func() (*seal.Key, error) { return slot.Unwrap(h.Vault, h.Key, secret) })
}

func (v *Vault) wrap(ctx context.Context, k *seal.Key, key Key) (s seal.Slot, err error) {
	secret, err := v.newSecret(ctx, k.Vault(), key)
	if err != nil {
		return s, err
	}
	copy := k.Clone()
	_, err = v.slowly(ctx, string(key.kind), func() (*seal.Key, error) {
		defer copy.Wipe()
		defer clear(secret)
		cost := v.cost
		if cost == (seal.Cost{}) && key.kind == KindPassphrase {
			cost = seal.Measured()
		}
		made, err := copy.Wrap(string(key.kind), secret, cost, time.Now())
		if err == nil {
			s = made
		}
		return nil, err
	})
	return s, err
}

// slowly runs what may take half a second and much memory: one at a time.
func (v *Vault) slowly(ctx context.Context, kind string, fn func() (*seal.Key, error)) (*seal.Key, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if kind != seal.Passphrase {
		return fn()
	}
	type result struct {
		key *seal.Key
		err error
	}
	done := make(chan result, 1)
	go func() {
		v.costly.Lock()
		defer v.costly.Unlock()
		k, err := fn()
		done <- result{k, err}
	}()
	select {
	case r := <-done:
		return r.key, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Slots lists the ways to open the vault, in the order in which they were made.
func (v *Vault) Slots() ([]Slot, error) {
	var list []Slot
	err := v.store.view(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err != nil {
			return err
		}
		for _, s := range h.Slots {
			list = append(list, Slot{SlotKind(s.Kind), s.Made})
		}
		return nil
	})
	return list, err
}

// SetSlot adds a slot, or puts it in the place of the one of its kind, of which
// nothing stays in the file; the backup that is made before still has it.
func (v *Vault) SetSlot(ctx context.Context, key Key) error {
	k, err := v.use()
	if err != nil {
		return err
	}
	defer k.Wipe()
	if _, err := v.store.Backup(); err != nil {
		return fmt.Errorf("backing the store up before changing the vault: %w", err)
	}
	s, err := v.wrap(ctx, k, key)
	if err != nil {
		return err
	}
	return v.setHeader(ctx, func(h seal.Header) (seal.Header, error) { return h.With(s), nil })
}

// RemoveSlot takes a way to open the vault away; the last one stays. What the
// key ring holds stays there, since backups are opened by it.
func (v *Vault) RemoveSlot(ctx context.Context, kind SlotKind) error {
	k, err := v.use()
	if err != nil {
		return err
	}
	k.Wipe()
	if _, err := v.store.Backup(); err != nil {
		return fmt.Errorf("backing the store up before changing the vault: %w", err)
	}
	return v.setHeader(ctx, func(h seal.Header) (seal.Header, error) {
		if _, ok := h.Slot(string(kind)); !ok {
			return h, fmt.Errorf("%w: it has no %v", ErrNoSlot, kind)
		}
		if len(h.Slots) == 1 {
			return h, fmt.Errorf("the %v is the only key of the vault: add another one first", kind)
		}
		return h.Without(string(kind)), nil
	})
}

// setHeader changes the slots, has what they were leave the file, and makes a
// backup that has them as they are now.
func (v *Vault) setHeader(ctx context.Context, change func(seal.Header) (seal.Header, error)) error {
	err := v.writing(func(tx *bbolt.Tx, h *header, _ *seal.Key) error {
		next, err := change(h.Header)
		if err != nil {
			return err
		}
		if err := wantCompact(tx); err != nil {
			return err
		}
		return h.put(tx, next)
	})
	if err != nil {
		return err
	}
	v.finish(ctx, "The keys of the vault were changed")
	return nil
}

// finish compacts the store, so that nothing of the old keys stays in it, and
// makes a backup with the new ones. The change itself is done: what does not
// work is told, and the compaction is due at the next opening.
func (v *Vault) finish(ctx context.Context, what string) {
	if err := v.store.Compact(context.WithoutCancel(ctx)); err != nil {
		v.store.tell("%s, but what they were still lies in the store's file: %v. It goes when Flowbench is started next.", what, err)
	}
	v.backUp(what)
}

func (v *Vault) backUp(what string) {
	if _, err := v.store.Backup(); err != nil {
		v.store.tell("%s, but no backup was made after it: %v.", what, err)
	}
}

// Rekey gives the vault a new data key with these slots alone, and seals all
// records anew. Each must open: with the old key one would be lost for good.
func (v *Vault) Rekey(ctx context.Context, keys ...Key) error {
	old, err := v.use()
	if err != nil {
		return err
	}
	defer old.Wipe()
	if _, err := v.store.Backup(); err != nil {
		return fmt.Errorf("backing the store up before changing the vault's key: %w", err)
	}
	k := seal.NewKey(old.Vault())
	next, err := v.newHeader(ctx, k, keys)
	if err == nil {
		err = v.reseal(old, k, next)
	}
	if err != nil {
		k.Wipe()
		return fmt.Errorf("changing the vault's key: %w", err)
	}
	v.finish(ctx, "The keys of the vault were changed")
	return nil
}

// reseal seals all records anew, in one transaction in which each is opened
// again, and keeps the new key.
func (v *Vault) reseal(old, k *seal.Key, next seal.Header) error {
	err := v.replaceKey(old, k, next)
	v.judge(old.Clone(), err)
	return err
}

func (v *Vault) replaceKey(old, k *seal.Key, next seal.Header) error {
	v.gate.Lock()
	defer v.gate.Unlock()
	err := v.store.update(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		if err == nil {
			err = h.is(old)
		}
		if err == nil {
			err = h.checkManifest(tx, old)
		}
		if err != nil {
			return err
		}
		for _, table := range sealedTables(tx) {
			if err := resealTable(tx, table, old, k); err != nil {
				return err
			}
		}
		if err := wantCompact(tx); err != nil {
			return err
		}
		if err := h.put(tx, next); err != nil {
			return err
		}
		return h.putManifest(tx, k)
	})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.key == nil { // locked meanwhile
		k.Wipe()
		return nil
	}
	v.key.Wipe()
	v.key = k
	v.touch()
	return nil
}

func resealTable(tx *bbolt.Tx, table string, old, k *seal.Key) error {
	var rows []VaultRow
	var bad []error
	err := scan(tx, sealedPrefix+table, "", func(id string, data []byte, err error) error {
		row, err := openSealed(old, table, id, data, err)
		if err != nil {
			bad = append(bad, err)
		}
		rows = append(rows, row)
		return nil
	})
	if err = errors.Join(append(bad, err)...); err != nil {
		return err
	}
	for _, r := range rows {
		if err := putSealed(tx, k, r); err != nil {
			return err
		}
		data, err := get(tx, sealedPrefix+table, r.ID)
		again, err := openSealed(k, table, r.ID, data, err)
		if err != nil || string(again.Data) != string(r.Data) || string(again.Bound) != string(r.Bound) {
			return fmt.Errorf("%s %q did not come back as it was sealed: %w", table, r.ID, err)
		}
	}
	return nil
}

// ringKeys is how many keys of a vault the key ring keeps, newest first:
// backups are opened by the older ones.
const ringKeys = 8

// secrets are what may open the slot of a key's kind.
func (v *Vault) secrets(ctx context.Context, vault string, key Key) ([][]byte, error) {
	switch key.kind {
	case KindPassphrase:
		return [][]byte{[]byte(*key.text)}, nil
	case KindRecovery:
		secret, err := seal.ReadCode(*key.text)
		if err != nil {
			return nil, fmt.Errorf("that is %w", err)
		}
		return [][]byte{secret}, nil
	case KindKeyFile:
		secret, err := readKeyFile(*key.text)
		return [][]byte{secret}, err
	case KindKeyRing:
		return v.ringSecrets(ctx, vault)
	}
	return nil, errors.New("a key of no kind")
}

func (v *Vault) ringSecrets(ctx context.Context, vault string) ([][]byte, error) {
	text, err := v.ring.Get(ctx, vault)
	if err != nil {
		return nil, keyRingError(err)
	}
	var list [][]byte
	for _, word := range strings.Fields(text) {
		if b, err := base64.RawStdEncoding.DecodeString(word); err == nil && len(b) == keyFileSize {
			list = append(list, b)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: what it keeps for Flowbench cannot be read. Use the passphrase or the recovery code", ErrWrongKey)
	}
	return list, nil
}

// newSecret is what a new slot is wrapped with.
func (v *Vault) newSecret(ctx context.Context, vault string, key Key) ([]byte, error) {
	switch key.kind {
	case KindPassphrase:
		if strings.TrimSpace(*key.text) == "" {
			return nil, errors.New("the passphrase is empty: choose one that you will remember")
		}
	case KindKeyFile:
		if err := makeKeyFile(*key.text); err != nil {
			return nil, err
		}
	case KindKeyRing:
		return v.newRingSecret(ctx, vault)
	}
	list, err := v.secrets(ctx, vault, key)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// newRingSecret puts a new key before those that the key ring has. A key ring
// that does not answer is not one without a key.
func (v *Vault) newRingSecret(ctx context.Context, vault string) ([]byte, error) {
	was, err := v.ring.Get(ctx, vault)
	if err != nil && !errors.Is(err, ErrKeyRingEmpty) {
		return nil, keyRingError(err)
	}
	secret := randomKey()
	words := append([]string{base64.RawStdEncoding.EncodeToString(secret)}, strings.Fields(was)...)
	words = slices.Compact(words[:min(len(words), ringKeys)])
	if err := v.ring.Set(ctx, vault, strings.Join(words, " ")); err != nil {
		return nil, keyRingError(err)
	}
	return secret, nil
}

func keyRingError(err error) error {
	switch {
	case errors.Is(err, ErrKeyRingNone):
		return fmt.Errorf("%w: use a passphrase", err)
	case errors.Is(err, ErrKeyRingLocked):
		return fmt.Errorf("%w: unlock it and try again, or use the passphrase or the recovery code", err)
	case errors.Is(err, ErrKeyRingSilent):
		return fmt.Errorf("%w: try again, or use the passphrase or the recovery code", err)
	case errors.Is(err, ErrKeyRingEmpty):
		return fmt.Errorf("%w: use the passphrase or the recovery code", err)
	}
	return err
}
