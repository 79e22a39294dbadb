package keyring

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// startBus starts a session bus that starts no programs: a machine with a key ring of its
// own would have it answer.
func startBus(t *testing.T) (address string) {
	t.Helper()
	path, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon here")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	text := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=` + dir + `</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--config-file="+config, "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Skip("no bus can be started: ", err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("no bus can be started: ", err)
	}
	return strings.TrimSpace(line)
}

const (
	root       = dbus.ObjectPath("/org/freedesktop/secrets")
	collection = root + "/collection/login"
	secrets    = "org.freedesktop.Secret."
)

// A secretService is as much of one as our calls need.
type secretService struct {
	conn   *dbus.Conn
	mu     sync.Mutex
	locked bool // and whoever is asked to unlock it declines
	items  map[string]string
}

type secret struct {
	Session           dbus.ObjectPath
	Parameters, Value []byte
	ContentType       string
}

func (s *secretService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), root + "/session/1", nil
}

func (s *secretService) Unlock(list []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return nil, root + "/prompt/1", nil
	}
	return list, "/", nil
}

type prompt struct{ conn *dbus.Conn }

func (p prompt) Prompt(string) *dbus.Error {
	go func() {
		time.Sleep(20 * time.Millisecond)
		p.conn.Emit(root+"/prompt/1", secrets+"Prompt.Completed", true, dbus.MakeVariant([]dbus.ObjectPath{}))
	}()
	return nil
}

func (s *secretService) SearchItems(about map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[about["service"]+"/"+about["username"]]; !ok {
		return []dbus.ObjectPath{}, nil
	}
	return []dbus.ObjectPath{collection + "/1"}, nil
}

func (s *secretService) CreateItem(about map[string]dbus.Variant, value secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := about[secrets+"Item.Attributes"].Value().(map[string]string)
	s.items[names["service"]+"/"+names["username"]] = string(value.Value)
	return collection + "/1", "/", nil
}

func (s *secretService) GetSecret(session dbus.ObjectPath) (secret, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.items {
		return secret{session, nil, []byte(v), "text/plain"}, nil
	}
	return secret{}, dbus.NewError(secrets+"Error.NoSuchObject", nil)
}

// kept is what is kept under an account.
func (s *secretService) kept(account string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.items["flowbench/"+account]
}

func (s *secretService) Close() *dbus.Error { return nil }

func serveSecrets(t *testing.T, address string) (*secretService, *prop.Properties) {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := &secretService{conn: conn, items: map[string]string{}}
	for path, name := range map[dbus.ObjectPath]string{root: "Service", collection: "Collection", collection + "/1": "Item", root + "/session/1": "Session"} {
		if err := conn.Export(s, path, secrets+name); err != nil {
			t.Fatal(err)
		}
	}
	conn.Export(prompt{conn}, root+"/prompt/1", secrets+"Prompt")
	prop.Export(conn, root, prop.Map{secrets + "Service": {"Collections": {Value: []dbus.ObjectPath{collection}}}})
	props, err := prop.Export(conn, collection, prop.Map{secrets + "Collection": {"Locked": {Value: false, Writable: true}}})
	if err != nil {
		t.Fatal(err)
	}
	if reply, err := conn.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return s, props
}

// The system's key ring against a bus without anybody who keeps secrets, and
// then with one that is empty, full, locked and gone. One test, since the library
// keeps its connection to the bus.
func TestTheKeyRingOfASession(t *testing.T) {
	address := startBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	r := Limited(System(), 0)
	ctx := context.Background()
	if _, err := r.Get(ctx, "a"); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "no program of this session keeps secrets") {
		t.Fatalf("nobody there: %v", err)
	}
	s, props := serveSecrets(t, address)
	if _, err := r.Get(ctx, "a"); !errors.Is(err, ErrEmpty) {
		t.Fatalf("empty: %v", err)
	}
	if err := r.Set(ctx, "a", "key"); err != nil || s.kept("a") != "key" {
		t.Fatalf("set %q: %v", s.kept("a"), err)
	}
	if got, err := r.Get(ctx, "a"); err != nil || got != "key" {
		t.Fatalf("got %q, %v", got, err)
	}
	if _, err := r.Get(ctx, "b"); !errors.Is(err, ErrEmpty) {
		t.Errorf("another account: %v", err)
	}
	s.mu.Lock()
	s.locked = true
	s.mu.Unlock()
	props.SetMust(secrets+"Collection", "Locked", true)
	if _, err := r.Get(ctx, "a"); !errors.Is(err, ErrLocked) {
		t.Errorf("locked: %v", err)
	}
	if err := r.Set(ctx, "a", "other"); !errors.Is(err, ErrLocked) || s.kept("a") != "key" {
		t.Errorf("locked: %v", err)
	}
	s.conn.Close()
	if _, err := r.Get(ctx, "a"); !errors.Is(err, ErrNone) {
		t.Errorf("gone: %v", err)
	}
}
