package keyring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring/secret_service"
)

// look reports whether the key ring is locked. An error says that there is
// none: no message bus, or nobody on it that keeps secrets.
func look() (locked bool, err error) {
	if !hasBus() { // or the library starts one
		return false, fmt.Errorf("%w: this session has no D-Bus", ErrNone)
	}
	svc, err := ss.NewSecretService()
	if err != nil {
		return false, fmt.Errorf("%w: D-Bus does not answer (%w)", ErrNone, err)
	}
	is, err := svc.GetLoginCollection().GetProperty("org.freedesktop.Secret.Collection.Locked")
	if err != nil {
		return false, bus(err)
	}
	locked, _ = is.Value().(bool)
	return locked, nil
}

func hasBus() bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	}
	_, err := os.Stat(filepath.Join(dir, "bus"))
	return err == nil
}

// bus makes an error of D-Bus one of ours.
func bus(err error) error {
	var e dbus.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%w: D-Bus does not answer (%w)", ErrNone, err)
	}
	switch e.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.Spawn.ExecFailed", "org.freedesktop.DBus.Error.Spawn.ServiceNotFound":
		return fmt.Errorf("%w: no program of this session keeps secrets (%w)", ErrNone, err)
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout", "org.freedesktop.DBus.Error.TimedOut":
		return fmt.Errorf("%w (%w)", ErrSilent, err)
	case "org.freedesktop.DBus.Error.UnknownObject", "org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.Secret.Error.NoSuchObject":
		return fmt.Errorf("%w: nobody made one in this session yet (%w)", ErrNone, err)
	case "org.freedesktop.Secret.Error.IsLocked":
		return fmt.Errorf("%w (%w)", ErrLocked, err)
	}
	return fmt.Errorf("%w as it should: %w", ErrSilent, err)
}
