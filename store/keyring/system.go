package keyring

import (
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"
)

// service is what our keys stand under.
const service = "flowbench"

// System is the key ring of the operating system.
func System() Ring { return system{} }

type system struct{}

func (system) Get(account string) (string, error) {
	locked, err := look()
	if err != nil {
		return "", err
	}
	secret, err := keyring.Get(service, account)
	return secret, judged(err, locked)
}

func (system) Set(account, secret string) error {
	locked, err := look()
	if err != nil {
		return err
	}
	return judged(keyring.Set(service, account, secret), locked)
}

// judged makes an error of the library one of ours. Only what it says outright
// is a missing key.
func judged(err error, locked bool) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrEmpty
	case locked:
		return fmt.Errorf("%w (%w)", ErrLocked, err)
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return fmt.Errorf("%w: this system has none", ErrNone)
	}
	return fmt.Errorf("%w as it should: %w", ErrSilent, err)
}
