package spec

// Values is what was typed into a node's fields, decoded: nil, bool, json.Number,
// string, []any, map[string]any.
type Values = map[string]any

// A Kind describes one kind of node. It is data and pure functions: it cannot run.
type Kind struct {
	ID      string // as saved in files, such as "api"; never changes
	Title   string // "API"; in text for users "API node"
	Group   Group
	Icon    string   // a name in assets/icons
	Summary string   // one sentence, no full stop
	Doc     string   // Markdown: the help page's text before its table of fields
	Search  []string // other words by which people look for it

	NoInput bool // nothing leads to it: a trigger
	Single  bool // one in a flow
	Body    bool // other nodes stand in it
	Outside bool // it stands in no body

	New   map[string]any // the settings of a new node
	Order []string       // the order of New in the file

	// Fields returns the settings, given what is around the node.
	Fields func(Around) []Field
	// Ports returns where wires leave, in the order of drawing.
	Ports func(Values) []Port
	// Line is the second line on the card: what the node does, from its settings.
	Line func(Around) string
	// Check says what is wrong beyond what the fields themselves say; may be nil.
	Check func(Around) []Problem
	// Sample returns what an output of the node looks like before any run; may be nil.
	Sample func(Around) any
}

// Around is what a declaration may look at: the node's own settings and, where the flow
// is known, the settings of the flow's Start node.
type Around struct {
	Name   string // the node's
	Values Values
	Start  Values
}

// Group is where a kind stands in the Assets panel, and its colour.
type Group string

// The groups, in the order of the panel.
const (
	Flow    Group = "flow"
	Logic   Group = "logic"
	Data    Group = "data"
	Connect Group = "connect"
	Debug   Group = "debug"
	AI      Group = "ai"
)

// A Port is where a wire leaves a node.
type Port struct {
	Name     string
	Label    string // shown on the wire; may be empty
	Style    Style
	Required bool // a problem if no wire leaves it
	Doc      string
}

// Style is how a port and its wires look.
type Style string

// The styles. Success is a green dot, Failure a red diamond with a dashed wire, Branch a neutral dot with a label.
const (
	Success Style = "success"
	Failure Style = "failure"
	Branch  Style = "branch"
)

// OnSuccess and OnFailure are the ports that most kinds have.
var (
	OnSuccess = Port{Name: "success", Style: Success, Doc: "the step succeeded"}
	OnFailure = Port{Name: "failure", Style: Failure, Doc: "the step failed"}
)

// A Type says what values a field holds and how it is edited.
type Type string

// The types of fields.
const (
	Text     Type = "text"     // a line of text; more lines with Field.Lines
	Number   Type = "number"   //
	Boolean  Type = "boolean"  //
	JSON     Type = "json"     // any JSON, a tree in which every string may be a template
	Any      Type = "any"      // text, a template that keeps its JSON type, or a literal value
	Choice   Type = "choice"   // one of Field.Options
	Program  Type = "program"  // a jq program
	Duration Type = "duration" // "1.5s", "2m"; a bare number is seconds
	List     Type = "list"     // rows, each an object of Field.Row
	Form     Type = "form"     // an object of Field.Sub
	Provider Type = "provider" // a provider's id
	Action   Type = "action"   // an action's id, of the provider in the field "provider"
	Account  Type = "account"  // the name of a connection of the integration
	Variable Type = "variable" // the value of a declared variable
	Texts    Type = "texts"    // a list of texts, one a line
)

// A Field is one declared setting of a node or action.
type Field struct {
	Name        string   `json:"name"`
	Type        Type     `json:"type"`
	Label       string   `json:"label,omitempty"`
	Doc         string   `json:"doc,omitempty"` // the tooltip, one or two sentences
	Placeholder string   `json:"placeholder,omitempty"`
	Default     any      `json:"default,omitempty"`
	Required    bool     `json:"required,omitempty"`
	Template    bool     `json:"template,omitempty"` // may hold {{ }}
	Lazy        bool     `json:"lazy,omitempty"`     // evaluated by the node itself, when it needs it
	Advanced    bool     `json:"advanced,omitempty"` // folded away at first
	Options     []Option `json:"options,omitempty"`
	Min         *float64 `json:"min,omitempty"` // of a Number, a Duration in seconds, the rows of a List
	Max         *float64 `json:"max,omitempty"`
	Unit        string   `json:"unit,omitempty"`      // of a Number: "seconds"
	Source      string   `json:"source,omitempty"`    // the statement that asks for the rule: "R69"
	OnContext   bool     `json:"onContext,omitempty"` // of a Program: its . is the context
	Lines       int      `json:"lines,omitempty"`     // height of a text in lines; 0 and 1 are one line
	Row         []Field  `json:"row,omitempty"`       // of a List
	RowNoun     string   `json:"rowNoun,omitempty"`   // "header": the button reads Add header
	Tab         string   `json:"tab,omitempty"`       // the panel's tab; "" is General Settings
	When        *When    `json:"when,omitempty"`      // shown and used only then

	Narrow   bool   `json:"narrow,omitempty"`   // shares a line with its narrow neighbours
	Hidden   bool   `json:"hidden,omitempty"`   // kept by the program: no form shows it
	Secret   bool   `json:"secret,omitempty"`   // of a connection: shown as asterisks, kept sealed
	Inverse  bool   `json:"inverse,omitempty"`  // of a Boolean: its switch is on where the value is false
	AnyOrder bool   `json:"anyOrder,omitempty"` // of a List: the order of its rows means little
	Foot     string `json:"foot,omitempty"`     // of a List: what stands below its rows

	Sub      func(Around) []Field                   `json:"-"` // the fields of a Form
	NewRow   func(have []any) map[string]any        `json:"-"` // of a List: a new row, given those there are
	RowTitle func(i int, row map[string]any) string `json:"-"` // of a List: what a row is called; nil is its noun
	RowNote  func(row map[string]any) string        `json:"-"` // of a List: what a row says while it is folded; nil: rows do not fold

	set func(any) error // stores a value in the kind's own struct
}

// An Option is one of a field's choices.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
	Doc   string `json:"doc,omitempty"`
}

// When is a condition on a sibling field: it has one of these values.
type When struct {
	Field string   `json:"field"`
	Is    []string `json:"is"`
}

// Options makes options whose label is their value.
func Options(values ...string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: v, Label: v}
	}
	return out
}

// Limit is for [Field.Min] and [Field.Max], which are pointers: 0 is a limit too.
func Limit(n float64) *float64 { return &n }

// Shown reports whether the field is shown and used with these values: its condition
// holds, and so does that of the field it looks at.
func (f Field) Shown(v Values, siblings []Field) bool {
	return f.shown(v, siblings, len(siblings))
}

func (f *Field) shown(v Values, siblings []Field, depth int) bool {
	if f.When == nil {
		return true
	}
	is := v[f.When.Field]
	for i := range siblings {
		s := &siblings[i]
		if s.Name != f.When.Field {
			continue
		}
		if depth <= 0 || !s.shown(v, siblings, depth-1) {
			return false
		}
		if is == nil {
			is = s.Default
		}
		break
	}
	for _, want := range f.When.Is {
		if ToText(is) == want {
			return true
		}
	}
	return false
}

// Get returns the field's value, else its default.
func (f Field) Get(v Values) any {
	if val, ok := v[f.Name]; ok && val != nil {
		return val
	}
	return f.Default
}
