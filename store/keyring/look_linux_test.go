package keyring

import (
	"errors"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestWhatTheBusSaysIsToldApart(t *testing.T) {
	for name, want := range map[string]error{
		"org.freedesktop.DBus.Error.ServiceUnknown": ErrNone,
		"org.freedesktop.DBus.Error.NoReply":        ErrSilent,
		"org.freedesktop.Secret.Error.IsLocked":     ErrLocked,
		"org.freedesktop.DBus.Error.UnknownObject":  ErrNone,
		"org.freedesktop.DBus.Error.Failed":         ErrSilent,
	} {
		err := bus(dbus.Error{Name: name, Body: []any{"words"}})
		for _, other := range []error{ErrEmpty, ErrNone, ErrLocked, ErrSilent} {
			if errors.Is(err, other) != (other == want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if err := bus(dbus.ErrClosed); !errors.Is(err, ErrNone) {
		t.Errorf("a closed bus: %v", err)
	}
}
