// Package keyring keeps small secrets in the key ring of the operating system:
// the Secret Service on Linux, Keychain on macOS, Credential Manager on
// Windows.
//
// The guarantee: that a key ring is missing, locked or silent is never told as
// [ErrEmpty]. Who hears that there is no key may make a new one, and would lose
// what the old one opens.
package keyring

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Errors that callers tell apart.
var (
	ErrNone   = errors.New("there is no key ring here")
	ErrLocked = errors.New("the key ring is locked")
	ErrSilent = errors.New("the key ring does not answer")
	ErrEmpty  = errors.New("the key ring has no key of ours")
)

// A Ring keeps a secret for each account. Get of an account without one is
// ErrEmpty. Set puts a secret in the place of what was there.
type Ring interface {
	Get(account string) (string, error)
	Set(account, secret string) error
}

// Wait is how long a call may take.
const Wait = 5 * time.Second

// Limited has each call to r end after so long: it may never come back.
func Limited(r Ring, wait time.Duration) *Timed {
	if wait <= 0 {
		wait = Wait
	}
	return &Timed{r, wait}
}

// A Timed ring answers in time.
type Timed struct {
	ring Ring
	wait time.Duration
}

// Get is Ring.Get, or ErrSilent, or the error of ctx.
func (t *Timed) Get(ctx context.Context, account string) (secret string, err error) {
	return t.do(ctx, func() (string, error) { return t.ring.Get(account) })
}

// Set is Ring.Set, or ErrSilent, or the error of ctx. After an error the secret
// may have been kept all the same.
func (t *Timed) Set(ctx context.Context, account, secret string) error {
	_, err := t.do(ctx, func() (string, error) { return "", t.ring.Set(account, secret) })
	return err
}

type answer struct {
	secret string
	err    error
}

func (t *Timed) do(ctx context.Context, call func() (string, error)) (string, error) {
	done := make(chan answer, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil { // of a library over an answer it did not expect
				done <- answer{err: fmt.Errorf("%w as it should: %v", ErrSilent, p)}
			}
		}()
		secret, err := call()
		done <- answer{secret, err}
	}()
	timer := time.NewTimer(t.wait)
	defer timer.Stop()
	select {
	case a := <-done:
		return a.secret, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-timer.C:
		return "", fmt.Errorf("%w (waited %v)", ErrSilent, t.wait)
	}
}
