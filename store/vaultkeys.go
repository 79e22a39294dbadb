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
