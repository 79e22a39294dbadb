package vault

import (
	"context"
	"sync"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/spec"
	"flowbench/store"
)

// Options is what a keeper is given.
type Options struct {
	Store   *store.Store
	Catalog *catalog.Catalog
	Now     func() time.Time // nil is time.Now
	// KeyFile names the key file that opens the vault without a question; the command line
	// and the window take it from FLOWBENCH_KEY_FILE. Empty is none.
	KeyFile string
	// SealWork is how hard the passphrase of an exported file is to guess, as a power of
	// two; 0 is what takes a second. Tests lower it.
	SealWork int
}

// A Keeper keeps the stored connections. It may be used by several goroutines.
type Keeper struct {
	Options
	vault *store.Vault
	saves sync.Mutex // one at a time: each looks at what there is before it writes
}

// New returns the keeper of a store's connections. It opens nothing.
func New(o Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Keeper{Options: o, vault: o.Store.Vault()}
}

// Vault is what the connections lie in: its slots, its idle time, its backups are asked
// of it.
func (k *Keeper) Vault() *store.Vault { return k.vault }

// State is what the vault is now.
func (k *Keeper) State() (store.VaultState, error) { return k.vault.State() }

// Unlock opens the vault with a key that a person gave.
func (k *Keeper) Unlock(ctx context.Context, key store.Key) error { return k.vault.Unlock(ctx, key) }

// Lock forgets the vault's key.
func (k *Keeper) Lock() { k.vault.Lock() }

// Preset are the settings of a record that its provider's file gives.
func (k *Keeper) Preset(r auth.Record) spec.Values { return Preset(k.Catalog, r) }

// Widened are the hosts that the record's provider has and the record does not, in ASCII.
// They are used once a person agreed to them: by saving the record with them.
func (k *Keeper) Widened(r auth.Record) []string { return Widened(k.Catalog, r) }
