package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

// small makes a store with a small vault, and gives its file.
func small(t *testing.T, code string) (file []byte) {
	t.Helper()
	s, v := vault(t, dir(t), Passphrase(password), RecoveryCode(code))
	fill(t, v, 3)
	must(t, v.Put("grant", "c0000", []byte("hosts"), []byte("refresh")))
	must(t, s.Compact(ctx))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	return b
}

var errBack = errors.New("put it back")

// Somebody changes a bit and makes the hashes of the row and the index anew, so
// that only what is sealed is in the way. FLOWBENCH_LONG=1 changes every bit.
func TestEveryBitOfTheVaultsRowsCounts(t *testing.T) {
	code := NewRecoveryCode()
	s, v := vault(t, dir(t), Passphrase(password), RecoveryCode(code))
	fill(t, v, 3)
	must(t, v.Put("grant", "c0000", []byte("hosts"), []byte("refresh")))
	secret, err := seal.ReadCode(code)
	must(t, err)
	step := times(t, 5, 1)

	type row struct {
		name
		data []byte
	}
	var rows []row
	must(t, s.view(func(tx *bbolt.Tx) error {
		for _, table := range []string{vaultTable, sealedPrefix + "connection", sealedPrefix + "grant"} {
			must(t, scan(tx, table, "", func(id string, data []byte, err error) error {
				rows = append(rows, row{name{table, id}, data})
				return err
			}))
		}
		return nil
	}))
	refused, changed := 0, 0
	for _, r := range rows {
		for bit := 0; bit < len(r.data)*8; bit += step {
			err := s.update(func(tx *bbolt.Tx) error {
				data := bytes.Clone(r.data)
				data[bit/8] ^= 1 << (bit % 8)
				must(t, put(tx, r.table, r.id, data))
				if err := readAll(tx, secret); err == nil {
					t.Errorf("%s/%s: bit %d was changed and nobody noticed", r.table, r.id, bit)
				} else {
					refused++
				}
				return errBack
			})
			if err != errBack {
				t.Fatal(err)
			}
			changed++
		}
	}
	must(t, s.view(func(tx *bbolt.Tx) error { return readAll(tx, secret) })) // as it was
	t.Logf("%d bits of %d rows changed, %d refused", changed, len(rows), refused)
	if changed < 500 || len(rows) != 6 {
		t.Error("little was tested")
	}
}

// readAll unlocks the vault and opens all in it; an error says what was noticed.
func readAll(tx *bbolt.Tx, secret []byte) error {
	h, err := readVault(tx)
	if err != nil {
		return err
	}
	k, err := h.Open(seal.Recovery, secret)
	if err != nil {
		return err
	}
	for _, table := range sealedTables(tx) {
		err := scan(tx, sealedPrefix+table, "", func(id string, data []byte, err error) error {
			_, err = openSealed(k, table, id, data, err)
			return err
		})
		if err != nil {
			return err
		}
	}
	return h.checkManifest(tx, k)
}

// A bit of the file itself: what is read is right, or an error or a notice says
// that something is wrong. FLOWBENCH_LONG=1 changes every bit of the file.
func TestDamageOfAnyBitOfAVaultsFileIsRefusedOrHarmless(t *testing.T) {
	code := NewRecoveryCode()
	file := small(t, code)
	temp := t.TempDir()
	if shm, err := os.MkdirTemp("/dev/shm", "flowbench"); err == nil { // in memory, where there is such a thing
		temp = shm
		defer os.RemoveAll(shm)
	}
	step := times(t, 1499, 1)
	var refused, harmless, next atomic.Int64
	var group sync.WaitGroup
	for range runtime.NumCPU() {
		group.Go(func() {
			for {
				bit := int(next.Add(1)-1) * step
				if bit >= len(file)*8 {
					return
				}
				d := filepath.Join(temp, fmt.Sprint(bit))
				told, err := readChanged(d, file, bit, code)
				os.RemoveAll(d)
				switch {
				case err != nil:
					t.Errorf("bit %d: %v", bit, err)
				case told:
					refused.Add(1)
				default:
					harmless.Add(1)
				}
			}
		})
	}
	group.Wait()
	t.Logf("%d bits of a file of %d bytes changed: %d refused, %d harmless", refused.Load()+harmless.Load(), len(file), refused.Load(), harmless.Load())
	if refused.Load() == 0 || harmless.Load() == 0 {
		t.Error("nothing was tested")
	}
}

// readChanged opens the file with a bit changed. Told says that a notice or an
// error spoke of damage; without that all must be right.
func readChanged(d string, file []byte, bit int, code string) (told bool, err error) {
	if err := os.MkdirAll(d, 0o700); err != nil {
		return false, err
	}
	b := bytes.Clone(file)
	b[bit/8] ^= 1 << (bit % 8)
	if err := os.WriteFile(filepath.Join(d, fileName), b, 0o600); err != nil {
		return false, err
	}
	s, err := Open(d, Options{KeyCost: cheap.KeyCost, KeyRing: cheap.KeyRing, Notice: func(string) { told = true }})
	if err != nil {
		return true, nil
	}
	defer s.Close()
	v := s.Vault()
	if state, err := v.State(); err != nil || state != Locked {
		if err == nil && !told {
			return false, fmt.Errorf("the vault is gone and nobody was told")
		}
		return true, nil
	}
	if err := v.Unlock(ctx, RecoveryCode(code)); err != nil {
		return true, nil
	}
	rows, err := v.List("connection")
	grant, err2 := v.Get("grant", "c0000")
	for _, r := range append(rows, grant) {
		want := "secret " + strings.TrimLeft(strings.TrimPrefix(r.ID, "c"), "0")
		if want == "secret " {
			want = "secret 0"
		}
		if r.Table == "grant" {
			want = "refresh"
		}
		if r.ID != "" && string(r.Data) != want {
			return true, fmt.Errorf("%s is silently %q", r.ID, r.Data)
		}
	}
	if err != nil || err2 != nil {
		return true, nil
	}
	if len(rows) != 3 {
		return told, fmt.Errorf("%d records, and no error", len(rows))
	}
	if _, err := v.State(); err != nil {
		told = true
	}
	return told, nil
}

func TestARecordThatWasDeletedSwappedOrPutBackIsNoticed(t *testing.T) {
	const sealed = sealedPrefix + "connection"
	for what, change := range map[string]func(tx *bbolt.Tx, old []byte) error{
		"deleted": func(tx *bbolt.Tx, _ []byte) error { return remove(tx, sealed, "c0001") },
		"swapped": func(tx *bbolt.Tx, _ []byte) error {
			a, _ := get(tx, sealed, "c0000")
			b, _ := get(tx, sealed, "c0001")
			return errors.Join(put(tx, sealed, "c0000", b), put(tx, sealed, "c0001", a))
		},
		"put back":  func(tx *bbolt.Tx, old []byte) error { return put(tx, sealed, "c0001", old) },
		"added":     func(tx *bbolt.Tx, old []byte) error { return put(tx, sealed, "c9999", old) },
		"copied":    func(tx *bbolt.Tx, old []byte) error { return put(tx, sealedPrefix+"other", "c0001", old) },
		"all gone":  func(tx *bbolt.Tx, _ []byte) error { return removeAll(tx, sealed, "") },
		"a slot":    func(tx *bbolt.Tx, _ []byte) error { return dropSlot(tx) },
		"manifest":  func(tx *bbolt.Tx, _ []byte) error { return put(tx, vaultTable, manifestID, make([]byte, 32)) },
		"no such":   func(tx *bbolt.Tx, _ []byte) error { return remove(tx, vaultTable, manifestID) },
		"no bucket": func(tx *bbolt.Tx, _ []byte) error { return tx.DeleteBucket([]byte(rowsPrefix + sealed)) },
	} {
		s, v := vault(t, dir(t), Passphrase(password), RecoveryCode(NewRecoveryCode()))
		fill(t, v, 3)
		var old []byte
		must(t, s.view(func(tx *bbolt.Tx) (err error) {
			old, err = get(tx, sealed, "c0001")
			return err
		}))
		must(t, v.Put("connection", "c0001", nil, []byte("newer")))
		must(t, s.update(func(tx *bbolt.Tx) error { return change(tx, old) }))

		if state, err := v.State(); state != Unlocked || !errors.Is(err, ErrTampered) {
			t.Errorf("%s: the state is %v, %v", what, state, err)
		}
		if _, err := v.List("connection"); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: listed with %v", what, err)
		}
		if row, err := v.Get("connection", "c0002"); what != "all gone" && what != "no bucket" && (err != nil || string(row.Data) != "secret 2") {
			t.Errorf("%s: another record is %q, %v", what, row.Data, err)
		}
		// Nothing renews the manifest but a person's word.
		for _, fn := range []func() error{
			func() error { return v.Put("connection", "new", nil, nil) },
			func() error { return v.Delete("connection", "c0002") },
			func() error { return v.Rekey(ctx, Passphrase("new")) },
			func() error { return v.SetSlot(ctx, Passphrase("new")) },
		} {
			if err := fn(); !errors.Is(err, ErrTampered) && what != "no bucket" {
				t.Errorf("%s: a change says %v", what, err)
			}
		}
		must(t, v.Accept())
		if state, err := v.State(); state != Unlocked || err != nil {
			t.Errorf("%s: once accepted %v, %v", what, state, err)
		}
		must(t, v.Put("connection", "new", nil, nil))
		v.Lock()
		must(t, v.Unlock(ctx, Passphrase(password)))
		must(t, s.Close())
	}
}

func dropSlot(tx *bbolt.Tx) error {
	h, err := readVault(tx)
	if err != nil {
		return err
	}
	return h.put(tx, h.Without(seal.Recovery))
}

func TestSealedRecordsWithoutTheirKeySlotsAreDamageNotANewVault(t *testing.T) {
	s, v := vault(t, dir(t))
	fill(t, v, 1)
	must(t, s.update(func(tx *bbolt.Tx) error { return remove(tx, vaultTable, headerID) }))
	for _, manifest := range []bool{true, false} {
		if !manifest {
			must(t, s.update(func(tx *bbolt.Tx) error { return remove(tx, vaultTable, manifestID) }))
		}
		if _, err := v.State(); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "flowbench store restore") {
			t.Errorf("the state: %v", err)
		}
		for _, err := range []error{v.Create(ctx, Passphrase("new")), v.Unlock(ctx, Passphrase(password)), v.Put("connection", "x", nil, nil)} {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v", err)
			}
		}
	}
	backups, err := s.Backups()
	must(t, err)
	s.opts.Notice = func(string) {}
	must(t, s.Restore(backups[0]))
	must(t, v.Unlock(ctx, Passphrase(password)))
}

func TestAVaultOfANewerFormatIsRefused(t *testing.T) {
	s, v := vault(t, dir(t))
	fill(t, v, 1)
	must(t, s.update(func(tx *bbolt.Tx) error { return put(tx, vaultTable, headerID, []byte(`{"format":2,"keys":[]}`)) }))
	_, err := v.State()
	for _, err := range []error{err, v.Create(ctx, Passphrase("x")), v.Unlock(ctx, Passphrase(password)), v.Put("connection", "x", nil, nil)} {
		if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "update Flowbench") {
			t.Errorf("got %v", err)
		}
	}
}

func TestASlotThatAsksForATerabyteIsRefused(t *testing.T) {
	s, v := vault(t, dir(t))
	must(t, s.update(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		must(t, err)
		h.Slots[0].Cost.Memory = 1 << 30
		return h.put(tx, h.Header)
	}))
	v.Lock()
	if err := v.Unlock(ctx, Passphrase(password)); !errors.Is(err, ErrWrongKey) {
		t.Errorf("got %v", err)
	}
}
