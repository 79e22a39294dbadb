package flow

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// precheck refuses what is not worth reading: no JSON, too deep, or of another format.
// Found tells whether the number of the format was there, so that it is meant for us.
func precheck(b []byte) (found bool, err error) {
	if len(bytes.TrimSpace(b)) == 0 {
		return false, errors.New("the file is empty")
	}
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if d.PeekKind() != '{' {
		return false, errors.New("this is no integration: the file does not begin with {")
	}
	format := 0
	for {
		tok, err := d.ReadToken()
		if err != nil {
			return found, explain(b, err)
		}
		depth := d.StackDepth()
		if depth > maxDepth {
			return found, fmt.Errorf("%s: brackets lie in one another more than %d deep: make it flatter", line(b, d.InputOffset()), maxDepth)
		}
		if depth == 0 {
			break
		}
		if depth != 1 || tok.Kind() != '"' || tok.String() != "flowbench" {
			continue
		}
		if _, n := d.StackIndex(1); n%2 == 0 {
			continue // the value of another key
		}
		v, err := d.ReadValue()
		if err != nil {
			return true, explain(b, err)
		}
		found = true
		if format, err = strconv.Atoi(string(v)); err != nil {
			return true, fmt.Errorf(`%s, flowbench: this is the number of the file format, so 1 belongs here, not %s`, line(b, d.InputOffset()), short(v))
		}
	}
	switch {
	case !found:
		return false, errors.New(`this is no integration: it has no "flowbench": 1, the number of the file format`)
	case format > Format:
		return true, fmt.Errorf("this is of format %d, made by a newer Flowbench; this one reads format %d: update Flowbench to open it", format, Format)
	case format < 1:
		return true, fmt.Errorf("there is no file format %d: write \"flowbench\": 1", format)
	}
	return true, nil
}

// explain puts an error of the JSON reader in words, with its place.
func explain(src []byte, err error) error {
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		where := line(src, syn.ByteOffset)
		switch {
		case errors.Is(err, jsontext.ErrDuplicateName):
			return fmt.Errorf("%s, %s: this key is there twice: keep one", where, dotted(string(syn.JSONPointer)))
		case strings.Contains(syn.Error(), "unexpected EOF"):
			return fmt.Errorf("%s: it ends in the middle: it was cut, or a bracket is missing", where)
		case strings.Contains(syn.Error(), "after top-level value"):
			return fmt.Errorf("%s: something follows after the last }: remove it", where)
		case strings.Contains(syn.Error(), "invalid UTF-8"):
			return fmt.Errorf("%s: this is no UTF-8 text: save the file as UTF-8", where)
		case strings.Contains(syn.Error(), "invalid character ','"):
			return fmt.Errorf("%s: there is a comma too many, or a value is missing", where)
		case syn.Err != nil:
			return fmt.Errorf("%s: this is no JSON: %w", where, syn.Err)
		}
		return fmt.Errorf("%s: this is no JSON: %w", where, err)
	}
	var sem *json2.SemanticError
	if errors.As(err, &sem) {
		return at(src, string(sem.JSONPointer), meaning(sem))
	}
	return err
}

// meaning says in words why JSON that is well-formed does not belong there.
func meaning(sem *json2.SemanticError) error {
	want := ""
	if sem.GoType != nil {
		want = goName(sem.GoType)
	}
	switch {
	case errors.Is(sem, json2.ErrUnknownName):
		known := memberNames(sem.GoType)
		if known == "" {
			return errors.New("this key is not known: remove it, or mend its spelling")
		}
		return errors.New("this key is not known: remove it, or mend its spelling; known here are " + known)
	case sem.JSONKind == '0' && want == "a number":
		return fmt.Errorf("a whole number belongs here, not %s", short(sem.JSONValue))
	case sem.Err != nil:
		return sem.Err
	case sem.JSONKind != 0 && want != "":
		return fmt.Errorf("%s belongs here, not %s", want, kindName(sem.JSONKind))
	}
	return sem
}

// memberNames lists the keys of the object that a struct is read from.
func memberNames(t reflect.Type) string {
	if t == nil || t.Kind() != reflect.Struct {
		return ""
	}
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		switch {
		case name != "":
			names = append(names, name)
		case t.Field(i).Anonymous:
			names = append(names, memberNames(t.Field(i).Type))
		}
	}
	return strings.Join(names, ", ")
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '{':
		return "an object { }"
	case '[':
		return "a list [ ]"
	}
	return k.String()
}

func goName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list [ ]"
	case reflect.Struct, reflect.Map:
		return "an object { }"
	}
	return "a number"
}

func at(src []byte, ptr string, err error) error { return fmt.Errorf("%s: %w", place(src, ptr), err) }

// place names a JSON pointer with its line; what is missing, by what it is missing from.
func place(src []byte, ptr string) string {
	d := jsontext.NewDecoder(bytes.NewReader(src))
	for {
		if _, err := d.ReadToken(); err != nil {
			if i := strings.LastIndexByte(ptr, '/'); i > 0 {
				return place(src, ptr[:i])
			}
			return dotted(ptr)
		}
		if string(d.StackPointer()) == ptr {
			where := line(src, d.InputOffset())
			if ptr == "" {
				return where
			}
			return where + ", " + dotted(ptr)
		}
	}
}

var index = regexp.MustCompile(`/(\d+)(/|$)`)

// dotted writes a JSON pointer as people read it: flows[0].nodes[2].name.
func dotted(ptr string) string {
	for index.MatchString(ptr) {
		ptr = index.ReplaceAllString(ptr, "[$1]$2")
	}
	ptr = strings.ReplaceAll(strings.TrimPrefix(ptr, "/"), "/", ".")
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(ptr)
}

func line(src []byte, offset int64) string {
	return "line " + strconv.Itoa(1+bytes.Count(src[:min(int(offset), len(src))], []byte("\n")))
}

func short(v []byte) string {
	if len(v) > 40 {
		return strings.ToValidUTF8(string(v[:40]), "") + "…"
	}
	return string(v)
}
