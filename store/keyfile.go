package store

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

const (
	keyFileSize = 32      // the least that a key file holds
	keyFileMost = 1 << 20 // and the most
)

func randomKey() []byte {
	b := make([]byte, keyFileSize)
	rand.Read(b)
	return b
}

// readKeyFile reads a key file, which must be its owner's alone. A line break
// at its end is not of the key: many tools add one.
func readKeyFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the key file: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("the key file %s is not a regular file", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("the key file %s can be read by others: close it with chmod 600 %[1]s", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, keyFileMost+1))
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	b = bytes.TrimRight(b, "\r\n")
	if len(b) < keyFileSize || len(b) > keyFileMost {
		return nil, fmt.Errorf("the key file %s holds %d bytes: it should be %d to %d random ones", path, len(b), keyFileSize, keyFileMost)
	}
	return b, nil
}

// makeKeyFile makes a key file where there is none.
func makeKeyFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("making the key file: %w", err)
	}
	_, err = io.WriteString(f, base64.StdEncoding.EncodeToString(randomKey())+"\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("making the key file: %w", err)
	}
	return nil
}
