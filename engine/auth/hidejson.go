package auth

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// Idle reports whether there is nothing to look for.
func (r *Redactor) Idle() bool { return r == nil || !r.any.Load() }

// JSON returns JSON text without secrets, and still JSON; b itself where there is none.
func (r *Redactor) JSON(b []byte) []byte {
	if r.Idle() {
		return b
	}
	hidden := r.Bytes(b)
	found := len(b) > 0 && &hidden[0] != &b[0]
	switch {
	case found && jsontext.Value(hidden).IsValid():
		return hidden
	case !found && !bytes.Contains(b, []byte(`\u00`)): // no letter is written as its number
		return b
	}
	written, err := r.tokens(b)
	switch {
	case err != nil && !found:
		return b
	case err != nil, r.Holds(string(written)):
		return []byte(`"` + Hidden + `"`)
	}
	return written
}

// tokens looks at each name, text and number of JSON by itself; a number that is a secret
// becomes a text. It returns b itself where there is none.
func (r *Redactor) tokens(b []byte) ([]byte, error) {
	var out bytes.Buffer
	d, e := jsontext.NewDecoder(bytes.NewBuffer(b)), jsontext.NewEncoder(&out)
	found := false
	for {
		token, err := d.ReadToken()
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		if k := token.Kind(); k == '"' || k == '0' {
			text := token.String()
			if hidden := r.Text(text); hidden != text {
				token, found = jsontext.String(hidden), true
			}
		}
		if err := e.WriteToken(token); err != nil {
			return nil, err
		}
	}
	if !found {
		return b, nil
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
