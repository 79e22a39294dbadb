package vault

import (
	"errors"
	"fmt"

	"flowbench/engine/auth"
	"flowbench/store"
)

// sandboxed is what follows a connection's id in that of its counterpart in the sandbox.
const sandboxed = "~sandbox"

// Grants keeps the refresh tokens of sign-ins in the vault, by the id of the connection.
func (k *Keeper) Grants() auth.Grants { return grants{k} }

type grants struct{ *Keeper }

// Grant implements [auth.Grants].
func (g grants) Grant(connection string) (auth.Secret, error) {
	row, err := g.vault.Get(grantTable, connection)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrNoVault) {
		return auth.Secret{}, nil
	}
	if _, ok := errors.AsType[*store.SealError](err); ok {
		return auth.Secret{}, fmt.Errorf("what kept you signed in cannot be read: %w", auth.ErrSignIn)
	}
	if err != nil {
		return auth.Secret{}, err
	}
	return auth.Hide(string(row.Data)), nil
}

// Keep implements [auth.Grants].
func (g grants) Keep(connection string, refresh auth.Secret) error {
	return g.vault.Put(grantTable, connection, nil, []byte(refresh.Reveal()))
}

// SignedIn reports whether something keeps a person signed in with a connection.
func (k *Keeper) SignedIn(id string) (bool, error) {
	s, err := k.Grants().Grant(id)
	return !s.Empty(), err
}

// SignOut forgets what keeps a person signed in with a connection.
func (k *Keeper) SignOut(id string) error { return k.signOut(id) }

func (k *Keeper) signOut(id string) error {
	for _, id := range []string{id, id + sandboxed} {
		if _, err := k.vault.Get(grantTable, id); errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err := k.vault.Delete(grantTable, id); err != nil {
			return err
		}
	}
	return nil
}
