package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Names in the data folder.
const (
	fileName   = "flowbench.db"
	lockName   = "flowbench.lock"
	backupsDir = "backups"
	windowLock = "window.lock"
	windowFile = "window.json"
	tempPrefix = "flowbench.tmp-"
)

// Dir is the data folder: flag when given, else FLOWBENCH_DATA, else flowbench
// in the user's config folder. It is not made here.
func Dir(flag string) (string, error) {
	dir := cmp.Or(flag, os.Getenv("FLOWBENCH_DATA"))
	if dir == "" {
		base, err := os.UserConfigDir()
		if err != nil {
			return "", fmt.Errorf("finding the data folder: %w (give one with --data)", err)
		}
		dir = filepath.Join(base, "flowbench")
	}
	return filepath.Abs(dir)
}

// There reports whether a store lies in dir.
func There(dir string) bool {
	there, err := exists(filepath.Join(dir, fileName))
	return there && err == nil
}

// prepareDir makes the data folder, or closes it to others. A folder that holds
// other people's things is refused: tightening /tmp would break the machine.
func prepareDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("reading the data folder: %w", err)
	}
	if runtime.GOOS == "windows" || info.Mode().Perm() == 0o700 {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("reading the data folder: %w", err)
	}
	for _, e := range entries {
		if !ours(e.Name()) {
			return fmt.Errorf("the folder %s is open to others and holds %s: give Flowbench a folder of its own with --data", dir, e.Name())
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("closing the data folder to others: %w", err)
	}
	return nil
}

func ours(name string) bool {
	return strings.HasPrefix(name, "flowbench.") || name == backupsDir ||
		name == windowLock || strings.HasPrefix(name, windowFile)
}

// private makes a file readable by its owner alone.
func private(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", path)
	}
	if runtime.GOOS == "windows" || info.Mode().Perm() == 0o600 {
		return nil
	}
	return os.Chmod(path, 0o600)
}

// syncDir makes a rename in dir last. Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// syncFile makes the bytes of a closed file last.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// install puts the finished file tmp in the place of path, to last.
func install(tmp, path string) error {
	if err := syncFile(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// tempFile names a new private file in dir for a file in the making.
func tempFile(dir string) (string, error) {
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// sweep removes files in the making that a killed process left behind. The
// caller holds the store's lock, so nobody is making one.
func sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	for _, path := range left {
		os.Remove(path)
	}
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
