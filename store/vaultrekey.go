package store

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

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
