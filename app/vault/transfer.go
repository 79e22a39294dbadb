package vault

import (
	"fmt"

	"flowbench/engine/auth"
)

// Export writes connections into one file that the passphrase seals. What keeps people
// signed in goes along only when asked: a server that gives a new one with each use lets
// only one machine be signed in.
func (k *Keeper) Export(ids []string, passphrase string, signIns bool) ([]byte, error) {
	var list []Imported
	for _, id := range ids {
		r, err := k.Connection(id)
		if err != nil {
			return nil, err
		}
		one := Imported{Record: r}
		if signIns {
			if one.SignIn, err = k.Grants().Grant(id); err != nil {
				return nil, fmt.Errorf("what keeps you signed in with %q: %w", r.Name, err)
			}
		}
		list = append(list, one)
	}
	return pack(list, passphrase, k.SealWork, k.Now())
}

// Import reads a file that Export wrote. Nothing is kept yet: each connection is to be
// shown, its hosts too, and what is wanted is taken with Take.
func (k *Keeper) Import(data []byte, passphrase string) ([]Imported, error) {
	return unpack(data, passphrase)
}

// Take saves a connection from a file as a new one, and what keeps people signed in with
// it. Where its name is taken it gets another.
func (k *Keeper) Take(one Imported) (auth.Record, error) {
	r := one.Record
	var err error
	if r.Name, err = k.Free(r.Name, r.Provider); err != nil {
		return r, err
	}
	r.ID = ""
	if r, err = k.Save(r); err == nil && !one.SignIn.Empty() {
		err = k.Grants().Keep(r.ID, one.SignIn)
	}
	return r, err
}
