package vault

import (
	"errors"
	"fmt"
	"time"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/auth"
	"flowbench/store"
)

// Grants keeps the refresh tokens of sign-ins in the vault, by the id of the connection.
func (k *Keeper) Grants() auth.Grants { return grants{k} }

type grants struct{ *Keeper }

// granted is what keeps a person signed in, as it lies in the vault.
type granted struct {
	Refresh string    `json:"refresh"`
	At      time.Time `json:"at"` // when the person signed in
}

func (g grants) get(connection string) (granted, error) {
	row, err := g.vault.Get(grantTable, connection)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrNoVault) {
		return granted{}, nil
	}
	if _, ok := errors.AsType[*store.SealError](err); ok {
		return granted{}, errUnread
	}
	if err != nil {
		return granted{}, err
	}
	return grantOf(row)
}

var errUnread = fmt.Errorf("what kept you signed in cannot be read: %w", auth.ErrSignIn)

func grantOf(row store.VaultRow) (kept granted, err error) {
	if json2.Unmarshal(row.Data, &kept) != nil {
		return granted{}, errUnread
	}
	return kept, nil
}

// Grant implements [auth.Grants].
func (g grants) Grant(connection string) (auth.Secret, error) {
	kept, err := g.get(connection)
	if kept.Refresh == "" {
		return auth.Secret{}, err
	}
	return auth.Hide(kept.Refresh), err
}

// Keep implements [auth.Grants]. A token that takes the place of another is of the same
// sign-in.
func (g grants) Keep(connection string, refresh auth.Secret) error {
	kept, _ := g.get(connection) // one that cannot be read gives way
	kept.Refresh = refresh.Reveal()
	if kept.At.IsZero() {
		kept.At = g.Now().UTC().Truncate(time.Second)
	}
	b, err := json2.Marshal(kept)
	if err != nil {
		return err
	}
	return g.vault.Put(grantTable, connection, nil, b)
}

// SignedIn reports whether something keeps a person signed in with a connection.
func (k *Keeper) SignedIn(id string) (bool, error) {
	at, err := k.SignedInAt(id)
	return !at.IsZero(), err
}

// SignedInAt is when a person signed in with a connection; zero: nobody is.
func (k *Keeper) SignedInAt(id string) (time.Time, error) {
	kept, err := grants{k}.get(id)
	return kept.At, err
}

// SignOut forgets what keeps a person signed in: with a connection, or with its counterpart
// in a sandbox, by the id of that one.
func (k *Keeper) SignOut(id string) error {
	_, err := k.vault.Get(grantTable, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return k.vault.Delete(grantTable, id)
}

// signOut forgets all sign-ins of a connection.
func (k *Keeper) signOut(id string) error {
	return errors.Join(k.SignOut(id), k.SignOut(auth.Record{ID: id}.MadeUpID()))
}
