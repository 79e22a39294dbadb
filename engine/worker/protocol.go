package worker

import (
	"fmt"
	"io"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine"
	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// An Order is a run as the parent asks for it: plain data, from which the child makes an
// engine.Job.
type Order struct {
	Integration []byte            `json:"integration"` // as package flow writes it
	Flow        string            `json:"flow,omitzero"`
	Env         Environment       `json:"env"`
	Hosts       map[string]string `json:"hosts,omitzero"`    // host mappings
	Sandbox     string            `json:"sandbox,omitzero"`  // the sandbox server's address
	Settings    jsontext.Value    `json:"settings,omitzero"` // whatever else the two ends agree on
	Run         string            `json:"run"`
	Trigger     string            `json:"trigger,omitzero"`
	At          time.Time         `json:"at,omitzero"`
	Inputs      jsontext.Value    `json:"inputs,omitzero"` // an object
	Hide        []string          `json:"hide,omitempty"`  // texts that may not be shown, such as values of OS variables

	// Connections are by the name that flows use: what auth.Record.Seal writes, secrets in
	// clear. It goes over the pipe and nowhere else.
	Connections map[string]Account `json:"connections,omitempty"`
}

// An Account is a stored connection, for a job.
type Account struct {
	ID     string         `json:"id"`
	Sealed jsontext.Value `json:"sealed"` // as auth.Record.Seal writes it
}

// AccountOf makes an account of a record.
func AccountOf(r auth.Record) (Account, error) {
	b, err := r.Seal()
	return Account{r.ID, b}, err
}

// Record reads what AccountOf made.
func (a Account) Record() (auth.Record, error) { return auth.Unseal(a.ID, a.Sealed) }

func (a Account) String() string             { return auth.Hidden }
func (a Account) GoString() string           { return auth.Hidden }
func (a Account) Format(f fmt.State, _ rune) { io.WriteString(f, auth.Hidden) }

// A Trial is one call with a connection that a person makes: see engine.Trial.
type Trial struct {
	What    string            `json:"what"`
	Account Account           `json:"account"`
	URL     string            `json:"url,omitzero"`
	Env     Environment       `json:"env"`
	Hosts   map[string]string `json:"hosts,omitzero"`
	Sandbox string            `json:"sandbox,omitzero"`
	Reply   *Retrieved        `json:"reply,omitzero"` // of a Preview: what the connection's request was answered
}

// Preview is a Trial's What that sends nothing: what does the connection add to requests.
const Preview = "preview"

// A Verdict is what a Trial came to.
type Verdict struct {
	engine.Verdict
	Reply  *Retrieved      `json:"reply,omitzero"`  // of engine.TryAsk: as it came, secrets in clear
	Placed []engine.Placed `json:"placed,omitzero"` // of Preview: in clear too
}

// Retrieved is the answer to a connection's authorization request.
type Retrieved struct {
	Status int            `json:"status"`
	Header map[string]any `json:"header,omitzero"`
	Body   string         `json:"body,omitzero"`
}

// An Environment is what the flow runs in.
type Environment struct {
	Name    string         `json:"name"`
	Sandbox bool           `json:"sandbox,omitzero"`
	Config  jsontext.Value `json:"config,omitzero"` // an object
}

// A Question is one template or program to evaluate, with all it may look at.
type Question struct {
	Template *string        `json:"template,omitzero"`
	Program  *string        `json:"program,omitzero"`
	Dot      jsontext.Value `json:"dot,omitzero"`
	OnScope  bool           `json:"onScope,omitzero"` // the program's . is the context
	Steps    jsontext.Value `json:"steps,omitzero"`   // an object: what context.steps.NAME is
	Config   jsontext.Value `json:"config,omitzero"`
	Item     jsontext.Value `json:"item,omitzero"` // currentItem, inside a loop
	Index    int            `json:"index,omitzero"`
	Extra    jsontext.Value `json:"extra,omitzero"` // an object: further names
	Millis   int            `json:"millis,omitzero"`
}

// An Answer is what a Question came to.
type Answer struct {
	Value   jsontext.Value `json:"value,omitzero"`
	Missing bool           `json:"missing,omitzero"`
	Error   string         `json:"error,omitzero"`
	Line    int            `json:"line,omitzero"`
	Column  int            `json:"column,omitzero"`
}

// A request goes to the child: exactly one of its parts is set.
type request struct {
	ID     int       `json:"id"`
	Run    *Order    `json:"run,omitzero"`
	Eval   *Question `json:"eval,omitzero"`
	Trial  *Trial    `json:"trial,omitzero"`
	Token  *word     `json:"token,omitzero"`
	Cancel bool      `json:"cancel,omitzero"`
}

// A reply comes from the child: exactly one of its parts is set.
type reply struct {
	ID     int             `json:"id"`
	Event  *event.Event    `json:"event,omitzero"`
	Blob   *blob           `json:"blob,omitzero"`
	Done   *engine.Outcome `json:"done,omitzero"`
	Answer *Answer         `json:"answer,omitzero"`
	Trial  *Verdict        `json:"trial,omitzero"`
	Token  *word           `json:"token,omitzero"`
	Fault  *event.Fault    `json:"fault,omitzero"` // the last words before the process ends
}

type blob struct {
	Hash string `json:"hash"`
	Data []byte `json:"data"`
}
