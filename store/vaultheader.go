package store

import (
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

// The vault's own rows, and the tables of its sealed records.
const (
	vaultTable   = "vault"
	headerID     = "header"
	manifestID   = "manifest"
	sealedPrefix = "sealed:"
)

// A header is the vault's, with the bytes it was read from.
type header struct {
	seal.Header
	raw []byte
}

// readVault reads the header. A file with sealed records and no header is
// damaged: a new vault would make them unreadable for good.
func readVault(tx *bbolt.Tx) (*header, error) {
	raw, err := get(tx, vaultTable, headerID)
	switch {
	case errors.Is(err, ErrNotFound):
		if orphans(tx) {
			return nil, fmt.Errorf("the vault is %w: its key slots are missing. Restore a backup: flowbench store restore", ErrDamaged)
		}
		return nil, ErrNoVault
	case err != nil:
		return nil, fmt.Errorf("the vault is %w: its key slots are not what was saved. Restore a backup: flowbench store restore", ErrDamaged)
	}
	h, err := seal.ReadHeader(raw)
	if errors.Is(err, seal.ErrNewer) {
		return nil, fmt.Errorf("the vault was %w: update Flowbench", ErrNewer)
	}
	if err != nil {
		return nil, fmt.Errorf("the vault is %w: %w. Restore a backup: flowbench store restore", ErrDamaged, err)
	}
	return &header{h, raw}, nil
}

// orphans reports whether anything of a vault is there.
func orphans(tx *bbolt.Tx) bool {
	return len(ids(tx, vaultTable, "")) > 0 || slices.ContainsFunc(sealedTables(tx), func(table string) bool {
		return len(ids(tx, sealedPrefix+table, "")) > 0
	})
}

// is checks that k is the key of the vault as it lies in the file.
func (h *header) is(k *seal.Key) error {
	if h.Vault != k.Vault() || h.Key != k.ID() {
		return errChanged
	}
	return nil
}

// put writes another header in the place of h, which becomes it.
func (h *header) put(tx *bbolt.Tx, next seal.Header) error {
	raw, err := next.Write()
	if err != nil {
		return err
	}
	h.Header, h.raw = next, raw
	return put(tx, vaultTable, headerID, raw)
}

// manifest is the MAC over the header and all sealed records.
func (h *header) manifest(tx *bbolt.Tx, k *seal.Key) ([]byte, error) {
	mac := k.MAC()
	mac.Add("header", string(h.raw))
	for _, table := range sealedTables(tx) {
		err := scan(tx, sealedPrefix+table, "", func(id string, data []byte, err error) error {
			if err != nil {
				mac.Add("damaged", table, id)
			} else {
				mac.Add("record", table, id, string(data))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return mac.Sum(), nil
}

func (h *header) putManifest(tx *bbolt.Tx, k *seal.Key) error {
	sum, err := h.manifest(tx, k)
	if err != nil {
		return err
	}
	return put(tx, vaultTable, manifestID, sum)
}

func (h *header) checkManifest(tx *bbolt.Tx, k *seal.Key) error {
	was, err := get(tx, vaultTable, manifestID)
	if err != nil {
		was = nil // damaged or deleted: there is nothing to go by
	}
	is, err := h.manifest(tx, k)
	if err != nil {
		return err
	}
	if was == nil || !seal.Same(was, is) {
		return fmt.Errorf("%w: one was deleted, changed or put back to an earlier state by something else. "+
			"Look at your connections, then accept them as they are, or restore a backup", ErrTampered)
	}
	return nil
}
