package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"flowbench/store/seal"
)

// fill puts n records into the vault.
func fill(t *testing.T, v *Vault, n int) {
	t.Helper()
	var rows []VaultRow
	for i := range n {
		rows = append(rows, VaultRow{"connection", fmt.Sprintf("c%04d", i), fmt.Append(nil, "hosts of ", i), fmt.Append(nil, "secret ", i)})
	}
	must(t, v.PutAll(rows...))
}

// filled checks that all of fill is there.
func filled(t *testing.T, v *Vault, n int) {
	t.Helper()
	rows, err := v.List("connection")
	must(t, err)
	if len(rows) != n {
		t.Errorf("%d records, want %d", len(rows), n)
	}
	for i, r := range rows {
		if string(r.Data) != fmt.Sprint("secret ", i) || string(r.Bound) != fmt.Sprint("hosts of ", i) {
			t.Errorf("%s is %q bound to %q", r.ID, r.Data, r.Bound)
		}
	}
	if state, err := v.State(); state != Unlocked || err != nil {
		t.Error(state, err)
	}
}

// traces are bytes of the file that must not outlive a change of keys: the
// wrapped keys, and the ciphertext of each record.
func traces(t *testing.T, s *Store) (slots, records [][]byte) {
	t.Helper()
	must(t, s.view(func(tx *bbolt.Tx) error {
		h, err := readVault(tx)
		must(t, err)
		for _, slot := range h.Slots {
			raw, err := seal.Header{Slots: []seal.Slot{slot}}.Write()
			must(t, err)
			_, wrapped, ok := bytes.Cut(raw, []byte(`"wrapped":"`))
			if !ok {
				t.Fatalf("%s", raw)
			}
			slots = append(slots, wrapped[:32])
		}
		for _, table := range sealedTables(tx) {
			scan(tx, sealedPrefix+table, "", func(_ string, data []byte, err error) error {
				must(t, err)
				records = append(records, data[len(data)-24:])
				return nil
			})
		}
		return nil
	}))
	return slots, records
}

func count(b []byte, traces [][]byte) (n int) {
	for _, trace := range traces {
		if bytes.Contains(b, trace) {
			n++
		}
	}
	return n
}

func TestANewKeyLeavesNothingOfTheOldInTheFile(t *testing.T) {
	d := dir(t)
	code := NewRecoveryCode()
	s, v := vault(t, d, Passphrase(password), RecoveryCode(code))
	const n = 500
	fill(t, v, n)
	must(t, things.Put(s, "x", thing{Title: "beside it"}))
	slots, records := traces(t, s)
	before, err := os.ReadFile(s.Path())
	must(t, err)
	if count(before, slots) != 2 || count(before, records) != n {
		t.Fatalf("the test looks for the wrong bytes: %d, %d", count(before, slots), count(before, records))
	}

	must(t, v.Rekey(ctx, Passphrase("a new one")))
	after, err := os.ReadFile(s.Path())
	must(t, err)
	if a, b := count(after, slots), count(after, records); a+b > 0 {
		t.Errorf("%d old wrapped keys and %d old records are still in the file", a, b)
	}
	filled(t, v, n)
	must(t, s.Check())
	if v, err := things.Get(s, "x"); err != nil || v.Title != "beside it" {
		t.Errorf("got %v, %v", v, err)
	}
	if list, _ := v.Slots(); len(list) != 1 || list[0].Kind != KindPassphrase {
		t.Errorf("slots %v", list)
	}

	// Another passphrase over the same key: the old wrapped key goes too.
	slots, _ = traces(t, s)
	must(t, v.SetSlot(ctx, Passphrase("a third")))
	after, err = os.ReadFile(s.Path())
	must(t, err)
	if count(after, slots) > 0 {
		t.Error("the old wrapped key is still in the file")
	}
	must(t, s.Close())
	s = open(t, d, cheap)
	v = s.Vault()
	for _, old := range []Key{Passphrase(password), Passphrase("a new one")} {
		if err := v.Unlock(ctx, old); !errors.Is(err, ErrWrongKey) {
			t.Errorf("an old passphrase: %v", err)
		}
	}
	if err := v.Unlock(ctx, RecoveryCode(code)); !errors.Is(err, ErrNoSlot) {
		t.Errorf("an old recovery code: %v", err)
	}
	must(t, v.Unlock(ctx, Passphrase("a third")))
	filled(t, v, n)

	// And each backup opens with the keys of its time.
	backups, err := s.Backups()
	must(t, err)
	opened := 0
	for _, b := range backups {
		s := open(t, dir(t), Options{KeyCost: cheap.KeyCost, KeyRing: cheap.KeyRing, Notice: func(string) {}})
		must(t, s.Restore(b))
		for _, key := range []Key{RecoveryCode(code), Passphrase("a new one"), Passphrase("a third")} {
			if s.Vault().Unlock(ctx, key) == nil {
				opened++
				if rows, err := s.Vault().List("connection"); err != nil || len(rows) != n && len(rows) != 0 {
					t.Errorf("%d records, %v", len(rows), err)
				}
				break
			}
		}
	}
	if opened != len(backups) || opened != 5 {
		t.Errorf("%d of %d backups were opened", opened, len(backups))
	}
}

// What a killed process left to do is done by the next.
func TestACompactionThatIsDueIsDoneAtTheNextOpening(t *testing.T) {
	d := dir(t)
	s, v := vault(t, d)
	fill(t, v, 50)
	_, records := traces(t, s)
	for i := range 50 {
		must(t, v.Put("connection", fmt.Sprintf("c%04d", i), nil, []byte("new")))
	}
	b, err := os.ReadFile(s.Path())
	must(t, err)
	if count(b, records) == 0 {
		t.Fatal("nothing to do")
	}
	must(t, s.update(wantCompact))
	must(t, s.Close())
	for range 2 {
		s = open(t, d, cheap)
		must(t, s.Check())
		must(t, s.Close())
	}
	b, err = os.ReadFile(s.Path())
	must(t, err)
	if n := count(b, records); n > 0 {
		t.Errorf("%d are still there", n)
	}
}

func TestSlotsAreAddedReplacedAndRemovedButTheLast(t *testing.T) {
	r := &ring{}
	opts := cheap
	opts.KeyRing = r
	d := dir(t)
	s := open(t, d, opts)
	v := s.Vault()
	file := filepath.Join(t.TempDir(), "key")
	if err := v.SetSlot(ctx, KeyRing()); !errors.Is(err, ErrLocked) {
		t.Errorf("without a vault: %v", err)
	}
	must(t, v.Create(ctx, KeyRing()))
	must(t, v.Put("connection", "a", nil, []byte("x")))
	must(t, v.SetSlot(ctx, Passphrase("one")))
	must(t, v.SetSlot(ctx, KeyFile(file)))
	code := NewRecoveryCode()
	must(t, v.SetSlot(ctx, RecoveryCode(code)))
	must(t, v.SetSlot(ctx, Passphrase("two")))
	slots, err := v.Slots()
	must(t, err)
	var kinds []SlotKind
	for _, slot := range slots {
		kinds = append(kinds, slot.Kind)
	}
	if got := fmt.Sprint(kinds); got != "[key ring key file recovery code passphrase]" {
		t.Errorf("slots %s", got)
	}
	if since := time.Since(slots[0].Made); since < 0 || since > time.Minute {
		t.Errorf("made %v ago", since)
	}
	for _, key := range []Key{KeyRing(), KeyFile(file), RecoveryCode(code), Passphrase("two")} {
		v.Lock()
		must(t, v.Unlock(ctx, key))
		_, err := v.Get("connection", "a")
		must(t, err)
	}
	v.Lock()
	for _, fn := range []func() error{
		func() error { return v.SetSlot(ctx, Passphrase("three")) },
		func() error { return v.RemoveSlot(ctx, KindKeyFile) },
		func() error { return v.Rekey(ctx, Passphrase("three")) },
		func() error { return v.Put("connection", "b", nil, nil) },
		func() error { return v.Delete("connection", "a") },
		func() error { _, err := v.List("connection"); return err },
	} {
		if err := fn(); !errors.Is(err, ErrLocked) {
			t.Errorf("while locked: %v", err)
		}
	}
	if err := v.Unlock(ctx, Passphrase("one")); !errors.Is(err, ErrWrongKey) {
		t.Errorf("the replaced passphrase: %v", err)
	}
	must(t, v.Unlock(ctx, KeyRing()))
	for _, kind := range []SlotKind{KindKeyRing, KindKeyFile, KindRecovery} {
		must(t, v.RemoveSlot(ctx, kind))
	}
	if err := v.RemoveSlot(ctx, KindKeyFile); !errors.Is(err, ErrNoSlot) {
		t.Errorf("one that is not there: %v", err)
	}
	if err := v.RemoveSlot(ctx, KindPassphrase); err == nil || !strings.Contains(err.Error(), "add another one first") {
		t.Errorf("the last: %v", err)
	}
	v.Lock()
	if err := v.Unlock(ctx, KeyRing()); !errors.Is(err, ErrNoSlot) {
		t.Errorf("a removed one: %v", err)
	}
	must(t, v.Unlock(ctx, Passphrase("two")))
	must(t, s.Check())
}

func TestAKeyRingThatDoesNotAnswerIsNotOneWithoutAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &ring{}
		opts := cheap
		opts.KeyRing = r
		s := open(t, dir(t), opts)
		v := s.Vault()
		must(t, v.Create(ctx, KeyRing(), Passphrase(password)))
		must(t, v.Put("connection", "a", nil, []byte("x")))
		was := fmt.Sprint(r.keys)
		v.Lock()
		faults := []error{ErrKeyRingNone, ErrKeyRingLocked, ErrKeyRingSilent}
		for i, fault := range faults {
			r.err = fmt.Errorf("%w: for a reason", fault)
			err := v.Unlock(ctx, KeyRing())
			for j, other := range append(faults, ErrKeyRingEmpty) {
				if errors.Is(err, other) != (i == j) {
					t.Errorf("%v: %v", fault, err)
				}
			}
			must(t, v.Unlock(ctx, Passphrase(password)))
			if err := v.SetSlot(ctx, KeyRing()); !errors.Is(err, fault) {
				t.Errorf("making one: %v", err)
			}
			if err := v.Rekey(ctx, KeyRing()); !errors.Is(err, fault) {
				t.Errorf("a new key: %v", err)
			}
			if err := open(t, dir(t), opts).Vault().Create(ctx, KeyRing()); !errors.Is(err, fault) {
				t.Errorf("a new vault: %v", err)
			}
			v.Lock()
		}
		r.err = nil
		r.slow = make(chan bool)
		begin := time.Now()
		if err := v.Unlock(ctx, KeyRing()); !errors.Is(err, ErrKeyRingSilent) || time.Since(begin) != 5*time.Second {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := v.Unlock(short, KeyRing()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled: %v", err)
		}
		close(r.slow)
		synctest.Wait()
		r.slow = nil
		if fmt.Sprint(r.keys) != was {
			t.Error("the key ring's key was changed")
		}
		must(t, v.Unlock(ctx, KeyRing()))
		r.keys = nil
		if err := v.Unlock(ctx, KeyRing()); !errors.Is(err, ErrKeyRingEmpty) || errors.Is(err, ErrKeyRingNone) {
			t.Errorf("with nothing in it: %v", err)
		}
		must(t, s.Close())
	})
}

func TestABackupOpensByTheKeyRingAfterANewKey(t *testing.T) {
	r := &ring{}
	opts := cheap
	opts.KeyRing = r
	opts.Notice = func(string) {}
	s := open(t, dir(t), opts)
	v := s.Vault()
	must(t, v.Create(ctx, KeyRing()))
	must(t, v.Put("connection", "a", nil, []byte("then")))
	b, err := s.Backup()
	must(t, err)
	must(t, v.Rekey(ctx, KeyRing()))
	must(t, v.Put("connection", "a", nil, []byte("now")))
	must(t, s.Restore(b))
	if _, err := v.Get("connection", "a"); !errors.Is(err, ErrLocked) {
		t.Errorf("with the newer key: %v", err)
	}
	must(t, v.Unlock(ctx, KeyRing()))
	if row, err := v.Get("connection", "a"); err != nil || string(row.Data) != "then" {
		t.Errorf("got %q, %v", row.Data, err)
	}
	for _, keys := range r.keys {
		if words := strings.Fields(keys); len(words) != 2 || words[0] == words[1] {
			t.Errorf("the key ring holds %d keys", len(words))
		}
	}
}

func TestAKeyFileIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	s, v := vault(t, dir(t), KeyFile(path))
	must(t, v.Put("connection", "a", nil, []byte("x")))
	b, err := os.ReadFile(path)
	must(t, err)
	if info, _ := os.Stat(path); len(b) < 40 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%d bytes, %v", len(b), info.Mode())
	}
	v.Lock()
	if runtime.GOOS != "windows" {
		must(t, os.Chmod(path, 0o640))
		if err := v.Unlock(ctx, KeyFile(path)); err == nil || !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("got %v", err)
		}
		must(t, os.Chmod(path, 0o400))
	}
	must(t, v.Unlock(ctx, KeyFile(path)))

	// Without its last line break, as a secrets manager gives it.
	bare := filepath.Join(t.TempDir(), "bare")
	must(t, os.WriteFile(bare, bytes.TrimSpace(b), 0o600))
	must(t, v.Unlock(ctx, KeyFile(bare)))
	for text, want := range map[string]error{"short": nil, strings.Repeat("wrong", 20): ErrWrongKey, strings.Repeat("x", 2<<20): nil} {
		must(t, os.WriteFile(bare, []byte(text), 0o600))
		if err := v.Unlock(ctx, KeyFile(bare)); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%.9s: %v", text, err)
		}
	}
	if err := v.Unlock(ctx, KeyFile(filepath.Join(t.TempDir(), "none"))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	// A file that is there is never written over.
	own := filepath.Join(t.TempDir(), "own")
	must(t, os.WriteFile(own, bytes.Repeat([]byte{7, '\n'}, 32), 0o600))
	must(t, v.SetSlot(ctx, KeyFile(own)))
	if b, _ := os.ReadFile(own); !bytes.Equal(b, bytes.Repeat([]byte{7, '\n'}, 32)) {
		t.Error("it was changed")
	}
	must(t, s.Close())
}

func TestAKeyShowsItsKindAlone(t *testing.T) {
	for _, key := range []Key{Passphrase("sesame"), RecoveryCode("sesame"), KeyFile("sesame")} {
		for _, text := range []string{fmt.Sprint(key), fmt.Sprintf("%+v %#v %s %q", key, key, key, key), fmt.Sprintf("%+v", struct{ K Key }{key}), fmt.Sprintf("%v", []any{&key, key})} {
			if strings.Contains(text, "sesame") {
				t.Error(text)
			}
		}
	}
}

func TestTypingMistakesAreToldFromWrongCodes(t *testing.T) {
	code := NewRecoveryCode()
	_, v := vault(t, dir(t), RecoveryCode(code))
	if err := v.Unlock(ctx, RecoveryCode(code[1:])); !errors.Is(err, ErrMistyped) || errors.Is(err, ErrWrongKey) {
		t.Errorf("mistyped: %v", err)
	}
	if err := v.Unlock(ctx, RecoveryCode(NewRecoveryCode())); !errors.Is(err, ErrWrongKey) || errors.Is(err, ErrMistyped) {
		t.Errorf("another: %v", err)
	}
	if err := v.SetSlot(ctx, Passphrase(" ")); err == nil {
		t.Error("an empty passphrase was taken")
	}
}

// Two stores on one folder stand for two processes.
func TestAnotherProcessThatChangesTheKeyIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := dir(t)
		a, va := vault(t, d)
		fill(t, va, 20)
		b := open(t, d, cheap)
		vb := b.Vault()
		must(t, vb.Unlock(ctx, Passphrase(password)))
		told := 0
		va.OnLock(func() { told++ })
		filled(t, vb, 20)
		must(t, vb.Rekey(ctx, Passphrase("another")))

		err := va.Put("connection", "c0000", nil, []byte("sealed with the old key"))
		if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "another Flowbench") {
			t.Errorf("writing with the old key: %v", err)
		}
		if state, err := va.State(); state != Locked || err != nil || told != 1 {
			t.Errorf("after it: %v, %v, told %d times", state, err, told)
		}
		if err := va.Unlock(ctx, Passphrase(password)); !errors.Is(err, ErrWrongKey) {
			t.Errorf("the old passphrase: %v", err)
		}
		must(t, va.Unlock(ctx, Passphrase("another")))
		filled(t, va, 20)
		// A change of slots alone is no other key.
		must(t, vb.SetSlot(ctx, Passphrase("a third")))
		filled(t, va, 20)
		must(t, va.Put("connection", "c0000", []byte("hosts of 0"), []byte("secret 0")))
		filled(t, vb, 20)
		must(t, a.Close())
		must(t, b.Close())
	})
}

func TestWhoWorksWhileTheKeyChangesLosesNothing(t *testing.T) {
	s, v := vault(t, dir(t))
	locks := 0
	v.OnLock(func() { locks++ })
	stop, done := make(chan bool), make(chan int)
	for g := range 3 {
		go func() {
			n := 0
			for {
				select {
				case <-stop:
					done <- n
					return
				default:
				}
				if err := v.Put("grant", fmt.Sprintf("%d/%03d", g, n), nil, fmt.Append(nil, n)); err != nil {
					t.Error(err)
				}
				n++
			}
		}()
	}
	for i := range 3 {
		must(t, v.Rekey(ctx, Passphrase(fmt.Sprint("new ", i))))
	}
	close(stop)
	want := <-done + <-done + <-done
	rows, err := v.List("grant")
	if err != nil || len(rows) != want || want == 0 {
		t.Errorf("%d of %d, %v", len(rows), want, err)
	}
	if locks > 0 {
		t.Errorf("it locked %d times", locks)
	}
	must(t, s.Check())
}

func TestARecordThatDoesNotOpenHoldsBackANewKey(t *testing.T) {
	s, v := vault(t, dir(t))
	fill(t, v, 3)
	spoil(t, s, v, "c0001")
	err := v.Rekey(ctx, Passphrase("new"))
	var bad *SealError
	if !errors.As(err, &bad) || bad.ID != "c0001" {
		t.Fatalf("got %v", err)
	}
	rows, err := v.List("connection")
	if !errors.As(err, &bad) || len(rows) != 2 || errors.Is(err, ErrTampered) {
		t.Errorf("%d records, %v", len(rows), err)
	}
	must(t, v.Delete("connection", "c0001"))
	must(t, v.Rekey(ctx, Passphrase("new")))
	if rows, err := v.List("connection"); err != nil || len(rows) != 2 {
		t.Errorf("%d records, %v", len(rows), err)
	}
}

// spoil makes a record that does not open, and that was accepted.
func spoil(t *testing.T, s *Store, v *Vault, id string) {
	t.Helper()
	must(t, s.update(func(tx *bbolt.Tx) error {
		data, err := get(tx, sealedPrefix+"connection", id)
		must(t, err)
		data[len(data)-1] ^= 1
		return put(tx, sealedPrefix+"connection", id, data)
	}))
	must(t, v.Accept())
}
