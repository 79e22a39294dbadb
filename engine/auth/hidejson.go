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
	found := false
	if err := r.eachToken(b, func(_ jsontext.Token, hidden bool) error {
		found = found || hidden
		return nil
	}); err != nil || !found {
		return b, err
	}
	var out bytes.Buffer
	e := jsontext.NewEncoder(&out)
	err := r.eachToken(b, func(t jsontext.Token, _ bool) error { return e.WriteToken(t) })
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// eachToken gives the tokens of JSON as they are shown.
func (r *Redactor) eachToken(b []byte, f func(t jsontext.Token, hidden bool) error) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(b))
	for {
		token, err := d.ReadToken()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		found := false
		if k := token.Kind(); k == '"' || k == '0' {
			text := token.String()
			if found = r.Holds(text); found {
				token = jsontext.String(r.Text(text))
			}
		}
		if err := f(token, found); err != nil {
			return err
		}
	}
}
