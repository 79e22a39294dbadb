package session

import (
	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/flow"
)

// An EnvFile is what an --env-file says of an environment. It holds no secret and no id:
// connections are those of the flows, each with the name of the stored one.
type EnvFile struct {
	Config      map[string]flow.Value `json:"config,omitempty"`
	OS          map[string]string     `json:"os,omitempty"` // by config variable
	Hosts       map[string]string     `json:"hosts,omitempty"`
	Connections map[string]string     `json:"connections,omitempty"`
}

// File is the environment as a file: the values of the declared variables, and the
// connections of which named knows the name by their id.
func (e Environment) File(declared []flow.Variable, named func(id string) string) EnvFile {
	f := EnvFile{Config: map[string]flow.Value{}, OS: map[string]string{}, Hosts: e.Hosts, Connections: map[string]string{}}
	for _, v := range declared {
		switch set := e.Values[v.Name]; {
		case set.OS != "":
			f.OS[v.Name] = set.OS
		case len(set.Value) > 0:
			f.Config[v.Name] = set.Value
		}
	}
	for name, id := range e.Bindings {
		if stored := named(id); stored != "" {
			f.Connections[name] = stored
		}
	}
	return f
}

// Bytes are the file's, for people to read: two spaces deep, names in order.
func (f EnvFile) Bytes() ([]byte, error) {
	b, err := json2.Marshal(f, json2.Deterministic(true), jsontext.WithIndent("  "))
	return append(b, '\n'), err
}
