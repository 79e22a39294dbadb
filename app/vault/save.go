package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"flowbench/engine/auth"
	"flowbench/engine/expr"
	"flowbench/store"
)

// Save keeps a record, under a new id where it has none, and returns it as it is kept. A
// name is one connection's among those of its provider, or among those to hosts of their
// own. Another scheme or other settings make it untested, and whoever was signed in has
// to do so again. Hosts that its provider gained are not added: see Widened.
func (k *Keeper) Save(r auth.Record) (auth.Record, error) {
	k.saves.Lock()
	defer k.saves.Unlock()
	if state, err := k.vault.State(); err == nil && state == store.NoVault {
		return r, store.ErrNoVault
	}
	list, broken, err := k.read()
	if err != nil {
		return r, err
	}
	was, known := find(list, r.ID)
	lost := slices.ContainsFunc(broken.List, func(b Broken) bool { return b.ID == r.ID })
	if r.ID != "" && !known && !lost {
		return r, fmt.Errorf("the connection %q was removed meanwhile: save it as a new one", r.Name)
	}
	if known && len(r.Hosts) == 0 {
		r.Hosts = was.Hosts
	}
	if r, err = Check(k.Catalog, r); err != nil {
		return r, err
	}
	if other, taken := named(list, r); taken {
		return r, fmt.Errorf("there is a connection called %q already among those of %s: choose another name", other.Name, k.of(r.Provider))
	}
	now := k.Now().UTC()
	r.Changed, r.Created = now, now
	if known {
		r.Created = was.Created
	}
	fresh := !known || r.Scheme != was.Scheme || !same(r.Settings, was.Settings)
	if fresh {
		r.Tested = auth.Tested{}
	}
	if r.ID == "" {
		r.ID = store.NewID()
	} else if fresh {
		if err := k.signOut(r.ID); err != nil {
			return r, err
		}
	}
	return r, k.put(r)
}

func find(list []auth.Record, id string) (auth.Record, bool) {
	i := slices.IndexFunc(list, func(r auth.Record) bool { return r.ID == id && id != "" })
	if i < 0 {
		return auth.Record{}, false
	}
	return list[i], true
}

// named finds another record of the name and provider of r.
func named(list []auth.Record, r auth.Record) (auth.Record, bool) {
	for _, other := range list {
		if other.ID != r.ID && other.Provider == r.Provider && strings.EqualFold(other.Name, r.Name) {
			return other, true
		}
	}
	return auth.Record{}, false
}

func (k *Keeper) of(provider string) string {
	if p := k.Catalog.Provider(provider); p != nil {
		return p.Title
	}
	return "hosts of their own"
}

func same(a, b auth.Settings) bool {
	x, err := expr.Encode(map[string]any(a.Reveal()))
	y, err2 := expr.Encode(map[string]any(b.Reveal()))
	return err == nil && err2 == nil && bytes.Equal(x, y)
}

// Free is a name like this one that no connection of the provider has yet.
func (k *Keeper) Free(name, provider string) (string, error) {
	list, _, err := k.read()
	return free(name, func(name string) bool {
		_, taken := named(list, auth.Record{Name: name, Provider: provider})
		return taken
	}), err
}

// Duplicate makes another connection of the same settings, under a name of its own. Who
// is signed in with the one is not with the other.
func (k *Keeper) Duplicate(id string) (auth.Record, error) {
	r, err := k.Connection(id)
	if err != nil {
		return r, err
	}
	if r.Name, err = k.Free(r.Name, r.Provider); err != nil {
		return r, err
	}
	r.ID = ""
	return k.Save(r)
}

// SetDisabled takes a connection out of what flows can use, or puts it back.
func (k *Keeper) SetDisabled(id string, off bool) (auth.Record, error) {
	return k.change(id, func(r *auth.Record) {
		r.Disabled = off
		r.Changed = k.Now().UTC()
	})
}

// SetTested keeps what a test of a connection came to. What an API said of itself is kept
// as one line.
func (k *Keeper) SetTested(id string, t auth.Tested) (auth.Record, error) {
	return k.change(id, func(r *auth.Record) {
		t.At, t.Said = t.At.UTC(), short(clean(t.Said))
		r.Tested = t
	})
}

func short(s string) string {
	const most = 500
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func (k *Keeper) change(id string, f func(*auth.Record)) (auth.Record, error) {
	k.saves.Lock()
	defer k.saves.Unlock()
	r, err := k.Connection(id)
	if err != nil {
		return r, err
	}
	f(&r)
	return r, k.put(r)
}

// Delete removes a connection for good, and what kept people signed in with it. Also one
// that does not open.
func (k *Keeper) Delete(id string) error {
	if err := k.signOut(id); err != nil {
		return err
	}
	if err := k.vault.Delete(nameTable, id); err != nil { // first: a name alone is one that got lost
		return err
	}
	return k.vault.Delete(recordTable, id)
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
