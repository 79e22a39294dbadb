package auth

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/expr"
	"flowbench/engine/spec"
)

// A Record is a connection as it is kept: an account at a provider, or at hosts of its own.
// Printed, logged or marshalled it shows no setting; only [Record.Seal] writes them.
type Record struct {
	ID       string // the store's; not in what Seal writes
	Name     string
	Provider string   // of the catalogue; "" for hosts of its own
	Hosts    []string // the https origins it may be sent to, as they were agreed to
	Scheme   string   // a Scheme's id
	Settings Settings
	Disabled bool
	Created  time.Time
	Changed  time.Time
	Tested   Tested
	TestAt   string // the address at its hosts that a test calls; "" is the first host
}

// Tested is what the last test of a connection came to.
type Tested struct {
	At   time.Time `json:"at,omitzero"` // zero: never
	In   string    `json:"in,omitzero"` // the environment
	OK   bool      `json:"ok,omitzero"`
	Said string    `json:"said,omitzero"` // in plain words
}

// Settings are the values of an account's fields. They show themselves as ••• to
// everything but [Settings.Reveal].
type Settings struct{ values *spec.Values }

// HideSettings makes settings of values, which are not to be changed any more.
func HideSettings(v spec.Values) Settings { return Settings{&v} }

// Reveal returns a copy of the values, secrets in clear.
func (s Settings) Reveal() spec.Values {
	if s.values == nil || *s.values == nil {
		return spec.Values{}
	}
	return maps.Clone(*s.values)
}

// With returns the settings with one more value, or another one.
func (s Settings) With(name string, v any) Settings {
	next := s.Reveal()
	next[name] = v
	return HideSettings(next)
}

func (s Settings) String() string               { return Hidden }
func (s Settings) GoString() string             { return Hidden }
func (s Settings) Format(f fmt.State, _ rune)   { io.WriteString(f, Hidden) }
func (s Settings) MarshalJSON() ([]byte, error) { return []byte(`"` + Hidden + `"`), nil }
func (s Settings) MarshalText() ([]byte, error) { return []byte(Hidden), nil }
func (s Settings) LogValue() slog.Value         { return slog.StringValue(Hidden) }

// sealed is a record as it is written: into the vault, into a sealed file, to a worker.
type sealed struct {
	Name     string         `json:"name"`
	Provider string         `json:"provider,omitzero"`
	Hosts    []string       `json:"hosts,omitempty"`
	Scheme   string         `json:"scheme"`
	Settings jsontext.Value `json:"settings,omitzero"`
	Disabled bool           `json:"disabled,omitzero"`
	Created  time.Time      `json:"created,omitzero"`
	Changed  time.Time      `json:"changed,omitzero"`
	Tested   Tested         `json:"tested,omitzero"`
	TestAt   string         `json:"testAt,omitzero"`
}

// Seal writes the record whole, secrets in clear: for what seals bytes, and for the pipe
// to a worker.
func (r Record) Seal() ([]byte, error) {
	settings, err := expr.Encode(map[string]any(r.Settings.Reveal()))
	if err != nil {
		return nil, errors.New("the settings of the connection " + r.Name + " are no JSON")
	}
	return json2.Marshal(sealed{r.Name, r.Provider, r.Hosts, r.Scheme, settings, r.Disabled, r.Created, r.Changed, r.Tested, r.TestAt}, json2.Deterministic(true))
}

// Unseal reads what Seal wrote. Its errors quote nothing of it.
func Unseal(id string, b []byte) (Record, error) {
	var s sealed
	if json2.Unmarshal(b, &s) != nil {
		return Record{}, errors.New("the connection is written in a way that is not known here: update Flowbench, or enter it again")
	}
	r := Record{ID: id, Name: s.Name, Provider: s.Provider, Hosts: s.Hosts, Scheme: s.Scheme, Disabled: s.Disabled, Created: s.Created, Changed: s.Changed, Tested: s.Tested, TestAt: s.TestAt}
	if len(s.Settings) > 0 {
		v, err := expr.Decode(s.Settings)
		m, ok := v.(map[string]any)
		if err != nil || !ok {
			return Record{}, errors.New("the settings of the connection " + s.Name + " cannot be read: enter them again")
		}
		r.Settings = HideSettings(m)
	}
	return r, nil
}

// Account loads the record's settings into an account of its scheme. Preset are the
// settings that a provider's catalogue file gives, which win.
func (r Record) Account(preset spec.Values) (Account, error) {
	s, ok := Find(r.Scheme)
	if !ok {
		return nil, fmt.Errorf("the connection %s authenticates by %q, which this Flowbench does not know: update it, or enter the connection again", r.Name, r.Scheme)
	}
	values := r.Settings.Reveal()
	maps.Copy(values, preset)
	a := s.New()
	if err := spec.Load(a.Fields(), values); err != nil {
		return nil, fmt.Errorf("the connection %s: %w", r.Name, err)
	}
	return a, nil
}

// Secrets are the values of the record's secret fields: what may not be seen anywhere.
func (r Record) Secrets() []Secret {
	s, ok := Find(r.Scheme)
	if !ok {
		return nil
	}
	values := r.Settings.Reveal()
	var out []Secret
	for _, f := range s.New().Fields() {
		if text := spec.ToText(values[f.Name]); f.Secret && text != "" {
			out = append(out, Hide(text))
		}
	}
	return out
}

// MadeUp is the record with made-up secrets, the same each time: what an address gets that
// an environment sends its hosts to. The secret of the field apiKey is sandbox-apiKey.
func (r Record) MadeUp() Record {
	s, ok := Find(r.Scheme)
	if !ok {
		return r
	}
	values := r.Settings.Reveal()
	for _, f := range s.New().Fields() {
		if f.Secret {
			values[f.Name] = MadeUpSecret(f.Name)
		}
	}
	r.ID = r.MadeUpID()
	r.Settings = HideSettings(values)
	return r
}

// MadeUpID is the id of the record with made-up secrets.
func (r Record) MadeUpID() string { return r.ID + madeUp }

// madeUp ends the id of a made-up record.
const madeUp = "~sandbox"

func isMadeUp(connection string) bool { return strings.HasSuffix(connection, madeUp) }

// MadeUpSecret is what stands in a secret field in the sandbox.
func MadeUpSecret(field string) string { return "sandbox-" + field }

// Problems says what is wrong with a record's settings, as typed.
func (r Record) Problems(preset spec.Values) []spec.Problem {
	s, ok := Find(r.Scheme)
	if !ok {
		return []spec.Problem{{Severity: spec.Error, Text: "Choose how the connection authenticates."}}
	}
	values := r.Settings.Reveal()
	maps.Copy(values, preset)
	a := s.New()
	out := slices.DeleteFunc(spec.CheckFields(a.Fields(), values, spec.Around{Values: values}), func(p spec.Problem) bool {
		return p.Severity == spec.Warning // what another scheme left behind
	})
	if c, ok := a.(Checker); ok {
		out = append(out, c.Check(values)...)
	}
	for _, f := range a.Fields() {
		if !f.Secret {
			continue
		}
		for i := range out {
			switch values[f.Name].(type) {
			case []any, map[string]any: // what is said of one quotes it
				if out[i].Path.Field == f.Name {
					out[i].Text = f.Title() + ": a text belongs here."
				}
			}
		}
		if text := spec.ToText(values[f.Name]); text != "" && !Findable(Hide(text)) {
			out = append(out, spec.Problem{Severity: spec.Warning, Path: spec.Path{Field: f.Name},
				Text: fmt.Sprintf("%s has fewer than %d characters: should a service send it back, it cannot be told from other text and is not hidden. Use a longer one.", f.Title(), shortest)})
		}
	}
	return out
}
