package auth

import (
	"context"
	"time"

	"flowbench/engine/spec"
)

// A Scheme is a way to authenticate as people choose one. Each is one file: its form, its
// checks, its help, and what it adds to a request.
type Scheme struct {
	ID      string // as kept in records and files, such as "api-key"; never changes
	Title   string // "API Key"
	Summary string // one sentence, no full stop
	Doc     string // Markdown: the help page's text before its table of fields
	Search  []string
	SignsIn bool // a person signs in, in a browser
	New     func() Account
}

// An Account is the settings of one connection, stored through its fields, and what comes
// of them.
type Account interface {
	// Fields returns the settings, bound to the account's own struct. Those that are
	// [spec.Field.Secret] are shown as asterisks, and never leave the vault but by the transport.
	Fields() []spec.Field
	// Method makes what authenticates requests. It is asked once the settings are loaded.
	Method(Env) (Method, error)
}

// A Checker is an account that sees more than its fields do, such as a template that
// cannot be read. It is asked with the values as typed.
type Checker interface {
	Check(spec.Values) []spec.Problem
}

// A Verifier is an account whose requests can be judged by whoever knows its secrets: the
// sandbox, with made-up ones. An error says what is wrong with the request.
type Verifier interface {
	Verify(Request) error
}

// Env is what an account may use to make its method. The zero Env is enough for schemes
// that ask nobody for a token.
type Env struct {
	Connection string // whose tokens are meant: the record's id, or of its sandbox counterpart
	Sender     Sender
	Tokens     Tokens
	Now        func() time.Time // nil is time.Now
}

// Time is the time by which the account goes.
func (e Env) Time() time.Time {
	if e.Now == nil {
		return time.Now()
	}
	return e.Now()
}

// A Sender sends a method's own request, such as that for a token, by way of the
// transport: with its host rule, its bounds, and a record of it in the flow log.
type Sender interface {
	Send(ctx context.Context, q Ask) (Reply, error)
}

// An Ask is a method's own request. What is secret in it stands in Parts, which are put in
// last and are hidden in the record.
type Ask struct {
	Method string // "" is POST
	URL    string
	Header []Pair
	Body   string // with Type
	Type   string // its media type; "" without a body
	Parts  Parts
}

// A Pair is a name and its value, as in a header.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Reply is what came back, whatever its status.
type Reply struct {
	Status int
	Header map[string]any // names in lower case
	Body   string
}

// Find returns the scheme of that id.
func Find(id string) (Scheme, bool) {
	for _, s := range All {
		if s.ID == id {
			return s, true
		}
	}
	return Scheme{}, false
}
