package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/flow"
)

// read reads an integration; "-" is stdin. The bytes are those of the file.
func (c *command) read(name string) (*flow.Integration, []byte, error) {
	b, err := c.load(name)
	if err != nil {
		return nil, nil, wrong("%v", err)
	}
	in, err := flow.Read(b)
	if err != nil {
		return nil, nil, wrong("%s: %v", called(name), err)
	}
	return in, b, nil
}

// called is what a file is called in messages.
func called(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// load reads a file; "-" is stdin. What is larger than any integration may be is not
// read to its end.
func (c *command) load(name string) ([]byte, error) {
	from := c.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, unopened(name, err)
		}
		defer f.Close()
		from = f
	}
	b, err := io.ReadAll(io.LimitReader(from, flow.MaxSize+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", called(name), cause(err))
	case len(b) > flow.MaxSize:
		return nil, fmt.Errorf("%s: the file has more than %d MB, which is too much: is it the right one?", called(name), flow.MaxSize>>20)
	}
	return b, nil
}

func unopened(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file: look at the name, and at the folder you are in", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: you may not read this file", name)
	}
	return fmt.Errorf("%s: %w", name, cause(err))
}

// cause is an error without the operation and path that wrap it.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// pick returns the flow of that name, or the first one for "".
func pick(in *flow.Integration, name string) (*flow.Flow, error) {
	var has []string
	for _, f := range in.Flows {
		if name == "" || f.Name == name {
			return f, nil
		}
		has = append(has, fmt.Sprintf("%q", f.Name))
	}
	if len(has) == 0 {
		return nil, wrong("the integration %q has no flow: open it in the window and add one", in.Name)
	}
	return nil, wrong("there is no flow %q: %q has %s", name, in.Name, strings.Join(has, ", "))
}

// object reads a file that is one JSON object: each key once, nothing after it.
func (c *command) object(name string) (flow.Value, error) {
	b, err := c.load(name)
	if err != nil {
		return nil, err
	}
	d := jsontext.NewDecoder(bytes.NewReader(b))
	v, err := d.ReadValue()
	if err == nil {
		v = v.Clone()
		if _, err = d.ReadToken(); err == nil {
			return nil, fmt.Errorf("%s: something follows after the object: remove it", called(name))
		}
	}
	if syn, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		line := 1 + bytes.Count(b[:min(int(syn.ByteOffset), len(b))], []byte("\n"))
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return nil, fmt.Errorf("%s: line %d: the key %q is there twice: keep one", called(name), line, syn.JSONPointer.LastToken())
		}
		return nil, fmt.Errorf("%s: line %d: this is no JSON: %w", called(name), line, syn.Err)
	}
	if err != io.EOF {
		return nil, fmt.Errorf("%s: this is no JSON: %w", called(name), err)
	}
	if v.Kind() != '{' {
		return nil, fmt.Errorf("%s: a JSON object belongs there, as in {\"name\": \"value\"}, not %s", called(name), kindOf(v))
	}
	return v, nil
}

// replace writes a file whole or not at all. A link stays one.
func replace(name string, b []byte) error {
	mode := os.FileMode(0o644)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if st, err := os.Stat(name); err == nil {
		mode = st.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".flowbench-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, cause(err))
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(b); err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), mode)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, cause(err))
	}
	return nil
}

// kindOf says what a value is without quoting it: it may be a secret.
func kindOf(v flow.Value) string {
	switch v.Kind() {
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '[':
		return "a list"
	case '{':
		return "an object"
	case 'n':
		return "null"
	}
	return "true or false"
}
