package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// cheap makes a passphrase cost nothing.
var cheap = Options{KeyCost: KeyCost{Time: 1, Memory: 64, Threads: 1}, KeyRing: &ring{}}

var ctx = context.Background()

const password = "correct horse"

// ring is a key ring of the test's own.
type ring struct {
	mu   sync.Mutex
	keys map[string]string
	err  error
	slow chan bool // a call waits for it
}

func (r *ring) Get(account string) (string, error) {
	if r.slow != nil {
		<-r.slow
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return "", r.err
	}
	if key, ok := r.keys[account]; ok {
		return key, nil
	}
	return "", ErrKeyRingEmpty
}

func (r *ring) Set(account, secret string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	if r.keys == nil {
		r.keys = map[string]string{}
	}
	r.keys[account] = secret
	return nil
}

// vault opens a store with an unlocked vault.
func vault(t *testing.T, d string, keys ...Key) (*Store, *Vault) {
	t.Helper()
	s := open(t, d, cheap)
	v := s.Vault()
	if len(keys) == 0 {
		keys = []Key{Passphrase(password)}
	}
	must(t, v.Create(ctx, keys...))
	return s, v
}

func TestAVaultOpensWithItsPassphraseAndItsRecoveryCode(t *testing.T) {
	d := dir(t)
	code := NewRecoveryCode()
	s, v := vault(t, d, Passphrase(password), RecoveryCode(code))
	must(t, v.Put("connection", "a", []byte("hosts"), []byte("sesame")))
	must(t, s.Close())
	for _, key := range []Key{Passphrase(password), RecoveryCode(code), RecoveryCode(strings.ToLower(strings.ReplaceAll(code, "-", " ")))} {
		s = open(t, d, cheap)
		v = s.Vault()
		if state, err := v.State(); state != Locked || err != nil {
			t.Fatal(state, err)
		}
		if _, err := v.Get("connection", "a"); !errors.Is(err, ErrLocked) {
			t.Errorf("read while locked: %v", err)
		}
		for _, bad := range []Key{Passphrase("correct  horse"), Passphrase(""), RecoveryCode(NewRecoveryCode())} {
			if err := v.Unlock(ctx, bad); !errors.Is(err, ErrWrongKey) {
				t.Errorf("a wrong %v: %v", bad, err)
			}
		}
		must(t, v.Unlock(ctx, key))
		row, err := v.Get("connection", "a")
		must(t, err)
		if string(row.Data) != "sesame" || string(row.Bound) != "hosts" {
			t.Errorf("got %q bound to %q", row.Data, row.Bound)
		}
		must(t, s.Close())
	}
}

func TestListIsInOrderAndPutAllIsOneChange(t *testing.T) {
	_, v := vault(t, dir(t))
	must(t, v.PutAll(VaultRow{"connection", "b", nil, []byte("2")}, VaultRow{"connection", "a", nil, []byte("1")}, VaultRow{"grant", "c", nil, nil}))
	must(t, v.Delete("connection", "never"))
	if err := v.PutAll(VaultRow{"connection", "z", nil, nil}, VaultRow{"connection", "a\x00b", nil, nil}); err == nil {
		t.Error("an id with a control character was taken")
	}
	rows, err := v.List("connection")
	must(t, err)
	if got := fmt.Sprintf("%s", rows); len(rows) != 2 || rows[0].ID != "a" || string(rows[1].Data) != "2" {
		t.Errorf("got %s", got)
	}
	must(t, v.Delete("connection", "a"))
	if _, err := v.Get("connection", "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a deleted record: %v", err)
	}
	if state, err := v.State(); state != Unlocked || err != nil {
		t.Error(state, err)
	}
}

func TestAVaultIsMadeOnce(t *testing.T) {
	s, v := vault(t, dir(t))
	must(t, v.Put("connection", "a", nil, []byte("x")))
	if err := v.Create(ctx, Passphrase("another")); !errors.Is(err, ErrVaultThere) {
		t.Errorf("a second vault: %v", err)
	}
	if err := open(t, dir(t), cheap).Vault().Unlock(ctx, Passphrase(password)); !errors.Is(err, ErrNoVault) {
		t.Errorf("unlocking none: %v", err)
	}
	if err := open(t, dir(t), cheap).Vault().Create(ctx); err == nil {
		t.Error("a vault without keys was made")
	}
	must(t, s.Check())
}

func TestItLocksWhenIdleAndTellsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, v := vault(t, dir(t))
		told := 0
		v.OnLock(func() {
			told++
			if _, err := v.Get("connection", "a"); !errors.Is(err, ErrLocked) {
				t.Errorf("while it locks: %v", err)
			}
		})
		must(t, v.Put("connection", "a", nil, []byte("x")))
		for range 3 {
			time.Sleep(14 * time.Minute)
			if _, err := v.Get("connection", "a"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(14 * time.Minute)
		v.State() // looking is no use
		time.Sleep(time.Minute + time.Second)
		synctest.Wait()
		if state, err := v.State(); state != Locked || err != nil || told != 1 {
			t.Errorf("after 15 minutes: %v, %v, told %d times", state, err, told)
		}
		must(t, v.Unlock(ctx, Passphrase(password)))
		v.SetIdle(0)
		time.Sleep(24 * time.Hour)
		if state, _ := v.State(); state != Unlocked {
			t.Error("it locked though it never should")
		}
		v.Lock()
		v.Lock()
		if told != 2 {
			t.Errorf("told %d times", told)
		}
		must(t, s.Close())
	})
}

func TestNothingInTheFileIsInClear(t *testing.T) {
	d := dir(t)
	s, v := vault(t, d, Passphrase(password))
	must(t, v.Put("connection", "a", []byte("bound-in-clear"), []byte("the-secret-canary")))
	_, err := s.Backup()
	must(t, err)
	must(t, s.Close())
	filepath.WalkDir(d, func(path string, e os.DirEntry, err error) error {
		if e.Type().IsRegular() {
			b, err := os.ReadFile(path)
			must(t, err)
			if bytes.Contains(b, []byte("canary")) || bytes.Contains(b, []byte(password)) {
				t.Errorf("%s holds it", path)
			}
		}
		return nil
	})
}
