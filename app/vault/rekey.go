package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"flowbench/store"
)

// ChangePassphrase gives the vault another passphrase, and with it another key: everything
// is sealed anew, so that who knows the old passphrase and has an old copy of the file can
// open nothing that is kept from now on. A recovery code that there was goes with the old
// key; the one that takes its place is returned, to be shown once. Where there was no
// passphrase yet, one is added and nothing else changes.
//
// Of one that is lost nothing is asked: the vault was opened by its recovery code.
func (k *Keeper) ChangePassphrase(ctx context.Context, old, fresh string, lost bool) (recovery string, err error) {
	slots, err := k.vault.Slots()
	if err != nil {
		return "", err
	}
	has := func(kind store.SlotKind) bool {
		return slices.ContainsFunc(slots, func(s store.Slot) bool { return s.Kind == kind })
	}
	if !has(store.KindPassphrase) {
		return "", k.vault.SetSlot(ctx, store.Passphrase(fresh))
	}
	if !lost {
		if err := k.vault.Unlock(ctx, store.Passphrase(old)); err != nil {
			return "", err
		}
	}
	keys := []store.Key{store.Passphrase(fresh)}
	if has(store.KindKeyRing) {
		keys = append(keys, store.KeyRing())
	}
	if has(store.KindKeyFile) {
		there, err := k.keyFile()
		if err != nil || !there {
			return "", errors.Join(fmt.Errorf("the vault is also opened by a key file, and none is named here: start Flowbench with FLOWBENCH_KEY_FILE, or remove that way first"), err)
		}
		keys = append(keys, store.KeyFile(k.KeyFile))
	}
	if has(store.KindRecovery) {
		recovery = store.NewRecoveryCode()
		keys = append(keys, store.RecoveryCode(recovery))
	}
	return recovery, k.vault.Rekey(ctx, keys...)
}
