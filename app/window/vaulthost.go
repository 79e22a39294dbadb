package window

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"flowbench/app/connect"
	"flowbench/app/vault"
	"flowbench/engine/auth"
	"flowbench/store"
)

// lockSetting is after how many idle minutes the vault locks; 0 is never.
const lockSetting = "lock after minutes"

const defaultLock = 15

func (w *Window) lockAfter() time.Duration {
	minutes := defaultLock
	if err := w.store.Setting(lockSetting, &minutes); err != nil {
		minutes = defaultLock
	}
	return time.Duration(minutes) * time.Minute
}

// wayKinds are the vault's slots as Integrations calls them.
var wayKinds = map[store.SlotKind]connect.WayKind{
	store.KindKeyRing: connect.KeyRing, store.KindPassphrase: connect.Passphrase,
	store.KindRecovery: connect.Recovery, store.KindKeyFile: connect.KeyFile,
}

// Vault implements [connect.Keeper].
func (h *connectHost) Vault() connect.Vault {
	k := h.w.accounts.keeper
	v := connect.Vault{LockAfter: h.w.lockAfter(), ByRecovery: h.w.accounts.recovered}
	state, _ := k.State() // what is wrong with it is said beside the connections
	v.Locked = state == store.Locked
	slots, _ := k.Vault().Slots()
	for _, s := range slots {
		way := connect.Way{Kind: wayKinds[s.Kind], Made: s.Made, ID: string(wayKinds[s.Kind])}
		if s.Kind == store.KindKeyFile {
			way.Note = k.KeyFile
		}
		v.Ways = append(v.Ways, way)
	}
	if backups, err := h.w.store.Backups(); err == nil && len(backups) > 0 {
		v.BackedUp = backups[0].Made
	}
	return v
}

// ends tells how something with the vault went, after everything shows it.
func (h *connectHost) ends(do func() error, then func(error)) {
	var err error
	h.w.beside(func() { err = do() }, func() {
		h.w.accountsChanged()
		then(err)
	})
}

// Unlock implements [connect.Keeper].
func (h *connectHost) Unlock(secret auth.Secret, recovery bool, then func(error)) {
	key := store.Passphrase(secret.Reveal())
	if recovery {
		key = store.RecoveryCode(secret.Reveal())
	}
	h.ends(func() error { return h.w.accounts.keeper.Unlock(context.Background(), key) }, func(err error) {
		h.w.accounts.recovered = err == nil && recovery
		then(err)
	})
}

// Lock implements [connect.Keeper].
func (h *connectHost) Lock() {
	h.w.accounts.keeper.Lock()
	h.w.accountsChanged()
}

// SetPassphrase implements [connect.Keeper]. Of a vault that there is not yet it is the
// first; another recovery code that comes of it is shown.
func (h *connectHost) SetPassphrase(old, fresh auth.Secret, then func(error)) {
	k := h.w.accounts.keeper
	code, first := "", false
	h.ends(func() error {
		state, err := k.State()
		if err != nil && !errors.Is(err, store.ErrTampered) {
			return err
		}
		if first = state == store.NoVault; first {
			o, err := k.Ready(context.Background(), store.Passphrase(fresh.Reveal()))
			if code = o.Recovery; code != "" {
				return nil // that no backup was made is said at the next
			}
			return err
		}
		code, err = k.ChangePassphrase(context.Background(), old.Reveal(), fresh.Reveal(), h.w.accounts.recovered)
		return err
	}, func(err error) {
		if first { // who asked for the vault shows its code, after what it was made for is kept
			h.w.accounts.code = code
			then(err)
			return
		}
		then(err)
		if err == nil {
			h.w.accounts.recovered = false
			h.offer(code, func() {})
		}
	})
}

// NewRecoveryCode implements [connect.Keeper].
func (h *connectHost) NewRecoveryCode(then func(code auth.Secret, err error)) {
	code := ""
	h.ends(func() (err error) {
		code, err = h.w.accounts.keeper.NewRecovery(context.Background())
		return err
	}, func(err error) { then(auth.Hide(code), err) })
}

// NewKeyFile implements [connect.Keeper].
func (h *connectHost) NewKeyFile(then func(path string, err error)) {
	h.w.askPath("flowbench.key", func(path string) {
		os.Remove(path) // asking where to has made an empty file, and a key file is made anew
		h.ends(func() error {
			return h.w.accounts.keeper.Vault().SetSlot(context.Background(), store.KeyFile(path))
		}, func(err error) { then(path, err) })
	})
}

// Remove implements [connect.Keeper].
func (h *connectHost) Remove(way connect.Way, then func(error)) {
	for kind, is := range wayKinds {
		if is == way.Kind {
			h.ends(func() error { return h.w.accounts.keeper.Vault().RemoveSlot(context.Background(), kind) }, then)
			return
		}
	}
}

// SetLockAfter implements [connect.Keeper].
func (h *connectHost) SetLockAfter(d time.Duration) {
	h.w.accounts.keeper.Vault().SetIdle(d)
	if err := h.w.store.SetSetting(lockSetting, int(d/time.Minute)); err != nil {
		h.w.fail("The time was not kept", err)
	}
}

// BackUp implements [connect.Keeper].
func (h *connectHost) BackUp(then func(path string, err error)) {
	var b store.Backup
	h.ends(func() (err error) {
		b, err = h.w.store.Backup()
		return err
	}, func(err error) { then(b.Path, err) })
}

// Export implements [connect.Keeper]. What keeps a person signed in stays here.
func (h *connectHost) Export(ids []string, passphrase auth.Secret, then func(path string, err error)) {
	h.w.askPath("flowbench-connections.age", func(path string) {
		h.ends(func() error {
			b, err := h.w.accounts.keeper.Export(ids, passphrase.Reveal(), false)
			if err != nil {
				return err
			}
			return writePrivate(path, b)
		}, func(err error) { then(path, err) })
	})
}

// ChooseExport implements [connect.Keeper].
func (h *connectHost) ChooseExport(then func(path string)) { h.w.askFile(nil, then) }

// ReadExport implements [connect.Keeper].
func (h *connectHost) ReadExport(path string, passphrase auth.Secret, then func([]auth.Record, error)) {
	var found []vault.Imported
	h.ends(func() error {
		b, err := os.ReadFile(path)
		if err == nil {
			found, err = h.w.accounts.keeper.Import(b, passphrase.Reveal())
		}
		return err
	}, func(err error) {
		var out []auth.Record
		for _, one := range found {
			out = append(out, one.Record)
		}
		then(out, err)
	})
}

// Import implements [connect.Keeper]. Each is saved by itself: what cannot be is named,
// and the others are there.
func (h *connectHost) Import(rs []auth.Record, then func(error)) {
	if len(rs) == 0 {
		then(nil)
		return
	}
	h.Save(withFreeName(h, rs[0]), func(_ auth.Record, err error) { // makes the vault where there is none
		if errors.Is(err, context.Canceled) {
			return
		}
		all := []error{err}
		for _, r := range rs[1:] {
			_, err := h.w.accounts.keeper.Save(withFreeName(h, r))
			all = append(all, err)
		}
		h.w.accountsChanged()
		then(errors.Join(all...))
	})
}

// withFreeName is a record with a name that no other of its provider has.
func withFreeName(h *connectHost, r auth.Record) auth.Record {
	if name, err := h.w.accounts.keeper.Free(r.Name, r.Provider); err == nil {
		r.Name = name
	}
	return r
}

// writePrivate writes a file that only its owner can read, whole or not at all.
func writePrivate(path string, b []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".flowbench-*") // is 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b)
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
