package vault

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	json2 "github.com/go-json-experiment/json"

	"flowbench/engine/auth"
	"flowbench/store"
)

// The vault's tables: the records, what they are called, and what keeps people signed in.
// The names lie apart so that a record that does not open can still be named.
const (
	recordTable = "connection"
	nameTable   = "connection name"
	grantTable  = "grant"
)

// called is what a record is called, should it not open.
type called struct {
	Name     string `json:"name"`
	Provider string `json:"provider,omitzero"`
}

// Broken is a stored connection that does not open: it needs to be entered again. Saving
// a record with its id does that.
type Broken struct {
	ID       string
	Name     string // "" where not even that can be read
	Provider string
	Why      error
}

// A BrokenError names the connections that do not open. The others are usable.
type BrokenError struct {
	List     []Broken
	Tampered error // not nil: something else changed the store; see store.Vault.Accept
}

func (e *BrokenError) Error() string {
	var said []string
	for _, b := range e.List {
		name := "a connection whose name cannot be read"
		if b.Name != "" {
			name = fmt.Sprintf("the connection %q", b.Name)
		}
		said = append(said, name+" needs to be entered again: "+b.Why.Error())
	}
	if e.Tampered != nil {
		said = append(said, e.Tampered.Error())
	}
	return strings.Join(said, "; ")
}

// Unwrap gives the reasons.
func (e *BrokenError) Unwrap() []error {
	var all []error
	for _, b := range e.List {
		all = append(all, b.Why)
	}
	if e.Tampered != nil {
		all = append(all, e.Tampered)
	}
	return all
}

var (
	errAltered = errors.New("the hosts it may be sent to are not those that it was kept with")
	errGone    = errors.New("it was deleted by something else")
)

// Connections returns the stored connections by name; without a vault there are none.
// Those that do not open are named in the error, a *BrokenError, beside which the others
// are valid.
func (k *Keeper) Connections() ([]auth.Record, error) {
	list, broken, err := k.read()
	if err != nil {
		return nil, err
	}
	if len(broken.List) > 0 || broken.Tampered != nil {
		return list, broken
	}
	return list, nil
}

func (k *Keeper) read() ([]auth.Record, *BrokenError, error) {
	broken := &BrokenError{}
	switch state, err := k.vault.State(); {
	case err != nil && !errors.Is(err, store.ErrTampered):
		return nil, broken, err
	case state == store.NoVault:
		return nil, broken, nil
	}
	rows, err := k.vault.List(recordTable)
	bad, err := apart(err, broken)
	if err != nil {
		return nil, broken, err
	}
	names, err := k.names()
	if err != nil {
		return nil, broken, err
	}
	var list []auth.Record
	for _, row := range rows {
		r, err := recordOf(row)
		if err != nil {
			bad[row.ID] = err
			continue
		}
		list = append(list, r)
	}
	for id := range names {
		if bad[id] == nil && !slices.ContainsFunc(list, func(r auth.Record) bool { return r.ID == id }) {
			bad[id] = errGone
		}
	}
	for _, id := range slices.Sorted(maps.Keys(bad)) {
		broken.List = append(broken.List, Broken{id, names[id].Name, names[id].Provider, bad[id]})
	}
	slices.SortStableFunc(broken.List, func(a, b Broken) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	slices.SortFunc(list, func(a, b auth.Record) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.ID, b.ID))
	})
	return list, broken, nil
}

// apart takes an error of List apart: the records that do not open, by id, what is said of
// all of them, and anything else, which is an error.
func apart(err error, broken *BrokenError) (bad map[string]error, rest error) {
	bad = map[string]error{}
	var take func(error) error
	take = func(err error) error {
		if err == nil {
			return nil
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, one := range many.Unwrap() {
				if err := take(one); err != nil {
					return err
				}
			}
			return nil
		}
		if one, ok := errors.AsType[*store.SealError](err); ok {
			bad[one.ID] = one.Err
			return nil
		}
		if errors.Is(err, store.ErrTampered) {
			broken.Tampered = err
			return nil
		}
		return err
	}
	return bad, take(err)
}

// names are what the records are called. One that does not open is not there.
func (k *Keeper) names() (map[string]called, error) {
	rows, err := k.vault.List(nameTable)
	if _, err = apart(err, &BrokenError{}); err != nil {
		return nil, err
	}
	out := map[string]called{}
	for _, row := range rows {
		var c called
		if json2.Unmarshal(row.Data, &c) == nil {
			out[row.ID] = c
		}
	}
	return out, nil
}

// recordOf reads a row. Its hosts must be those that it is bound to.
func recordOf(row store.VaultRow) (auth.Record, error) {
	r, err := auth.Unseal(row.ID, row.Data)
	if err == nil && !bytes.Equal(row.Bound, bound(r.Hosts)) {
		err = errAltered
	}
	return r, err
}

// Connection returns the connection of that id.
func (k *Keeper) Connection(id string) (auth.Record, error) {
	row, err := k.vault.Get(recordTable, id)
	if errors.Is(err, store.ErrNotFound) {
		return auth.Record{}, fmt.Errorf("this connection is not there any more: %w", store.ErrNotFound)
	}
	if one, ok := errors.AsType[*store.SealError](err); ok {
		err = one.Err
	} else if err != nil {
		return auth.Record{}, err
	}
	var r auth.Record
	if err == nil {
		r, err = recordOf(row)
	}
	if err != nil {
		names, _ := k.names()
		return auth.Record{ID: id}, &BrokenError{List: []Broken{{id, names[id].Name, names[id].Provider, err}}}
	}
	return r, nil
}

// put keeps a record and its name, both or neither.
func (k *Keeper) put(r auth.Record) error {
	data, err := r.Seal()
	if err != nil {
		return err
	}
	name, err := json2.Marshal(called{r.Name, r.Provider})
	if err != nil {
		return err
	}
	return k.vault.PutAll(
		store.VaultRow{Table: recordTable, ID: r.ID, Bound: bound(r.Hosts), Data: data},
		store.VaultRow{Table: nameTable, ID: r.ID, Data: name})
}

// Secrets are the secrets of all connections that can be read, for who looks for them in
// what is to be written: exports, logs.
func (k *Keeper) Secrets() ([]auth.Secret, error) {
	list, _, err := k.read()
	if err != nil || list == nil {
		return nil, err
	}
	var out []auth.Secret
	for _, r := range list {
		out = append(out, r.Secrets()...)
	}
	rows, err := k.vault.List(grantTable)
	if _, err = apart(err, &BrokenError{}); err != nil {
		return nil, err
	}
	for _, row := range rows {
		kept, err := grantOf(row)
		if err == nil && kept.Refresh != "" {
			out = append(out, auth.Hide(kept.Refresh))
		}
	}
	return out, nil
}
