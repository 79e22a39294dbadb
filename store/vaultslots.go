package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

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
