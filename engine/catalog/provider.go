package catalog

import (
	"fmt"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// A Provider is one file of the catalogue.
type Provider struct {
	ID      string    `json:"id"`
	Version string    `json:"version"` // of its API, kept in the files of integrations that use it
	Title   string    `json:"title"`
	Summary string    `json:"summary"`
	Docs    string    `json:"docs,omitempty"`   // address of the provider's own documentation
	Search  []string  `json:"search,omitempty"` // other words by which people look for it
	Tile    Tile      `json:"tile,omitzero"`
	Hidden  bool      `json:"hidden,omitempty"` // answers in the sandbox, but is not offered
	Hosts   []string  `json:"hosts"`            // exact https origins
	Auth    []Auth    `json:"auth,omitempty"`
	Test    *Test     `json:"test,omitempty"` // the call that shows whether an account works
	Actions []*Action `json:"actions,omitempty"`
	Sandbox Sandbox   `json:"sandbox"`
}

// A Tile is how a provider looks where there is no room for more: a letter on a colour.
type Tile struct {
	Letter string `json:"letter"`
	Light  string `json:"light"` // #rrggbb, in the light theme
	Dark   string `json:"dark"`
}

// An Action is one thing to do at a provider.
type Action struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Summary string         `json:"summary"`
	Docs    string         `json:"docs,omitempty"`
	Method  string         `json:"method"`
	Host    string         `json:"host,omitempty"` // one of the provider's; "" is the first
	Path    string         `json:"path"`
	NoAuth  bool           `json:"noAuth,omitempty"` // the address itself is the secret
	Fields  []spec.Field   `json:"fields,omitempty"`
	Query   []Row          `json:"query,omitempty"`
	Headers []Row          `json:"headers,omitempty"`
	Body    jsontext.Value `json:"body,omitempty"`
	BodyAs  string         `json:"bodyAs,omitempty"` // "json", "form", "text"; "" is none
	Reads   string         `json:"reads,omitempty"`  // "auto", "json", "text", "empty"; "" is json
	Mapping Program        `json:"mapping,omitempty"`
	Sample  jsontext.Value `json:"sample"`            // the output, after the mapping
	Records string         `json:"records,omitempty"` // which key of the output is the list of records; "." is the output itself
	Answer  Program        `json:"answer"`            // how the sandbox answers
	Steady  bool           `json:"steady,omitempty"`  // the answer depends on method, path and query alone

	template request
}

// A Row is a query parameter or header of a request template.
type Row struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Sandbox is how the sandbox answers for a provider, apart from its actions' answers.
// Its programs see {method, path, params, query, headers, body, state} and give
// {status, headers, body, state?, said?}; said is the line that people read about it.
// Denied sees wrong besides: a text on what is wrong with the authentication.
type Sandbox struct {
	Define  Program `json:"define,omitempty"`  // jq definitions that all programs of the provider share
	Denied  Program `json:"denied,omitempty"`  // answers a call without authentication
	Unknown Program `json:"unknown,omitempty"` // answers a path that no action has
	Routes  []Route `json:"routes,omitempty"`  // what else it answers
}

// A Route is something the sandbox answers that is no action.
type Route struct {
	Method string  `json:"method"`         // "*" is any
	Host   string  `json:"host,omitempty"` // one of the provider's, or where its presets ask for tokens; "" is any
	Path   string  `json:"path"`           // with {name} for one segment; a last segment {name…} for the rest
	NoAuth bool    `json:"noAuth,omitempty"`
	Auth   *Exact  `json:"auth,omitempty"` // how a call must prove who it is, in place of the provider's ways
	Answer Program `json:"answer"`
}

// An Exact is an account that a call must be made with, its secrets made up as
// [auth.MadeUpSecret] makes them. Elsewhere in the sandbox any secret will do.
type Exact struct {
	Scheme   string      `json:"scheme"`
	Settings spec.Values `json:"settings,omitempty"`
}

// Account returns the account.
func (e Exact) Account() auth.Record {
	return auth.Record{Name: "the route's account", Scheme: e.Scheme, Settings: auth.HideSettings(e.Settings)}.MadeUp()
}

// A Program is the source of a jq program: in a file a string, or a list of its lines.
type Program string

// UnmarshalJSONFrom reads a string or a list of lines.
func (p *Program) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() != '[' {
		var s string
		err := json2.UnmarshalDecode(d, &s)
		*p = Program(s)
		return err
	}
	var lines []string
	err := json2.UnmarshalDecode(d, &lines)
	*p = Program(strings.Join(lines, "\n"))
	return err
}

// Origin returns the https origin that the action is sent to.
func (p *Provider) Origin(a *Action) string {
	if a.Host != "" || len(p.Hosts) == 0 {
		return a.Host
	}
	return p.Hosts[0]
}

// Output returns a fresh copy of the output sample, decoded.
func (a *Action) Output() any { return flow.Decode(a.Sample) }

// A Problem is what is wrong with a file of the catalogue.
type Problem struct {
	File string
	Path string // a JSON pointer into the file
	Text string
}

func (p Problem) String() string {
	if p.Path == "" {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s: %s: %s", p.File, p.Path, p.Text)
}
