package spec

// Severity says whether a problem holds Run back.
type Severity string

// Only errors hold Run back.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Problem is what is wrong with a flow, said to its author.
type Problem struct {
	Severity Severity `json:"severity"`
	Path     Path     `json:"path"`
	Text     string   `json:"text"` // the fault, then what to do
	Fix      *Fix     `json:"fix,omitempty"`
}

// A Path is where a problem lies; parts that do not apply are empty.
type Path struct {
	Flow  string `json:"flow,omitempty"`
	Node  string `json:"node,omitempty"`
	Field string `json:"field,omitempty"` // "headers[2].value" in a list; a port's name
	Where string `json:"where,omitempty"` // the field as the panel calls it: "Header 3 / Value"
}

// String writes the path as flow/node/field, for machines.
func (p Path) String() string {
	s := p.Flow
	if p.Node != "" {
		s += "/" + p.Node
	}
	if p.Field != "" {
		s += "/" + p.Field
	}
	return s
}

// A Fix is a mend that can be made mechanically: the label of its button and the edit,
// a flow.Edit. Where the person has to choose, Edit is nil and Ask names the dialog.
type Fix struct {
	Label string `json:"label"`
	Edit  any    `json:"-"`
	Ask   string `json:"ask,omitempty"` // "output", "map-host", "connection", "open-connection", "environment"
	Value string `json:"value,omitempty"`
}
