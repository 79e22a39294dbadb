package store

import (
	"errors"
	"os"
	"time"
)

var errHeld = errors.New("held by another process")

const lockPoll = 5 * time.Millisecond

// lockFile locks the file at path, made if it is missing, and waits for it up
// to timeout. Closing the file, or the end of the process, lets it go. The lock
// lies beside the file it guards because that one is replaced by renaming.
func lockFile(path string, timeout time.Duration) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for start := time.Now(); ; time.Sleep(lockPoll) {
		err = tryLock(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, errHeld) || time.Since(start) >= timeout {
			f.Close()
			return nil, err
		}
	}
}
