//go:build !windows

package store

import (
	"errors"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func tryLock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return errHeld
		}
		return err
	}
}

func unlockFile(f *os.File) { unix.Flock(int(f.Fd()), unix.LOCK_UN) }

// diskFull also knows a quota and the largest file that is allowed. bbolt keeps
// of some errors the text alone.
func diskFull(err error) bool {
	for _, full := range []syscall.Errno{unix.ENOSPC, unix.EDQUOT, unix.EFBIG} {
		if err != nil && (errors.Is(err, full) || strings.HasSuffix(err.Error(), full.Error())) {
			return true
		}
	}
	return false
}
