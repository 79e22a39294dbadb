package connect

import (
	"context"
	"errors"
	"time"

	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// Host is what the window does for this package. What takes time ends in a function that
// is called on the window's goroutine: once, and not any more after its context ended.
type Host interface {
	Accounts
	Callers
	Keeper

	// Now is the time.
	Now() time.Time
	// After calls a function on the window's goroutine after a while, unless it is stopped.
	After(d time.Duration, do func()) (stop func())
	// Copy puts a text on the clipboard; CopySecret takes it away again after 30 seconds.
	Copy(text string)
	CopySecret(text auth.Secret)
	// SaveFile asks where to, and writes a file that only its owner can read. An empty
	// path says that the person thought better of it.
	SaveFile(title, name string, content auth.Secret, then func(path string, err error))
}

// ErrLocked says that the accounts cannot be seen before the vault is unlocked.
var ErrLocked = errors.New("the accounts are locked")

// Accounts is the store of connections.
type Accounts interface {
	// Connections are all there are, those that cannot be read included; [ErrLocked] when
	// they have to be unlocked first.
	Connections() ([]Connection, error)
	// Save keeps a record, a new one where it has no id, and tells it as it is kept. Before
	// the first one the vault is made, which may need a person.
	Save(r auth.Record, then func(auth.Record, error))
	Delete(id string) error
	Duplicate(id string) (auth.Record, error)
	SetDisabled(id string, disabled bool) error
	// UsedBy names the flows that use a connection: "Broken backlinks / Watch".
	UsedBy(id string) []string
	// Providers are those that a connection can be made to, in the order of their titles.
	Providers() []Provider
	// Problems says what is wrong with a record's settings.
	Problems(auth.Record) []spec.Problem
	// Origin makes an https origin of what was typed as a host. The error says why it is none.
	Origin(typed string) (string, error)
}

// A Connection is a stored record.
type Connection struct {
	auth.Record
	Fault string // why it cannot be used any more, so that it needs to be entered again
}

// A Provider is a service of the catalogue, as far as its accounts go.
type Provider struct {
	ID, Title, Summary string
	Sign               draw.Sign
	Search             []string
	Hosts              []string
	Methods            []Method
}

// A Method is a way in which a provider takes an account.
type Method struct {
	Scheme     string // of [auth.All]
	Title, Doc string
	Preset     spec.Values // settings that the catalogue gives: they are not asked
}

// Callers do what needs the network, in the environment that is on.
type Callers interface {
	// Environment is the name of the environment that calls are made in.
	Environment() string
	// Test makes the cheapest call there is with a record. Of a stored one, what it came
	// to is kept. At hosts of one's own, at is the address that is called, as a rule the
	// record's TestAt; "" is the first host.
	Test(ctx context.Context, r auth.Record, at string, then func(Result))
	// Retrieve makes the request by which a record asks for its token.
	Retrieve(ctx context.Context, r auth.Record, then func(auth.Reply, error))
	// Preview says what a record adds to requests; reply is what its token request came to,
	// nil where there was none.
	Preview(ctx context.Context, r auth.Record, reply *auth.Reply, then func([]Sent, error))
	// SignIn leads through the sign-in of a stored record, in the browser.
	SignIn(ctx context.Context, id string, then func(error))
	// SignedIn says how a stored record stands.
	SignedIn(id string) SignedIn
	// Token tells whether a token is kept for a record, and until when it is good; a zero
	// time where nobody said.
	Token(id string) (until time.Time, held bool)
	Forget(id string)
}

// A Result is what a test came to.
type Result struct {
	OK   bool
	Said string // what happened, in plain words
	Do   string // what to do about it
	In   string // the environment
	Took time.Duration
	// Calls are what was sent and what came back, without secrets.
	Calls []Call
}

// A Call is a request and its answer, as it may be shown.
type Call struct {
	Method, URL string
	Mapped      string // the address it was sent to in place of the URL
	Sent        []auth.Pair
	Unsent      bool // it went wrong before anything was sent
	Status      int
	Got         []auth.Pair
	Body        string
	Fault       string // in place of an answer
}

// Sent is what is added to a request. Preview gives one for each row of the settings that
// places something, in their order: headers, then URL parameters; also where there is a fault.
type Sent struct {
	In    auth.In
	Name  string
	Value auth.Secret
	Fault string // why there is no value
}

// SignedIn is how a connection stands that a person signs in for.
type SignedIn struct {
	At    time.Time // zero: not yet
	As    string    // who, where it is known
	Again bool      // it is over: a person has to sign in again
}

// Keeper is the vault.
type Keeper interface {
	Vault() Vault
	// Unlock opens the vault by a passphrase, or by the recovery code.
	Unlock(secret auth.Secret, recovery bool, then func(error))
	Lock()
	// SetPassphrase adds a passphrase, or changes it: then the old one is needed, but for a
	// vault that the recovery code opened.
	SetPassphrase(old, fresh auth.Secret, then func(error))
	// NewRecoveryCode makes a code; the one before it is good no longer.
	NewRecoveryCode(then func(code auth.Secret, err error))
	// NewKeyFile asks where to, and writes a key file for use without a window. An empty
	// path says that the person thought better of it.
	NewKeyFile(then func(path string, err error))
	// Remove takes a way to open the vault away.
	Remove(w Way, then func(error))
	SetLockAfter(time.Duration) // 0 is never
	BackUp(then func(path string, err error))
	// Export asks where to, and writes connections sealed by a passphrase.
	Export(ids []string, passphrase auth.Secret, then func(path string, err error))
	// ReadExport asks for a file and opens it; nothing goes in yet. It gives no records
	// and no error when the person chose no file.
	ChooseExport(then func(path string))
	ReadExport(path string, passphrase auth.Secret, then func([]auth.Record, error))
	Import(rs []auth.Record, then func(error))
}

// A Vault is how the vault stands.
type Vault struct {
	Locked     bool
	ByRecovery bool // the recovery code opened it since it was last locked
	Ways       []Way
	LockAfter  time.Duration
	BackedUp   time.Time // zero: never
}

// A Way opens the vault.
type Way struct {
	Kind WayKind
	Made time.Time
	ID   string
	Note string // such as the path of a key file
}

// A WayKind is a sort of way to open the vault.
type WayKind string

// The ways.
const (
	KeyRing    WayKind = "key-ring"
	Passphrase WayKind = "passphrase"
	Recovery   WayKind = "recovery"
	KeyFile    WayKind = "key-file"
)

// Way returns the first way of a kind.
func (v Vault) Way(k WayKind) (Way, bool) {
	for _, w := range v.Ways {
		if w.Kind == k {
			return w, true
		}
	}
	return Way{}, false
}
