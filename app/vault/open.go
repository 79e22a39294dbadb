package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"flowbench/store"
)

// Opened is what opening the vault came to.
type Opened struct {
	State store.VaultState
	By    store.SlotKind // what opened it, or made it, just now; empty: it was open, or there is none
	// Recovery is the recovery code of a vault that was just made. It is shown once, and
	// is kept nowhere.
	Recovery string
}

// Needs is that the vault cannot be opened, or made, without a person.
type Needs struct {
	Make  bool             // there is no vault yet: a passphrase makes it
	Slots []store.SlotKind // what would open the vault that there is
	Ring  error            // why the key ring does not; nil: it was not asked
	File  error            // why the key file does not; nil: there is none
}

// Unwrap gives the reasons, among them the store's ErrKeyRing… ones.
func (e *Needs) Unwrap() []error {
	return slices.DeleteFunc([]error{store.ErrLocked, e.Ring, e.File}, func(err error) bool { return err == nil || e.Make && err == store.ErrLocked })
}

// Retry reports whether the same may work in a moment: the key ring is there.
func (e *Needs) Retry() bool {
	return errors.Is(e.Ring, store.ErrKeyRingLocked) || errors.Is(e.Ring, store.ErrKeyRingSilent)
}

func (e *Needs) Error() string {
	var why []string
	if e.File != nil {
		why = append(why, e.File.Error())
	}
	switch {
	case errors.Is(e.Ring, store.ErrWrongKey):
		why = append(why, "the key ring holds another key")
	case e.Ring != nil:
		text, _, _ := strings.Cut(e.Ring.Error(), ": ") // without what else opens the vault
		why = append(why, text)
	}
	because := strings.Join(why, ", and ")
	switch {
	case e.Make && e.File != nil:
		return "no vault for connections was made: " + because
	case e.Make && e.Retry():
		return "the vault for connections was not made: " + because + ". Unlock the key ring and try again, or choose a passphrase"
	case e.Make:
		return "connections are kept sealed, and what seals them needs a passphrase of yours: " + because
	case because != "":
		return "the vault is locked: " + because + ". It is opened by " + either(e.Slots)
	}
	return "the vault is locked. It is opened by " + either(e.Slots)
}

func either(kinds []store.SlotKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = "its " + k.String()
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
	return strings.Join(words, "")
}

// Open opens the vault without asking anybody: with the key file, else with the key ring.
// Where there is no vault none is made, and that is no error. Where neither opens it the
// error is a *Needs.
func (k *Keeper) Open(ctx context.Context) (Opened, error) {
	state, err := k.vault.State()
	if err != nil && !errors.Is(err, store.ErrTampered) {
		return Opened{State: state}, err
	}
	if state != store.Locked {
		return Opened{State: state}, nil
	}
	slots, err := k.vault.Slots()
	if err != nil {
		return Opened{State: state}, err
	}
	needs := &Needs{}
	for _, s := range slots {
		needs.Slots = append(needs.Slots, s.Kind)
	}
	has := func(kind store.SlotKind) bool { return slices.Contains(needs.Slots, kind) }
	switch {
	case k.KeyFile != "" && !has(store.KindKeyFile):
		needs.File = fmt.Errorf("the key file %s is not a key of this vault", k.KeyFile)
	case k.KeyFile != "":
		if needs.File = k.vault.Unlock(ctx, store.KeyFile(k.KeyFile)); needs.File == nil {
			return Opened{State: store.Unlocked, By: store.KindKeyFile}, nil
		}
	}
	if has(store.KindKeyRing) {
		if needs.Ring = k.vault.Unlock(ctx, store.KeyRing()); needs.Ring == nil {
			return Opened{State: store.Unlocked, By: store.KindKeyRing}, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return Opened{State: state}, err
	}
	return Opened{State: state}, needs
}

// Ready readies the vault for a save. It opens the one that there is as Open does; where
// there is none it makes one, with the keys that are given, else with the key file where
// that is there, else with the key ring. Without a key ring, and with one that does not
// answer, it makes none and the error is a *Needs. The recovery code that is returned
// holds also beside an error, which is then that no backup of the new vault was made.
func (k *Keeper) Ready(ctx context.Context, keys ...store.Key) (Opened, error) {
	o, err := k.Open(ctx)
	if err != nil || o.State != store.NoVault {
		return o, err
	}
	if len(keys) == 0 {
		switch there, err := k.keyFile(); {
		case err != nil:
			return o, &Needs{Make: true, File: err}
		case there:
			keys = append(keys, store.KeyFile(k.KeyFile))
		default:
			keys = append(keys, store.KeyRing())
		}
	}
	code := store.NewRecoveryCode()
	err = k.vault.Create(ctx, append(slices.Clone(keys), store.RecoveryCode(code))...)
	if err != nil {
		if state, _ := k.vault.State(); state != store.Unlocked {
			return o, k.unmade(keys, err)
		}
	}
	return Opened{State: store.Unlocked, By: keys[0].Kind(), Recovery: code}, err
}

// unmade is why no vault was made: of the key ring it is what a person can do something
// about.
func (k *Keeper) unmade(keys []store.Key, err error) error {
	for _, cause := range []error{store.ErrKeyRingNone, store.ErrKeyRingLocked, store.ErrKeyRingSilent} {
		if errors.Is(err, cause) && slices.ContainsFunc(keys, func(key store.Key) bool { return key.Kind() == store.KindKeyRing }) {
			return &Needs{Make: true, Ring: cause}
		}
	}
	return err
}

// keyFile tells whether the key file that was named is there. It is not made unasked: a
// path that is wrong would lead to a new key.
func (k *Keeper) keyFile() (bool, error) {
	if k.KeyFile == "" {
		return false, nil
	}
	there, err := exists(k.KeyFile)
	if err == nil && !there {
		err = fmt.Errorf("there is no key file %s", k.KeyFile)
	}
	return there, err
}

// NewRecovery gives the vault another recovery code, which is shown once. The one that it
// had opens it no more.
func (k *Keeper) NewRecovery(ctx context.Context) (string, error) {
	code := store.NewRecoveryCode()
	return code, k.vault.SetSlot(ctx, store.RecoveryCode(code))
}
