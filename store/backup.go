package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

const (
	day        = 24 * time.Hour
	backupForm = "flowbench-20060102-150405.000.db" // UTC, so that names are in order of time

	// What is kept: the last ones, and the last of so many days and weeks.
	keepLast, keepDays, keepWeeks = 5, 7, 4
)

// A Backup is a verified copy of the store.
type Backup struct {
	Path string
	Made time.Time
	Size int64
}

func (s *Store) backupsPath() string { return filepath.Join(s.dir, backupsDir) }

func backupTime(path string) (time.Time, bool) {
	t, err := time.Parse(backupForm, filepath.Base(path))
	return t, err == nil
}

// Backups lists the backups, newest first.
func (s *Store) Backups() ([]Backup, error) {
	entries, err := os.ReadDir(s.backupsPath())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var list []Backup
	for _, e := range entries {
		made, ok := backupTime(e.Name())
		if !ok || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		list = append(list, Backup{filepath.Join(s.backupsPath(), e.Name()), made, info.Size()})
	}
	slices.SortFunc(list, func(a, b Backup) int { return strings.Compare(b.Path, a.Path) })
	return list, nil
}

// BackupAt is the backup in a file, wherever it lies.
func BackupAt(path string) (Backup, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	made, ok := backupTime(path)
	if !ok {
		made = info.ModTime()
	}
	return Backup{path, made, info.Size()}, nil
}

// Backup makes a backup now. Call it before anything that changes much at once.
func (s *Store) Backup() (b Backup, err error) {
	err = s.do(func(db *bbolt.DB) (err error) {
		b, err = s.backupOf(db)
		return err
	})
	return b, err
}

func (s *Store) backupOf(db *bbolt.DB) (b Backup, err error) {
	dir := s.backupsPath()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return b, err
	}
	tmp, err := tempFile(s.dir)
	if err != nil {
		return b, err
	}
	defer os.Remove(tmp)
	err = guarded(func() error {
		return db.View(func(tx *bbolt.Tx) error {
			f, err := os.OpenFile(tmp, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			b.Size, err = tx.WriteTo(f)
			return errors.Join(err, f.Close())
		})
	})
	if err != nil {
		return b, err
	}
	if err := syncFile(tmp); err != nil {
		return b, err
	}
	if err := verify(tmp); err != nil {
		return b, fmt.Errorf("reading the backup again: %w", err)
	}
	b.Made = time.Now().UTC().Truncate(time.Millisecond)
	b.Path = filepath.Join(dir, b.Made.Format(backupForm))
	if err := install(tmp, b.Path); err != nil {
		return b, err
	}
	return b, s.prune()
}

// prune removes the backups that are not kept.
func (s *Store) prune() error {
	list, err := s.Backups()
	if err != nil {
		return err
	}
	days, weeks := map[string]bool{}, map[string]bool{}
	var size int64
	for i, b := range list {
		year, week := b.Made.ISOWeek()
		ofDay := first(days, b.Made.Format(time.DateOnly), keepDays)
		ofWeek := first(weeks, fmt.Sprint(year, week), keepWeeks)
		keep := i < keepLast || ofDay || ofWeek
		if size += b.Size; keep && (i == 0 || size <= s.limits.backupBytes) {
			continue
		}
		size -= b.Size
		if err := os.Remove(b.Path); err != nil {
			return err
		}
	}
	return nil
}

// first adds key to seen when it is new and there is room.
func first(seen map[string]bool, key string, room int) bool {
	if seen[key] || len(seen) >= room {
		return false
	}
	seen[key] = true
	return true
}

// planBackup sets when the next daily backup is due: a day after the last, or
// after now where there is neither a backup nor anything to back up.
func (s *Store) planBackup() {
	if there, _ := exists(s.Path()); !there {
		s.backup = time.Now().Add(day)
		return
	}
	if made, ok := backupTime(s.newestBackup()); ok {
		s.backup = made.Add(day)
	}
}

func (s *Store) newestBackup() string {
	list, err := s.Backups()
	if err != nil || len(list) == 0 {
		return ""
	}
	return list[0].Path
}

// goodBackup is the newest backup that verifies, or "".
func (s *Store) goodBackup() string {
	list, err := s.Backups()
	if err != nil {
		return ""
	}
	for _, b := range list {
		if verify(b.Path) == nil {
			return b.Path
		}
	}
	return ""
}

// Restore puts a backup in the place of the store, which is kept beside it.
func (s *Store) Restore(b Backup) error {
	s.mu.Lock()
	defer s.unlock()
	if s.closed {
		return ErrClosed
	}
	for s.burst != nil && s.burst.users > 0 {
		s.free.Wait()
	}
	if err := s.let(); err != nil {
		return err
	}
	lock, err := lockFile(filepath.Join(s.dir, lockName), s.opts.Timeout)
	if errors.Is(err, errHeld) {
		return s.inUse()
	}
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := verify(b.Path); err != nil {
		return fmt.Errorf("the backup %s cannot be used: %w", b.Path, err)
	}
	tmp, err := tempFile(s.dir)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	if err := copyFile(b.Path, tmp); err != nil {
		return err
	}
	kept, err := s.putAside(".replaced-")
	if err != nil {
		return err
	}
	s.suspect = true
	if err := install(tmp, s.Path()); err != nil {
		return err
	}
	s.note("The store %s is now the backup of %s. What it was before is kept as %s.", s.dir, b.Made.Local().Format("2 January 2006 15:04"), kept)
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
