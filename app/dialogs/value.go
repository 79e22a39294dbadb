package dialogs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"flowbench/engine/spec"
)

// The types of inputs, as a Start node declares them.
const (
	Text    = "Text"
	Number  = "Number"
	Boolean = "Boolean"
	JSON    = "JSON"
	List    = "List"
)

// Values are values by name, as JSON. A number is the text that was typed.
type Values = map[string]json.RawMessage

// read makes a value of what was typed. Nothing typed is no value.
func read(kind, text string) (json.RawMessage, error) {
	if kind != Text && kind != List {
		text = strings.TrimSpace(text)
	}
	if text == "" {
		return nil, nil
	}
	switch kind {
	case Number:
		if _, ok := spec.ParseNumber(text); !ok {
			return nil, fmt.Errorf("%q is no number; write it like 12 or -1.5", text)
		}
		if json.Valid([]byte(text)) {
			return json.RawMessage(text), nil
		}
		n, _ := spec.ParseNumber(text) // such as "+1" or ".5", which JSON writes otherwise
		return json.RawMessage(strconv.FormatFloat(n, 'g', -1, 64)), nil
	case JSON:
		if err := wellFormed(text); err != nil {
			return nil, err
		}
		return json.RawMessage(text), nil
	case Boolean:
		return json.RawMessage(strconv.FormatBool(text == "true")), nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		return nil, err
	}
	return json.RawMessage(bytes.TrimSpace(b.Bytes())), nil
}

// wellFormed says where a text stops being JSON.
func wellFormed(text string) error {
	d := json.NewDecoder(strings.NewReader(text))
	var v any
	err := d.Decode(&v)
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		if _, err := d.Token(); err != io.EOF {
			return fmt.Errorf("there is something after the end of the value, in line %d", lineAt(text, int(d.InputOffset())))
		}
		return nil
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON yet, in line %d: %v", lineAt(text, int(syntax.Offset)), syntax)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("not JSON yet: the end is missing")
	}
	return fmt.Errorf("not JSON yet: %v", err)
}

func lineAt(text string, offset int) int {
	return 1 + strings.Count(text[:min(max(offset, 0), len(text))], "\n")
}

// write is a value as it is shown in a field.
func write(kind string, v json.RawMessage) string {
	v = bytes.TrimSpace(v)
	if len(v) == 0 || string(v) == "null" {
		return ""
	}
	if kind != JSON {
		var s string
		if json.Unmarshal(v, &s) == nil {
			return s
		}
		return string(v)
	}
	var b bytes.Buffer
	if json.Indent(&b, v, "", "  ") != nil {
		return string(v)
	}
	return b.String()
}
