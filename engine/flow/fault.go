package flow

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// precheck refuses what is not worth reading: no JSON, too deep, or of a newer format.
func precheck(b []byte) error {
	if len(bytes.TrimSpace(b)) == 0 {
		return errors.New("the file is empty")
	}
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if d.PeekKind() != '{' {
		return errors.New("this is no integration: the file does not begin with {")
	}
	format := 0
	for {
		tok, err := d.ReadToken()
		if err != nil {
			return explain(b, err)
		}
		depth := d.StackDepth()
		if depth > maxDepth {
			return fmt.Errorf("%s: nested deeper than %d levels", line(b, d.InputOffset()), maxDepth)
		}
		if depth == 0 {
			break
		}
		if depth == 1 && tok.Kind() == '"' && tok.String() == "flowbench" {
			if d.PeekKind() != '0' {
				return fmt.Errorf(`%s: "flowbench" is the number of the file format: 1`, line(b, d.InputOffset()))
			}
			v, err := d.ReadValue()
			if err != nil {
				return explain(b, err)
			}
			if format, err = strconv.Atoi(string(v)); err != nil {
				return fmt.Errorf(`%s: "flowbench" is the number of the file format, not %s`, line(b, d.InputOffset()), v)
			}
		}
	}
	switch {
	case format == 0:
		return errors.New(`this is no integration: it has no "flowbench": 1`)
	case format > Format:
		return fmt.Errorf("the file has format %d, made by a newer Flowbench; this one reads format %d: update Flowbench to open it", format, Format)
	case format < 0:
		return fmt.Errorf("there is no format %d", format)
	}
	return nil
}

// explain puts an error of the JSON reader in words, with its place.
func explain(src []byte, err error) error {
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		where := line(src, syn.ByteOffset)
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return fmt.Errorf("%s, %s: this key stands twice in one object: keep one", where, syn.JSONPointer)
		case strings.Contains(syn.Error(), "unexpected EOF"):
			return fmt.Errorf("%s: the file ends in the middle: it was cut, or a bracket is missing", where)
		case syn.Err != nil:
			return fmt.Errorf("%s: this is no JSON: %w", where, syn.Err)
		}
		return fmt.Errorf("%s: this is no JSON: %w", where, err)
	}
	var sem *json2.SemanticError
	if errors.As(err, &sem) {
		ptr := string(sem.JSONPointer)
		switch {
		case errors.Is(err, json2.ErrUnknownName):
			return at(src, ptr, errors.New("Flowbench does not know this field: remove it or mend its spelling"))
		case sem.Err != nil:
			return at(src, ptr, sem.Err)
		case sem.JSONKind != 0 && sem.GoType != nil:
			return at(src, ptr, fmt.Errorf("a %s stands where a %s belongs", kindName(sem.JSONKind), goName(sem.GoType.Kind().String())))
		}
		return at(src, ptr, err)
	}
	return err
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "text"
	case '0':
		return "number"
	case '{':
		return "object { }"
	case '[':
		return "list [ ]"
	}
	return k.String()
}

func goName(k string) string {
	switch k {
	case "string":
		return "text"
	case "bool":
		return "true or false"
	case "slice", "array":
		return "list [ ]"
	case "struct", "map":
		return "object { }"
	}
	return "number"
}

func at(src []byte, ptr string, err error) error { return fmt.Errorf("%s: %w", place(src, ptr), err) }

// place names a JSON pointer with its line.
func place(src []byte, ptr string) string {
	d := jsontext.NewDecoder(bytes.NewReader(src))
	for {
		if _, err := d.ReadToken(); err != nil {
			return ptr
		}
		if string(d.StackPointer()) == ptr {
			return fmt.Sprintf("%s, %s", line(src, d.InputOffset()), ptr)
		}
	}
}

func line(src []byte, offset int64) string {
	return "line " + strconv.Itoa(1+bytes.Count(src[:min(int(offset), len(src))], []byte("\n")))
}
