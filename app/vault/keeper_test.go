package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/spec"
	"flowbench/store"
	"flowbench/store/keyring"
	"flowbench/store/seal"
)

// A fakeRing is a key ring in memory, or one with a fault.
type fakeRing struct {
	kept  map[string]string
	fault error
	sets  int
}

func (r *fakeRing) Get(account string) (string, error) {
	if r.fault != nil {
		return "", r.fault
	}
	s, ok := r.kept[account]
	if !ok {
		return "", keyring.ErrEmpty
	}
	return s, nil
}

func (r *fakeRing) Set(account, secret string) error {
	if r.fault != nil {
		return r.fault
	}
	r.sets++
	r.kept[account] = secret
	return nil
}

const passphrase = "correct horse battery"

var low = seal.Cost{Time: 1, Memory: 8, Threads: 1}

// clock goes on by a second with each look.
func clock() func() time.Time {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time { at = at.Add(time.Second); return at }
}

func openIn(t *testing.T, dir string, ring keyring.Ring) *Keeper {
	t.Helper()
	s, err := store.Open(dir, store.Options{KeyRing: ring, KeyCost: low, Notice: func(text string) { t.Log(text) }})
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return New(Options{Store: s, Catalog: catalog.Builtin(), Now: clock(), SealWork: 8})
}

// ready is a keeper whose vault is open, by a passphrase.
func ready(t *testing.T) *Keeper {
	t.Helper()
	k := openIn(t, filepath.Join(t.TempDir(), "data"), &fakeRing{fault: keyring.ErrNone})
	_, err := k.Ready(t.Context(), store.Passphrase(passphrase))
	must(t, err)
	return k
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const secret = "xoxb-canary-secret-1"

func slack(name string) auth.Record {
	return auth.Record{Name: name, Provider: "slack", Scheme: "token", Settings: auth.HideSettings(spec.Values{"token": secret})}
}

func own(name string, hosts ...string) auth.Record {
	return auth.Record{Name: name, Hosts: hosts, Scheme: "api-key", Settings: auth.HideSettings(spec.Values{
		"secret": "own-canary-secret", "headers": []any{map[string]any{"name": "x-api-key", "value": "{{secret}}"}}})}
}

func TestFirstSaveMakesTheVaultWithTheKeyRing(t *testing.T) {
	dir, ring := filepath.Join(t.TempDir(), "data"), &fakeRing{kept: map[string]string{}}
	k := openIn(t, dir, ring)
	o, err := k.Open(t.Context())
	if err != nil || o.State != store.NoVault || ring.sets != 0 {
		t.Fatalf("before the first save: %+v, %v, %d keys made", o, err, ring.sets)
	}
	if list, err := k.Connections(); list != nil || err != nil {
		t.Fatalf("without a vault: %v, %v", list, err)
	}
	if _, err := k.Save(slack("Team")); !errors.Is(err, store.ErrNoVault) {
		t.Errorf("saved without a vault: %v", err)
	}
	o, err = k.Ready(t.Context())
	if err != nil || o.State != store.Unlocked || o.By != store.KindKeyRing || o.Recovery == "" {
		t.Fatalf("made: %+v, %v", o, err)
	}
	_, err = k.Save(slack("Team"))
	must(t, err)
	if again, err := k.Ready(t.Context()); err != nil || again.Recovery != "" {
		t.Errorf("the second time: %+v, %v", again, err)
	}
	must(t, k.Store.Close())

	k = openIn(t, dir, ring) // asks nothing
	if o, err := k.Open(t.Context()); err != nil || o.By != store.KindKeyRing {
		t.Fatalf("the next day: %+v, %v", o, err)
	}
	if list, err := k.Connections(); err != nil || len(list) != 1 || list[0].Name != "Team" {
		t.Errorf("%v, %v", list, err)
	}
	k.Lock()
	must(t, k.Unlock(t.Context(), store.RecoveryCode(o.Recovery)))
}

func TestAKeyRingThatIsNotThereLeadsToAPassphrase(t *testing.T) {
	k := openIn(t, filepath.Join(t.TempDir(), "data"), &fakeRing{fault: keyring.ErrNone})
	_, err := k.Ready(t.Context())
	needs, ok := errors.AsType[*Needs](err)
	if !ok || !needs.Make || needs.Retry() || !strings.Contains(err.Error(), "there is no key ring here") {
		t.Fatalf("%v", err)
	}
	if state, _ := k.State(); state != store.NoVault {
		t.Errorf("a vault was made: %v", state)
	}
	o, err := k.Ready(t.Context(), store.Passphrase(passphrase))
	if err != nil || o.By != store.KindPassphrase || o.Recovery == "" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestAKeyRingThatDoesNotAnswerNeverLeadsToANewKey(t *testing.T) {
	for _, fault := range []error{keyring.ErrLocked, keyring.ErrSilent} {
		dir, ring := filepath.Join(t.TempDir(), "data"), &fakeRing{kept: map[string]string{}, fault: fault}
		k := openIn(t, dir, ring)
		_, err := k.Ready(t.Context())
		needs, ok := errors.AsType[*Needs](err)
		if !ok || !needs.Make || !needs.Retry() || !strings.Contains(err.Error(), fault.Error()) || !strings.Contains(err.Error(), "try again") {
			t.Errorf("%v, to be made: %v", fault, err)
		}
		if state, _ := k.State(); state != store.NoVault {
			t.Errorf("%v: a vault was made", fault)
		}
		ring.fault = nil
		_, err = k.Ready(t.Context())
		must(t, err)
		_, err = k.Save(slack("Team"))
		must(t, err)
		kept := fmt.Sprint(ring.kept)
		k.Lock()
		ring.fault = fault
		_, err = k.Ready(t.Context())
		needs, ok = errors.AsType[*Needs](err)
		if !ok || needs.Make || !needs.Retry() || !errors.Is(err, store.ErrLocked) || !errors.Is(err, fault) || !strings.Contains(err.Error(), "its recovery code") {
			t.Errorf("%v, to be opened: %v", fault, err)
		}
		ring.fault = nil
		_, err = k.Open(t.Context())
		must(t, err)
		if fmt.Sprint(ring.kept) != kept {
			t.Errorf("%v: the key in the key ring is another one", fault)
		}
		if list, err := k.Connections(); err != nil || len(list) != 1 {
			t.Errorf("%v: %v, %v", fault, list, err)
		}
	}
}

func TestAKeyFileOpensWithoutAQuestionAndIsNotMadeUnasked(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "key")
	k := openIn(t, dir, &fakeRing{fault: keyring.ErrNone})
	k.KeyFile = file
	_, err := k.Ready(t.Context())
	if needs, ok := errors.AsType[*Needs](err); !ok || needs.File == nil || !strings.Contains(err.Error(), "there is no key file "+file) {
		t.Fatalf("%v", err)
	}
	o, err := k.Ready(t.Context(), store.KeyFile(file))
	if err != nil || o.By != store.KindKeyFile {
		t.Fatalf("%+v, %v", o, err)
	}
	k.Lock()
	if o, err := k.Open(t.Context()); err != nil || o.By != store.KindKeyFile {
		t.Errorf("%+v, %v", o, err)
	}
	k.Lock()
	must(t, os.WriteFile(file, []byte(strings.Repeat("x", 40)), 0o600))
	_, err = k.Open(t.Context())
	if needs, ok := errors.AsType[*Needs](err); !ok || !errors.Is(needs.File, store.ErrWrongKey) || needs.Ring != nil {
		t.Errorf("%v", err)
	}
	k.KeyFile = ""
	if _, err = k.Open(t.Context()); err == nil || err.Error() != "the vault is locked. It is opened by its key file or its recovery code" {
		t.Errorf("%v", err)
	}
}

func TestOpeningEndsWithItsContext(t *testing.T) {
	k := ready(t)
	k.Lock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := k.Open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
