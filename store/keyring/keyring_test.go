package keyring

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

type fake struct{ get func() (string, error) }

func (f fake) Get(string) (string, error) { return f.get() }
func (f fake) Set(string, string) error   { _, err := f.get(); return err }

func TestACallThatNeverComesBackIsSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := make(chan bool)
		r := Limited(fake{func() (string, error) { <-never; return "late", nil }}, 0)
		begin := time.Now()
		if _, err := r.Get(context.Background(), "a"); !errors.Is(err, ErrSilent) || time.Since(begin) != Wait {
			t.Errorf("after %v: %v", time.Since(begin), err)
		}
		if err := r.Set(context.Background(), "a", "x"); !errors.Is(err, ErrSilent) {
			t.Errorf("got %v", err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := r.Get(ctx, "a"); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		close(never)
		synctest.Wait()
	})
}

func TestAPanicOfALibraryIsAnError(t *testing.T) {
	r := Limited(fake{func() (string, error) { panic("an answer of another type") }}, time.Second)
	if _, err := r.Get(context.Background(), "a"); !errors.Is(err, ErrSilent) || errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyWhatIsSaidOutrightIsAMissingKey(t *testing.T) {
	for _, c := range []struct {
		err    error
		locked bool
		want   error
	}{
		{keyring.ErrNotFound, false, ErrEmpty},
		{keyring.ErrUnsupportedPlatform, false, ErrNone},
		{errors.New("failed to unlock correct collection"), true, ErrLocked},
		{errors.New("something else"), false, ErrSilent},
	} {
		err := judged(c.err, c.locked)
		for _, other := range []error{ErrEmpty, ErrNone, ErrLocked, ErrSilent} {
			if errors.Is(err, other) != (other == c.want) {
				t.Errorf("%v: %v", c.err, err)
			}
		}
	}
	if judged(nil, true) != nil {
		t.Error("an error of none")
	}
}

func TestASessionWithoutABusHasNoKeyRing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is always one")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	r := Limited(System(), 0)
	if _, err := r.Get(context.Background(), "a"); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "no D-Bus") {
		t.Errorf("got %v", err)
	}
	if err := r.Set(context.Background(), "a", "x"); !errors.Is(err, ErrNone) {
		t.Errorf("got %v", err)
	}
}

// A bus that takes the call and says nothing.
func TestASilentBusIsSilence(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no such bus")
	}
	path := filepath.Join(t.TempDir(), "bus")
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	if _, err := Limited(System(), 100*time.Millisecond).Get(context.Background(), "a"); !errors.Is(err, ErrSilent) {
		t.Errorf("got %v", err)
	}
}
