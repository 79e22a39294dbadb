package store

import (
	"fmt"
	"runtime/debug"
)

// A faultError is a panic of bbolt over bytes it did not expect, or a read of
// the mapped file that failed.
type faultError struct{ cause any }

func (e *faultError) Error() string { return fmt.Sprintf("%v: %v", ErrDamaged, e.cause) }
func (e *faultError) Unwrap() error { return ErrDamaged }

// A callerPanic is a panic of a function given to the store; it is not the
// file's fault and goes on to whoever gave the function.
type callerPanic struct{ cause any }

// guarded runs fn, which touches the mapped file, and makes its panics errors.
func guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch p := recover().(type) {
		case nil:
		case callerPanic:
			panic(p.cause)
		default:
			err = &faultError{p}
		}
	}()
	return fn()
}

// callers runs a function given to the store.
func callers(fn func() error) error {
	defer func() {
		if p := recover(); p != nil {
			panic(callerPanic{p})
		}
	}()
	return fn()
}
