package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flowbench/store"
)

var notes = store.Table[string]{Name: "note"}

// stored makes a store that holds a note, and a vault that a key file opens.
func stored(t *testing.T) (dir, keyFile string) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv(keyFileVariable, "")
	dir, keyFile = filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "key")
	with(t, dir, func(s *store.Store) error {
		v := s.Vault()
		for _, err := range []error{notes.Put(s, "n", "first"), v.Create(context.Background(), store.KeyFile(keyFile)), v.Put("connection", "a", nil, []byte("sesame"))} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	return dir, keyFile
}

func with(t *testing.T, dir string, fn func(*store.Store) error) {
	t.Helper()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := fn(s); err != nil {
		t.Fatal(err)
	}
}

func TestStoreCheckReadsAllAndOpensTheVault(t *testing.T) {
	dir, keyFile := stored(t)
	r := call(t, "", "--data", dir, "store", "check")
	if r.code != Done || !strings.Contains(r.out, "is sound") || !strings.Contains(r.out, "its key file") {
		t.Errorf("without a key: %+v", r)
	}
	t.Setenv(keyFileVariable, keyFile)
	r = call(t, "", "--data", dir, "store", "check")
	if r.code != Done || !strings.Contains(r.out, "1 sealed records open") {
		t.Errorf("with the key file: %+v", r)
	}
	if err := os.Chmod(keyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	r = call(t, "", "--data", dir, "store", "check")
	if r.code != Failed || !strings.Contains(r.out, "chmod 600 "+keyFile) {
		t.Errorf("with a key file that is open to all: %+v", r)
	}
}

func TestStoreCheckFindsADamagedRecord(t *testing.T) {
	dir, _ := stored(t)
	path := filepath.Join(dir, "flowbench.db")
	b := strings.Replace(string(read(t, path)), `"first"`, `"worse"`, 1)
	if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
		t.Fatal(err)
	}
	r := call(t, "", "--data", dir, "store", "check")
	if r.code != Failed || !strings.Contains(r.out, `note "n" is damaged`) {
		t.Errorf("%+v", r)
	}
}

func TestStoreGoesBackToABackup(t *testing.T) {
	dir, keyFile := stored(t)
	r := call(t, "", "--data", dir, "store", "backup")
	path := strings.TrimSpace(r.out)
	if r.code != Done || filepath.Dir(path) != filepath.Join(dir, "backups") {
		t.Fatalf("%+v", r)
	}
	with(t, dir, func(s *store.Store) error { return notes.Put(s, "n", "second") })

	name := filepath.Base(path)
	if r := call(t, "", "--data", dir, "store", "restore"); r.code != Done || !strings.HasPrefix(r.out, name+"  ") {
		t.Errorf("the list: %+v", r)
	}
	if r := call(t, "", "--data", dir, "store", "restore", name); r.code != Wrong || !strings.Contains(r.err, "restore "+name+" --yes") {
		t.Errorf("without --yes: %+v", r)
	}
	if r := call(t, "", "--data", dir, "store", "restore", "none", "--yes"); r.code != Wrong {
		t.Errorf("one that is not there: %+v", r)
	}
	lock, err := store.LockWindow(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"restore", name, "--yes"}, {"compact"}} {
		if r := call(t, "", append([]string{"--data", dir, "store"}, args...)...); r.code != Failed || !strings.Contains(r.err, "close it") {
			t.Errorf("beside a window: %+v", r)
		}
	}
	if r := call(t, "", "--data", dir, "store", "backup"); r.code != Done {
		t.Errorf("beside a window: %+v", r)
	}
	lock.Close()
	if r := call(t, "", "--data", dir, "store", "restore", name, "--yes"); r.code != Done || !strings.Contains(r.err, "is kept as") {
		t.Errorf("%+v", r)
	}
	with(t, dir, func(s *store.Store) error {
		if text, err := notes.Get(s, "n"); text != "first" {
			t.Errorf("it holds %q, %v", text, err)
		}
		if err := s.Vault().Unlock(context.Background(), store.KeyFile(keyFile)); err != nil {
			return err
		}
		_, err := s.Vault().Get("connection", "a")
		return err
	})
	if r := call(t, "", "--data", dir, "store", "compact"); r.code != Done {
		t.Errorf("%+v", r)
	}
}

func TestStoreOfAnEmptyFolderIsNotMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	for _, args := range [][]string{{"check"}, {"backup"}} {
		if r := call(t, "", append([]string{"--data", dir, "store"}, args...)...); r.code != Wrong || !strings.Contains(r.err, "there is no store in "+dir) {
			t.Errorf("%+v", r)
		}
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder was made")
	}
}

func TestStoreSaysWhatItTakes(t *testing.T) {
	for _, args := range [][]string{{"store"}, {"store", "chek"}, {"store", "restore", "a", "b"}, {"store", "check", "now"}} {
		if r := call(t, "", args...); r.code != Wrong || !strings.Contains(r.err, "--help") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// The lock file is what an unclean stop leaves: the child process examines the file.
func TestStoreIsProbedAfterAnUncleanStop(t *testing.T) {
	dir, _ := stored(t)
	if err := os.WriteFile(filepath.Join(dir, "flowbench.lock"), []byte(`{"open":true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "flowbench.db")
	b := strings.Replace(string(read(t, path)), `"first"`, `"worse"`, 1)
	if err := os.WriteFile(path, []byte(b), 0o600); err != nil {
		t.Fatal(err)
	}
	r := call(t, "", "--data", dir, "store", "backup")
	if !strings.Contains(r.err, `damaged records: note "n"`) {
		t.Errorf("%+v", r)
	}
	cmd, out, _ := start(t, "store", "probe", path)
	if err := cmd.Run(); err == nil || !strings.Contains(out.String(), `note "n"`) {
		t.Errorf("%v, %s", err, out)
	}
}
