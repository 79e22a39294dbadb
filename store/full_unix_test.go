//go:build !windows

package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// childFillsDisk lets no file grow: to the program it is a full disk.
func childFillsDisk(dir string) error {
	s, err := Open(dir, cheap)
	if err != nil {
		return err
	}
	defer s.Close()
	v := s.Vault()
	if err := v.Unlock(ctx, Passphrase(password)); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	full := syscall.Rlimit{Cur: 4096, Max: 1 << 40}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
		return err
	}
	for what, fn := range map[string]func() error{
		"put":     func() error { return v.Put("connection", "large", nil, bytes.Repeat([]byte("x"), 4<<20)) },
		"key":     func() error { return v.Rekey(ctx, Passphrase("new")) },
		"slot":    func() error { return v.SetSlot(ctx, Passphrase("new")) },
		"compact": func() error { return s.Compact(ctx) },
		"backup":  func() error { _, err := s.Backup(); return err },
	} {
		if err := fn(); !errors.Is(err, ErrDiskFull) {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	if state, err := v.State(); state != Unlocked || err != nil {
		return fmt.Errorf("%v, %w", state, err)
	}
	rows, err := v.List("connection")
	if err != nil || len(rows) != 20 {
		return fmt.Errorf("%d records, %w", len(rows), err)
	}
	return nil
}

func TestAFullDiskLosesNothingOfTheVault(t *testing.T) {
	d := dir(t)
	s, v := vault(t, d)
	fill(t, v, 20)
	must(t, s.Close())
	c := start(t, "full", d)
	if line := c.line(); line != "" {
		t.Error(line)
	}
	must(t, c.Wait())
	s = open(t, d, cheap)
	must(t, s.Vault().Unlock(ctx, Passphrase(password)))
	filled(t, s.Vault(), 20)
	must(t, s.Check())
	if left, _ := os.ReadDir(s.backupsPath()); len(left) != 1 {
		t.Errorf("%d backups", len(left))
	}
}
